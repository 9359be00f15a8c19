"""Who is told what about comments."""

from datetime import datetime
from typing import Any

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.comments.models import Comment, Reply
from eca_policy.comments.words import disposition_names
from eca_policy.extensions import db
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def tell_of_reply(paper: Paper, comment: Comment, reply: Reply, *, at: datetime) -> None:
    """The comment's author and the rapporteurs hear of a reply, but not the person who wrote it."""
    listeners = [comment.author, *(rapporteur.account for rapporteur in paper.rapporteurs)]
    for listener in dict.fromkeys(listeners):
        if listener.id != reply.author_id:
            tell(listener, "comment_replied", paper, comment, at=at, reply=reply)


def tell_of_answer(paper: Paper, comment: Comment, *, at: datetime) -> None:
    """The author hears what became of the comment, unless the answer is their own."""
    if comment.author_id != comment.answered_by_id:
        tell(comment.author, "comment_answered", paper, comment, at=at, disposition_names=disposition_names)


def tell_of_place(paper: Paper, comment: Comment, *, by_id: int | None, at: datetime) -> None:
    """The author hears that the comment was put elsewhere in the text, unless by themselves."""
    if comment.author_id != by_id:
        by = db.session.get_one(Account, by_id)
        tell(comment.author, "comment_placed", paper, comment, at=at, by=by)


def tell(
    account: Account, message: str, paper: Paper, comment: Comment, *, at: datetime, **more: Any
) -> None:
    to = recipient(account)
    if to is not None:
        post(message, to, at=at, paper=paper, comment=comment, **more)
