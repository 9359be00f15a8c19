"""What was decided, as the stored figures say it: nothing is counted or judged a second time.

Meanwhile a reservation may have been withdrawn, an association renamed, or the rules have a later version: a
decision stands as it was made, and so does every sentence about it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from eca_policy.ballots import explain, queries
from eca_policy.ballots.counted import too_few
from eca_policy.ballots.counting import Choice, Count, Tally
from eca_policy.ballots.decision import (
    CapResult,
    ConditionResult,
    Decision,
    MinimumResult,
    Outcome,
    QuorumResult,
    SilenceResult,
)
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import outcome_of
from eca_policy.ballots.showing import sight_of
from eca_policy.lib.i18n import gettext, ngettext

Figures = Mapping[str, Any]


def decided_sentence(ballot: Ballot) -> str:
    """Why the ballot came to its outcome, in the reader's language."""
    assert ballot.decision is not None
    if queries.conduct_of(ballot).is_secret and not sight_of(ballot).totals:
        return too_few(gettext)
    return sentence_of(ballot.rule, ballot.decision.figures)


def sentence_of(rule: Any, figures: Figures) -> str:
    """What was decided in one sentence, in the reader's language."""
    return explain.sentence(decision_of(rule, figures), gettext, ngettext)


def decision_of(rule: Any, figures: Figures) -> Decision:
    """The decision as its figures have it; of an item that lapsed, what would have been."""
    procedure = Procedure.from_dict(rule)
    casting_vote = figures.get("casting_vote")
    decision = Decision(
        outcome=Outcome.NO_DECISION,
        procedure=procedure,
        count=count_in(figures),
        conditions=tuple(conditions_in(procedure, figures)),
        quorum=quorum_in(procedure, figures),
        negative_cap=cap_in(procedure, figures),
        min_in_favour=minimum_in(figures),
        silence=silence_in(procedure, figures),
        is_tie=figures["tie"],
        casting_vote=Choice(casting_vote) if casting_vote else None,
        reservations=tuple(figures.get("reservations", ())),
    )
    return replace(decision, outcome=outcome_of(decision))


def count_in(figures: Figures) -> Count:
    names = ("roll", "in_favour", "against", "abstention", "recused", "objection")
    tallies: dict[str, Any] = {name: tally_of(figures, name) for name in names}
    return Count(statements=tuple(figures.get("statements", ())), **tallies)


def tally_of(figures: Figures, name: str) -> Tally:
    """One group of the figures."""
    stored = figures[name]
    return Tally(stored["members"], Fraction(stored["weight"]))


def conditions_in(procedure: Procedure, figures: Figures) -> Iterator[ConditionResult]:
    for condition, found in zip(procedure.conditions, figures["conditions"], strict=True):
        is_deemed = found["deemed_attained"]
        yield ConditionResult(
            condition=condition,
            base=Fraction(found["base"]),
            needed=Fraction(found["needed"]),
            got=Fraction(found["got"]),
            not_in_favour=found["not_in_favour"],
            is_reached=found["passed"] and not is_deemed,
            is_deemed=is_deemed,
            is_tied=figures["tie"] and not found["passed"],
        )


def quorum_in(procedure: Procedure, figures: Figures) -> QuorumResult | None:
    if procedure.quorum is None:
        return None
    found = figures["quorum"]
    base, needed, got = (Fraction(found[name]) for name in ("base", "needed", "got"))
    return QuorumResult(procedure.quorum, base, needed, got, is_met=found["passed"])


def cap_in(procedure: Procedure, figures: Figures) -> CapResult | None:
    if procedure.negative_cap is None:
        return None
    found = figures["negative_cap"]
    return CapResult(
        procedure.negative_cap, found["base"], found["allowed"], found["got"], is_met=found["passed"]
    )


def minimum_in(figures: Figures) -> MinimumResult | None:
    found = figures.get("min_in_favour")
    return found and MinimumResult(found["needed"], found["got"], is_met=found["passed"])


def silence_in(procedure: Procedure, figures: Figures) -> SilenceResult | None:
    if procedure.silence is None:
        return None
    found = figures["silence"]
    needed = found["weight_needed"]
    return SilenceResult(
        silence=procedure.silence,
        got=Tally(found["members"], Fraction(found["weight"])),
        base=Tally(figures["entitled"]["members"], Fraction(found["weight_base"])),
        members_needed=found["members_needed"],
        weight_needed=None if needed is None else Fraction(needed),
        is_broken=found["broken"],
    )
