"""From rows to the pure rules and back: the roll and the positions of a ballot as plain values."""

from dataclasses import dataclass

from sqlalchemy import select

from eca_policy.ballots import counting, explain, explain_missing, rules
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.decision import Decision
from eca_policy.ballots.missing import missing
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.procedure import Procedure
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.members.models import Association

ENGINE = "rules-1"


@dataclass(frozen=True)
class Count:
    """All that `rules.decide` needs; members are named by their association's code."""

    procedure: Procedure
    roll: tuple[counting.RollEntry, ...]
    positions: dict[str, Choice]
    reservations: tuple[str, ...]

    def decide(self) -> Decision:
        """The decision on the positions so far."""
        return rules.decide(self.procedure, self.roll, self.positions, reservations=self.reservations)

    def sentence(self) -> str:
        """The decision in one sentence, in the reader's language."""
        return explain.sentence(self.decide(), gettext, ngettext)

    def missing_sentence(self) -> str:
        """What it still takes to pass, in the reader's language."""
        still = missing(self.procedure, self.roll, self.positions)
        return explain_missing.missing_sentence(still, gettext, ngettext)


def count_of(ballot: Ballot) -> Count:
    """Read the frozen roll and the positions that stand, in two queries."""
    roll = db.session.execute(
        select(Association.code, RollEntry.weight)
        .join(RollEntry, RollEntry.association_id == Association.id)
        .where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")
        .order_by(RollEntry.id)
    ).all()
    cast = db.session.execute(
        select(Association.code, Position.choice, Position.reservation)
        .join(Position, Position.association_id == Association.id)
        .join(Item, Position.item_id == Item.id)
        .where(Item.ballot_id == ballot.id)
    ).all()
    return Count(
        procedure=Procedure.from_dict(ballot.rule),
        roll=tuple(counting.RollEntry(member=code, weight=weight) for code, weight in roll),
        positions={code: Choice(choice) for code, choice, _ in cast},
        reservations=tuple(code for code, _, reservation in cast if reservation),
    )
