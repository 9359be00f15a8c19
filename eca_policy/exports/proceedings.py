"""All that the files of a ballot say, read once: what everybody who reads the paper may see, and no more.

A file is passed on, so that it says the same whoever asked for it: nobody's own position is in it where
positions are not shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.counted import figures_of, slips_of
from eca_policy.ballots.decided import decided_sentence
from eca_policy.ballots.drawing import item_title, own_procedure
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.items_shown import item_sentence
from eca_policy.ballots.measured import Measured, measured
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.result import Group, became_in_words, groups_shown
from eca_policy.ballots.roll_call import RollCallLine, in_words
from eca_policy.ballots.showing import Sight, figures_seen, roll_shown, sight_of
from eca_policy.ballots.statements.queries import Stated, stated
from eca_policy.ballots.words import choice_in_words, item_outcome_in_words, outcome_in_words
from eca_policy.lib.i18n import gettext, language, ngettext, spoken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper


@dataclass(frozen=True)
class ItemProceedings:
    """One item with its figures and positions; `slips` are those of a secret ballot: (code, position).

    `casting_vote`: how the chair broke a tie, from whom that came and when it was entered; "" where none was.
    `own_procedure` is "" where the item is decided as the text is.
    """

    number: int
    title: str
    outcome: str
    sentence: str
    rule: str
    own_procedure: str
    groups: Sequence[Group]
    measured: Sequence[Measured]
    lines: Sequence[RollCallLine]
    slips: Sequence[tuple[str, str]]
    casting_vote: str


@dataclass(frozen=True)
class Proceedings:
    """A ballot as its files tell of it, in the language in force when it was read.

    `outcome` and `sentence` are those of the text as a whole, "" while it is open. The positions are in
    `items`; in `roll` is who is on the roll, and whether they answered where that is shown.
    """

    paper: Paper
    ballot: Ballot
    sight: Sight
    is_secret: bool
    procedure: str
    outcome: str
    sentence: str
    became: str
    items: Sequence[ItemProceedings]
    roll: Sequence[RollCallLine]
    absent: Sequence[str]
    statements: Sequence[Stated]
    frozen_at: datetime

    @property
    def whole(self) -> ItemProceedings:
        """The item on the text as a whole."""
        return self.items[-1]


def proceedings(paper: Paper, ballot: Ballot, *, at: datetime) -> Proceedings:
    """The ballot in the language in force; of a decided one, frozen when it was decided."""
    sight, decision = sight_of(ballot), ballot.decision
    lines = roll_shown(ballot, ())
    return Proceedings(
        paper=paper,
        ballot=ballot,
        sight=sight,
        is_secret=ballots.conduct_of(ballot).is_secret,
        procedure=ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        outcome=outcome_in_words(decision.outcome) if decision else "",
        sentence=decided_sentence(ballot) if decision else "",
        became=became_in_words(ballot),
        items=[item_proceedings(ballot, item, sight) for item in ballot.items],
        roll=in_words(ballot, ballot.items[-1], lines),
        absent=[
            line.line.association.name
            for line in lines
            if line.has_answered is False and not line.line.left_out
        ],
        statements=stated(ballot),
        frozen_at=decision.decided_at if decision else at,
    )


def item_proceedings(ballot: Ballot, item: Item, sight: Sight) -> ItemProceedings:
    """One item as everybody may see it."""
    figures = figures_seen(figures_of(ballot, item), sight)
    return ItemProceedings(
        number=item.number,
        title=item_title(item),
        outcome=item_outcome_in_words(item.decision.outcome) if item.decision else "",
        sentence=item_sentence(item, sight) if item.decision else "",
        rule=rule_sentence(Procedure.from_dict(item.rule), gettext, ngettext),
        own_procedure=own_procedure(item),
        groups=groups_shown(figures, item.rule),
        measured=measured(item.rule, figures) if figures else [],
        lines=in_words(ballot, item, roll_shown(ballot, (), item)) if sight.positions else [],
        slips=slips_in_words(ballot, item) if sight.totals else [],
        casting_vote=casting_vote_in_words(item),
    )


def casting_vote_in_words(item: Item) -> str:
    """How the chair broke the tie on an item, and how that is known."""
    given = item.casting_vote
    if given is None:
        return ""
    return _(
        "Casting vote of the chair: %(choice)s (%(note)s; entered by the secretariat on %(moment)s).",
        choice=choice_in_words(given.choice, item.rule), note=given.note, moment=spoken(given.entered_at),
    )  # fmt: skip


def slips_in_words(ballot: Ballot, item: Item) -> list[tuple[str, str]]:
    """What is in the box of a secret ballot that is over, in the order of the codes."""
    if not ballots.conduct_of(ballot).is_secret or ballot.decision is None:
        return []
    return [(code, choice_in_words(choice, item.rule)) for code, choice in slips_of(item)]
