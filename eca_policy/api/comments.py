"""Comments on a paper: all of them, and a new one."""

from typing import Any

from eca_policy import web
from eca_policy.api import asked, shown
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.papers import seen
from eca_policy.api.plain import codes, instant, instant_or_none
from eca_policy.comments import queries, service
from eca_policy.comments.places import Standing
from eca_policy.comments.queries import Thread
from eca_policy.comments.service import Remark
from eca_policy.comments.texts import text_shown
from eca_policy.lib import clock
from eca_policy.members.queries import association_with_code
from eca_policy.web import current_actor


@api.get("/papers/<reference:reference>/comments")
@web.signed_in
@api.output(shown.CommentsShown)
def list_comments(reference: str) -> dict[str, Any]:
    """Every comment on a paper with its replies, its support and its answer."""
    access = seen(reference)
    return {"comments": plain_threads(queries.threads(access.paper, text_shown(access)))}


def plain_threads(threads: list[Thread]) -> list[dict[str, Any]]:
    """Threads with the codes of their associations, looked up once."""
    mentioned = {each.association_id for each in threads}
    supporting = {supporter.association_id for each in threads for supporter in each.supporters}
    found = codes(mentioned | supporting)
    return [plain_thread(each, found) for each in threads]


def plain_thread(thread: Thread, found: dict[int | None, str]) -> dict[str, Any]:
    return {
        "number": thread.number,
        "paragraph": thread.written_on,
        "quote": thread.standing.original if thread.standing else "",
        "place": plain_place(thread.standing) if thread.standing else None,
        "type": thread.type,
        "author": thread.author,
        "association": found.get(thread.association_id),
        "created_at": instant(thread.at),
        "html": thread.html,
        "proposed_wording": "".join(change.text for change in thread.changes if change.kind != "delete"),
        "supported_by": [found[supporter.association_id] for supporter in thread.supporters],
        "replies": [
            {
                "author": reply.author,
                "association": reply.association,
                "created_at": instant(reply.at),
                "html": reply.html,
            }
            for reply in thread.replies
        ],
        "answer": plain_answer(thread) if thread.disposition else None,
    }


def plain_place(standing: Standing) -> dict[str, Any]:
    return {
        "paragraph_id": standing.paragraph_id,
        "start": standing.start,
        "end": standing.end,
        "quote": standing.quote,
        "status": standing.status,
    }


def plain_answer(thread: Thread) -> dict[str, Any]:
    return {
        "disposition": thread.disposition,
        "reason": thread.reason,
        "answered_by": thread.answered_by,
        "answered_at": instant_or_none(thread.answered_at),
    }


@api.post("/papers/<reference:reference>/comments")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.CommentBody)
@api.output(shown.CommentWritten, status_code=201)
def write_comment(reference: str, headers_data: dict[str, Any], json_data: dict[str, Any]) -> Answer:
    """Comment on the paper, or on one of its paragraphs, while the consultation is open."""

    def change() -> dict[str, Any]:
        comment = service.write_comment(current_actor(), reference, remark(json_data), at=clock.now())
        access = seen(reference)
        thread = queries.thread_numbered(access.paper, text_shown(access), comment.number)
        return plain_threads([thread])[0]

    return once(headers_data["key"], 201, change)


def remark(json_data: dict[str, Any]) -> Remark:
    """The body as the verb takes it."""
    code = json_data["association"]
    return Remark(
        type=json_data["type"],
        body=json_data["body"],
        paragraph_id=json_data["paragraph"],
        quote=json_data["quote"],
        occurrence=json_data["occurrence"],
        proposed_wording=json_data["proposed_wording"],
        association_id=association_with_code(code).id if code else None,
    )
