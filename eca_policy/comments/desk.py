"""The answering desk of a rapporteur: many comments answered at once, in the order of the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eca_policy.comments import queries, rules
from eca_policy.comments.panel import place_of, threads_shown
from eca_policy.comments.queries import Thread
from eca_policy.comments.service import Answer
from eca_policy.papers.queries import Access, latest_revision

FIELD = re.compile(r"(disposition|reason)-([1-9][0-9]{0,8})", re.ASCII)
NOTHING = Answer("")


@dataclass(frozen=True)
class Row:
    """A comment that waits, the paragraph it is about (None: the paper, or gone), and what was typed."""

    thread: Thread
    place: str
    about: Mapping[str, Any] | None
    typed: Answer
    fault: str


def desk_shown(
    access: Access, typed: Mapping[int, Answer] | None = None, faults: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """The variables of `comments/answers.html`: what is unanswered, and every row that was typed into."""
    typed, faults = typed or {}, faults or {}
    revision = latest_revision(access.paper)
    paragraphs = {str(each["id"]): each for each in revision.paragraphs}
    waiting = [
        each
        for each in queries.threads(access.paper, revision)
        if each.disposition is None or each.number in typed
    ]
    ordered = rules.in_text_order(waiting, list(paragraphs))
    rows = [
        Row(
            thread=each,
            place=place_of(revision, each),
            about=paragraphs.get(each.paragraph_id or ""),
            typed=typed.get(each.number, NOTHING),
            fault=faults.get(each.number, ""),
        )
        for each in ordered
    ]
    return {
        "paper": access.paper,
        "rows": rows,
        "answers": rules.ANSWERS,
        "refused": "",
        **threads_shown(access, revision, ordered),
    }


def typed_answers(fields: Mapping[str, str]) -> dict[int, Answer]:
    """The rows of the desk into which something was typed, by comment number."""
    found: dict[int, dict[str, str]] = {}
    for name, value in fields.items():
        field = FIELD.fullmatch(name)
        if field and value.strip():
            found.setdefault(int(field[2]), {"disposition": ""})[field[1]] = value
    return {number: Answer(**typed) for number, typed in sorted(found.items())}
