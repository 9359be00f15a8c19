"""A decision in one sentence, with the arithmetic.

Every message is a whole clause with named placeholders; `sentence` only sets clauses in a row.
"""

from fractions import Fraction

from eca_policy.ballots.counting import Choice
from eca_policy.ballots.decision import (
    CapResult,
    ConditionResult,
    Decision,
    MinimumResult,
    Outcome,
    QuorumResult,
    SilenceResult,
    limit_shown,
)
from eca_policy.ballots.procedure import AtLeast, Base, Limit, Measure, Tie
from eca_policy.ballots.wording import Gettext, Language, NGettext, amount, listed, percent, share


def sentence(decision: Decision, gettext: Gettext, ngettext: NGettext) -> str:
    """Outcome and figures: "Adopted: 8 of 12 votes cast in favour (66.6 %), at least two thirds needed."."""
    say = Language(gettext, ngettext)
    if decision.outcome is Outcome.LAPSED:
        return _lapsed(decision, say)
    why = reasons(decision, say)
    messages = {
        Outcome.ADOPTED: say.gettext("Adopted: %(reasons)s.", reasons=why),
        Outcome.ADOPTED_WITH_RESERVATIONS: say.gettext(
            "Adopted with reservations: %(reasons)s.", reasons=why
        ),
        Outcome.REJECTED: say.gettext("Rejected: %(reasons)s.", reasons=why),
        Outcome.NO_QUORUM: say.gettext("No decision, for want of a quorum: %(reasons)s.", reasons=why),
        Outcome.NO_DECISION: say.gettext("No decision: %(reasons)s.", reasons=why),
        Outcome.SILENCE_BROKEN: say.gettext("The silence was broken: %(reasons)s.", reasons=why),
    }
    return messages[decision.outcome]


def _lapsed(decision: Decision, say: Language) -> str:
    return say.ngettext(
        "Lapsed: not decided, because item %(items)s was adopted.",
        "Lapsed: not decided, because items %(items)s were adopted.",
        len(decision.lapsed_by),
        items=listed(decision.lapsed_by, say),
    )


def reasons(decision: Decision, say: Language) -> str:
    """The clauses that carry the outcome: all of them when adopted, those that stood in the way otherwise."""
    return "; ".join(_clauses(decision, say))


def _clauses(decision: Decision, say: Language) -> list[str]:
    if decision.silence is not None:
        return _silence_clauses(decision, decision.silence, say)
    quorum = [] if decision.quorum is None else [quorum_clause(decision.quorum, say)]
    if decision.outcome is Outcome.NO_QUORUM:
        return quorum
    empty = [_empty_clause(result, say) for result in decision.conditions if result.base == 0]
    if empty:
        return empty[:1]
    return (
        _rule_clauses(decision, say)
        + _tie_clauses(decision, say)
        + quorum
        + _reservation_clauses(decision, say)
    )


def _rule_clauses(decision: Decision, say: Language) -> list[str]:
    shown = [result for result in decision.conditions if decision.outcome.is_adopted or not result.is_met]
    clauses = [condition_clause(result, decision.blocks_from, say) for result in shown]
    cap, minimum = decision.negative_cap, decision.min_in_favour
    if cap is not None and (decision.outcome.is_adopted or not cap.is_met):
        clauses.append(_cap_clause(cap, say))
    if minimum is not None and (decision.outcome.is_adopted or not minimum.is_met):
        clauses.append(_minimum_clause(minimum, say))
    return clauses


def condition_clause(result: ConditionResult, blocks_from: int | None, say: Language) -> str:
    """What was got, what was needed, and why a miss is forgiven."""
    clause = f"{_got_clause(result, say)}, {_needed_clause(result.condition.limit, say)}"
    if not result.is_deemed:
        return clause
    return say.ngettext(
        "%(clause)s, deemed attained: only %(num)s association is not in favour, %(blocking)s would block",
        "%(clause)s, deemed attained: only %(num)s associations are not in favour, %(blocking)s would block",
        result.not_in_favour,
        clause=clause,
        blocking=blocks_from,
    )


def _got_clause(result: ConditionResult, say: Language) -> str:
    shown = percent(result.got, result.base, say, above=limit_shown(result.condition.limit))
    got, base = amount(result.got), amount(result.base)
    if result.condition.measure is Measure.WEIGHT:
        return _got_weight(result.condition.base, got, base, shown, say)
    return _got_members(result.condition.base, int(result.base), got, shown, say)


def _got_weight(of: Base, got: str, base: str, shown: str, say: Language) -> str:
    if of is Base.CAST:
        return say.gettext(
            "a weight of %(got)s in favour out of %(base)s cast (%(percent)s)",
            got=got,
            base=base,
            percent=shown,
        )
    if of is Base.PRESENT:
        return say.gettext(
            "a weight of %(got)s in favour out of %(base)s taking part (%(percent)s)",
            got=got,
            base=base,
            percent=shown,
        )
    return say.gettext(
        "a weight of %(got)s in favour out of %(base)s entitled to vote (%(percent)s)",
        got=got,
        base=base,
        percent=shown,
    )


def _got_members(of: Base, base: int, got: str, shown: str, say: Language) -> str:
    if of is Base.CAST:
        return say.ngettext(
            "%(got)s of %(num)s vote cast in favour (%(percent)s)",
            "%(got)s of %(num)s votes cast in favour (%(percent)s)",
            base,
            got=got,
            percent=shown,
        )
    if of is Base.PRESENT:
        return say.ngettext(
            "%(got)s of the %(num)s association taking part is in favour (%(percent)s)",
            "%(got)s of the %(num)s associations taking part are in favour (%(percent)s)",
            base,
            got=got,
            percent=shown,
        )
    return say.ngettext(
        "%(got)s of %(num)s entitled association in favour (%(percent)s)",
        "%(got)s of %(num)s entitled associations in favour (%(percent)s)",
        base,
        got=got,
        percent=shown,
    )


def _needed_clause(limit: Limit, say: Language) -> str:
    if limit.share == 1:
        return say.gettext("all needed")
    if isinstance(limit, AtLeast):
        return say.gettext("at least %(share)s needed", share=share(limit.share, say))
    return say.gettext("more than %(share)s needed", share=share(limit.share, say))


def quorum_clause(result: QuorumResult, say: Language) -> str:
    """Who took part, against the quorum."""
    limit, base = result.quorum.limit, amount(result.base)
    if result.quorum.measure is Measure.WEIGHT:
        taking_part = say.gettext(
            "a weight of %(got)s out of %(base)s took part", got=amount(result.got), base=base
        )
    else:
        taking_part = say.ngettext(
            "%(got)s of %(num)s association took part",
            "%(got)s of %(num)s associations took part",
            int(result.base),
            got=amount(result.got),
        )
    return f"{taking_part}, {_quorum_limit(limit, say)}"


def _quorum_limit(limit: Limit, say: Language) -> str:
    if limit.share == 1:
        return say.gettext("quorum all")
    if isinstance(limit, AtLeast):
        return say.gettext("quorum %(share)s", share=share(limit.share, say))
    return say.gettext("quorum more than %(share)s", share=share(limit.share, say))


def _empty_clause(result: ConditionResult, say: Language) -> str:
    if result.condition.base is Base.ENTITLED:
        return say.gettext("nobody entitled to vote is left on the roll, so nothing is adopted")
    if result.condition.measure is Measure.WEIGHT:
        return say.gettext(
            "the votes cast have no weight: there is nothing to take a share of, so nothing is adopted"
        )
    return say.gettext(
        "nobody voted in favour or against: there is nothing to take a share of, so nothing is adopted"
    )


def _cap_clause(cap: CapResult, say: Language) -> str:
    shown = percent(Fraction(cap.got), Fraction(cap.base), say, above=cap.cap)
    clause = say.ngettext(
        "%(got)s of %(num)s vote cast against (%(percent)s)",
        "%(got)s of %(num)s votes cast against (%(percent)s)",
        cap.base,
        got=cap.got,
        percent=shown,
    )
    if cap.cap == 0:
        return say.gettext("%(clause)s, none allowed", clause=clause)
    return say.gettext("%(clause)s, at most %(share)s allowed", clause=clause, share=share(cap.cap, say))


def _minimum_clause(minimum: MinimumResult, say: Language) -> str:
    return say.ngettext(
        "%(num)s association in favour, at least %(needed)s needed",
        "%(num)s associations in favour, at least %(needed)s needed",
        minimum.got,
        needed=minimum.needed,
    )


def _tie_clauses(decision: Decision, say: Language) -> list[str]:
    if not decision.is_tie:
        return []
    if decision.procedure.tie is Tie.REJECT:
        return [say.gettext("a tie rejects")]
    if decision.casting_vote is None:
        return [say.gettext("the tie waits for the casting vote")]
    if decision.casting_vote is Choice.IN_FAVOUR:
        return [say.gettext("the casting vote broke the tie in favour")]
    return [say.gettext("the casting vote was not in favour")]


def _reservation_clauses(decision: Decision, say: Language) -> list[str]:
    reserving = len(decision.reservations)
    if not (reserving and decision.outcome.is_adopted):
        return []
    return [
        say.ngettext(
            "%(num)s association entered a reservation",
            "%(num)s associations entered a reservation",
            reserving,
        )
    ]


def _silence_clauses(decision: Decision, result: SilenceResult, say: Language) -> list[str]:
    if result.base.members == 0:
        return [say.gettext("nobody entitled to vote is left on the roll, so nothing is adopted")]
    clauses = [objections_clause(result, say), silence_limit(result, say)]
    return clauses + _reservation_clauses(decision, say)


def objections_clause(result: SilenceResult, say: Language) -> str:
    """Who objected."""
    members = result.got.members
    if members == 0:
        return say.gettext("nobody objected")
    if result.weight_needed is None:
        return say.ngettext("%(num)s association objected", "%(num)s associations objected", members)
    return say.ngettext(
        "%(num)s association objected, with a weight of %(weight)s out of %(base)s (%(percent)s)",
        "%(num)s associations objected, with a weight of %(weight)s out of %(base)s (%(percent)s)",
        members,
        weight=amount(result.got.weight),
        base=amount(result.base.weight),
        percent=percent(result.got.weight, result.base.weight, say),
    )


def silence_limit(result: SilenceResult, say: Language) -> str:
    """What breaks the silence."""
    silence = result.limit
    if result.needs_everybody:
        return _everybody_limit(result, say)
    if silence.weight is None:
        return say.ngettext(
            "%(num)s objection breaks the silence",
            "%(num)s objections break the silence",
            silence.objections or 1,
        )
    part = share(silence.weight, say)
    if silence.objections is None:
        return say.gettext("objections with %(share)s of the weight break the silence", share=part)
    return say.ngettext(
        "%(num)s objection, or objections with %(share)s of the weight, break the silence",
        "%(num)s objections, or objections with %(share)s of the weight, break the silence",
        silence.objections,
        share=part,
    )


def _everybody_limit(result: SilenceResult, say: Language) -> str:
    """On a roll smaller than the number that the rule asks for."""
    if result.silence.weight is None:
        return say.ngettext(
            "the objection of the only association entitled to vote breaks the silence",
            "the objections of all %(num)s entitled to vote break the silence",
            result.base.members,
        )
    return say.ngettext(
        "the objection of the only association entitled to vote breaks the silence, as do objections with "
        "%(share)s of the weight",
        "the objections of all %(num)s entitled to vote break the silence, as do objections with %(share)s "
        "of the weight",
        result.base.members,
        share=share(result.silence.weight, say),
    )
