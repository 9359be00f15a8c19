"""What holds for every address of the API: its rate, what a body may be, and how a wrong one is refused."""

import json
from collections.abc import Iterator
from typing import Any

from apiflask import APIBlueprint
from apiflask.exceptions import HTTPError
from flask import Response, request

from eca_policy import web
from eca_policy.extensions import csrf, limiter
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import gettext as _

RATE = "300 per minute"
WRITING = ("POST", "PUT")
# Our deepest body is one object of plain values; parsers fail at some hundred levels.
DEEPEST = 20

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="ECA Policy")
csrf.exempt(api)
limiter.limit(RATE)(api)


class NotJson(Refusal):
    """The body is no JSON object."""

    status = 400


class NotMarkedAsJson(Refusal):
    """The body is not said to be JSON."""

    status = 415


@api.before_request
def refuse_what_is_no_json() -> None:
    """Asked before any schema sees the body, because a parser of its own would fail on hostile ones."""
    if request.method not in WRITING:
        return
    if not request.is_json:
        raise NotMarkedAsJson(_("Send JSON, with the header Content-Type: application/json."))
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise NotJson(_("The body is not JSON. Check it and send it again.")) from None
    if not isinstance(body, dict) or is_deeper_than(body, DEEPEST):
        raise NotJson(_("The body must be one JSON object of plain values."))


def is_deeper_than(value: Any, levels: int) -> bool:
    """Whether lists and objects are nested deeper than this."""
    level = [value]
    for _level in range(levels):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return bool(level)


@api.errorhandler(HTTPError)
def answer_wrong_fields(error: HTTPError) -> Response:
    """What a schema refused, field by field."""
    errors = list(faults(error.detail))
    detail = " ".join(f"{fault['field']}: {fault['detail']}" for fault in errors)
    return web.problem(error.status_code, detail, rule="WrongFields", errors=errors)


def faults(messages: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Each fault with its field and the place of the field: json, query or headers."""
    for place, fields in messages.items():
        for field, sentence in sentences_in(fields):
            yield {"in": place, "field": field, "detail": sentence}


def sentences_in(fields: Any, *, inside: str = "") -> Iterator[tuple[str, str]]:
    """Each sentence with its field; one inside another is "changes.0.kind"."""
    if not isinstance(fields, dict):
        yield from ((inside, str(each)) for each in (fields if isinstance(fields, list) else [fields]))
        return
    for field, deeper in fields.items():
        yield from sentences_in(deeper, inside=f"{inside}.{field}" if inside else str(field))
