"""Reservations, minority statements and opt-outs: what was declared, and an association's own."""

from collections.abc import Callable
from typing import Any

from eca_policy import web
from eca_policy.api import asked, shown_ballots
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.plain import instant, instant_or_none
from eca_policy.ballots.due import seen
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.statements import queries, service
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.queries import Recommendation
from eca_policy.ballots.statements.words import about_in_words
from eca_policy.lib import clock
from eca_policy.members.queries import association_with_code
from eca_policy.web import current_actor

ALL = "/papers/<reference:reference>/ballots/<number:number>/statements"
ONE = f"{ALL}/<number:statement_id>"


@api.get(ALL)
@web.signed_in
@api.output(shown_ballots.StatementsShown)
def list_statements(reference: str, number: int) -> dict[str, Any]:
    """What was declared on a ballot, and the recommendations that a statement can be about."""
    _access, ballot = seen(current_actor(), reference, number)
    return {
        "statements": plain_statements(ballot),
        "recommendations": [
            {"paragraph": one.paragraph_id, "name": about_in_words(one), "text": one.words}
            for one in queries.recommendations_of(ballot)
        ],
    }


def plain_statements(ballot: Ballot) -> list[dict[str, Any]]:
    """Without whether a position contradicts one: that would tell the position."""
    return [plain_statement(each.statement, each.recommendation) for each in queries.stated(ballot)]


def plain_statement(statement: Statement, recommendation: Recommendation | None) -> dict[str, Any]:
    return {
        "id": statement.id,
        "association": statement.association.code,
        "kind": statement.kind,
        "paragraph": statement.paragraph_id,
        "about": about_in_words(recommendation),
        "body": statement.body,
        "made_by": statement.made_by.name,
        "made_at": instant(statement.made_at),
    }


@api.post(ALL)
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.StatementBody)
@api.output(shown_ballots.OneStatement, status_code=201)
def make_statement(
    reference: str, number: int, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Declare a reservation, a minority statement or an opt-out for an association you are head or alternate
    of.
    """

    def verb() -> Statement:
        return service.make_statement(
            current_actor(), reference, number, kind=json_data["kind"], body=json_data["body"],
            association_id=association_with_code(json_data["association"]).id,
            paragraph_id=json_data["paragraph"] or "", at=clock.now(),
        )  # fmt: skip

    return done(headers_data, reference, number, verb, status=201)


@api.post(f"{ONE}/wording")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.WordingBody)
@api.output(shown_ballots.OneStatement, status_code=201)
def change_statement(
    reference: str, number: int, statement_id: int, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Say it in other words: the former statement is withdrawn, and the new one has an id of its own."""

    def verb() -> Statement:
        return service.change_statement(
            current_actor(), reference, number, statement_id=statement_id, body=json_data["body"],
            at=clock.now(),
        )  # fmt: skip

    return done(headers_data, reference, number, verb, status=201)


@api.post(f"{ONE}/withdrawal")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.output(shown_ballots.OneStatement)
def withdraw_statement(
    reference: str, number: int, statement_id: int, headers_data: dict[str, Any]
) -> Answer:
    """Take a statement back."""

    def verb() -> Statement:
        return service.withdraw_statement(
            current_actor(), reference, number, statement_id=statement_id, at=clock.now()
        )

    return done(headers_data, reference, number, verb, status=200)


def done(
    headers_data: dict[str, Any], reference: str, number: int, verb: Callable[[], Statement], *, status: int
) -> Answer:
    """Do it once, and give the statement as it is then."""
    _access, ballot = seen(current_actor(), reference, number)
    return once(headers_data["key"], status, lambda: one_statement(ballot, verb()))


def one_statement(ballot: Ballot, statement: Statement) -> dict[str, Any]:
    return {
        **plain_statement(statement, queries.recommendation_of(ballot, statement)),
        "withdrawn_at": instant_or_none(statement.withdrawn_at),
    }
