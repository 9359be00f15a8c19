"""Tasks in words: what to do, and where."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from eca_policy.amendments.queries import DRAFT
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.mandates.words import silence_agrees
from eca_policy.papers.models import Paper
from eca_policy.todo.silence import IN_SILENCE
from eca_policy.todo.task import Task


@dataclass(frozen=True)
class ShownTask:
    """A task as a line of the home page."""

    sentence: str
    url: str
    paper: Paper
    due_at: datetime | None
    due_label: str
    is_mine: bool
    warning: str


def task_shown(task: Task) -> ShownTask:
    """The task as a sentence with the address where it is done."""
    return ShownTask(
        sentence=sentence(task),
        url=address(task),
        paper=task.paper,
        due_at=task.due_at,
        due_label=due_label(task),
        is_mine=not task.kind.startswith("await_"),
        warning=silence_agrees() if task.is_opposed else "",
    )


def due_label(task: Task) -> str:
    """What happens at the time the task has."""
    if task.kind in IN_SILENCE.values():
        return _("The silence ends")
    return _("Until") if task.due_at != task.paper.authority_deadline_at else _("The authority's deadline")


def sentence(task: Task) -> str:
    """What is to be done."""
    if task.kind == "answer_comments":
        return ngettext("Answer %(num)d comment", "Answer %(num)d comments", task.number)
    if task.kind == "check_comments":
        return ngettext(
            "Check the place of %(num)d comment", "Check the places of %(num)d comments", task.number
        )
    if task.kind == "decide_amendments":
        return ngettext(
            "%(num)d amendment waits for a decision", "%(num)d amendments wait for a decision", task.number
        )
    return {
        "cast_position": _("Cast the position of %(association)s", association=task.association),
        "cast_by_proxy": _("Cast the position of %(association)s, by proxy", association=task.association),
        "cast_by_proxy_in_secret": _(
            "If %(association)s has not voted: put its position into the box, by proxy",
            association=task.association,
        ),
        "await_position": _(
            "%(association)s has not voted: remind your head of delegation", association=task.association
        ),
        **in_silence(task.association),
        "say_own_position": _(
            "Say which position you would take: %(association)s collects its mandate",
            association=task.association,
        ),
        "write_comment": _("Read, and comment for %(association)s", association=task.association),
        "table_draft": _("Table or discard your draft amendment"),
        "confirm_amendment": confirming(task.name),
        "finish_draft": _("Finish the draft"),
        "open_consultation": _("Open the consultation when the draft is ready"),
        "issue_version": _("Consolidate the text and issue it as a version"),
        "open_ballot": _("Open the ballot"),
        "break_tie": _("Enter the casting vote: the ballot ended in a tie"),
        "publish": _("Publish the adopted paper"),
    }[task.kind]


def in_silence(association: str) -> dict[str, str]:
    """What may be done in a silence procedure: nobody must say anything."""
    return {
        "object": _("Object to the text for %(association)s, or stay silent", association=association),
        "object_by_proxy": _(
            "Object to the text for %(association)s by proxy, or stay silent", association=association
        ),
        "await_objection": _(
            "%(association)s has not objected: remind your head of delegation", association=association
        ),
    }


def confirming(name: str) -> str:
    """What is asked about an amendment whose words no longer stand as they did."""
    if name.startswith(DRAFT):
        return _("Say whether your draft amendment shall read as it now would")
    return _("Say whether amendment %(label)s shall read as it now would", label=name)


def address(task: Task) -> str:
    """Where it is done."""
    if task.name:
        return url_for("amendments.show", reference=task.paper.reference, name=task.name)
    endpoint, panel = {
        "cast_position": ("pages.paper", "ballot"),
        "cast_by_proxy": ("pages.paper", "ballot"),
        "cast_by_proxy_in_secret": ("pages.paper", "ballot"),
        "await_position": ("pages.paper", "ballot"),
        **dict.fromkeys(IN_SILENCE.values(), ("pages.paper", "ballot")),
        "say_own_position": ("mandates.show", None),
        "write_comment": ("pages.paper", "comments"),
        "answer_comments": ("comments.answers", None),
        "check_comments": ("comments.index", None),
        "decide_amendments": ("consolidation.desk", None),
        "finish_draft": ("papers.edit", None),
        "open_consultation": ("papers.consultation", None),
        "issue_version": ("papers.edit", None),
        "open_ballot": ("ballots.open_ballot", None),
        "break_tie": ("pages.paper", "ballot"),
        "publish": ("public.publish", None),
    }[task.kind]
    place = "check" if task.kind == "check_comments" else None
    return url_for(endpoint, reference=task.paper.reference, panel=panel, place=place)
