"""Ballots: the roll with its positions and the decision; and an association's position."""

from typing import Any

from eca_policy import web
from eca_policy.accounts.models import Account
from eca_policy.api import asked, shown
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.plain import instant
from eca_policy.ballots import queries, service
from eca_policy.ballots.counted import count_of
from eca_policy.ballots.models import Ballot, Decision, Position
from eca_policy.ballots.queries import RollLine
from eca_policy.ballots.views import seen
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.i18n import language
from eca_policy.members.queries import association_with_code
from eca_policy.papers.queries import Access
from eca_policy.web import current_actor


@api.get("/papers/<reference:reference>/ballots/<number:number>")
@web.signed_in
@api.output(shown.BallotShown)
def show_ballot(reference: str, number: int) -> dict[str, Any]:
    """A ballot with its roll, the positions cast and the decision."""
    access, ballot = seen(reference, number)
    return plain_ballot(access, ballot)


def plain_ballot(access: Access, ballot: Ballot) -> dict[str, Any]:
    count = count_of(ballot)
    return {
        "number": ballot.number,
        "version": ballot.version.number,
        "procedure": ballot.procedure_name_fi if language() == "fi" else ballot.procedure_name,
        "rule": ballot.rule,
        "opens_at": instant(ballot.opens_at),
        "closes_at": instant(ballot.closes_at),
        "is_open": access.stage == "decision" and queries.is_open(ballot, at=clock.now()),
        "roll": [plain_line(line) for line in queries.roll_call(ballot)],
        "decision": plain_decision(ballot.decision) if ballot.decision else None,
        "sentence": count.sentence() if ballot.decision else count.missing_sentence(),
    }


def plain_line(line: RollLine) -> dict[str, Any]:
    return {
        "association": line.association.code,
        "name": line.association.name,
        "weight": line.weight,
        "left_out": line.left_out,
        "position": plain_position(line.position, line.association.code) if line.position else None,
    }


def plain_position(position: Position, code: str) -> dict[str, Any]:
    return {
        "association": code,
        "choice": position.choice,
        "explanation": position.explanation,
        "reservation": position.reservation,
        "cast_by": db.session.get_one(Account, position.cast_by_id).name,
        "cast_at": instant(position.cast_at),
        "counter": position.version_counter,
    }


def plain_decision(decision: Decision) -> dict[str, Any]:
    return {
        "outcome": decision.outcome,
        "figures": decision.figures,
        "decided_at": instant(decision.decided_at),
    }


@api.put("/papers/<reference:reference>/ballots/<number:number>/positions/<reference:association>")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.PositionBody)
@api.output(shown.PositionCast)
def cast_position(
    reference: str,
    number: int,
    association: str,
    headers_data: dict[str, Any],
    json_data: dict[str, Any],
) -> Answer:
    """Cast or change the position of an association you are head or alternate of."""

    def change() -> dict[str, Any]:
        position = service.cast_position(
            current_actor(), reference, number,
            association_id=association_with_code(association).id, at=clock.now(), **json_data,
        )  # fmt: skip
        return plain_position(position, association)

    return once(headers_data["key"], 200, change)
