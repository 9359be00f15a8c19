"""What a vote on amendments does: each amendment is decided, and the adopted ones become the next version."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from eca_policy.amendments import messages as telling
from eca_policy.amendments import service as amendments
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.rules import IN_THE_TEXT, LONGEST_REASON, State
from eca_policy.ballots.adopting import Adopted, amended_text
from eca_policy.ballots.counted import Count
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.itemising import changes_of
from eca_policy.ballots.models import Ballot, Decision, Item
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.i18n import LANGUAGES, speaking
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import deciding
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_to
from eca_policy.papers.typeset import stored_paragraphs

ADOPTED = ("adopted", "adopted_as_amended")


@dataclass
class Fate:
    """What the items about one amendment came to, each with the sentence that explains it."""

    outcomes: list[str]
    reasons: list[str]

    @property
    def state(self) -> State:
        """Adopted in every part: accepted; in some, or as amended: with changes; else as the items say."""
        if all(each == "adopted" for each in self.outcomes):
            return "accepted"
        if any(each in ADOPTED for each in self.outcomes):
            return "accepted_with_changes"
        if all(each in ("lapsed", "without_effect") for each in self.outcomes):
            return "lapsed"
        return "rejected"


def take_effect(
    actor: Actor, paper: Paper, ballot: Ballot, decision: Decision, *, counts: Sequence[Count], at: datetime
) -> None:
    """Decide the amendments and write the text as amended. Nothing is agreed until the whole is voted on:
    what is decided on the amendments stands where the text is adopted or rejected, and else they stay open.
    """
    items = ballot.items[:-1]
    outcome = Outcome(decision.outcome)
    if not items or not (outcome.is_adopted or outcome is Outcome.REJECTED):
        return
    with speaking(paper.language if paper.language in LANGUAGES else "en"):
        sentences = {item.number: count.sentence() for item, count in zip(items, counts, strict=False)}
        decided = decide_amendments(actor, paper, items, sentences, at=at)
        issue_amended(actor, paper, ballot, items, decided, at=at)
    telling.tell_of_decisions(paper, decided, at=at)


def decide_amendments(
    actor: Actor, paper: Paper, items: Sequence[Item], sentences: Mapping[int, str], *, at: datetime
) -> list[Amendment]:
    """Each amendment by what its items came to, with the arithmetic as the reason."""
    access = access_to(actor, paper, at=at)
    found = fates(items, sentences)
    rows = db.session.scalars(select(Amendment).where(Amendment.id.in_(found)).order_by(Amendment.id)).all()
    for amendment in rows:
        fate = found[amendment.id]
        reason = "" if fate.state == "accepted" else " ".join(fate.reasons)[:LONGEST_REASON]
        amendments.decide(access, amendment, fate.state, reason=reason, at=at)
    return list(rows)


def fates(items: Sequence[Item], sentences: Mapping[int, str]) -> dict[int, Fate]:
    """What became of each amendment, by its id; `sentences` are those of the items, by their numbers."""
    found: dict[int, Fate] = defaultdict(lambda: Fate([], []))
    for item in items:
        for piece in item.pieces:
            for amendment_id in piece["amendments"]:
                found[amendment_id].outcomes.append(outcome(item))
                found[amendment_id].reasons.append(reason(item, sentences[item.number]))
    return found


def outcome(item: Item) -> str:
    assert item.decision is not None
    return item.decision.outcome


def reason(item: Item, sentence: str) -> str:
    """Why an amendment came to what it did, in one sentence; read by its authors."""
    special = {
        "adopted_as_amended": _("Item %(number)s of the ballot: adopted as amended.", number=item.number),
        "without_effect": _(
            "Item %(number)s of the ballot: adopted, but what it amends was not.", number=item.number
        ),
        "lapsed": _(
            "Item %(number)s of the ballot: lapsed, because what excludes it was adopted.", number=item.number
        ),
    }
    return special.get(outcome(item)) or _(
        "Item %(number)s of the ballot: %(sentence)s", number=item.number, sentence=sentence
    )


def issue_amended(
    actor: Actor, paper: Paper, ballot: Ballot, items: Sequence[Item], decided: Sequence[Amendment],
    *, at: datetime,
) -> None:  # fmt: skip
    """The version with what was adopted, in the name of who opened the ballot."""
    made = amended_text(stored_paragraphs(ballot.version.revision.paragraphs), list(adopted(items)))
    if made is None:
        return
    text, contradictions = made
    note = _("With the amendments adopted in ballot %(number)s", number=ballot.number)
    if contradictions:
        note += ". " + _("Words on which adopted amendments contradict each other stand as they were.")
    version = deciding.issue_decided(actor, paper, text, in_the_name_of=ballot.opened_by_id, note=note, at=at)
    ballot.result_version_id = version.id
    for amendment in decided:
        if amendment.state in IN_THE_TEXT:
            amendment.revision_id = version.revision_id
    db.session.flush()


def adopted(items: Sequence[Item]) -> Iterator[Adopted]:
    """Everything that was adopted, in the order of voting."""
    for item in items:
        if outcome(item) in ADOPTED:
            for piece in item.pieces:
                yield Adopted(piece["key"], piece["parent"], changes_of(piece))
