"""What should be known before a ballot is opened: nothing of it forbids the opening."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from eca_policy.amendments import queries as amendments
from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX, Conduct, Shown
from eca_policy.ballots.counting import RollEntry, count
from eca_policy.ballots.explain import reasons
from eca_policy.ballots.freezing import are_equal
from eca_policy.ballots.models import Procedure
from eca_policy.ballots.procedure import Procedure as Rule
from eca_policy.ballots.reach import with_all_in_favour
from eca_policy.ballots.roll import Line
from eca_policy.ballots.voting_together import name_of, what_does_not_hold
from eca_policy.ballots.weighing import asks_for_weight
from eca_policy.ballots.wording import Language
from eca_policy.ballots.words import why_left_out
from eca_policy.ballots.working_days import is_working_day
from eca_policy.consolidation.queries import open_desk
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext, ngettext, spoken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.moments import occurs_twice
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class Caution:
    """A sentence, and where something can be done about it; `key` is the same as long as the matter is."""

    key: str
    sentence: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class Planned:
    """What somebody is about to open, as far as it is typed; `others` decide the amendments."""

    procedure: Procedure
    opens: datetime | None
    closes_at: datetime | None
    counts_one: bool
    with_list: bool
    others: Sequence[Procedure] = ()


def warnings(access: Access, planned: Planned, lines: Sequence[Line]) -> list[Caution]:
    """Everything worth knowing, those first who would have no vote."""
    return [
        *about_the_roll(lines),
        *about_weights(planned, lines),
        *about_reach(planned, lines),
        *about_conduct(planned),
        *about_the_text(access, planned),
        *about_times(access.paper, planned),
    ]


def about_the_roll(lines: Iterable[Line]) -> Iterable[Caution]:
    """Everyone who would not be on the roll, and why; what can be mended has a link."""
    for line in lines:
        if not line.left_out:
            continue
        name, code = line.association.name, line.association.code
        why = _("%(association)s has no vote: %(reason)s.", association=name,
                reason=why_left_out(line.left_out, line.since))  # fmt: skip
        if line.left_out == "no_one_entitled":
            page = url_for("members.show", code=code)
            yield Caution(f"roll-{code}", why, page, _("Give it a head or an alternate, or enter its proxy"))
        else:
            yield Caution(f"roll-{code}", why)


def about_weights(planned: Planned, lines: Sequence[Line]) -> Iterable[Caution]:
    """A secret ballot needs equal weights; where only totals are shown, different ones can tell whose."""
    if planned.counts_one or are_equal(lines):
        return
    conduct = Conduct.from_dict(planned.procedure.conduct)
    if conduct.is_secret:
        yield Caution(
            "weights",
            _("The associations have different weights: in a secret ballot each must count one."),
        )
    rules = [each.rule for each in (planned.procedure, *planned.others)]
    if conduct.shown is Shown.TOTALS and any(map(asks_for_weight, rules)):
        yield Caution(
            "totals", _("The totals by weight can give positions away, because the weights differ.")
        )


def about_reach(planned: Planned, lines: Iterable[Line]) -> Iterable[Caution]:
    """A rule that this roll can never meet."""
    roll = [
        RollEntry(line.association.code, 1 if planned.counts_one else line.weight)
        for line in lines
        if not line.left_out
    ]
    is_secret = Conduct.from_dict(planned.procedure.conduct).is_secret
    if is_secret and 0 < len(roll) < FEWEST_IN_THE_BOX:
        yield Caution(
            "box",
            _(
                "A secret ballot decides nothing with fewer than %(least)s positions, and fewer associations "
                "have a vote.",
                least=FEWEST_IN_THE_BOX,
            ),
        )
    for procedure in (planned.procedure, *planned.others) if roll else ():
        rule = Rule.from_dict(procedure.rule)
        best = with_all_in_favour(rule, count(roll, {}, weight_cap=rule.weight_cap))
        if not best.outcome.is_adopted:
            why = reasons(best, Language(gettext, ngettext))
            yield Caution(
                f"reach-{procedure.key}",
                _(
                    "By “%(name)s” nothing can be adopted: even with everybody in favour, %(reasons)s.",
                    name=name_of(procedure),
                    reasons=why,
                ),
            )


def about_conduct(planned: Planned) -> Iterable[Caution]:
    """What the procedures of the amendments say of how a ballot is run, and this one is not."""
    for other in planned.others:
        sentence = what_does_not_hold(planned.procedure, other)
        if sentence:
            yield Caution(f"conduct-{other.key}", sentence)


def about_the_text(access: Access, planned: Planned) -> Iterable[Caution]:
    """Amendments whose authors have not confirmed them, and a desk that still lies open."""
    reference = access.paper.reference
    open_ones = amendments.amendments_of(access, states=("tabled",)) if planned.with_list else ()
    unconfirmed = sum(each.wording.how == "proposed" for each in open_ones)
    if unconfirmed:
        yield Caution(
            "unconfirmed",
            ngettext(
                "The authors of %(num)d amendment have not yet confirmed how it reads now.",
                "The authors of %(num)d amendments have not yet confirmed how they read now.",
                unconfirmed,
            ),
            url_for("amendments.index", reference=reference),
            _("See the amendments"),
        )
    if open_desk(access.paper) is not None:
        yield Caution(
            "desk",
            _("The consolidation is not finished: what lies on the desk is not in this text."),
            url_for("consolidation.desk", reference=reference),
            _("Go to the desk"),
        )


def about_times(paper: Paper, planned: Planned) -> Iterable[Caution]:
    """A close that helps nobody, and an hour that the clocks show twice."""
    closes_at, deadline = planned.closes_at, paper.authority_deadline_at
    if closes_at is not None and deadline is not None and closes_at > deadline:
        yield Caution(
            "deadline",
            _("The ballot closes after the authority's deadline, %(deadline)s.", deadline=spoken(deadline)),
        )
    if closes_at is not None and not is_working_day(closes_at.astimezone(BRUSSELS).date()):
        yield Caution("weekend", _("The ballot closes at a weekend."))
    for name, moment in (("opening", planned.opens), ("close", closes_at)):
        if moment is not None and occurs_twice(moment.astimezone(BRUSSELS).replace(tzinfo=None)):
            yield Caution(
                f"twice-{name}",
                _(
                    "The clocks show this time twice that night. The later one is meant: %(moment)s.",
                    moment=spoken(moment),
                ),
            )
