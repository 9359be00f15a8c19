"""What the secretariat does with a ballot: open it, put off its close, call it off, break its ties."""

from collections.abc import Callable
from typing import Any

from eca_policy import web
from eca_policy.api import asked, shown_ballots
from eca_policy.api.ballots import plain_ballot
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.ballots import casting_vote, extending, opening, queries
from eca_policy.ballots.due import seen
from eca_policy.lib import clock
from eca_policy.papers.queries import access_paper
from eca_policy.web import current_actor

ONE = "/papers/<reference:reference>/ballots/<number:number>"


@api.post("/papers/<reference:reference>/ballots")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.OpeningBody)
@api.output(shown_ballots.OneBallot, status_code=201)
def open_ballot(reference: str, headers_data: dict[str, Any], json_data: dict[str, Any]) -> Answer:
    """Put the text issued last to the vote, at once or later. A voting list is put to it on its page."""

    def change() -> dict[str, Any]:
        how = opening.Opening(
            opens_at=json_data["opens_at"], procedure_key=json_data["procedure"],
            follow_up_days=json_data["follow_up_days"], counts_one=json_data["counts_one"],
        )  # fmt: skip
        made = opening.open_ballot(
            current_actor(), reference, closes_at=json_data["closes_at"], how=how, at=clock.now()
        )
        return ballot_now(reference, made.number)

    return once(headers_data["key"], 201, change)


@api.post(f"{ONE}/extension")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.ExtensionBody)
@api.output(shown_ballots.OneBallot)
def extend_ballot(
    reference: str, number: int, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Put off the close of an open ballot; everybody is told why."""
    return done(
        headers_data, reference, number,
        lambda: extending.extend_ballot(
            current_actor(), reference, number, closes_at=json_data["closes_at"],
            reason=json_data["reason"], at=clock.now(),
        ),
    )  # fmt: skip


@api.post(f"{ONE}/calling-off")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.CallingOffBody)
@api.output(shown_ballots.OneBallot)
def call_off_ballot(
    reference: str, number: int, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Give up a ballot before it opens; those who were told of it are told why."""
    return done(
        headers_data,
        reference,
        number,
        lambda: opening.call_off(
            current_actor(), reference, number, reason=json_data["reason"], at=clock.now()
        ),
    )


@api.post(f"{ONE}/casting-vote")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.CastingVoteBody)
@api.output(shown_ballots.OneBallot)
def give_casting_votes(
    reference: str, number: int, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Enter how the chair breaks every tie that waits; with it the ballot is decided."""
    choices = {int(item): choice for item, choice in json_data["choices"].items()}
    return done(
        headers_data,
        reference,
        number,
        lambda: casting_vote.give_casting_votes(
            current_actor(), reference, number, choices=choices, note=json_data["note"], at=clock.now()
        ),
    )


def done(headers_data: dict[str, Any], reference: str, number: int, verb: Callable[[], object]) -> Answer:
    """Do it once, and give the ballot as it is then. What is due is decided before."""
    seen(current_actor(), reference, number)

    def change() -> dict[str, Any]:
        verb()
        return ballot_now(reference, number)

    return once(headers_data["key"], 200, change)


def ballot_now(reference: str, number: int) -> dict[str, Any]:
    access = access_paper(current_actor(), reference, at=clock.now())
    return plain_ballot(access, queries.ballot_of(access, number))
