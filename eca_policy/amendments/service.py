"""The verbs of amendments: draft, table, sign, withdraw, take over, confirm, decide.

Each verb locks the paper first: that orders the writers of one paper, so that numbers have no doubles and the
instant read inside the lock says what came in time.
"""

from datetime import datetime
from typing import cast

from eca_policy.amendments import messages, queries, rules, speaking
from eca_policy.amendments.drafting import Proposal, checked, write_wording
from eca_policy.amendments.following import carry, parent_changes
from eca_policy.amendments.models import Amendment, Cosignature, NumberingScheme, Wording
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.receiving import received_in_time
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.papers.unreadable import readable_text
from eca_policy.permissions.guard import permit
from eca_policy.record import service as record
from eca_policy.text.markdown import render_short
from eca_policy.transaction import queue_up

NUMBERING_LOCK = 0x0ECD


class TextMovedOn(ChangedMeanwhile):
    """The amendment was written on a version that is no longer the last one."""


class NotInThisState(RuleBroken):
    """What was asked cannot be done to an amendment in its state."""


class NotYours(NotAllowed):
    """The amendment is another association's."""


class NothingProposed(RuleBroken):
    """No wording waits for its author's word."""


class ConfirmFirst(RuleBroken):
    """The text has moved on, and the author has not said yet whether it shall read so."""


def draft(actor: Actor, reference: str, proposal: Proposal, *, at: datetime) -> Amendment:
    """Begin an amendment: it is seen by its own delegation alone, and so stands in no record."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:draft")
    version = version_named(access, proposal.version)
    parent = parent_named(access, proposal.parent)
    amendment = Amendment(
        paper_id=access.paper.id,
        state="draft",
        association_id=speaking.speaking_for(actor, proposal.association_id),
        author_id=cast(int, actor.account_id),
        parent_id=parent.id if parent else None,
        created_at=received,
    )
    set_reason(amendment, proposal.reason)
    standing = parent.wording.as_changes() if parent else ()
    changes = checked(proposal.changes, stored_paragraphs(version.revision.paragraphs), standing)
    db.session.add(amendment)
    db.session.flush()
    write_wording(
        amendment, version, changes, how="written", account_id=actor.account_id, against=standing, at=received
    )
    return amendment


def redraft(actor: Actor, reference: str, name: str, proposal: Proposal, *, at: datetime) -> Amendment:
    """Write a draft anew; anyone of the delegation may. What it read before is kept, and shown to nobody."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:draft")
    amendment = own_amendment(access, name)
    require_state(amendment, "draft")
    write_anew(actor, access, amendment, proposal, how="written", at=received)
    return amendment


def discard(actor: Actor, reference: str, name: str, *, at: datetime) -> None:
    """Throw a draft away: nobody sees it any more."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("amendment:withdraw")
    amendment = own_amendment(access, name)
    require_state(amendment, "draft")
    amendment.discarded_at = at


def table(actor: Actor, reference: str, name: str, *, at: datetime) -> Amendment:
    """Table a draft: from here on everyone reads it, under a number that never changes."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:table")
    amendment = own_amendment(access, name)
    require_state(amendment, "draft")
    refuse_unconfirmed(amendment)
    refuse_closed_parent(amendment)
    refuse_without_reason(amendment.reason)
    number, label = queries.next_number(access.paper, amendment.association.code)
    amendment.state, amendment.tabled_at = "tabled", received
    amendment.number, amendment.label, amendment.origin_id = number, label, amendment.association_id
    amendment.author_id = cast(int, actor.account_id)
    db.session.flush()
    db.session.refresh(amendment, ["author"])
    note(access, "amendment:table", amendment, at=received)
    messages.tell_of_tabling(access.paper, amendment, at=received)
    return amendment


def cosign(
    actor: Actor, reference: str, name: str, *, association_id: int | None = None, at: datetime
) -> Cosignature:
    """Put an association behind an amendment of another."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:sign")
    amendment = queries.amendment_named(access, name)
    require_state(amendment, "tabled")
    signer = speaking.signing_for(
        actor, association_id, tabled_for=amendment.association_id, signed=signers(amendment)
    )
    signature = Cosignature(
        association_id=signer, account_id=cast(int, actor.account_id), created_at=received
    )
    amendment.cosignatures.append(signature)
    db.session.flush()
    note(access, "amendment:sign", amendment, at=received, association_id=signer)
    return signature


def take_back_signature(
    actor: Actor, reference: str, name: str, *, association_id: int | None = None, at: datetime
) -> None:
    """Take an association's signature back; whoever gave it, any of its people may."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:sign")
    amendment = queries.amendment_named(access, name)
    require_state(amendment, "tabled")
    own = [each for each in signers(amendment) if each in rules.tablers(actor)]
    if not own:
        raise RuleBroken(_("Your association has not signed this amendment: nothing to take back."))
    signer = speaking.named(actor, association_id, own)
    amendment.cosignatures = [each for each in amendment.cosignatures if each.association_id != signer]
    note(access, "amendment:unsign", amendment, at=received, association_id=signer)


def withdraw(actor: Actor, reference: str, name: str, *, at: datetime) -> Amendment:
    """Withdraw a tabled amendment of one's own association; it stays readable, and another may take over."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:withdraw")
    amendment = own_amendment(access, name)
    require_state(amendment, "tabled")
    amendment.state = "withdrawn"
    note(access, "amendment:withdraw", amendment, at=received)
    messages.tell_of_withdrawal(access.paper, amendment, at=received)
    return amendment


def take_over(
    actor: Actor, reference: str, name: str, *, association_id: int | None = None, at: datetime
) -> Amendment:
    """Another association stands for a withdrawn amendment; the number stays, and it follows the text."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:withdraw")
    amendment = queries.amendment_named(access, name)
    require_state(amendment, "withdrawn")
    former = amendment.association_id
    heir = speaking.signing_for(actor, association_id, tabled_for=former, signed=())
    amendment.cosignatures = [each for each in amendment.cosignatures if each.association_id != heir]
    amendment.state, amendment.association_id = "tabled", heir
    amendment.author_id = cast(int, actor.account_id)
    db.session.flush()
    db.session.refresh(amendment, ["author", "association"])
    carry(amendment, last_version(access), at=received)
    note(access, "amendment:take_over", amendment, at=received, former=former)
    messages.tell_of_tabling(access.paper, amendment, at=received)
    return amendment


def confirm(actor: Actor, reference: str, name: str, *, seen: int, at: datetime) -> Amendment:
    """Say that the amendment shall read as proposed. `seen` is the number of the wording that was shown."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:confirm")
    amendment = own_amendment(access, name)
    proposed = proposed_wording(amendment, seen=seen)
    if not proposed.changes:
        raise NothingProposed(_("The text reads so already. Withdraw the amendment, or rewrite it."))
    version = queries.version_of(amendment)
    write_wording(
        amendment, version, proposed.as_changes(), how="confirmed", account_id=actor.account_id,
        against=parent_changes(amendment, version), at=received,
    )  # fmt: skip
    note_wording(access, "amendment:confirm", amendment, at=received)
    return amendment


def rewrite(
    actor: Actor, reference: str, name: str, proposal: Proposal, *, seen: int, at: datetime
) -> Amendment:
    """Answer a proposal with another wording. What the amendment read before is kept."""
    access = access_paper(actor, reference, at=at, lock="update")
    received = received_in_time(access, "amendment:confirm")
    amendment = own_amendment(access, name)
    proposed_wording(amendment, seen=seen)
    if amendment.state != "draft":
        refuse_without_reason(proposal.reason)
    write_anew(actor, access, amendment, proposal, how="rewritten", at=received)
    note_wording(access, "amendment:rewrite", amendment, at=received)
    return amendment


def decide(access: Access, amendment: Amendment, decision: rules.State, *, reason: str, at: datetime) -> None:
    """What becomes of one tabled amendment, and why; for the rapporteur's desk, which locks and tells."""
    access.require("amendment:decide")
    require_state(amendment, "tabled")
    if decision not in rules.DECISIONS:
        raise RuleBroken(_("Choose what becomes of the amendment."))
    why = readable_text(reason, rules.LONGEST_REASON).strip()
    if rules.needs_reason(decision) and not why:
        raise RuleBroken(
            _("Amendment %(label)s: give the reason. Its authors will read it.", label=amendment.label)
        )
    amendment.state, amendment.decision_reason = decision, why
    amendment.decided_by_id, amendment.decided_at = access.actor.account_id, at
    db.session.flush()
    db.session.refresh(amendment, ["decided_by"])
    note(access, "amendment:decide", amendment, at=at, decision=decision)


def choose_numbering(actor: Actor, scheme: str, *, at: datetime) -> None:
    """How amendments tabled from now on are numbered; those tabled keep what they are called."""
    permit(actor, "numbering:choose")
    if scheme not in rules.SCHEMES:
        raise RuleBroken(_("Choose one of the two ways of numbering."))
    queue_up(NUMBERING_LOCK)
    if scheme != queries.numbering_scheme():
        db.session.merge(NumberingScheme(id=1, scheme=scheme))
        record.write(actor, "numbering:choose", ("numbering_scheme", 1), at=at, scheme=scheme)


def own_amendment(access: Access, name: str) -> Amendment:
    """One amendment of an association the actor acts for."""
    amendment = queries.amendment_named(access, name)
    if amendment.association_id not in rules.tablers(access.actor):
        raise NotYours(_("Only the association that tabled this amendment can do this."))
    return amendment


def require_state(amendment: Amendment, state: rules.State) -> None:
    if amendment.state != state or amendment.discarded_at is not None:
        raise NotInThisState(_("This amendment has moved on meanwhile. Look at it as it is now."))


def version_named(access: Access, number: int) -> Version:
    """The version the amendment was written on, which must be the last one issued."""
    last = last_version(access)
    if last.number != number:
        raise TextMovedOn(
            _(
                "Version %(number)s was issued meanwhile. Your wording is below: put it on the new text.",
                number=last.number,
            )
        )
    return last


def last_version(access: Access) -> Version:
    version = papers.latest_version(access.paper)
    if version is None:
        raise RuleBroken(_("Amendments are tabled to an issued version; there is none yet."))
    return version


def parent_named(access: Access, label: str) -> Amendment | None:
    """The tabled amendment that is amended; none where none is named."""
    if not label:
        return None
    parent = queries.amendment_named(access, label)
    require_state(parent, "tabled")
    refuse_unconfirmed(parent)
    if parent.parent_id is not None:
        raise RuleBroken(_("An amendment to an amendment cannot be amended. Amend the first one."))
    return parent


def refuse_closed_parent(amendment: Amendment) -> None:
    if amendment.parent_id is not None:
        require_state(db.session.get_one(Amendment, amendment.parent_id), "tabled")


def refuse_unconfirmed(amendment: Amendment) -> None:
    if amendment.wording.how == "proposed":
        raise ConfirmFirst(
            _("The text has moved on. Say first whether the amendment shall read as it now would.")
        )


def proposed_wording(amendment: Amendment, *, seen: int) -> Wording:
    """The wording that waits for its author's word, when it is the one that was shown."""
    if amendment.state not in rules.FOLLOWING or amendment.wording.how != "proposed":
        raise NothingProposed(_("This amendment reads as its authors wrote it: there is nothing to confirm."))
    if amendment.wording.number != seen:
        raise TextMovedOn(_("The text has moved on once more. Look at what the amendment would read now."))
    return amendment.wording


def write_anew(
    actor: Actor, access: Access, amendment: Amendment, proposal: Proposal, *, how: rules.How, at: datetime
) -> None:
    version = version_named(access, proposal.version)
    standing = parent_changes(amendment, version)
    changes = checked(proposal.changes, stored_paragraphs(version.revision.paragraphs), standing)
    set_reason(amendment, proposal.reason)
    write_wording(amendment, version, changes, how=how, account_id=actor.account_id, against=standing, at=at)


def set_reason(amendment: Amendment, typed: str) -> None:
    text = readable_text(typed, rules.LONGEST_REASON).strip()
    amendment.reason, amendment.reason_html = text, render_short(text)


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Say why: the rapporteur and the other associations will read it."))


def signers(amendment: Amendment) -> list[int]:
    return [each.association_id for each in amendment.cosignatures]


def note(
    access: Access, verb: str, amendment: Amendment, *, at: datetime, association_id: int | None = None,
    **details: str | int,
) -> None:  # fmt: skip
    """The line in the record: for which association the person acted on which amendment."""
    record.write(
        access.actor, verb, ("amendment", amendment.id), at=at, paper_id=access.paper.id,
        association_id=association_id or amendment.association_id, label=amendment.label, **details,
    )  # fmt: skip


def note_wording(access: Access, verb: str, amendment: Amendment, *, at: datetime) -> None:
    """The same for a new wording; of a draft nothing is recorded, since nobody else knows of it."""
    if amendment.state != "draft":
        note(access, verb, amendment, at=at, wording=amendment.wording.number)
