"""The verbs of mandates: say one's own, enter a cluster's answer or many, change, remove, record.

Straw positions leave no line in the record, as drafts of amendments leave none: every member reads the
record of a paper, and what a delegation weighs is its own. A mandate leaves the line that it was recorded,
and nothing of what it says. The people of one delegation queue up for each verb, so that two who enter the
same cluster at once are not surprised by the database.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import UnreadableName, one_line
from eca_policy.mandates import pasted, queries, rules, words
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.speaking import delegation_for, recording_for
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.record import service as record
from eca_policy.transaction import locked_now, queue_up

DELEGATION_LOCK = 0x0ECE << 32


class ChoiceMissing(RuleBroken):
    """No position was chosen, or one that is not offered."""


class ClusterUnnamed(RuleBroken):
    """The name of a cluster is missing, too long, or holds what nobody can see."""


class ClusterEntered(RuleBroken):
    """The cluster has an answer already."""


class NothingPasted(RuleBroken):
    """There is no line with anything in it."""


class TooManyAnswers(RuleBroken):
    """More answers than a page can show."""


class LinesUnread(RuleBroken):
    """Some of the pasted lines cannot be taken; then none is. `sentences` has one for each of them."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class AnswerChanged(ChangedMeanwhile):
    """A colleague changed the answer while it was looked at."""


class MandateRecorded(ChangedMeanwhile):
    """Another mandate was recorded while this one was written."""


class NotYourAnswer(NotAllowed):
    """A person's own answer is theirs to change."""


@dataclass(frozen=True)
class Answer:
    """What is said: the choice, and a remark."""

    choice: str
    remark: str = ""


@dataclass(frozen=True)
class Desk:
    """A delegation's answers to one paper, while nobody else of it can change them."""

    access: Access
    association_id: int
    at: datetime

    @property
    def account_id(self) -> int:
        return cast(int, self.access.actor.account_id)

    @property
    def answers(self) -> list[StrawPosition]:
        return list(queries.straw_positions(self.access.paper.id, self.association_id))

    def answer(self, row_id: int, *, seen: int) -> StrawPosition:
        """One of them, as it was looked at."""
        found = queries.straw_position(self.access.paper.id, self.association_id, row_id)
        if found.version_counter != seen:
            raise AnswerChanged(
                _(
                    "%(name)s changed this answer meanwhile. Look at it as it is now.",
                    name=found.entered_by.name,
                )
            )
        return found

    def new(
        self, answer: Answer, *, account_id: int | None = None, cluster: str | None = None
    ) -> StrawPosition:
        row = StrawPosition(
            paper_id=self.access.paper.id, association_id=self.association_id,
            account_id=account_id, cluster=cluster,
        )  # fmt: skip
        self.write(row, answer)
        db.session.add(row)
        return row

    def write(self, row: StrawPosition, answer: Answer) -> None:
        row.choice, row.remark = answer.choice, answer.remark
        row.entered_by_id, row.entered_at = self.account_id, self.at


def say_own(
    actor: Actor, reference: str, answer: Answer, *, association_id: int | None = None, at: datetime
) -> StrawPosition:
    """What the person would say themselves; saying it again replaces what they said."""
    desk = collecting(actor, reference, association_id, at=at)
    answer = readable(answer)
    own = next((each for each in desk.answers if each.account_id == desk.account_id), None)
    if own is None:
        refuse_too_many(desk.answers, 1)
        own = desk.new(answer, account_id=desk.account_id)
    else:
        desk.write(own, answer)
    db.session.flush()
    return own


def enter_cluster(
    actor: Actor,
    reference: str,
    cluster: str,
    answer: Answer,
    *,
    association_id: int | None = None,
    at: datetime,
) -> StrawPosition:
    """What a cluster answered."""
    desk = collecting(actor, reference, association_id, at=at)
    name, answer = readable_name(cluster), readable(answer)
    standing = entered(desk.answers, name)
    if standing is not None:
        raise ClusterEntered(words.already_entered(standing))
    refuse_too_many(desk.answers, 1)
    row = desk.new(answer, cluster=name)
    db.session.flush()
    return row


def enter_pasted(
    actor: Actor, reference: str, text: str, *, association_id: int | None = None, at: datetime
) -> int:
    """What many clusters answered, a line each: all of them or, with a sentence for each bad line, none.

    A line that says what is entered already is passed over, so that a list can be pasted again when it has
    grown. Returns how many were entered.
    """
    desk = collecting(actor, reference, association_id, at=at)
    lines, faults = pasted.read(readable_text(text, rules.LONGEST_PASTE))
    refuse_long_list(len(lines) + len(faults))
    standing = {rules.name_key(each.cluster): each for each in desk.answers if each.cluster}
    sentences = {fault.number: words.fault_in_words(fault) for fault in faults}
    for line in lines:
        before = standing.get(rules.name_key(line.cluster))
        if before is not None and (before.choice, before.remark) != (line.choice, line.remark):
            sentences[line.number] = words.line_in_words(line.number, words.already_entered(before))
    if sentences:
        raise LinesUnread([sentence for _number, sentence in sorted(sentences.items())])
    new = [line for line in lines if rules.name_key(line.cluster) not in standing]
    refuse_too_many(desk.answers, len(new))
    for line in new:
        desk.new(Answer(line.choice, line.remark), cluster=line.cluster)
    db.session.flush()
    return len(new)


def change_answer(
    actor: Actor,
    reference: str,
    row_id: int,
    cluster: str,
    answer: Answer,
    *,
    seen: int,
    association_id: int | None = None,
    at: datetime,
) -> StrawPosition:
    """Correct what a cluster answered, or its name; anyone of the delegation may."""
    desk = collecting(actor, reference, association_id, at=at)
    row = desk.answer(row_id, seen=seen)
    if row.cluster is None:
        raise NotYourAnswer(_("A person’s own answer is theirs to change. You can only remove it."))
    name, answer = readable_name(cluster), readable(answer)
    standing = entered(desk.answers, name)
    if standing is not None and standing.id != row.id:
        raise ClusterEntered(words.already_entered(standing))
    row.cluster = name
    desk.write(row, answer)
    db.session.flush()
    return row


def remove_answer(
    actor: Actor, reference: str, row_id: int, *, seen: int, association_id: int | None = None, at: datetime
) -> None:
    """Take an answer out, a person's own one too: they may have left the delegation."""
    desk = collecting(actor, reference, association_id, at=at)
    db.session.delete(desk.answer(row_id, seen=seen))
    db.session.flush()


def record_mandate(
    actor: Actor,
    reference: str,
    choice: str,
    text: str,
    *,
    seen: int,
    association_id: int | None = None,
    at: datetime,
) -> Mandate:
    """What the delegation shall say. `seen` is the number of the mandate that was shown, 0 for none."""
    access = access_paper(actor, reference, at=at, lock="share")
    access.require("mandate:record")
    chosen = recording_for(actor, association_id)
    queue_up(DELEGATION_LOCK + chosen)
    if choice not in rules.MANDATE_CHOICES:
        raise ChoiceMissing(_("Choose what the mandate says."))
    standing = queries.mandate_of(access.paper.id, chosen)
    refuse_unseen(standing, seen)
    mandate = Mandate(
        paper_id=access.paper.id,
        association_id=chosen,
        number=standing.number + 1 if standing else 1,
        choice=choice,
        text=readable_text(text, rules.LONGEST_TEXT).strip(),
        recorded_by_id=cast(int, actor.account_id),
        recorded_at=locked_now(),
    )
    db.session.add(mandate)
    db.session.flush()
    record.write(
        actor, "mandate:record", ("mandate", mandate.id), at=mandate.recorded_at,
        paper_id=access.paper.id, association_id=chosen,
    )  # fmt: skip
    return mandate


def collecting(actor: Actor, reference: str, association_id: int | None, *, at: datetime) -> Desk:
    """The delegation's answers, to be changed: the paper cannot move on, and its colleagues wait."""
    access = access_paper(actor, reference, at=at, lock="share")
    access.require("mandate:collect")
    chosen = delegation_for(actor, association_id)
    queue_up(DELEGATION_LOCK + chosen)
    return Desk(access, chosen, locked_now())


def readable(answer: Answer) -> Answer:
    if answer.choice not in rules.CHOICES:
        raise ChoiceMissing(_("Choose one of the positions offered."))
    return Answer(answer.choice, readable_text(answer.remark, rules.LONGEST_REMARK).strip())


def readable_name(typed: str) -> str:
    """The name of a cluster in its normal form. Its length is asked first: all else takes time."""
    if len(typed) > rules.LONGEST_NAME:
        raise ClusterUnnamed(
            _("The name is longer than %(limit)s characters. Shorten it.", limit=rules.LONGEST_NAME)
        )
    try:
        name = one_line(typed)
    except UnreadableName:
        raise ClusterUnnamed(
            _("The name holds a character that nobody can see. Type the name again.")
        ) from None
    if not name:
        raise ClusterUnnamed(_("Write the name of the cluster."))
    return name


def entered(answers: list[StrawPosition], cluster: str) -> StrawPosition | None:
    """The answer of the cluster of this name."""
    key = rules.name_key(cluster)
    return next((each for each in answers if each.cluster and rules.name_key(each.cluster) == key), None)


def refuse_long_list(lines: int) -> None:
    if not lines:
        raise NothingPasted(_("Paste at least one line, for example: Cluster; in favour; remark."))
    if lines > rules.MOST_LINES:
        raise TooManyAnswers(
            _("At most %(limit)s lines are taken at once. Paste them in parts.", limit=rules.MOST_LINES)
        )


def refuse_too_many(answers: list[StrawPosition], more: int) -> None:
    if len(answers) + more > rules.MOST_ANSWERS:
        raise TooManyAnswers(
            _("At most %(limit)s answers are kept for a paper. Remove some first.", limit=rules.MOST_ANSWERS)
        )


def refuse_unseen(standing: Mandate | None, seen: int) -> None:
    """A mandate that the person has not read is not superseded by theirs."""
    if standing is not None and standing.number != seen:
        raise MandateRecorded(
            _(
                "%(name)s recorded another mandate meanwhile: %(choice)s. Look at it; record yours if it"
                " shall stand instead.",
                name=standing.recorded_by.name, choice=words.named(standing.choice),
            )
        )  # fmt: skip
