"""How a ballot is run, as data beside the rule that counts: what is shown when, what a position must say.

The JSON grammar, every key optional:

    {"shown": "live"|"after_close"|"totals"|"secret", "may_change": true,
     "against_needs": "nothing"|"reason"|"reason_and_change", "amendment_objects": false,
     "most_proxies": 1, "working_days": 10}
"""

from dataclasses import dataclass, fields, replace
from enum import StrEnum

from eca_policy.ballots.problems import ProcedureError
from eca_policy.ballots.reading import Node

MOST_PROXIES = 100
LONGEST = 250
FEWEST_IN_THE_BOX = 5


class Shown(StrEnum):
    """When positions are shown by name: as they come, after the close, only as totals, or never kept."""

    LIVE = "live"
    AFTER_CLOSE = "after_close"
    TOTALS = "totals"
    SECRET = "secret"  # noqa: S105


class Needs(StrEnum):
    """What a position against (or an objection) must come with."""

    NOTHING = "nothing"
    REASON = "reason"
    REASON_AND_CHANGE = "reason_and_change"


@dataclass(frozen=True)
class Conduct:
    """How a ballot is run.

    `may_change`: a position can be changed until the close; in a secret ballot never. `amendment_objects`: in
    a silence procedure, who proposes a change objects. `most_proxies`: how many associations one head may
    vote for besides its own. `working_days`: the length proposed when a ballot is opened, from Monday to
    Friday; None: as the document class says, in days.
    """

    shown: Shown = Shown.LIVE
    may_change: bool = True
    against_needs: Needs = Needs.NOTHING
    amendment_objects: bool = False
    most_proxies: int = 1
    working_days: int | None = None

    @property
    def is_secret(self) -> bool:
        return self.shown is Shown.SECRET

    @classmethod
    def from_dict(cls, data: object) -> "Conduct":
        """The conduct written as JSON data; `ProcedureError` with every problem when it makes no sense."""
        node = Node(data)
        conduct = read_conduct(node)
        if node.problems:
            raise ProcedureError(node.problems)
        return conduct

    def to_dict(self) -> dict[str, object]:
        """The JSON data that `from_dict` reads back as an equal conduct, without what is as usual."""
        usual = Conduct()
        return {
            field.name: str(value) if isinstance(value, StrEnum) else value
            for field in fields(self)
            if (value := getattr(self, field.name)) != getattr(usual, field.name)
        }


def read_conduct(node: Node) -> Conduct:
    """The conduct at the node; problems are noted there."""
    usual = Conduct()
    below = node.fields([field.name for field in fields(Conduct)])
    conduct = Conduct(
        shown=below["shown"].one_of(Shown) if "shown" in below else usual.shown,
        may_change=below["may_change"].yes_or_no() if "may_change" in below else usual.may_change,
        against_needs=below["against_needs"].one_of(Needs)
        if "against_needs" in below
        else usual.against_needs,
        amendment_objects="amendment_objects" in below and below["amendment_objects"].yes_or_no(),
        most_proxies=below["most_proxies"].whole(0, MOST_PROXIES) if "most_proxies" in below else 1,
        working_days=below["working_days"].whole(1, LONGEST) if "working_days" in below else None,
    )
    if not conduct.is_secret:
        return conduct
    if conduct.against_needs is not Needs.NOTHING:
        below["against_needs"].wrong("nothing_said_in_secret")
    return replace(conduct, may_change=False)


def sees_positions(conduct: Conduct, *, has_closed: bool) -> bool:
    """Whether positions are shown by name to everyone who may read the paper."""
    return conduct.shown is Shown.LIVE or (conduct.shown is Shown.AFTER_CLOSE and has_closed)


def sees_totals(conduct: Conduct, *, has_closed: bool) -> bool:
    """Whether the figures are shown: of what is not shown live, only when it is over."""
    return has_closed or conduct.shown is Shown.LIVE


def sees_who_voted(conduct: Conduct, *, has_closed: bool) -> bool:
    """Whether it is shown who has answered and who has not; in a secret ballot only when it is over."""
    return has_closed or not conduct.is_secret
