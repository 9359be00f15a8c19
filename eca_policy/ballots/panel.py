"""What the page of a ballot and the panel of a paper show, as plain values for their templates."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for

from eca_policy.ballots import queries, silence
from eca_policy.ballots.conduct import Shown
from eca_policy.ballots.drawing import DrawnItem, item_title, items_drawn
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.forms import CastingVoteForm, PositionForm, casting_vote_form
from eca_policy.ballots.history import History, history_of
from eca_policy.ballots.items_shown import named
from eca_policy.ballots.mandated import warning_of_silence
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.queries import holder_names
from eca_policy.ballots.result import result_shown
from eca_policy.ballots.secrecy.showing import hint
from eca_policy.ballots.sheets import Sheet, fresh_sheet
from eca_policy.ballots.statements.queries import number_of_statements
from eca_policy.ballots.ties import ties_of
from eca_policy.ballots.voice import people_see, represented
from eca_policy.ballots.why_not import why_not
from eca_policy.ballots.words import choice_in_words, ground_in_words
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class OwnAnswer:
    """One item for one association: what stands, with what stood before, and the form to say it."""

    item: DrawnItem
    current: Position | None
    label: str
    ground: str
    earlier: Sequence[History]
    form: PositionForm | None


@dataclass(frozen=True)
class OwnPosition:
    """What one association of the reader has said, and the sheet to say it, or why there is none."""

    association_id: int
    association: str
    proxy: Proxy | None
    why_not: str
    box_url: str
    answers: Sequence[OwnAnswer]
    sheet: Sheet | None
    url: str
    warning: str = ""

    @property
    def has_answered(self) -> bool:
        return any(answer.current for answer in self.answers)


def panel(
    access: Access,
    ballot: Ballot | None,
    *,
    at: datetime,
    refused: Sheet | None = None,
    refused_tie: CastingVoteForm | None = None,
) -> dict[str, Any]:
    """Variables of `_panel_ballot.html`; `refused` is a sheet that came back with its errors."""
    shown: dict[str, Any] = {"ballot": None, "open_ballot_url": None}
    if access.may("ballot:open"):
        shown["open_ballot_url"] = url_for("ballots.open_ballot", reference=access.paper.reference)
    if ballot is None:
        return shown
    items = items_drawn(ballot)
    own = people_see(access, ballot, at=at)
    sections = Sections(access, ballot, items, own, at=at).all(refused)
    is_open = access.stage == "decision" and queries.is_open(ballot, at=at)
    return shown | {
        "ballot": ballot,
        "items": items,
        "is_open": is_open,
        "is_secret": queries.conduct_of(ballot).is_secret,
        **ties_shown(access, ballot, refused_tie, at=at),
        "is_ahead": access.stage == "decision" and queries.is_ahead(ballot, at=at),
        "procedure": ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        "rule": rule_sentence(Procedure.from_dict(ballot.rule), gettext, ngettext),
        "conduct": conduct_shown(ballot),
        **silence_shown(access.paper, ballot),
        **result_shown(access.paper, ballot, items, own, is_open=is_open, at=at),
        "box_url": box_url(access, ballot),
        **(hint(access, ballot, at=at) if queries.conduct_of(ballot).is_secret else {}),
        "statements_url": url_for(
            "ballots.statements", reference=access.paper.reference, number=ballot.number
        ),
        "number_of_statements": number_of_statements(ballot),
        "my_positions": sections,
        "has_sheet": any(each.sheet for each in sections),
        "earlier": all_earlier(ballot),
        "enter_url": enter_url(access, ballot, is_open=is_open),
    }


def conduct_shown(ballot: Ballot) -> str:
    """How the ballot is run, but for its length: its times stand beside it."""
    return conduct_sentence(replace(queries.conduct_of(ballot), working_days=None), gettext, ngettext)


def silence_shown(paper: Paper, ballot: Ballot) -> dict[str, Any]:
    """What silence means while it is kept; and the broken silence that a written vote follows."""
    number = queries.ballot(ballot.follows_id).number if ballot.follows_id is not None else 0
    return {
        "is_silence": silence.is_silence(ballot),
        "meaning": silence.meaning(ballot) if silence.is_silence(ballot) and not ballot.ended_at else [],
        "follows": number,
        "follows_url": url_for("ballots.show", reference=paper.reference, number=number) if number else "",
    }


def ties_shown(
    access: Access, ballot: Ballot, refused: CastingVoteForm | None, *, at: datetime
) -> dict[str, Any]:
    """Variables of `_tie.html`: the ties that wait, the form for whoever enters the casting vote, and those
    that were given.
    """
    tied = tied_items(access, ballot, at=at)
    form = refused or casting_vote_form(tied, formdata=None)
    return {
        "tied": tied,
        "tied_items": named(list(tied)),
        "tie_form": form if access.may("ballot:break_tie") else None,
        "casting_votes": [
            (item_title(item), choice_in_words(given.choice, item.rule), given.note)
            for item in ballot.items
            if (given := item.casting_vote) is not None
        ],
    }


def tied_items(access: Access, ballot: Ballot, *, at: datetime) -> dict[int, str]:
    """The items that wait for the casting vote: their numbers with what they are about."""
    if access.stage != "decision" or not queries.awaits_casting_vote(ballot, at=at):
        return {}
    return {item.number: item_title(item) for item in ties_of(ballot)}


def box_url(access: Access, ballot: Ballot) -> str | None:
    """Where positions go in a secret ballot; None where they are cast by name."""
    if not queries.conduct_of(ballot).is_secret:
        return None
    return url_for("ballots.box", reference=access.paper.reference, number=ballot.number)


def enter_url(access: Access, ballot: Ballot, *, is_open: bool) -> str | None:
    """Where the secretariat enters what came by letter."""
    if not is_open or not access.may("position:enter") or queries.conduct_of(ballot).is_secret:
        return None
    return url_for("ballots.whose_position", reference=access.paper.reference, number=ballot.number)


def all_earlier(ballot: Ballot) -> list[tuple[Position, Item, Sequence[History]]]:
    """What everybody changed, where positions are shown as they come."""
    if queries.conduct_of(ballot).shown is not Shown.LIVE:
        return []
    found = history_of(ballot)
    items = {item.id: item for item in ballot.items}
    placed = queries.positions_with_ids(found)
    ordered = sorted(placed, key=lambda each: (items[each.item_id].number, each.association.name))
    return [(each, items[each.item_id], found[each.id]) for each in ordered]


class Sections:
    """The part of the page that is the reader's: a section for each association they act for."""

    def __init__(
        self, access: Access, ballot: Ballot, items: Sequence[DrawnItem], own: Collection[int], *,
        at: datetime,
    ) -> None:  # fmt: skip
        self.access, self.ballot, self.at = access, ballot, at
        self.items, self.own = items, own
        self.is_secret = queries.conduct_of(ballot).is_secret

    def all(self, refused: Sheet | None = None) -> list[OwnPosition]:
        """Those the reader votes for first, their own before those by proxy, then those they cannot."""
        held = dict(represented(self.access.actor, self.ballot, at=self.at))
        rest = dict.fromkeys(one for one in self.access.actor.association_ids if one not in held)
        sections = [self.section(one, proxy, refused) for one, proxy in {**held, **rest}.items()]
        standing = [each.current.id for own in sections for each in own.answers if each.current]
        found = history_of(self.ballot, standing)
        return [self.with_history(own, found) for own in sections]

    def section(self, association_id: int, proxy: Proxy | None, refused: Sheet | None) -> OwnPosition:
        """One association: what it said, and the sheet while it can say something."""
        association = members.association(association_id)
        reason = why_not(self.access, self.ballot, association, proxy=proxy, at=self.at)
        is_seen = association_id in self.own and not self.is_secret
        standing = queries.positions_of(self.ballot, association_id) if is_seen else {}
        sheet = None
        if not reason and not self.is_secret:
            sheet = fresh_sheet(self.ballot, association_id, standing, proxy)
            if refused is not None and refused.association_id == association_id:
                sheet.take_over(refused)
        return OwnPosition(
            association_id=association_id,
            association=association.name,
            proxy=proxy,
            why_not=reason,
            box_url=(box_url(self.access, self.ballot) or "") if not reason else "",
            answers=self.answers(standing, sheet.forms if sheet else {}),
            sheet=sheet if sheet and sheet.forms else None,
            url=url_for("ballots.cast_position", association_id=association_id, **self.address),
            warning="" if proxy else warning_of_silence(self.access, self.ballot, association_id, at=self.at),
        )

    @property
    def address(self) -> dict[str, Any]:
        return {"reference": self.access.paper.reference, "number": self.ballot.number}

    def answers(self, standing: Mapping[int, Position], forms: Mapping[int, PositionForm]) -> list[OwnAnswer]:
        """Every item in its order."""
        holders = holder_names(standing.values())
        rules = {item.number: item.rule for item in self.ballot.items}
        return [
            OwnAnswer(
                item=drawn,
                current=standing.get(drawn.number),
                label=choice_in_words(standing[drawn.number].choice, rules[drawn.number])
                if drawn.number in standing
                else "",
                ground=ground_in_words(standing[drawn.number], holders) if drawn.number in standing else "",
                earlier=(),
                form=forms.get(drawn.number),
            )
            for drawn in self.items
        ]

    def with_history(self, own: OwnPosition, found: Mapping[int, Sequence[History]]) -> OwnPosition:
        """With what stood before, read once for all."""
        answers = [
            replace(each, earlier=found.get(each.current.id, ()) if each.current else ())
            for each in own.answers
        ]
        return replace(own, answers=answers)
