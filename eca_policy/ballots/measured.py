"""The figures of a decision against its rule, row by row: what was needed, what was got, and of what.

They are read from the figures as they were stored, so that a page shows what was decided and counts nothing
again; the same rows are made of the figures so far.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from eca_policy.ballots.decided import Figures
from eca_policy.ballots.decision import blocks_from
from eca_policy.ballots.procedure import AtLeast, Base, Limit, Measure, Procedure
from eca_policy.ballots.wording import Language, amount, percent, share
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.lib.i18n import gettext as _

GROUPS = ("in_favour", "against", "objection", "abstention", "recused", "not_voting")


@dataclass(frozen=True)
class Measured:
    """One line of the rule with its figures, as texts; "" where there is none. `verdict`: whether it held."""

    what: str
    needed: str
    got: str
    base: str = ""
    percent: str = ""
    verdict: str = ""
    is_met: bool = True


def say() -> Language:
    """The reader's language."""
    return Language(gettext, ngettext)


def measured(rule: Any, figures: Figures) -> list[Measured]:
    """Every line of the rule with its figures, in the order in which they are asked."""
    procedure = Procedure.from_dict(rule)
    if procedure.silence is not None:
        return list(of_silence(procedure, figures["silence"]))
    rows = [] if procedure.quorum is None else [of_quorum(procedure, figures["quorum"])]
    for condition, found in zip(procedure.conditions, figures["conditions"], strict=True):
        what = condition_names()[condition.measure, condition.base]
        rows.append(of_share(what, condition.limit, found, is_deemed=found["deemed_attained"]))
    if procedure.blocking_minority is not None and procedure.conditions:
        rows.append(of_blocking(procedure.blocking_minority, figures))
    return [*rows, *of_bounds(procedure, figures), *of_tie(figures)]


def of_tie(figures: Figures) -> Iterator[Measured]:
    """The casting vote, where one broke a tie."""
    given = figures.get("casting_vote")
    if given is not None:
        in_favour = given == "in_favour"
        yield Measured(
            what=_("Casting vote of the chair"),
            needed=_("In favour"),
            got=_("In favour") if in_favour else _("Against"),
            verdict=reached(in_favour),
            is_met=in_favour,
        )


def condition_names() -> dict[tuple[Measure, Base], str]:
    """What a condition looks at."""
    return {
        (Measure.MEMBERS, Base.CAST): _("In favour, of the votes cast"),
        (Measure.MEMBERS, Base.PRESENT): _("In favour, of those taking part"),
        (Measure.MEMBERS, Base.ENTITLED): _("In favour, of all entitled"),
        (Measure.WEIGHT, Base.CAST): _("Weight in favour, of the votes cast"),
        (Measure.WEIGHT, Base.PRESENT): _("Weight in favour, of those taking part"),
        (Measure.WEIGHT, Base.ENTITLED): _("Weight in favour, of all entitled"),
    }


def of_quorum(procedure: Procedure, found: Figures) -> Measured:
    assert procedure.quorum is not None
    by_weight = procedure.quorum.measure is Measure.WEIGHT
    what = _("Quorum: weight taking part") if by_weight else _("Quorum: taking part")
    return of_share(what, procedure.quorum.limit, found)


def of_share(what: str, limit: Limit, found: Figures, *, is_deemed: bool = False) -> Measured:
    """A share that had to be reached."""
    got, base = Fraction(found["got"]), Fraction(found["base"])
    return Measured(
        what=what,
        needed=f"{amount(Fraction(found['needed']))} ({limit_in_words(limit)})",
        got=amount(got),
        base=amount(base),
        percent=percent_in_words(found["percent"]),
        verdict=_("deemed attained") if is_deemed else reached(found["passed"]),
        is_met=found["passed"],
    )


def limit_in_words(limit: Limit) -> str:
    if limit.share == 1:
        return _("all")
    if isinstance(limit, AtLeast):
        return _("at least %(share)s", share=share(limit.share, say()))
    return _("more than %(share)s", share=share(limit.share, say()))


def percent_in_words(digits: str) -> str:
    """The stored digits with the decimal sign of the language."""
    before, _point, after = digits.partition(".")
    return _("%(whole)s.%(decimals)s %%", whole=before, decimals=after)


def reached(passed: bool) -> str:
    return _("reached") if passed else _("not reached")


def of_blocking(blocking: int, figures: Figures) -> Measured:
    """How many are not in favour, against how many block: asked of the conditions that were not reached."""
    conditions = figures["conditions"]
    missed = [found for found in conditions if found["deemed_attained"] or not found["passed"]]
    most = max(found["not_in_favour"] for found in missed or conditions)
    needed = blocks_from(blocking, figures["in_favour"]["members"])
    return Measured(
        what=_("Blocking minority"),
        needed=_("%(number)s not in favour", number=needed),
        got=str(most),
        verdict=_("there is one") if most >= needed else _("there is none"),
        is_met=most < needed,
    )


def of_bounds(procedure: Procedure, figures: Figures) -> Iterator[Measured]:
    """The largest share against, and the least number in favour."""
    cap = figures.get("negative_cap")
    if cap is not None and procedure.negative_cap is not None:
        limit = share(procedure.negative_cap, say()) if procedure.negative_cap else _("none")
        yield Measured(
            what=_("Against, of the votes cast"),
            needed=_("%(number)s at most (%(share)s)", number=cap["allowed"], share=limit),
            got=str(cap["got"]),
            base=str(cap["base"]),
            percent=percent(Fraction(cap["got"]), Fraction(cap["base"]), say(), above=procedure.negative_cap),
            verdict=_("kept") if cap["passed"] else _("exceeded"),
            is_met=cap["passed"],
        )
    minimum = figures.get("min_in_favour")
    if minimum is not None:
        yield Measured(
            what=_("In favour, at least"),
            needed=str(minimum["needed"]),
            got=str(minimum["got"]),
            verdict=reached(minimum["passed"]),
            is_met=minimum["passed"],
        )


def of_silence(procedure: Procedure, found: Figures) -> Iterator[Measured]:
    """Objections, against how many break the silence."""
    assert procedure.silence is not None
    if found["members_needed"] is not None:
        broken = found["members"] >= found["members_needed"]
        yield Measured(
            what=_("Objections"),
            needed=_("%(number)s break the silence", number=found["members_needed"]),
            got=str(found["members"]),
            verdict=_("broken") if broken else _("not broken"),
            is_met=not broken,
        )
    if found["weight_needed"] is not None and procedure.silence.weight is not None:
        got, base = Fraction(found["weight"]), Fraction(found["weight_base"])
        needed = Fraction(found["weight_needed"])
        broken = base > 0 and got >= needed
        yield Measured(
            what=_("Weight of the objections"),
            needed=_(
                "%(number)s break the silence (%(share)s)",
                number=amount(needed),
                share=share(procedure.silence.weight, say()),
            ),
            got=amount(got),
            base=amount(base),
            percent=percent(got, base, say()),
            verdict=_("broken") if broken else _("not broken"),
            is_met=not broken,
        )
