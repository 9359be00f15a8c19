"""The verbs of the secretariat: which associations there are, and who acts for them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from eca_policy.accounts import queries as accounts
from eca_policy.accounts import service as people
from eca_policy.accounts.models import Account
from eca_policy.accounts.service import Profile
from eca_policy.extensions import db
from eca_policy.lib.actor import VISITOR, Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import messages, queries, terms
from eca_policy.members.facts import AssociationFacts, checked, facts_of
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.members.terms import Office
from eca_policy.permissions.guard import permit
from eca_policy.record import service as record


class NameTaken(RuleBroken):
    """Another association has this code or this name."""


class AssociationChanged(ChangedMeanwhile):
    """The facts are no longer those that the person was looking at."""


class InvitedMeanwhile(ChangedMeanwhile):
    """Someone else invited the same person."""


class AlreadyFounded(RuleBroken):
    """The secretariat has people: they invite the others."""


class AlreadySignedIn(RuleBroken):
    """The invited person has a password: there is nothing to invite them to."""


class Invited(NamedTuple):
    """What came of an invitation: the term, and whether the person was new here."""

    term: TermOfOffice
    is_new: bool


def create_association(actor: Actor, facts: AssociationFacts, *, at: datetime) -> Association:
    """A new association; it has no people yet."""
    permit(actor, "association:manage")
    association = Association(**checked(facts)._asdict(), created_at=at)
    note_suspension(association, at=at)
    db.session.add(association)
    keep(association, "association:create", by=actor, at=at)
    return association


def change_association(
    actor: Actor, code: str, facts: AssociationFacts, *, seen: str, at: datetime
) -> Association:
    """Change the facts, if they are still those whose fingerprint was `seen`. A frozen roll keeps its own."""
    permit(actor, "association:manage")
    association = queries.association_with_code(code, lock=True)
    if facts_of(association).fingerprint() != seen:
        raise AssociationChanged(
            _("Someone else changed this association meanwhile. Look at what it is now, then save again.")
        )
    for name, value in checked(facts)._asdict().items():
        setattr(association, name, value)
    note_suspension(association, at=at)
    keep(association, "association:change", by=actor, at=at)
    return association


def note_suspension(association: Association, *, at: datetime) -> None:
    """A suspended association has no vote from the day on which it was suspended; rolls say since when."""
    if association.status != "suspended":
        association.suspended_on = None
    elif association.suspended_on is None:
        association.suspended_on = queries.today(at)


def keep(association: Association, verb: str, *, by: Actor, at: datetime) -> None:
    """Write the row, if its code and name are free, and what votes depend on into the record."""
    try:
        db.session.flush()
    except IntegrityError as error:
        raise NameTaken(
            _("Another association already has this code or this name. Choose another.")
        ) from error
    record.write(
        by, verb, ("association", association.id), at=at, association_id=association.id,
        code=association.code, country=association.country, weight=association.weight,
        status=association.status,
    )  # fmt: skip


def found_secretariat(founder: Account, *, at: datetime) -> TermOfOffice:
    """Make someone the first person of the secretariat: there is nobody yet who could be asked."""
    if queries.terms_in(None):
        raise AlreadyFounded(_("The secretariat has people already: one of them can invite others."))
    return terms.write_term(founder, Office("secretariat"), by=VISITOR, at=at)


def invite_founder(email: str, profile: Profile, *, at: datetime) -> TermOfOffice:
    """The first person of the secretariat, new here, who gets the link to set a password."""
    term = found_secretariat(new_account(email, profile, at=at), at=at)
    messages.invited(term, at=at)
    return term


def invite(actor: Actor, email: str, profile: Profile, office: Office, *, at: datetime) -> Invited:
    """Bring a person into an office: someone new gets a link to set a password, others are told.

    The profile counts for someone new only: nobody writes another person's.
    """
    permit(actor, "person:invite")
    known = accounts.by_email(people.normalised_email(email))
    account = known or new_account(email, profile, at=at)
    term = give_term(actor, account.id, office, at=at)
    record.write(
        actor, "person:invite", ("account", account.id), at=at,
        association_id=office.association_id, is_new=known is None,
    )  # fmt: skip
    messages.invited(term, at=at)
    return Invited(term, known is None)


def new_account(email: str, profile: Profile, *, at: datetime) -> Account:
    """An account for someone new, unless a colleague invited the same person this very moment."""
    try:
        return people.open_account(email, profile, at=at)
    except IntegrityError as error:
        raise InvitedMeanwhile(
            _("Someone else invited this person a moment ago. Look at the list of people first.")
        ) from error


def resend_invitation(actor: Actor, term_id: int, *, at: datetime) -> TermOfOffice:
    """A new link for someone who never set a password; the earlier one stops working."""
    permit(actor, "person:invite")
    term = queries.term(term_id)
    if term.account.password_hash is not None:
        raise AlreadySignedIn(
            _("This person has set a password already, and can ask for a new one on the sign-in page.")
        )
    if term.ended_at is not None:
        raise terms.TermOver(_("This term has ended. Invite the person into an office again."))
    record.write(
        actor, "person:invite_again", ("account", term.account_id), at=at,
        association_id=term.association_id,
    )  # fmt: skip
    messages.invited(term, at=at)
    return term


def give_term(actor: Actor, account_id: int, office: Office, *, at: datetime) -> TermOfOffice:
    """Put a person into an office; telling them is for `invite` and `change_office`.

    Who appoints for an association queues at its row, so that each sees what the one before did.
    """
    permit(actor, "term:give")
    if office.association_id is not None:
        queries.association(office.association_id, lock=True)
    account = db.session.get_one(Account, account_id)
    replaced = queries.term(office.replacing) if office.replacing is not None else None
    term = terms.write_term(account, office, by=actor, at=at)
    if replaced is not None and replaced.ended_at == at:
        messages.term_ended(replaced, at=at)
    return term


def change_office(
    actor: Actor, term_id: int, role: str, *, replacing: int | None = None, at: datetime
) -> TermOfOffice:
    """Give the holder of a term another office in the same association, from today."""
    permit(actor, "term:give")
    old = queries.term(term_id)
    if old.association_id is None or old.role == role:
        raise terms.AlreadyInOffice(_("That is the office this person holds. Choose another."))
    queries.association(old.association_id, lock=True)
    terms.end(old, by=actor, at=at)
    office = Office(role, old.association_id, replacing=replacing)
    term = give_term(actor, old.account_id, office, at=at)
    messages.term_given(term, at=at)
    return term


def end_term(actor: Actor, term_id: int, *, at: datetime) -> TermOfOffice:
    """End a term of office now; the last person of the secretariat stays."""
    permit(actor, "term:give")
    term = queries.term(term_id)
    if term.role == "secretariat" and len(queries.unended(None, lock=True)) == 1:
        raise terms.NobodyLeft(
            _("The secretariat would be empty, and nobody could invite anyone. Invite a successor first.")
        )
    terms.end(term, by=actor, at=at)
    messages.term_ended(term, at=at)
    return term
