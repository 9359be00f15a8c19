"""Everything that can happen to a comment.

Each verb locks the paper first. That orders the writers of one paper: numbers have no gaps, and whether
something arrived in time is decided by the instant read while holding the lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import func, select

from eca_policy.comments import following, messages, rules, words, writing
from eca_policy.comments.carrying import Held
from eca_policy.comments.holding import held_on
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.comments.queries import answer_stamp, comment_numbered
from eca_policy.comments.speaking import CannotSupport, NotYourAssociation, speaking_for, supporting_as
from eca_policy.comments.texts import quoted, revision_with, words_found, words_in
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access, access_paper, latest_revision
from eca_policy.papers.receiving import received_in_time, to_the_second
from eca_policy.record import service as record
from eca_policy.text.anchor import Anchor


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
    """A comment as it is typed. Without a paragraph it is on the whole paper and proposes no wording.

    `quote` are the words of the paragraph that it is about, as they read on the page, and `occurrence` says
    which time they stand there; None where they stand once.
    """

    type: str
    body: str
    paragraph_id: str | None = None
    proposed_wording: str = ""
    association_id: int | None = None
    quote: str = ""
    occurrence: int | None = None


@dataclass(frozen=True)
class Answer:
    """A disposition with its reason. `seen` is the stamp of the answer it replaces, "" for a first one."""

    disposition: str
    reason: str = ""
    seen: str = ""


@dataclass(frozen=True)
class Placing:
    """Where a person says that a comment belongs: a paragraph, or words of it as they read on the page.
    `seen` is the number of the place it replaces.
    """

    paragraph_id: str
    quote: str
    seen: int


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
    anchor = place(comment, access, remark)
    db.session.add(comment)
    db.session.flush()
    if anchor is not None:
        following.begin(comment, anchor, at=received)
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


def confirm_place(actor: Actor, reference: str, number: int, *, seen: int, at: datetime) -> Comment:
    """Say that the words to which a comment was carried with a doubt are those that are meant."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:place")
    comment = comment_numbered(access.paper, number)
    held = placeable(comment, seen)
    if held.is_detached or held.status != "check":
        raise RuleBroken(_("There is no doubt about the place of this comment: nothing to confirm."))
    put(access, comment, held, held.place, at=received)
    note(actor, "comment:place", comment, None, at=received, how="confirmed")
    return comment


def place_comment(actor: Actor, reference: str, number: int, placing: Placing, *, at: datetime) -> Comment:
    """Put a comment where it belongs in the text as last saved, and tell its author. Where it stands there
    already, nothing changes.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "comment:place")
    comment = comment_numbered(access.paper, number)
    held = placeable(comment, placing.seen)
    place = words_in(latest_revision(access.paper), placing.paragraph_id, quoted(placing.quote))
    if place == held.place and not held.is_detached and held.status != "check":
        return comment
    put(access, comment, held, place, at=received)
    note(actor, "comment:place", comment, None, at=received, how="placed")
    messages.tell_of_place(access.paper, comment, by_id=actor.account_id, at=received)
    return comment


def placeable(comment: Comment, seen: int) -> Held:
    """Where the comment stands now; refused to someone who saw another place, which is numbered `seen`."""
    refuse_withdrawn(comment)
    if comment.paragraph_id is None:
        raise RuleBroken(_("This comment is on the paper as a whole: it has no place in the text."))
    (held,) = held_on(Comment.id == comment.id)
    if held.number != seen:
        raise ChangedMeanwhile(
            _("The place of this comment changed while the page was open. Look at it anew, below.")
        )
    return held


def put(access: Access, comment: Comment, held: Held, place: Anchor, *, at: datetime) -> None:
    """Write down the place that this person gives it, in the text as last saved."""
    revision, by_id = latest_revision(access.paper), cast(int, access.actor.account_id)
    following.put(held, comment, place, revision, by_id=by_id, at=at)


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


def place(comment: Comment, access: Access, remark: Remark) -> Anchor | None:
    """Hang the comment on its revision and paragraph, and keep what its wording would change there; gives
    the place of its words, or of the whole paragraph, and None for the paper as a whole.
    """
    quote, paragraph_id = quoted(remark.quote), remark.paragraph_id
    if paragraph_id is None and remark.proposed_wording.strip():
        raise RuleBroken(_("Wording can be proposed for a paragraph only. Choose “Comment” beside one."))
    if paragraph_id is None and quote:
        raise RuleBroken(_("Say in which paragraph these words stand. Choose “Comment” beside it."))
    anchor = Anchor(paragraph_id or "", 0, 0, "")
    if quote:
        revision, source, anchor = words_found(access, anchor.paragraph_id, quote, remark.occurrence)
    else:
        revision, source = revision_with(access.paper, paragraph_id)
    comment.revision_id, comment.paragraph_id = revision.id, paragraph_id
    comment.proposed_wording, comment.changes = writing.wording(remark.proposed_wording, source)
    return anchor if paragraph_id else None


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
