"""What a ballot came to, or stands at: outcome, figures, items, roll call, as values for their templates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from flask import request, url_for

from eca_policy.ballots import queries, silence
from eca_policy.ballots.bars import Segment, segments
from eca_policy.ballots.counted import cap_in_words, count_of, figures_of
from eca_policy.ballots.decided import Figures, decided_sentence, tally_of
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.drawing import DrawnItem
from eca_policy.ballots.freezing import reason_of
from eca_policy.ballots.items_shown import items_shown
from eca_policy.ballots.measured import GROUPS, measured, say
from eca_policy.ballots.models import Ballot, Item
from eca_policy.ballots.roll_call import in_words
from eca_policy.ballots.showing import (
    Sight,
    Wanted,
    figures_seen,
    files_of,
    filters_of,
    number_answered,
    roll_page,
    sight_of,
)
from eca_policy.ballots.standing import missing_on
from eca_policy.ballots.wording import amount, percent
from eca_policy.ballots.words import called_off_in_words, choice_in_words, outcome_in_words, outcome_tone
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.models import Paper

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Group:
    """How many associations, with which weight, took one position; no weight where none is shown."""

    key: str
    label: str
    members: int
    weight: Fraction | None
    shares: tuple[str, str]

    @property
    def weight_in_words(self) -> str:
        return "" if self.weight is None else amount(self.weight)


@dataclass(frozen=True)
class Bar:
    """A bar with what it says in words."""

    title: str
    text: str
    segments: list[Segment]


def result_shown(
    paper: Paper,
    ballot: Ballot,
    items: Sequence[DrawnItem],
    own: Collection[int],
    *,
    is_open: bool,
    at: datetime,
) -> dict[str, Any]:
    """Variables of `_decision.html` and `_roll.html`; the reader may act for the associations in `own`."""
    sight = sight_of(ballot)
    count = count_of(ballot) if ballot.decision is None else None
    found = figures_of(ballot, ballot.items[-1], count)
    figures = figures_seen(found, sight) if queries.has_begun(ballot, at=at) else {}
    groups = groups_shown(figures, ballot.rule)
    return {
        "entitled": tally_of(found, "roll").members,
        "answered": number_answered(ballot),
        "missing": count.missing_sentence() if count and is_open and sight.totals else None,
        "decision": decision_shown(ballot),
        "measured": measured(ballot.rule, figures) if figures else [],
        "groups": groups,
        "bars": bars_of(groups),
        "item_results": items_shown(ballot, items, sight, is_open=is_open),
        "standing": standing_shown(ballot, groups, is_open=is_open),
        "absent": missing_on([ballot]).get(ballot.id),
        "text_result": text_result(paper, ballot),
        "called_off": called_off_in_words(reason) if (reason := reason_of(ballot)) else "",
        "roll": roll_on_page(paper, ballot, own, sight) if has_lines(ballot) else None,
        "files": files_offered(paper, ballot),
    }


def decision_shown(ballot: Ballot) -> dict[str, Any] | None:
    """The outcome with its sentence."""
    decision = ballot.decision
    if decision is None:
        return None
    return {
        "label": outcome_in_words(decision.outcome),
        "tone": outcome_tone(decision.outcome),
        "sentence": decided_sentence(ballot),
        "at": decision.decided_at,
    }


def groups_shown(figures: Figures, rule: Mapping[str, Any]) -> list[Group]:
    """What was counted, by position: those somebody took, and those who did not vote; as far as seen."""
    return [
        group_shown(key, figures, rule)
        for key in GROUPS
        if figures and (figures[key]["members"] or key == "not_voting")
    ]


def group_shown(key: str, figures: Figures, rule: Mapping[str, Any]) -> Group:
    found, whole = figures[key], figures["roll"]
    by_number = percent(Fraction(found["members"]), Fraction(whole["members"]), say())
    if "weight" not in found:
        return Group(key, group_name(key, rule), found["members"], None, (by_number, ""))
    weight = Fraction(found["weight"])
    by_weight = percent(weight, Fraction(whole["weight"]), say())
    return Group(key, group_name(key, rule), found["members"], weight, (by_number, by_weight))


def standing_shown(ballot: Ballot, groups: Sequence[Group], *, is_open: bool) -> str:
    """How many said what in a silence so far; "" where that is not shown."""
    if not (groups and is_open and silence.is_silence(ballot)):
        return ""
    return silence.standing({"objection": 0, "in_favour": 0} | {each.key: each.members for each in groups})


def group_name(key: str, rule: Mapping[str, Any]) -> str:
    if key != "not_voting":
        return choice_in_words(key, rule)
    return _("Silent") if "silence" in rule else _("Not voting")


def bars_of(groups: list[Group]) -> list[Bar]:
    """By associations, and by weight where it is shown; with their text alternatives."""
    members = [(group.key, Fraction(group.members)) for group in groups]
    weights = [(group.key, group.weight) for group in groups if group.weight is not None]
    rows = [(_("Associations"), members), *([(_("Weight"), weights)] if weights else [])]
    found = []
    for title, row in rows:
        said = ", ".join(
            f"{group.label} {amount(number)}" for group, (_key, number) in zip(groups, row, strict=True)
        )
        if drawn := segments(row):
            found.append(Bar(title, f"{title}: {said}", drawn))
    return found


def text_result(paper: Paper, ballot: Ballot) -> dict[str, Any] | None:
    """What happened to the text: a sentence, and where to see it."""
    if ballot.decision is None:
        return None
    shown = {"sentence": became_in_words(ballot)}
    if ballot.result_version is not None:
        number = ballot.result_version.number
        sides: dict[str, Any] = {"from": f"v{ballot.version.number}", "to": f"v{number}"}
        return shown | {
            "link": _("Compare version %(result)s with the version voted on", result=number),
            "url": url_for("papers.compare", reference=paper.reference, **sides),
        }
    if (following := queries.following(ballot)) is not None:
        return shown | {
            "link": _("Ballot %(number)s", number=following.number),
            "url": url_for("ballots.show", reference=paper.reference, number=following.number),
        }
    return shown


def became_in_words(ballot: Ballot) -> str:
    """What happened to the text, in one sentence; "" while nothing has."""
    decision, result, voted_on = ballot.decision, ballot.result_version, ballot.version.number
    if decision is None:
        return ""
    if result is not None:
        return _(
            "Version %(result)s is version %(voted_on)s with the amendments that were adopted.",
            result=result.number,
            voted_on=voted_on,
        )
    if queries.following(ballot) is not None:
        return _("The silence was broken, so that a written vote follows.")
    return unchanged_in_words(decision.outcome, voted_on, has_items=len(ballot.items) > 1)


def unchanged_in_words(outcome: str, version: int, *, has_items: bool) -> str:
    """What became of a text in which the ballot changed nothing."""
    if Outcome(outcome).is_adopted:
        return _("Version %(number)s is adopted as it stands.", number=version)
    if outcome == "rejected":
        return _("Version %(number)s is rejected, and stays in the record.", number=version)
    if has_items:
        return _(
            "The text goes back to consolidation. What was voted on the amendments has no effect, because "
            "there is no decision on the text as a whole."
        )
    return _("The text goes back to consolidation, from where another ballot can be opened.")


def has_lines(ballot: Ballot) -> bool:
    """Whether there is a roll to show: of a ballot given up before it opened there is none."""
    return ballot.has_roll or ballot.ended_at is None


def roll_on_page(paper: Paper, ballot: Ballot, own: Collection[int], sight: Sight) -> dict[str, Any]:
    """Variables of `_roll.html`: the lines the address asks for, and how to ask for others."""
    wanted, item = wanted_lines(), wanted_item(ballot)
    page = roll_page(ballot, own, wanted, item)

    def address(number: int) -> str:
        return url_for(
            "ballots.show", reference=paper.reference, number=ballot.number, name=wanted.name or None,
            position=wanted.position or None, item=item.number if len(ballot.items) > 1 else None,
            page=number, _anchor="roll",
        )  # fmt: skip

    return {
        "lines": in_words(ballot, item, page.lines),
        "is_frozen": ballot.has_roll,
        "capped": cap_in_words(ballot, item),
        "found": page.found,
        "page": page.page,
        "pages": page.pages,
        "previous_url": address(page.page - 1) if page.page > 1 else None,
        "next_url": address(page.page + 1) if page.page < page.pages else None,
        "wanted": wanted,
        "item": item.number,
        "item_numbers": [each.number for each in ballot.items],
        "filters": [(key, filter_name(key, item.rule)) for key in filters_of(sight, item.rule)],
        "url": url_for("ballots.show", reference=paper.reference, number=ballot.number, _anchor="roll"),
    }


def wanted_lines() -> Wanted:
    """What the address asks for; nonsense asks for nothing."""
    name = "".join(sign for sign in request.args.get("name", "") if sign.isprintable())
    return Wanted(
        name=name.strip()[:LONGEST_SEARCH],
        position=request.args.get("position", ""),
        page=whole_number(request.args.get("page")) or 1,
    )


def wanted_item(ballot: Ballot) -> Item:
    """The item whose positions are asked for: the text as a whole unless another is named."""
    number = whole_number(request.args.get("item"))
    return next((item for item in ballot.items if item.number == number), ballot.items[-1])


def filter_name(key: str, rule: Mapping[str, Any]) -> str:
    others = {
        "answered": _("Has answered"),
        "missing": _("Silent") if "silence" in rule else _("Has not answered"),
        "left_out": _("Has no vote"),
    }
    return others.get(key) or choice_in_words(key, rule)


def files_offered(paper: Paper, ballot: Ballot) -> list[tuple[str, str]]:
    """(label, address) of the files that are made of the ballot."""
    labels = {
        "roll-call.csv": _("Roll call (CSV)"),
        "roll-call.xlsx": _("Roll call (Excel)"),
        "minutes.pdf": _("Extract of the minutes (PDF)"),
        "recount.json": _("Recount file (JSON)"),
    }
    return [
        (
            labels[name],
            url_for("pages.ballot_file", reference=paper.reference, number=ballot.number, name=name),
        )
        for name in files_of(ballot)
    ]
