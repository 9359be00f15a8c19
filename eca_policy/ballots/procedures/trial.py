"""The dry run as it is typed: the alliance's roll or a made-up one, and a supposed position for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.procedures.dry_run import MOST_MADE_UP, RollTooLong, RollUnreadable, made_up_roll
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members

CHOICES = ("in_favour", "against", "abstention", "recused")
CASTING_VOTES = ("in_favour", "against")


@dataclass(frozen=True)
class Voter:
    """One association on the roll: by its code, or by its number where the roll is made up."""

    member: str
    name: str
    weight: int


@dataclass(frozen=True)
class TypedTrial:
    """`made_up` as it was typed, "" for the alliance's own roll; a position or casting vote "" is none."""

    made_up: str = ""
    voters: tuple[Voter, ...] = ()
    positions: Mapping[str, str] = field(default_factory=dict)
    casting_vote: str = ""
    error: str = ""

    @property
    def roll(self) -> list[RollEntry]:
        return [RollEntry(voter.member, voter.weight) for voter in self.voters]

    @property
    def taken(self) -> dict[str, Choice]:
        return {member: Choice(choice) for member, choice in self.positions.items() if choice}

    @property
    def casting(self) -> Choice | None:
        return Choice(self.casting_vote) if self.casting_vote else None

    def with_all(self, choice: str) -> "TypedTrial":
        """Everyone takes this position; none for anything that is no position."""
        everyone = choice if choice in CHOICES else ""
        return replace(self, positions={voter.member: everyone for voter in self.voters})


def typed_trial(sent: MultiDict[str, str], *, roll: str = "made_up") -> TypedTrial:
    """What was sent. Positions of those not on the roll, and words that are none, count for nothing.

    `roll` names the field of the roll: what is typed, or "roll_shown", that of the table on the page.
    """
    made_up, casting_vote = sent.get(roll, "").strip(), sent.get("casting_vote", "")
    voters, error = voters_of(made_up)
    positions = {voter.member: sent.get(f"position-{voter.member}", "") for voter in voters}
    return TypedTrial(
        made_up=made_up,
        voters=voters,
        positions={member: choice for member, choice in positions.items() if choice in CHOICES},
        casting_vote=casting_vote if casting_vote in CASTING_VOTES else "",
        error=error,
    )


def voters_of(made_up: str) -> tuple[tuple[Voter, ...], str]:
    """Who is on the roll, and what is wrong with the one that was made up."""
    if not made_up:
        return the_alliance(), ""
    try:
        roll = made_up_roll(made_up)
    except RollUnreadable:
        return (), _("Write how many associations have which weight, such as “12 x 1, 3 x 5”.")
    except RollTooLong:
        return (), _("A made-up roll has at most %(most)s associations.", most=MOST_MADE_UP)
    return tuple(
        Voter(entry.member, _("Association %(number)s", number=entry.member), entry.weight) for entry in roll
    ), ""


def the_alliance() -> tuple[Voter, ...]:
    """The member associations with their weights, as a ballot that opened now would have them."""
    return tuple(
        Voter(each.code, each.name, each.weight) for each in members.associations() if each.status == "member"
    )
