"""A task as a plain value: what is to be done by one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from eca_policy.papers.models import Paper

Kind = Literal[
    "cast_position",
    "cast_by_proxy",
    "cast_by_proxy_in_secret",
    "await_position",
    "object",
    "object_by_proxy",
    "await_objection",
    "say_own_position",
    "write_comment",
    "answer_comments",
    "check_comments",
    "table_draft",
    "confirm_amendment",
    "decide_amendments",
    "finish_draft",
    "open_consultation",
    "issue_version",
    "open_ballot",
    "break_tie",
    "publish",
]


@dataclass(frozen=True)
class Task:
    """One thing to do on one paper; `association` names whose it is, until `due_at`; `name` an amendment.

    `is_opposed`: in a silence, the mandate of the association is against.
    """

    kind: Kind
    paper: Paper
    due_at: datetime | None = None
    association: str = ""
    number: int = 0
    name: str = ""
    is_opposed: bool = False
