"""One comment on a page of its own: the variables of `comments/thread.html`."""

from typing import Any

from flask import url_for

from eca_policy.comments import queries, rules
from eca_policy.comments.forms import ReplyForm
from eca_policy.comments.panel import answer_form, place_of, threads_shown
from eca_policy.comments.queries import Thread
from eca_policy.comments.texts import text_shown
from eca_policy.papers.queries import Access

NOTHING_OPEN: dict[str, Any] = {
    "reply_form": None,
    "answer_form": None,
    "may_withdraw": False,
    "supporting": {},
    "supporters": {},
}


def thread_shown(access: Access, number: int) -> dict[str, Any]:
    """The comment with everything on it, and every form that is open to the reader."""
    revision = text_shown(access)
    thread = queries.thread_numbered(access.paper, revision, number)
    return {
        "paper": access.paper,
        **threads_shown(access, revision, [thread]),
        "place": place_of(revision, thread),
        "place_url": place_address(access, thread),
        "about": next((each for each in revision.paragraphs if each["id"] == thread.paragraph_id), None),
        "refused": "",
        **forms_open(access, thread),
    }


def place_address(access: Access, thread: Thread) -> str | None:
    """Where this person says where the comment belongs; None for those who do not."""
    if not access.may("comment:place") or thread.standing is None or thread.disposition == "withdrawn":
        return None
    return url_for("places.show", reference=access.paper.reference, number=thread.number)


def forms_open(access: Access, thread: Thread) -> dict[str, Any]:
    """What this person can do to the comment; to a withdrawn one, nothing."""
    if thread.disposition == "withdrawn":
        return NOTHING_OPEN
    own = rules.may_withdraw(access.actor, author_id=thread.author_id, association_id=thread.association_id)
    return {
        "reply_form": ReplyForm(access.actor, formdata=None) if access.may("comment:reply") else None,
        "answer_form": answer_form(thread) if access.may("comment:answer") else None,
        "may_withdraw": own and thread.disposition is None and access.may("comment:withdraw"),
        **support_choices(access, thread),
    }


def support_choices(access: Access, thread: Thread) -> dict[str, dict[int, str]]:
    """The person's associations by name: those that support the comment, and those that still can."""
    if not access.may("comment:support"):
        return {"supporting": {}, "supporters": {}}
    taken = {each.association_id: each.association for each in thread.supporters}
    possible = rules.possible_supporters(
        access.actor, author_association_id=thread.association_id, supporting=taken
    )
    mine = {id_: name for id_, name in taken.items() if id_ in access.actor.association_ids}
    return {"supporting": mine, "supporters": queries.association_names(possible)}
