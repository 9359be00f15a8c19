"""Ballots: the roll with its positions and the decision; and an association's position."""

from collections.abc import Mapping, Sequence
from typing import Any

from eca_policy import web
from eca_policy.api import asked, shown_ballots
from eca_policy.api.ballot_course import plain_casting_vote, plain_course
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.plain import instant
from eca_policy.api.statements import plain_statements
from eca_policy.ballots import casting, queries
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.decided import decided_sentence
from eca_policy.ballots.drawing import item_title
from eca_policy.ballots.due import seen
from eca_policy.ballots.models import Ballot, Decision, Position
from eca_policy.ballots.proxies.queries import holder_names
from eca_policy.ballots.showing import ShownLine, Sight, figures_seen, roll_shown, sight_of
from eca_policy.ballots.voice import people_see
from eca_policy.ballots.words import choices_for, ground_in_words
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.members.queries import association, association_with_code
from eca_policy.papers.queries import Access
from eca_policy.web import current_actor


@api.get("/papers/<reference:reference>/ballots/<number:number>")
@web.signed_in
@api.output(shown_ballots.BallotShown)
def show_ballot(reference: str, number: int) -> dict[str, Any]:
    """A ballot with its roll, the positions cast and the decision."""
    access, ballot = seen(current_actor(), reference, number)
    return plain_ballot(access, ballot)


def plain_ballot(access: Access, ballot: Ballot) -> dict[str, Any]:
    sight, is_open = sight_of(ballot), is_open_now(access, ballot)
    own = people_see(access, ballot, at=clock.now())
    lines = roll_shown(ballot, own)
    holders = holder_names(line.position for line in lines if line.position is not None)
    return {
        "number": ballot.number,
        "version": ballot.version.number,
        "procedure": ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        "rule": ballot.rule,
        "opens_at": instant(ballot.opens_at),
        "closes_at": instant(ballot.closes_at),
        "is_open": is_open,
        "items": plain_items(access, ballot, own),
        "roll_is_frozen": ballot.has_roll,
        "roll": [plain_line(line, holders) for line in lines],
        "statements": plain_statements(ballot),
        "decision": plain_decision(ballot.decision, sight) if ballot.decision else None,
        "sentence": sentence(ballot, sight, is_open=is_open),
        **plain_course(access, ballot, at=clock.now()),
    }


def is_open_now(access: Access, ballot: Ballot) -> bool:
    """Whether positions are cast; the ballot of a paper that was withdrawn is open no more."""
    return access.stage == "decision" and queries.is_open(ballot, at=clock.now())


def sentence(ballot: Ballot, sight: Sight, *, is_open: bool) -> str:
    """The decision, or while it is open what it still takes; "" where that is not shown."""
    if ballot.decision is not None:
        return decided_sentence(ballot)
    return count_of(ballot).missing_sentence() if is_open and sight.totals else ""


def plain_items(access: Access, ballot: Ballot, own: Sequence[int]) -> list[dict[str, Any]]:
    """Every item in its order, with what the reader's associations said on it."""
    codes = {one: association(one).code for one in own}
    said = {one: queries.positions_of(ballot, one) for one in own}
    holders = holder_names(position for found in said.values() for position in found.values())
    return [
        {
            "number": item.number,
            "kind": item.kind,
            "title": item_title(item),
            "amendments": [label for piece in item.pieces for label in piece["labels"]],
            "choices": list(choices_for(item.rule)),
            "outcome": item.decision.outcome if item.decision else None,
            "own": [
                plain_position(said[one][item.number], codes[one], holders)
                for one in own
                if item.number in said[one]
            ],
            "casting_vote": plain_casting_vote(item.casting_vote),
        }
        for item in ballot.items
    ]


def plain_line(shown: ShownLine, holders: Mapping[int, str]) -> dict[str, Any]:
    line, position = shown.line, shown.position
    return {
        "association": line.association.code,
        "name": line.association.name,
        "weight": line.weight,
        "left_out": line.left_out,
        "has_answered": shown.has_answered,
        "position": plain_position(position, line.association.code, holders) if position else None,
    }


def plain_position(position: Position, code: str, holders: Mapping[int, str]) -> dict[str, Any]:
    return {
        "association": code,
        "choice": position.choice,
        "explanation": position.explanation,
        "reservation": position.reservation,
        "proposed_change": position.proposed_change,
        "would_favour": position.would_favour,
        "ground": ground_in_words(position, holders),
        "cast_by": position.cast_by.name,
        "cast_at": instant(position.cast_at),
        "counter": position.version_counter,
    }


def plain_decision(decision: Decision, sight: Sight) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "figures": figures_seen(decision.figures, sight),
        "decided_at": instant(decision.decided_at),
    }


@api.put("/papers/<reference:reference>/ballots/<number:number>/positions/<reference:association>")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.PositionBody)
@api.output(shown_ballots.PositionCast)
def cast_position(
    reference: str,
    number: int,
    association: str,
    headers_data: dict[str, Any],
    json_data: dict[str, Any],
) -> Answer:
    """Cast or change the position of an association you are head or alternate of, or whose proxy you hold."""
    _access, ballot = seen(current_actor(), reference, number)
    if queries.conduct_of(ballot).is_secret:
        raise casting.CastInSecret(
            _("This ballot is secret: vote on its page. Here your answer would be kept with the call.")
        )

    def change() -> dict[str, Any]:
        placed = casting.cast_positions(
            current_actor(), reference, number, association_id=association_with_code(association).id,
            answers=answers_in(json_data, ballot.items[-1].number), at=clock.now(),
        )  # fmt: skip
        holders = holder_names(placed)
        plain = {
            str(queries.item_of(each).number): plain_position(each, association, holders) for each in placed
        }
        return {**plain_position(placed[-1], association, holders), "items": plain}

    return once(headers_data["key"], 200, change)


def answers_in(body: dict[str, Any], last: int) -> dict[int, casting.Answer]:
    """The answers by the numbers of the items; without items, on the text as a whole."""
    items = body.pop("items")
    if items is None:
        return {last: casting.Answer(**body)}
    return {int(number): casting.Answer(**said) for number, said in sorted(items.items(), key=by_number)}


def by_number(entry: tuple[str, Any]) -> int:
    return int(entry[0])
