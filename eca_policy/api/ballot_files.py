"""The files of a ballot, as its page offers them."""

from typing import Any

from flask import Response

from eca_policy import web
from eca_policy.api.blueprint import api
from eca_policy.ballots.due import seen
from eca_policy.exports.ballot_files import WRITERS, file_answer
from eca_policy.lib import clock
from eca_policy.web import current_actor

MADE: dict[str, str | dict[str, dict[str, Any]]] = {
    "description": "The file.",
    "content": {
        mimetype.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
        for name, (mimetype, _writer) in WRITERS.items()
        if name != "recount.json"
    }
    | {"application/json": {"schema": {"type": ["object", "array"]}}},
}

RESPONSES: dict[int | str, dict[str, str | dict[str, dict[str, Any]]]] = {200: MADE}


@api.get(
    "/papers/<reference:reference>/ballots/<number:number>/files/"
    "<any('roll-call.csv', 'roll-call.xlsx', 'minutes.pdf', 'recount.json'):name>"
)
@web.signed_in
@api.doc(responses=RESPONSES)
def ballot_file(reference: str, number: int, name: str) -> Response:
    """Roll call, extract of the minutes or recount file: those that the ballot lists under `files`."""
    access, ballot = seen(current_actor(), reference, number)
    return file_answer(access.paper, ballot, name, at=clock.now())
