"""The verbs of the voting list: arrange, put together and apart, request a vote apart, take it for a ballot.

Each locks the paper first, as the verbs of amendments do: between them the list stands still.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast

from eca_policy.amendments.models import Amendment
from eca_policy.amendments.speaking import speaking_for
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotVisible, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.record import service as record
from eca_policy.voting import moving
from eca_policy.voting.items import Item, can_split
from eca_policy.voting.models import KINDS, VoteRequest, VotingEntry, VotingList
from eca_policy.voting.order import Entry
from eca_policy.voting.queries import Agenda, agenda, arrangement, last_list
from eca_policy.voting.words import reason_apart

Steps = Literal[-1, 1]


class ListChanged(ChangedMeanwhile):
    """The list is no longer the one that was looked at."""


class NothingToArrange(RuleBroken):
    """What was asked names nothing that can be done with the list."""


class CannotBePacked(RuleBroken):
    """What was chosen cannot be voted on together."""


class AlreadyRequested(RuleBroken):
    """The association has asked for this vote already."""


class NothingToSplit(RuleBroken):
    """The amendment changes one place only."""


def move(actor: Actor, reference: str, label: str, *, by: Steps, seen: str, at: datetime) -> bool:
    """Move an entry one place up (-1) or down (1); says whether there was one. `seen` is the list's stamp."""
    access, found = for_arranging(actor, reference, seen=seen, at=at)
    entry = entry_of(found, label)
    return place(access, found, entry, moving.step(found.listed, entry.key, by), at=at)


def move_to(actor: Actor, reference: str, label: str, *, number: int, seen: str, at: datetime) -> bool:
    """Move an entry to where the item of this number stands."""
    access, found = for_arranging(actor, reference, seen=seen, at=at)
    entry = entry_of(found, label)
    if not 1 <= number < len(found.listed.items):
        raise NothingToArrange(
            _("Give the number of an item, from 1 to %(last)s.", last=len(found.listed.items) - 1)
        )
    return place(access, found, entry, moving.to_item(found.listed, entry.key, number), at=at)


def place(access: Access, found: Agenda, entry: Entry, ranks: Mapping[int, int], *, at: datetime) -> bool:
    """Write where everything stands now, unless it stands there already."""
    if ranks == moving.ranks(found.listed.entries):
        return False
    kept = write(access, found, ranks=ranks, at=at)
    now = next(item.number for item in agenda(access).listed.items if entry.key in item.amendments)
    note(access, "voting:move", kept, at=at, label=entry.labels[0], item=now)
    return True


def back_to_proposed(actor: Actor, reference: str, *, seen: str, at: datetime) -> None:
    """Give up the arrangement; packages stay."""
    access, found = for_arranging(actor, reference, seen=seen, at=at)
    if arrangement(access.paper).ranks:
        note(access, "voting:reset", write(access, found, ranks={}, at=at), at=at)


def pack(actor: Actor, reference: str, labels: Collection[str], *, seen: str, at: datetime) -> None:
    """Put entries together, to be voted on as one; refused with the reason where one of them must not be."""
    access, found = for_arranging(actor, reference, seen=seen, at=at)
    chosen = {entry.key: entry for entry in (entry_of(found, label) for label in labels)}
    if len(chosen) < 2:
        raise NothingToArrange(_("Choose two amendments or more to be voted on together."))
    before = arrangement(access.paper).packages
    number = max(before.values(), default=0) + 1
    packages = {key: number for entry in chosen.values() for key in entry.amendments}
    kept = write(access, found, packages={**before, **packages}, at=at)
    refuse_apart(agenda(access), list(chosen))
    note(access, "voting:pack", kept, at=at, labels=[entry.labels[0] for entry in chosen.values()])


def unpack(actor: Actor, reference: str, label: str, *, seen: str, at: datetime) -> None:
    """Take an entry out of its package."""
    access, found = for_arranging(actor, reference, seen=seen, at=at)
    entry = entry_of(found, label)
    packages = arrangement(access.paper).packages
    if not any(key in packages for key in entry.amendments):
        raise NothingToArrange(_("Amendment %(label)s is in no package.", label=label))
    left = {key: number for key, number in packages.items() if key not in entry.amendments}
    kept = write(access, found, packages=left, at=at)
    note(access, "voting:unpack", kept, at=at, label=entry.labels[0])


def request_vote(
    actor: Actor, reference: str, label: str, kind: str, *, association_id: int | None = None, at: datetime
) -> VoteRequest:
    """Ask for an association that an amendment be voted on by itself, or place by place."""
    access, found = for_requesting(actor, reference, at=at)
    amendment = amendment_of(found, label)
    voice = speaking_for(actor, association_id)
    if kind not in KINDS:
        raise NothingToArrange(_("Choose a separate or a split vote."))
    if kind == "split" and not can_split(entry_of(found, label)):
        raise NothingToSplit(
            _("Amendment %(label)s changes one place only: it cannot be split.", label=label)
        )
    if request_of(found, amendment, voice, kind):
        raise AlreadyRequested(_("Your association has asked for this already."))
    made = VoteRequest(
        amendment_id=amendment.id, association_id=voice, kind=kind,
        account_id=cast(int, actor.account_id), requested_at=at,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    note_request(access, "voting:request", made, label, at=at)
    return made


def take_back_request(
    actor: Actor, reference: str, label: str, kind: str, *, association_id: int | None = None, at: datetime
) -> None:
    """Take a request back; whoever of the association made it."""
    access, found = for_requesting(actor, reference, at=at)
    amendment = amendment_of(found, label)
    made = request_of(found, amendment, speaking_for(actor, association_id), kind)
    if made is None:
        raise NothingToArrange(_("Your association has not asked for this: there is nothing to take back."))
    note_request(access, "voting:take_back", made, label, at=at)
    db.session.delete(made)
    db.session.flush()


def take_for_ballot(access: Access, *, at: datetime) -> tuple[Item, ...]:
    """The items for a ballot, which locks and records; from here on this list is never another.

    Should the paper come back from its ballot, its next list begins as this one was.
    """
    access.require("ballot:open")
    found = agenda(access)
    write(access, found, at=at).frozen_at = at
    db.session.flush()
    return found.listed.items


def for_arranging(actor: Actor, reference: str, *, seen: str, at: datetime) -> tuple[Access, Agenda]:
    """The paper, locked, and its list, when it is still the one that was looked at."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("voting:arrange")
    found = agenda(access)
    if found.listed.stamp != seen:
        raise ListChanged(
            _("The list has changed meanwhile. This is the newer one: look at it and try again.")
        )
    return access, found


def for_requesting(actor: Actor, reference: str, *, at: datetime) -> tuple[Access, Agenda]:
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("voting:request")
    return access, agenda(access)


def amendment_of(found: Agenda, label: str) -> Amendment:
    """An open amendment by its label, or a 404: what is no longer open is not on the list."""
    for one in found.amendments.values():
        if one.label == label:
            return one
    raise NotVisible(_("There is no such amendment on the voting list."))


def entry_of(found: Agenda, label: str) -> Entry:
    entry = found.listed.entry_of(amendment_of(found, label).id)
    assert entry is not None
    return entry


def request_of(found: Agenda, amendment: Amendment, association_id: int, kind: str) -> VoteRequest | None:
    """What this association asked for on this amendment."""
    made = found.requested.get(amendment.id, ())
    return next((each for each in made if (each.association_id, each.kind) == (association_id, kind)), None)


def refuse_apart(found: Agenda, keys: Sequence[int]) -> None:
    """Say why one of the entries that were put together is voted on apart all the same."""
    for key in keys:
        if key in found.listed.apart:
            raise CannotBePacked(reason_apart(found.listed, key))


def write(
    access: Access, found: Agenda, *, ranks: Mapping[int, int] | None = None,
    packages: Mapping[int, int] | None = None, at: datetime,
) -> VotingList:  # fmt: skip
    """Keep the arrangement; what is not given stays as it was."""
    before = arrangement(access.paper)
    ranks = before.ranks if ranks is None else ranks
    packages = before.packages if packages is None else packages
    kept = open_list(access.paper, found.version, at=at)
    rows = {each.amendment_id: each for each in kept.entries}
    kept.entries = [
        placed(rows.get(key) or VotingEntry(amendment_id=key), rank=ranks.get(key), package=packages.get(key))
        for key in sorted({*ranks, *packages})
    ]
    db.session.flush()
    return kept


def placed(row: VotingEntry, *, rank: int | None, package: int | None) -> VotingEntry:
    row.rank, row.package = rank, package
    return row


def open_list(paper: Paper, version: Version | None, *, at: datetime) -> VotingList:
    """The arrangement that can be changed; a new one where there is none, or a ballot took it."""
    if version is None:
        raise NothingToArrange(_("Amendments are tabled to an issued version; there is none yet."))
    kept = last_list(paper)
    if kept is None or kept.frozen_at is not None:
        kept = VotingList(paper_id=paper.id)
        db.session.add(kept)
    kept.version_id, kept.arranged_at = version.id, at
    return kept


def note(access: Access, verb: str, kept: VotingList, *, at: datetime, **details: Any) -> None:
    record.write(access.actor, verb, ("voting_list", kept.id), at=at, paper_id=access.paper.id, **details)


def note_request(access: Access, verb: str, made: VoteRequest, label: str, *, at: datetime) -> None:
    record.write(
        access.actor, verb, ("amendment", made.amendment_id), at=at, paper_id=access.paper.id,
        association_id=made.association_id, label=label, kind=made.kind,
    )  # fmt: skip
