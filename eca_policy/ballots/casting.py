"""Casting positions: by the association itself, by proxy, or entered by the secretariat.

Everyone locks the paper before its ballot, so that nobody waits in a circle; the instant that decides is read
after the ballot is locked, so that the close and a position can never both win.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from operator import itemgetter
from typing import Any, cast

from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import messages, queries
from eca_policy.ballots.conduct import Conduct, Needs, Shown
from eca_policy.ballots.entering import refuse_entering
from eca_policy.ballots.freezing import freeze_if_due
from eca_policy.ballots.locking import lock_to_vote
from eca_policy.ballots.models import CHANNELS, Ballot, EarlierPosition, Item, Position
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.queries import lock_associations
from eca_policy.ballots.voice import proxy_of, refuse_over_own_position, refuse_resting
from eca_policy.ballots.why_not import not_open, off_the_roll
from eca_policy.ballots.words import choices_for, late_in_words, spoken
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import Access
from eca_policy.papers.unreadable import readable_text
from eca_policy.permissions.guard import require
from eca_policy.record import service as record
from eca_policy.transaction import locked_now

LONGEST_EXPLANATION = 4000
LONGEST_NOTE = 300


class BallotClosed(RuleBroken):
    """The position came at the closing instant or later."""


class BallotNotYetOpen(RuleBroken):
    """The position came before the stored instant at which the ballot opens."""


class PositionTaken(ChangedMeanwhile):
    """Someone else of the association acted first."""


class PositionFinal(RuleBroken):
    """Under this procedure a position is not changed."""


class NotOnTheRoll(RuleBroken):
    """The association had no vote when the roll was frozen."""


class CastInSecret(RuleBroken):
    """A secret ballot has a box, and keeps no position by name."""


class ReasonMissing(RuleBroken):
    """Under this procedure, who is against says why, or what should stand instead."""


@dataclass(frozen=True)
class Answer:
    """What an association says on one item.

    `seen` is the counter of the position the person was looking at, 0 for none: when someone else of the
    association acted meanwhile, nothing is overwritten and the person is told who it was.
    """

    choice: str
    explanation: str = ""
    reservation: str = ""
    proposed_change: str = ""
    would_favour: bool = False
    seen: int = 0


@dataclass(frozen=True)
class Voice:
    """How the answers come: by the association, under a proxy, or as the secretariat had it."""

    proxy: Proxy | None = None
    channel: str = ""
    note: str = ""


def cast_position(
    actor: Actor, reference: str, number: int, *, association_id: int, at: datetime, **answer: Any
) -> Position:
    """Cast or change the position on the text as a whole; the keywords are those of `Answer`."""
    access, ballot = lock_to_vote(actor, reference, number, at=at)
    require_voter(access, ballot, association_id)
    final = ballot.items[-1].number
    return cast_answers(access, ballot, association_id, {final: Answer(**answer)}, at=at)[0]


def cast_positions(
    actor: Actor, reference: str, number: int, *, association_id: int, answers: Mapping[int, Answer],
    at: datetime,
) -> list[Position]:  # fmt: skip
    """Cast or change positions on several items at once, by their numbers: all of them or none."""
    access, ballot = lock_to_vote(actor, reference, number, at=at)
    require_voter(access, ballot, association_id)
    return cast_answers(access, ballot, association_id, answers, at=at)


def enter_positions(
    actor: Actor, reference: str, number: int, *, association_id: int, answers: Mapping[int, Answer],
    channel: str, note: str, at: datetime,
) -> list[Position]:  # fmt: skip
    """Enter what an association said by letter or telephone; it is told, and can change it."""
    access, ballot = lock_to_vote(actor, reference, number, at=at)
    require("position:enter", access.roles, "decision")
    lock_associations({association_id})
    return put(access, ballot, association_id, answers, entered(channel, note))


def entered(channel: str, note: str) -> Voice:
    """As the secretariat had it: how it came, from whom and when is kept with the position."""
    said = readable_text(note, LONGEST_NOTE).strip()
    if channel not in CHANNELS:
        raise RuleBroken(_("Say how the position came: by letter, by telephone or by e-mail."))
    if not said:
        raise RuleBroken(_("Say who gave the position, and when: it is kept with it."))
    return Voice(channel=channel, note=said)


def require_voter(access: Access, ballot: Ballot, association_id: int) -> None:
    """Who votes for some association may cast; the people of one that rests are told why they may not."""
    if association_id in access.actor.association_ids:
        refuse_resting(ballot, members.association(association_id))
    require("position:cast", access.roles, "decision")


def cast_answers(
    access: Access, ballot: Ballot, association_id: int, answers: Mapping[int, Answer], *, at: datetime
) -> list[Position]:
    """As the association itself, or as the holder of its proxy."""
    voice = Voice(proxy_of(access.actor, ballot, association_id, at=at))
    return put(access, ballot, association_id, answers, voice)


def put(
    access: Access, ballot: Ballot, association_id: int, answers: Mapping[int, Answer], voice: Voice
) -> list[Position]:
    """Place every answer; the record and the mails say who acted for whom, where anything changed."""
    received_at = locked_now()
    freeze_if_due(access.paper, ballot, at=received_at)
    items = items_to_answer(access, ballot, association_id, answers, voice, received_at)
    placed, changed = [], []
    for number, answer in sorted(answers.items(), key=itemgetter(0)):  # so that nobody waits in a circle
        position, is_new = answered(access, items[number], association_id, answer, voice, received_at)
        placed.append(position)
        changed += [position] if is_new else []
    if changed:
        messages.positions_cast(access.paper, ballot, changed, at=received_at)
    return placed


def items_to_answer(
    access: Access, ballot: Ballot, association_id: int, answers: Mapping[int, Answer], voice: Voice,
    received_at: datetime,
) -> dict[int, Item]:  # fmt: skip
    """The items by their numbers, when these can be answered for this association at this instant."""
    refuse_unless_open(access.paper, ballot, received_at)
    refuse_off_the_roll(ballot, association_id)
    if Conduct.from_dict(ballot.conduct).is_secret:
        raise CastInSecret(
            _("This ballot is secret: put the position into its box, on the page of the ballot.")
        )
    if voice.proxy is not None:
        refuse_over_own_position(ballot, voice.proxy)
    if voice.channel:
        refuse_entering(ballot, association_id)
    items = {item.number: item for item in ballot.items}
    if not answers or not answers.keys() <= items.keys():
        raise RuleBroken(_("Choose one of the positions offered."))
    return items


def answered(
    access: Access, item: Item, association_id: int, answer: Answer, voice: Voice, received_at: datetime
) -> tuple[Position, bool]:
    """The position on one item, and whether it is new: who says the same again changes nothing, and it has
    a line in the record already.
    """
    said = position_said(item, association_id, answer, voice)
    said.cast_by_id, said.cast_at = cast(int, access.actor.account_id), received_at
    standing = queries.position_on(item, association_id, locked=True)
    before = standing.choice if standing else None
    if standing is not None and is_resent(standing, said):
        return standing, False
    refuse_unseen(standing, answer.seen)
    drop_inherited_reservation(said, standing)
    check_named(item, said)
    if standing is not None and says_the_same(standing, said):
        return standing, False
    position = place(item, said, standing)
    record.write(
        access.actor, "position:enter" if voice.channel else "position:cast", ("position", position.id),
        at=received_at, paper_id=access.paper.id, association_id=association_id,
        **told(item, position, before),
    )  # fmt: skip
    return position, True


def told(item: Item, position: Position, before: str | None) -> dict[str, Any]:
    """What the record says of a position: where it is not shown as it comes, not what it is."""
    details: dict[str, Any] = {"item": item.number, "items": len(item.ballot.items)}
    if position.channel:
        details["channel"] = position.channel
    if position.proxy_id is not None:
        details["proxy"] = position.proxy_id
    if Conduct.from_dict(item.ballot.conduct).shown is not Shown.LIVE:
        return details | {"changed": before is not None}
    return details | {
        "before": before, "choice": position.choice, "has_reservation": bool(position.reservation)
    }  # fmt: skip


def position_said(item: Item, association_id: int, answer: Answer, voice: Voice) -> Position:
    """What would stand; blanks say nothing."""
    change = words_in(answer.proposed_change)
    return Position(
        association_id=association_id,
        choice=answer.choice,
        explanation=words_in(answer.explanation),
        reservation=words_in(answer.reservation),
        proposed_change=change,
        would_favour=answer.would_favour and bool(change),
        channel=voice.channel,
        channel_note=voice.note,
        proxy_id=voice.proxy.id if voice.proxy else None,
    )


def words_in(typed: str) -> str:
    """What was written, without the blanks around it."""
    return readable_text(typed, LONGEST_EXPLANATION).strip()


def drop_inherited_reservation(said: Position, standing: Position | None) -> None:
    """Who turns from in favour to another position need not empty the reservation that was filled in."""
    if standing is None or said.choice == "in_favour":
        return
    if said.reservation == standing.reservation.strip():
        said.reservation = ""


def check_named(item: Item, said: Position) -> None:
    """The same as `check_position`; of several items a refusal names the one it is about."""
    try:
        check_position(item, said)
    except RuleBroken as refusal:
        if len(item.ballot.items) == 1:
            raise
        sentence = _("Item %(number)s: %(sentence)s", number=item.number, sentence=refusal.sentence)
        raise type(refusal)(sentence) from None


def check_position(item: Item, said: Position) -> None:
    """What may be said under this item's rule and this ballot's conduct."""
    if said.choice not in choices_for(item.rule):
        raise RuleBroken(_("Choose one of the positions offered."))
    if said.reservation and said.choice != "in_favour":
        raise RuleBroken(_("A reservation goes with a position in favour: vote in favour, or remove it."))
    conduct = Conduct.from_dict(item.ballot.conduct)
    if said.choice in ("against", "objection"):
        refuse_bare_no(conduct, said)
    elif said.proposed_change and conduct.amendment_objects and "silence" in item.rule:
        raise RuleBroken(
            _("Under this procedure, a proposed change is an objection: choose “Objection”, or leave it out.")
        )


def refuse_bare_no(conduct: Conduct, said: Position) -> None:
    """A no comes with what the procedure asks of it."""
    if conduct.against_needs is not Needs.NOTHING and not said.explanation:
        raise ReasonMissing(
            _("Under this procedure, who is against gives a reason. Write it as the explanation.")
        )
    if conduct.against_needs is Needs.REASON_AND_CHANGE and not said.proposed_change:
        raise ReasonMissing(
            _("Under this procedure, who is against says what should stand instead: propose a change.")
        )


def refuse_unless_open(paper: Paper, ballot: Ballot, received_at: datetime) -> None:
    """Received at the stored instant or later is late, whatever the person saw."""
    reason = not_open(paper, ballot, at=received_at)
    if not reason:
        return
    if queries.is_ahead(ballot, at=received_at):
        raise BallotNotYetOpen(reason)
    if paper.stage == "withdrawn" or ballot.called_off_at is not None:
        raise BallotClosed(reason)
    raise BallotClosed(late_in_words(closed=spoken(ballot.closes_at), received=spoken(received_at)))


def refuse_off_the_roll(ballot: Ballot, association_id: int) -> None:
    entry = queries.roll_entry(association_id, ballot)
    if reason := off_the_roll(members.association(association_id), entry):
        raise NotOnTheRoll(reason)


def place(item: Item, new: Position, standing: Position | None) -> Position:
    """Put the position in its one place, keeping what stood there before."""
    if standing is not None:
        replace_standing(item, standing, new)
        return standing
    new.item_id = item.id
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:
        raise PositionTaken(who_acted(queries.position_on(item, new.association_id))) from None
    return new


def refuse_unseen(standing: Position | None, seen: int) -> None:
    """Nobody overwrites what they have not seen."""
    if (standing.version_counter if standing else 0) != seen:
        raise PositionTaken(who_acted(standing))


def refuse_final(item: Item, standing: Position | None, said: Position) -> None:
    """Where positions cannot be changed, what stands stays."""
    if standing is not None and is_final(item.ballot, standing, proxy_id=said.proxy_id):
        raise PositionFinal(_("Under this procedure a position is final: it was cast, and is not changed."))


def is_final(ballot: Ballot, standing: Position, *, proxy_id: int | None) -> bool:
    """Whether who acts under this proxy (None: as the association itself) can no longer change what stands.

    What a holder cast is the grantor's to replace once, by its own act, with which the proxy lapses.
    """
    if queries.conduct_of(ballot).may_change:
        return False
    return standing.proxy_id is None or proxy_id is not None


SAYING = (
    *(field.name for field in fields(Answer) if field.name != "seen"), "channel", "channel_note", "proxy_id",
)  # fmt: skip
SAID = (*SAYING, "cast_by_id", "cast_at")


def says_the_same(standing: Position, said: Position) -> bool:
    """Whether there is nothing to change: the same words on the same ground."""
    return all(getattr(standing, name) == getattr(said, name) for name in SAYING)


def is_resent(standing: Position, said: Position) -> bool:
    """Whether the same person sends the same page again: whatever it had seen, nobody is overwritten."""
    return standing.cast_by_id == said.cast_by_id and says_the_same(standing, said)


def replace_standing(item: Item, standing: Position, new: Position) -> None:
    """Keep a copy of the position as it stood, without which the database takes no change, and change it."""
    refuse_final(item, standing, new)
    db.session.add(
        EarlierPosition(position_id=standing.id, **{name: getattr(standing, name) for name in SAID})
    )
    db.session.flush()
    for name in SAID:
        setattr(standing, name, getattr(new, name))
    db.session.flush()


def who_acted(position: Position | None) -> str:
    """Who was faster, for the person who was not."""
    if position is None:
        return _("The position was changed meanwhile. Look at it and try again.")
    return _(
        "%(name)s acted for your association at %(moment)s. Nothing was changed: look at that position, "
        "and change it if it should be another.",
        name=position.cast_by.name,
        moment=spoken(position.cast_at),
    )
