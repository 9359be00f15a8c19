"""What would be decided: a procedure, a roll and positions that are only supposed. Nothing is kept."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from eca_policy.ballots.counting import Choice, RollEntry
from eca_policy.ballots.decision import ConditionResult, Decision, QuorumResult, SilenceResult
from eca_policy.ballots.explain_rule import cap_rule, condition_rule, minimum_rule, quorum_rule
from eca_policy.ballots.missing import Missing, missing
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.rules import decide
from eca_policy.ballots.wording import Language, amount, capitalised

MOST_MADE_UP = 100
GROUP = re.compile(r"([0-9]{1,4})\s*[x×*]\s*([0-9]{1,7})", re.IGNORECASE)
SEPARATORS = re.compile(r"[,;+\n]")


class RollUnreadable(ValueError):
    """A made-up roll that is not written as "12 x 1, 3 x 5"."""


class RollTooLong(ValueError):
    """More made-up associations than a page can ask for."""


@dataclass(frozen=True)
class Trial:
    """What would be decided, and what it would still take."""

    decision: Decision
    missing: Missing


@dataclass(frozen=True)
class Line:
    """One thing that the rule asks, with its figures: `got` of `base`, and in words what is `needed`."""

    asked: str
    got: str
    base: str
    needed: str
    is_met: bool
    is_deemed: bool = False


def try_out(
    procedure: Procedure,
    roll: Collection[RollEntry],
    positions: Mapping[str, Choice],
    *,
    casting_vote: Choice | None = None,
) -> Trial:
    """Decide as a ballot would be decided."""
    counted = as_the_procedure_counts(procedure, positions)
    return Trial(
        decision=decide(procedure, roll, counted, casting_vote=casting_vote),
        missing=missing(procedure, roll, counted),
    )


def as_the_procedure_counts(procedure: Procedure, positions: Mapping[str, Choice]) -> dict[str, Choice]:
    """Who is against in a silence procedure objects, and who would object is against in a vote."""
    said = Choice.OBJECTION if procedure.silence is not None else Choice.AGAINST
    return {
        member: said if choice in (Choice.AGAINST, Choice.OBJECTION) else choice
        for member, choice in positions.items()
    }


def made_up_roll(typed: str) -> list[RollEntry]:
    """ "12 x 1, 3 x 5": twelve associations of weight 1, three of weight 5, numbered from 1.

    Raises `RollUnreadable` and `RollTooLong`.
    """
    weights: list[int] = []
    for part in SEPARATORS.split(typed.strip().strip(",;+")):
        match = GROUP.fullmatch(part.strip())
        if match is None:
            raise RollUnreadable(part)
        weights += [int(match[2])] * int(match[1])
        if len(weights) > MOST_MADE_UP:
            raise RollTooLong(typed)
    if not weights:
        raise RollUnreadable(typed)
    return [RollEntry(str(number), weight) for number, weight in enumerate(weights, start=1)]


def lines(decision: Decision, say: Language) -> list[Line]:
    """Everything the rule asks, against its figures."""
    if decision.silence is not None:
        return _silence_lines(decision.silence, say)
    found = [
        Line(
            asked=capitalised(condition_rule(result.condition, say)),
            got=amount(result.got), base=amount(result.base), needed=_needed(result, say),
            is_met=result.is_met, is_deemed=result.is_deemed,
        )
        for result in decision.conditions
    ]  # fmt: skip
    return _quorum_lines(decision, say) + found + _bound_lines(decision, say)


def _quorum_lines(decision: Decision, say: Language) -> list[Line]:
    result = decision.quorum
    if result is None:
        return []
    asked = capitalised(quorum_rule(result.quorum, say))
    return [Line(asked, amount(result.got), amount(result.base), _needed(result, say), result.is_met)]


def _bound_lines(decision: Decision, say: Language) -> list[Line]:
    found = []
    minimum, cap = decision.min_in_favour, decision.negative_cap
    if minimum is not None:
        asked = capitalised(minimum_rule(minimum.needed, say))
        everyone = str(decision.count.entitled.members)
        needed = _at_least(Fraction(minimum.needed), say)
        found.append(Line(asked, str(minimum.got), everyone, needed, minimum.is_met))
    if cap is not None:
        asked = capitalised(cap_rule(cap.cap, say))
        needed = say.gettext("at most %(number)s", number=cap.allowed)
        found.append(Line(asked, str(cap.got), str(cap.base), needed, cap.is_met))
    return found


def _silence_lines(result: SilenceResult, say: Language) -> list[Line]:
    found = []
    objections, weight = result.members_needed, result.weight_needed
    if objections is not None:
        found.append(
            Line(
                say.gettext("Objections"), str(result.got.members), str(result.base.members),
                _fewer_than(Fraction(objections), say), is_met=result.got.members < objections,
            )
        )  # fmt: skip
    if weight is not None:
        got, base = result.got.weight, result.base.weight
        found.append(
            Line(
                say.gettext("Weight of the objections"), amount(got), amount(base), _fewer_than(weight, say),
                is_met=got < weight or base == 0,  # no weight at all breaks no silence
            )
        )  # fmt: skip
    return found


def _needed(result: ConditionResult | QuorumResult, say: Language) -> str:
    """A share of nothing cannot be reached, so no number would be right."""
    return _at_least(result.needed, say) if result.base else "–"


def _at_least(number: Fraction, say: Language) -> str:
    return say.gettext("at least %(number)s", number=amount(number))


def _fewer_than(number: Fraction, say: Language) -> str:
    return say.gettext("less than %(number)s", number=amount(number))
