"""From rows to the pure rules and back: the roll and the positions of an item as plain values.

The database groups equal positions of equal weight, so that a count costs the same with ten and with a
hundred thousand associations on the roll.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select

from eca_policy.ballots import counting, explain, explain_missing, rules
from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.counting import Choice
from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.missing import missing_of
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.queries import code_on_roll, conduct_of
from eca_policy.ballots.roll import expected
from eca_policy.ballots.secrecy.models import Box
from eca_policy.ballots.statements.queries import reserving_codes
from eca_policy.ballots.wording import ENGLISH, Gettext, amount
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.members.models import Association

Groups = Sequence[tuple[Choice, int, int]]


@dataclass(frozen=True)
class Count:
    """All that a decision on one item needs; `reservations`: the codes of those that made one."""

    procedure: Procedure
    counted: counting.Count
    waiting: tuple[tuple[Fraction, int], ...]
    reservations: tuple[str, ...]
    is_too_few: bool = False
    casting_vote: Choice | None = None

    def decide(self) -> Decision:
        """The decision on the positions so far; in a secret ballot with too few of them there is none."""
        decision = rules.decide_counted(
            self.procedure, self.counted, casting_vote=self.casting_vote, reservations=self.reservations
        )
        if not self.is_too_few:
            return decision
        return replace(decision, outcome=Outcome.NO_DECISION, sentence=too_few(ENGLISH.gettext))

    def sentence(self) -> str:
        """The decision in one sentence, in the reader's language."""
        return too_few(gettext) if self.is_too_few else explain.sentence(self.decide(), gettext, ngettext)

    def missing_sentence(self) -> str:
        """What it still takes to pass, in the reader's language."""
        still = missing_of(self.procedure, self.counted, self.waiting)
        return explain_missing.missing_sentence(still, gettext, ngettext)


def too_few(gettext: Gettext) -> str:
    """Why a secret ballot with too few positions decides nothing."""
    return gettext(
        "No decision: fewer than %(fewest)s positions are in the box, and counting would give them away.",
        fewest=FEWEST_IN_THE_BOX,
    )


def count_of(ballot: Ballot, item: Item | None = None) -> Count:
    """The figures so far of one item, of the text as a whole unless another is named; of a secret ballot only
    when it is over. Once a ballot is decided, its stored figures speak.
    """
    item = item or ballot.items[-1]
    if conduct_of(ballot).is_secret and ballot.ended_at is None:
        return counted_from(ballot, item, [])
    return final_count(ballot, item)


def final_count(ballot: Ballot, item: Item) -> Count:
    """The figures of an item at the close, with the casting vote where the chair has given one."""
    assert ballot.decision is None, "A decided ballot is not counted again: read decided.py."
    given = item.casting_vote
    count = count_of_box(ballot, item) if conduct_of(ballot).is_secret else count_of_positions(ballot, item)
    return count if given is None else replace(count, casting_vote=Choice(given.choice))


def count_of_positions(ballot: Ballot, item: Item) -> Count:
    return counted_from(ballot, item, positions_grouped(item), reserving_codes(ballot, item))


def count_of_box(ballot: Ballot, item: Item) -> Count:
    """What is in the box; where too few slips are, the decision says so."""
    slips = Counter(choice for _, choice in slips_of(item))
    roll = roll_grouped(ballot)
    found = [(choice, roll[0][0], number) for choice, number in sorted(slips.items())]
    return replace(counted_from(ballot, item, found), is_too_few=slips.total() < FEWEST_IN_THE_BOX)


def slips_of(item: Item) -> list[tuple[str, Choice]]:
    """What is in the box, by the receipt codes; what of it is shown is not for this to say."""
    return [(code, Choice(choice)) for code, choice in db.session.get_one(Box, item.id).slips]


def counted_from(ballot: Ballot, item: Item, positions: Groups, reservations: Sequence[str] = ()) -> Count:
    """The figures of an item with these positions: (choice, weight, how many)."""
    return counted_with(item, roll_grouped(ballot), positions, reservations)


def counted_with(
    item: Item, roll: Sequence[tuple[int, int]], positions: Groups, reservations: Sequence[str] = ()
) -> Count:
    """The figures of an item with this roll: (weight, how many)."""
    procedure = Procedure.from_dict(item.rule)
    return Count(
        procedure=procedure,
        counted=counting.count_groups(roll, positions, weight_cap=procedure.weight_cap),
        waiting=tuple(counting.still_to_vote(roll, positions, weight_cap=procedure.weight_cap)),
        reservations=tuple(reservations),
    )


def roll_grouped(ballot: Ballot) -> Sequence[tuple[int, int]]:
    """(weight, how many) of those entitled to vote."""
    if not ballot.has_roll:
        return sorted(Counter(line.weight for line in expected(ballot) if not line.left_out).items())
    query = (
        select(RollEntry.weight, func.count())
        .where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")
        .group_by(RollEntry.weight)
    )
    return [(weight, number) for weight, number in db.session.execute(query)]


def positions_grouped(item: Item) -> Groups:
    """(choice, weight, how many) of the positions that stand."""
    query = (
        select(Position.choice, RollEntry.weight, func.count())
        .join(
            RollEntry,
            (RollEntry.association_id == Position.association_id) & (RollEntry.ballot_id == item.ballot_id),
        )
        .where(Position.item_id == item.id)
        .group_by(Position.choice, RollEntry.weight)
    )
    return [(Choice(choice), weight, number) for choice, weight, number in db.session.execute(query)]


def figures_of(ballot: Ballot, item: Item, count: Count | None = None) -> Mapping[str, Any]:
    """The figures an item was decided on, or those so far; `count` where they were counted already."""
    if item.decision is not None:
        return item.decision.figures
    return (count or count_of(ballot, item)).decide().figures()


def case_positions(item: Item) -> dict[str, Choice]:
    """The positions by the codes on the roll, for a recount file."""
    code = code_on_roll()
    query = (
        select(code, Position.choice)
        .join(RollEntry, RollEntry.association_id == Position.association_id)
        .join(Association, Association.id == RollEntry.association_id)
        .where(Position.item_id == item.id, RollEntry.ballot_id == item.ballot_id)
        .order_by(code)
    )
    return {code: Choice(choice) for code, choice in db.session.execute(query)}


def case_roll(ballot: Ballot) -> list[counting.RollEntry]:
    """The roll by its codes, for a recount file."""
    code = code_on_roll()
    query = (
        select(code, RollEntry.weight)
        .join(Association, Association.id == RollEntry.association_id)
        .where(RollEntry.ballot_id == ballot.id, RollEntry.left_out == "")
        .order_by(code)
    )
    return [counting.RollEntry(member=code, weight=weight) for code, weight in db.session.execute(query)]


def cap_in_words(ballot: Ballot, item: Item) -> str:
    """For how much of the roll an association counts at most on this item; "" where its rule cuts none."""
    cap = Procedure.from_dict(item.rule).weight_cap
    if cap is None:
        return ""
    whole = sum(weight * number for weight, number in roll_grouped(ballot))
    return gettext(
        "No association counts for more than %(cap)s of %(all)s.", cap=amount(cap * whole), all=whole
    )
