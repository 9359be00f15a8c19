"""The verbs of the desk: open, choose, take sides, write, finish. Who holds it: `holding.py`.

Each locks the paper first, as tabling and withdrawing do: nothing is tabled while a desk is finished. What
is chosen on the desk stands in no record until it is finished: until then nobody else knows of it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import func, select

from eca_policy.amendments import messages as amendment_messages
from eca_policy.amendments.rules import LONGEST_REASON, LONGEST_WORDING
from eca_policy.consolidation import choosing, finishing, queries, rules
from eca_policy.consolidation.desk import chosen_sides, key_of
from eca_policy.consolidation.models import Compromise, Consolidation
from eca_policy.consolidation.rules import Chosen, Decision, Group, Worded
from eca_policy.consolidation.seating import (
    DeskBehindText,
    DeskChanged,
    Seat,
    desk_to_change,
    group_named,
    note,
    require_seen,
    seat_at,
    text_moved_on,
    touch,
)  # fmt: skip
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.unreadable import readable_text


class DeskIsOpen(RuleBroken):
    """A paper has one desk at a time."""


class NotReady(RuleBroken):
    """The desk cannot be finished: something is still to be settled."""


@dataclass(frozen=True)
class Agreement:
    """A compromise as it is typed: the wording of its place, the reason, and the labels it replaces."""

    text: str
    reason: str
    labels: tuple[str, ...]


def open_desk(actor: Actor, reference: str, *, revision: int | None = None, at: datetime) -> Consolidation:
    """Open the desk of a paper on its last version. A text not yet issued becomes the next version first:
    `revision` is the number of it that the person saw.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("amendment:decide")
    present = queries.open_desk(access.paper)
    if present is not None:
        raise DeskIsOpen(_("%(name)s holds the desk of this paper already.", name=present.holder.name))
    version = current_version(access, revision, at=at)
    row = Consolidation(
        paper_id=access.paper.id, version_id=version.id, holder_id=cast(int, actor.account_id),
        opened_at=at, changed_at=at,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    note(access, "consolidation:open", row, at=at, version=version.number)
    return row


def current_version(access: Access, revision: int | None, *, at: datetime) -> Version:
    """The version in force; a text saved since is issued first, when it is the one that was seen."""
    if queries.unissued(access.paper) is None:
        return cast(Version, papers.latest_version(access.paper))
    if revision is None:
        raise DeskBehindText(_("The text was edited since the last version. Issue it first."))
    return writing.issue_version(access.actor, access.paper.reference, revision=revision, at=at)


def move_on(actor: Actor, reference: str, *, revision: int | None, at: datetime) -> Consolidation:
    """Begin anew on the text as it is now; every choice that still applies is kept.

    Choices are kept with their reasons, except that an amendment whose words no longer stand is undecided
    again. Wordings stay, and are asked about where they were made from something else.
    """
    access, row = desk_to_change(actor, reference, at=at)
    version = current_version(access, revision, at=at)
    row.version_id = version.id
    touch(row, at=at)
    db.session.refresh(row, ["version"])
    seat = Seat(access, queries.laid_out(row), at)
    for group in seat.laid.desk.groups:
        if group.is_on and any(seat.laid.about[label].is_unconfirmed for label in group.labels):
            choosing.write_choice(seat, group, replace(group.chosen, decision="undecided"))
    note(access, "consolidation:move_on", row, at=at, version=version.number)
    return row


def choose(
    actor: Actor, reference: str, label: str, decision: str, *, reason: str | None = None, seen: str,
    at: datetime,
) -> Seat:  # fmt: skip
    """What becomes of an amendment, and of those identical to it; without a reason, the one given stays.
    `seen` is the token of the group.
    """
    seat = seat_at(actor, reference, at=at)
    group = group_named(seat, label)
    if group.token != seen:
        raise DeskChanged(_("This was changed meanwhile. Look at it as it is now, and choose again."))
    if decision not in rules.TYPED:
        raise RuleBroken(_("Choose what becomes of the amendment."))
    why = group.chosen.reason if reason is None else readable_text(reason, LONGEST_REASON).strip()
    touch(seat.row, at=at)
    put_choice(seat, group, decision, why)
    choosing.give_up_empty(seat)
    return seat


def put_choice(seat: Seat, group: Group, decision: Decision, reason: str) -> None:
    """Write the choice; an amendment that is amended is accepted with changes, whichever came first."""
    children = seat.laid.desk.children_on(group)
    choosing.write_choice(seat, group, Chosen(decision, reason))
    if decision == "accepted" and children:
        labels = [label for child in children for label in child.labels]
        choosing.accept_with_changes(seat, [with_choice(group, Chosen(decision, reason))], labels)
    parent = seat.laid.desk.parent(group)
    if decision in rules.ON and parent is not None:
        choosing.accept_with_changes(seat, [parent], group.labels)


def with_choice(group: Group, chosen: Chosen) -> Group:
    return Group(tuple(replace(member, chosen=chosen) for member in group.members))


def take_sides(
    actor: Actor, reference: str, place: str, taken: Mapping[int, int], *, seen: str, at: datetime
) -> Seat:
    """Take one side in each conflict of a place; `taken`: number of the conflict → number of the side. An
    amendment of which nothing is left there has lapsed.
    """
    seat = seat_at(actor, reference, at=at)
    require_seen(seat, place, seen)
    contests = seat.laid.desk.merged(place).contests
    if not contests:
        raise DeskChanged(_("Nothing is contested here any more. Look at the paragraph as it is now."))
    sides = [taken.get(at, -1) for at in range(len(contests))]
    if any(not 0 <= side < len(contest.claims) for side, contest in zip(sides, contests, strict=True)):
        raise RuleBroken(_("Take a side in every conflict of this paragraph, or write the wording yourself."))
    texts = [contest.claims[side].text for side, contest in zip(sides, contests, strict=True)]
    text = chosen_sides(seat.laid.desk.merged(place), seat.laid.desk.by_id.get(place), texts)
    put_wording(seat, place, text)
    choosing.let_lapse(seat, place, Worded(text, seat.laid.desk.key(place)))
    return seat


def write_wording(actor: Actor, reference: str, place: str, typed: str, *, seen: str, at: datetime) -> Seat:
    """Give a place the wording a person wrote; left empty, nothing stands there."""
    seat = seat_at(actor, reference, at=at)
    require_seen(seat, place, seen)
    return put_wording(seat, place, readable_text(typed, LONGEST_WORDING).strip())


def put_wording(seat: Seat, place: str, text: str) -> Seat:
    touch(seat.row, at=seat.at)
    choosing.decide_wording(seat, place, Worded(text, seat.laid.desk.key(place)))
    return seat


def keep_wording(actor: Actor, reference: str, place: str, *, seen: str, at: datetime) -> Seat:
    """Say that a wording holds although it was made for other switches; a compromise's likewise."""
    seat = seat_at(actor, reference, at=at)
    require_seen(seat, place, seen)
    desk = seat.laid.desk
    touch(seat.row, at=at)
    own = desk.decided.get(place)
    if own is not None:
        choosing.decide_wording(seat, place, replace(own, made_from=desk.key(place)))
    for compromise in queries.compromise_rows(seat.row):
        row = choosing.wording_row(seat, place, compromise)
        if row is not None:
            row.made_from = key_of(desk.by_id.get(place))
    db.session.flush()
    return seat


def drop_wording(actor: Actor, reference: str, place: str, *, seen: str, at: datetime) -> Seat:
    """Let the place read again as what is switched on makes it."""
    seat = seat_at(actor, reference, at=at)
    require_seen(seat, place, seen)
    row = choosing.wording_row(seat, place)
    if row is None:
        raise DeskChanged(_("Nobody has written a wording here any more. Look at it as it is now."))
    touch(seat.row, at=at)
    db.session.delete(row)
    db.session.flush()
    return seat


def agree(
    actor: Actor, reference: str, place: str, typed: Agreement, *, seen: str, number: int | None = None,
    at: datetime,
) -> Compromise:  # fmt: skip
    """Write a compromise for a place, or write it anew (`number`); it stands instead of these amendments."""
    seat = seat_at(actor, reference, at=at)
    require_seen(seat, place, seen)
    groups = [group_named(seat, label) for label in typed.labels]
    if not groups:
        raise RuleBroken(_("Choose the amendments that the compromise replaces."))
    text, reason = (
        readable_text(typed.text, LONGEST_WORDING).strip(),
        readable_text(typed.reason, LONGEST_REASON).strip(),
    )
    if not reason:
        raise RuleBroken(_("Say why: the authors of the amendments will read it."))
    touch(seat.row, at=at)
    compromise = compromise_row(seat, number) if number is not None else new_compromise(seat, reason)
    compromise.reason = reason
    choosing.write_wording(seat, place, Worded(text, key_of(seat.laid.desk.by_id.get(place))), compromise)
    link(seat, compromise, groups, place)
    return compromise


def link(seat: Seat, compromise: Compromise, groups: Collection[Group], place: str) -> None:
    """Put these groups into the compromise; one of this place that it linked and no longer names leaves."""
    for group in seat.laid.desk.at.get(place, ()):
        if group.chosen.compromise == compromise.number and group not in groups:
            choosing.write_choice(seat, group, replace(group.chosen, decision="undecided", compromise=None))
    for group in groups:
        choosing.write_choice(seat, group, replace(group.chosen, decision="in_compromise"), compromise)
    choosing.give_up_empty(seat)


def new_compromise(seat: Seat, reason: str) -> Compromise:
    """The next compromise of the paper: no doubles, as the paper is locked."""
    last = db.session.scalar(
        select(func.max(Compromise.number)).where(Compromise.paper_id == seat.row.paper_id)
    )
    compromise = Compromise(
        consolidation_id=seat.row.id, paper_id=seat.row.paper_id, number=(last or 0) + 1, reason=reason,
        created_by_id=seat.account_id, created_at=seat.at,
    )  # fmt: skip
    db.session.add(compromise)
    db.session.flush()
    return compromise


def compromise_row(seat: Seat, number: int) -> Compromise:
    for compromise in queries.compromise_rows(seat.row):
        if compromise.number == number:
            return compromise
    raise DeskChanged(_("This compromise has been given up meanwhile."))


def give_up_compromise(actor: Actor, reference: str, number: int, *, at: datetime) -> Seat:
    """Take a compromise off the desk; its amendments are undecided again."""
    seat = seat_at(actor, reference, at=at)
    touch(seat.row, at=at)
    choosing.give_up(seat, compromise_row(seat, number))
    return seat


def finish(actor: Actor, reference: str, *, seen: str, note_: str = "", at: datetime) -> Version | None:
    """Make everything on the desk so: the text, the decisions, the new version. `seen` is the token of the
    whole desk. Without a change of the text no version is issued, and None is returned.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("consolidation:finish")
    seat = seat_at(actor, reference, at=at)
    if queries.is_behind(seat.row, access.paper):
        raise text_moved_on()
    if seat.laid.desk.whole_token() != seen:
        raise DeskChanged(_("Something on the desk has changed meanwhile. Read the summary once more."))
    problem = finishing.first_problem(seat)
    if problem:
        raise NotReady(problem)
    revision = finishing.save_text(seat)
    decided = finishing.write_decisions(seat, revision)
    version = None
    if revision is not None:
        version = writing.issue_version(actor, reference, revision=revision.number, note=note_, at=at)
    seat.row.ended_at, seat.row.result_id = at, version.id if version else None
    touch(seat.row, at=at)
    note(access, "consolidation:finish", seat.row, at=at, version=version.number if version else 0)
    amendment_messages.tell_of_decisions(access.paper, decided, at=at)
    return version
