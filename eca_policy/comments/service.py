"""Everything that can happen to a comment.

Each verb locks the paper first. That orders the writers of one paper: numbers have no gaps, and whether
something arrived in time is decided by the instant read while holding the lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from eca_policy.comments import messages, rules, words, writing
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.comments.queries import answer_stamp, comment_numbered, revision_with
from eca_policy.comments.speaking import CannotSupport, NotYourAssociation, speaking_for, supporting_as
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.receiving import received_in_time, to_the_second
from eca_policy.record import service as record


class AlreadySupported(ChangedMeanwhile):
    """A colleague of the same association was faster."""


class AlreadyAnswered(RuleBroken):
    """What was answered or withdrawn stands."""


class AnsweredMeanwhile(RuleBroken):
    """Another rapporteur was faster."""

    status = 409


class FaultyAnswers(RuleBroken):
    """Some of many answers cannot be kept, so none was; `sentences` has one for each, by comment number."""

    def __init__(self, sentences: Mapping[int, str]) -> None:
        super().__init__(_("Nothing was saved yet: correct the answers marked below and save again."))
        self.sentences = sentences


@dataclass(frozen=True)
class Remark:
    """A comment as it is typed. Without a paragraph it is on the whole paper and proposes no wording."""

    type: str
    body: str
    paragraph_id: str | None = None
    proposed_wording: str = ""
    association_id: int | None = None


@dataclass(frozen=True)
class Answer:
    """A disposition with its reason. `seen` is the stamp of the answer it replaces, "" for a first one."""

    disposition: str
    reason: str = ""
    seen: str = ""


def write_comment(actor: Actor, reference: str, remark: Remark, *, at: datetime) -> Comment:
    """Comment on the paper or on one of its paragraphs, while the consultation is open."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:write")
    if remark.type not in rules.TYPES:
        raise RuleBroken(_("Choose what kind of comment this is."))
    association_id = speaking_for(actor, remark.association_id)
    comment = Comment(
        paper_id=access.paper.id,
        number=next_number(access.paper),
        author_id=actor.account_id,
        association_id=association_id,
        type=remark.type,
        created_at=received,
    )
    comment.body, comment.body_html = writing.body(remark.body)
    place(comment, access.paper, remark)
    db.session.add(comment)
    db.session.flush()
    note(actor, "comment:write", comment, association_id, at=received, type=comment.type)
    return comment


def reply(
    actor: Actor, reference: str, number: int, *, body: str, association_id: int | None = None, at: datetime
) -> Reply:
    """Reply to a comment; its author and the rapporteurs are told."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:reply")
    comment = comment_numbered(access.paper, number)
    refuse_withdrawn(comment)
    spoken_for = speaking_for(actor, association_id)
    text, html = writing.body(body)
    made = Reply(
        comment_id=comment.id,
        author_id=actor.account_id,
        association_id=spoken_for,
        body=text,
        body_html=html,
        created_at=received,
    )
    db.session.add(made)
    db.session.flush()
    note(actor, "comment:reply", comment, spoken_for, at=received, reply=made.id)
    messages.tell_of_reply(access.paper, comment, made, at=received)
    return made


def support(
    actor: Actor, reference: str, number: int, *, association_id: int | None = None, at: datetime
) -> Support:
    """Put an association behind the comment of another; a second click of the same person changes nothing."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:support")
    comment = comment_numbered(access.paper, number)
    refuse_withdrawn(comment)
    supporter = supporting_as(actor, comment, association_id)
    earlier = support_of(comment, supporter)
    if earlier is not None:
        return same_person(actor, earlier)
    made = Support(
        comment_id=comment.id, association_id=supporter, account_id=actor.account_id, created_at=received
    )
    db.session.add(made)
    db.session.flush()
    note(actor, "comment:support", comment, supporter, at=received)
    return made


def withdraw_support(
    actor: Actor, reference: str, number: int, *, association_id: int | None = None, at: datetime
) -> None:
    """Take an association's support back; whoever gave it, any of its people may."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:support")
    comment = comment_numbered(access.paper, number)
    supporter = supporting_as(actor, comment, association_id)
    earlier = support_of(comment, supporter)
    if earlier is None:
        raise CannotSupport(_("Your association does not support this comment now: nothing to take back."))
    db.session.delete(earlier)
    note(actor, "comment:withdraw_support", comment, supporter, at=received)


def withdraw_comment(actor: Actor, reference: str, number: int, *, at: datetime) -> Comment:
    """Take back a comment of one's own association that nobody has answered yet; it stays readable."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:withdraw")
    comment = comment_numbered(access.paper, number)
    if not rules.may_withdraw(actor, author_id=comment.author_id, association_id=comment.association_id):
        raise NotYourAssociation(_("Only the association that wrote this comment can withdraw it."))
    if comment.disposition is not None:
        raise AlreadyAnswered(_("This comment has been answered; the answer stands. You can still reply."))
    comment.disposition = "withdrawn"
    comment.answered_by_id, comment.answered_at = actor.account_id, received
    note(actor, "comment:withdraw", comment, comment.association_id, at=received)
    return comment


def answer(actor: Actor, reference: str, number: int, given: Answer, *, at: datetime) -> Comment:
    """Say what becomes of a comment, and why; its author is told. May be changed until the stage ends."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:answer")
    comment = comment_numbered(access.paper, number)
    settle(access, comment, given, received=received)
    return comment


def answer_all(actor: Actor, reference: str, given: Mapping[int, Answer], *, at: datetime) -> list[Comment]:
    """Answer many comments, by number, or none of them: raises FaultyAnswers with a sentence for each."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:answer")
    answered, faults = [], {}
    for number, each in given.items():
        comment = comment_numbered(access.paper, number)
        try:
            settle(access, comment, each, received=received)
        except RuleBroken as refusal:
            faults[number] = refusal.sentence
        answered.append(comment)
    if faults:
        raise FaultyAnswers(faults)
    return answered


def settle(access: Access, comment: Comment, given: Answer, *, received: datetime) -> None:
    """One answer: the rules, the change, the record, the mail. The same answer again changes nothing."""
    if given.disposition not in rules.ANSWERS:
        raise RuleBroken(_("Choose accepted, partly accepted, not accepted or noted."))
    reason = writing.reason(given.reason)
    if rules.needs_reason(given.disposition) and not reason:
        raise RuleBroken(_("Give the reason: whoever wrote the comment will read it."))
    if (comment.disposition, comment.reason) == (given.disposition, reason):
        return
    refuse_withdrawn(comment)
    refuse_unseen(comment, given.seen)
    comment.disposition, comment.reason = given.disposition, reason
    comment.answered_by_id, comment.answered_at = access.actor.account_id, received
    db.session.flush()
    db.session.refresh(comment, ["answered_by"])
    note(access.actor, "comment:answer", comment, None, at=received, disposition=given.disposition)
    messages.tell_of_answer(access.paper, comment, at=received)


def refuse_unseen(comment: Comment, seen: str) -> None:
    """Another rapporteur's answer is replaced only by someone who has read it."""
    if comment.answered_by is None or seen == answer_stamp(comment.answered_at):
        return
    raise AnsweredMeanwhile(
        _(
            "%(name)s has answered this meanwhile: %(disposition)s. Open the comment to change the answer.",
            name=comment.answered_by.name,
            disposition=words.disposition_names()[str(comment.disposition)],
        )
    )


def support_of(comment: Comment, association_id: int) -> Support | None:
    return db.session.scalar(
        select(Support).where(Support.comment_id == comment.id, Support.association_id == association_id)
    )


def same_person(actor: Actor, earlier: Support) -> Support:
    if earlier.account_id == actor.account_id:
        return earlier
    raise AlreadySupported(
        _(
            "Your association supports this comment already: %(name)s said so on %(when)s.",
            name=earlier.account.name,
            when=to_the_second(earlier.created_at),
        )
    )


def next_number(paper: Paper) -> int:
    """Without gaps or doubles, because the paper is locked."""
    last = db.session.scalar(select(func.max(Comment.number)).where(Comment.paper_id == paper.id))
    return (last or 0) + 1


def place(comment: Comment, paper: Paper, remark: Remark) -> None:
    """Hang the comment on its revision and paragraph, and keep what its wording would change there."""
    revision, source = revision_with(paper, remark.paragraph_id)
    comment.revision_id, comment.paragraph_id = revision.id, remark.paragraph_id
    if remark.paragraph_id is None and remark.proposed_wording.strip():
        raise RuleBroken(_("Wording can be proposed for a paragraph only. Choose “Comment” beside one."))
    comment.proposed_wording, comment.changes = writing.wording(remark.proposed_wording, source)


def refuse_withdrawn(comment: Comment) -> None:
    if comment.disposition == "withdrawn":
        raise AlreadyAnswered(_("This comment was withdrawn by its association: nothing can be added to it."))


def note(
    actor: Actor, verb: str, comment: Comment, association_id: int | None, *, at: datetime, **more: str | int
) -> None:
    """The line in the record: for which association the person acted on which comment."""
    record.write(
        actor,
        verb,
        ("comment", comment.id),
        at=at,
        paper_id=comment.paper_id,
        association_id=association_id,
        number=comment.number,
        **more,
    )
