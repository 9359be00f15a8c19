"""A procedure as one plain sentence, so that its author sees what the data says."""

from fractions import Fraction

from eca_policy.ballots.procedure import AtLeast, Base, Condition, Measure, Procedure, Quorum, Silence, Tie
from eca_policy.ballots.wording import Gettext, Language, NGettext, listed, share


def rule_sentence(procedure: Procedure, gettext: Gettext, ngettext: NGettext) -> str:
    """The rule: when it adopts, then who must take part and what else holds."""
    say = Language(gettext, ngettext)
    further = _further_clauses(procedure, say)
    if procedure.silence is not None:
        rule = silence_rule(procedure.silence, say)
    else:
        rule = say.gettext(
            "Adopted if %(conditions)s", conditions=listed(_condition_clauses(procedure, say), say)
        )
    return "; ".join([rule, *further]) + "."


def silence_rule(silence: Silence, say: Language) -> str:
    """What breaks the silence, as a clause without a full stop."""
    if silence.objections is None:
        assert silence.weight is not None
        return say.gettext(
            "Adopted unless associations with at least %(share)s of the weight object",
            share=share(silence.weight, say),
        )
    if silence.weight is None:
        return say.ngettext(
            "Adopted unless an association objects",
            "Adopted unless at least %(num)s associations object",
            silence.objections,
        )
    return say.ngettext(
        "Adopted unless an association, or those with %(share)s of the weight, object",
        "Adopted unless at least %(num)s associations, or those with %(share)s of the weight, object",
        silence.objections,
        share=share(silence.weight, say),
    )


def _condition_clauses(procedure: Procedure, say: Language) -> list[str]:
    clauses = [condition_rule(condition, say) for condition in procedure.conditions]
    if procedure.min_in_favour is not None:
        clauses.append(minimum_rule(procedure.min_in_favour, say))
    if procedure.negative_cap is not None:
        clauses.append(cap_rule(procedure.negative_cap, say))
    return clauses


def condition_rule(condition: Condition, say: Language) -> str:
    """What a condition asks, as a clause."""
    if condition.limit.share == 1:
        return _all_clauses(say)[condition.measure, condition.base]
    part = share(condition.limit.share, say)
    clauses = _at_least(part, say) if isinstance(condition.limit, AtLeast) else _more_than(part, say)
    return clauses[condition.measure, condition.base]


Clauses = dict[tuple[Measure, Base], str]


def _all_clauses(say: Language) -> Clauses:
    return {
        (Measure.MEMBERS, Base.CAST): say.gettext("every vote cast is in favour"),
        (Measure.MEMBERS, Base.PRESENT): say.gettext("every association taking part is in favour"),
        (Measure.MEMBERS, Base.ENTITLED): say.gettext("every entitled association is in favour"),
        (Measure.WEIGHT, Base.CAST): say.gettext("the whole weight of the votes cast is in favour"),
        (Measure.WEIGHT, Base.PRESENT): say.gettext("the whole weight of those taking part is in favour"),
        (Measure.WEIGHT, Base.ENTITLED): say.gettext("the whole weight of all those entitled is in favour"),
    }


def _at_least(part: str, say: Language) -> Clauses:
    return {
        (Measure.MEMBERS, Base.CAST): say.gettext(
            "at least %(share)s of the votes cast are in favour", share=part
        ),
        (Measure.MEMBERS, Base.PRESENT): say.gettext(
            "at least %(share)s of the associations taking part are in favour", share=part
        ),
        (Measure.MEMBERS, Base.ENTITLED): say.gettext(
            "at least %(share)s of all entitled associations are in favour", share=part
        ),
        (Measure.WEIGHT, Base.CAST): say.gettext(
            "at least %(share)s of the weight of the votes cast is in favour", share=part
        ),
        (Measure.WEIGHT, Base.PRESENT): say.gettext(
            "at least %(share)s of the weight of those taking part is in favour", share=part
        ),
        (Measure.WEIGHT, Base.ENTITLED): say.gettext(
            "at least %(share)s of the weight of all those entitled is in favour", share=part
        ),
    }


def _more_than(part: str, say: Language) -> Clauses:
    return {
        (Measure.MEMBERS, Base.CAST): say.gettext(
            "more than %(share)s of the votes cast are in favour", share=part
        ),
        (Measure.MEMBERS, Base.PRESENT): say.gettext(
            "more than %(share)s of the associations taking part are in favour", share=part
        ),
        (Measure.MEMBERS, Base.ENTITLED): say.gettext(
            "more than %(share)s of all entitled associations are in favour", share=part
        ),
        (Measure.WEIGHT, Base.CAST): say.gettext(
            "more than %(share)s of the weight of the votes cast is in favour", share=part
        ),
        (Measure.WEIGHT, Base.PRESENT): say.gettext(
            "more than %(share)s of the weight of those taking part is in favour", share=part
        ),
        (Measure.WEIGHT, Base.ENTITLED): say.gettext(
            "more than %(share)s of the weight of all those entitled is in favour", share=part
        ),
    }


def minimum_rule(least: int, say: Language) -> str:
    """How many must be in favour, as a clause."""
    return say.ngettext(
        "at least %(num)s association is in favour", "at least %(num)s associations are in favour", least
    )


def cap_rule(cap: Fraction, say: Language) -> str:
    """How many may be against, as a clause."""
    if cap == 0:
        return say.gettext("no vote is against")
    return say.gettext("at most %(share)s of the votes cast are against", share=share(cap, say))


def _further_clauses(procedure: Procedure, say: Language) -> list[str]:
    clauses = []
    if procedure.blocking_minority is not None and procedure.conditions:
        clauses.append(
            say.ngettext(
                "fewer than %(num)s association not in favour cannot block it",
                "fewer than %(num)s associations not in favour cannot block it",
                procedure.blocking_minority,
            )
        )
    if procedure.tie is Tie.CASTING_VOTE:
        clauses.append(say.gettext("the casting vote breaks a tie"))
    if procedure.quorum is not None:
        clauses.append(quorum_rule(procedure.quorum, say))
    if procedure.weight_cap is not None:
        clauses.append(
            say.gettext(
                "no association counts for more than %(share)s of all weights",
                share=share(procedure.weight_cap, say),
            )
        )
    return clauses


def quorum_rule(quorum: Quorum, say: Language) -> str:
    """How many must take part, as a clause."""
    part, by_weight = share(quorum.limit.share, say), quorum.measure is Measure.WEIGHT
    if quorum.limit.share == 1:
        return say.gettext("all associations must take part")
    if isinstance(quorum.limit, AtLeast):
        if by_weight:
            return say.gettext(
                "associations with at least %(share)s of the weight must take part", share=part
            )
        return say.gettext("at least %(share)s of the associations must take part", share=part)
    if by_weight:
        return say.gettext("associations with more than %(share)s of the weight must take part", share=part)
    return say.gettext("more than %(share)s of the associations must take part", share=part)
