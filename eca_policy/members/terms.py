"""The rules of terms of office: one head at a time, one office a person in each place, someone to run it all.

The service asks permission; what happens to the rows is here. The database holds the first two rules as
unique indexes, for the case that two people act at once.
"""

from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.exc import IntegrityError

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries
from eca_policy.members.models import TermOfOffice
from eca_policy.members.words import office_in_words
from eca_policy.record import service as record


class HeadInOffice(RuleBroken):
    """An association has one head of delegation at a time."""


class HeadChangedMeanwhile(ChangedMeanwhile):
    """The head to be replaced is no longer the head."""


class AlreadyInOffice(RuleBroken):
    """A person holds one office in each place."""


class TermMakesNoSense(RuleBroken):
    """The days of the term do not fit together."""


class TermOver(RuleBroken):
    """The term has ended before."""


class NobodyLeft(RuleBroken):
    """Without a secretariat nobody could let anyone in again."""


class Office(NamedTuple):
    """What a person is to be: `association_id` None for the secretariat; `replacing` is the term of the
    present head that the appointment of a new one ends."""

    role: str
    association_id: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    replacing: int | None = None


def write_term(account: Account, office: Office, *, by: Actor, at: datetime) -> TermOfOffice:
    """Put the person into the office, after everything that must end for it has ended."""
    starts_on = office.starts_on or queries.today(at)
    refuse_days(starts_on, office.ends_on, today=queries.today(at))
    close_expired(office.association_id, at=at)
    if office.role == "head" and office.association_id is not None:
        make_way(office.association_id, starts_on, replacing=office.replacing, by=by, at=at)
    refuse_second_office(account, office.association_id)
    term = TermOfOffice(
        account=account,
        association_id=office.association_id,
        role=office.role,
        starts_on=starts_on,
        ends_on=office.ends_on,
    )
    keep(term)
    record.write(
        by, "term:give", ("term_of_office", term.id), at=at, association_id=term.association_id,
        account=account.id, role=term.role, starts_on=starts_on.isoformat(),
        ends_on=term.ends_on.isoformat() if term.ends_on else None,
    )  # fmt: skip
    return term


def keep(term: TermOfOffice) -> None:
    """Write the row; the indexes refuse a second head and a second office of two people who act at once."""
    try:
        db.session.add(term)
        db.session.flush()
    except IntegrityError as error:
        raise HeadChangedMeanwhile(
            _("Someone else gave an office here a moment ago. Look at the list of people, then try again.")
        ) from error


def end(term: TermOfOffice, *, by: Actor, at: datetime) -> None:
    """End the term now."""
    if term.ended_at is not None:
        raise TermOver(_("This term has ended already."))
    term.ended_at = at
    db.session.flush()
    record.write(
        by, "term:end", ("term_of_office", term.id), at=at, association_id=term.association_id,
        account=term.account_id, role=term.role,
    )  # fmt: skip


def refuse_days(starts_on: date, ends_on: date | None, *, today: date) -> None:
    """A term has days, and not all of them are gone."""
    if ends_on is not None and ends_on < starts_on:
        raise TermMakesNoSense(_("The term would end before it starts. Choose a later last day."))
    if ends_on is not None and ends_on < today:
        raise TermMakesNoSense(_("The term would be over already. Choose a later last day, or none."))


def close_expired(association_id: int | None, *, at: datetime) -> None:
    """Close the terms whose last day has passed, so that they stand in nobody's way."""
    for term in queries.unended(association_id):
        if term.ends_on is not None and term.ends_on < queries.today(at):
            term.ended_at = at
    db.session.flush()


def make_way(association_id: int, starts_on: date, *, replacing: int | None, by: Actor, at: datetime) -> None:
    """End the present head's term if that was chosen by whoever saw it; else refuse with the choice."""
    heads = [term for term in queries.unended(association_id) if term.role == "head"]
    if not heads:
        return
    present = heads[0]
    names = {"name": present.account.name, "office": office_in_words(present)}
    if replacing is None:
        raise HeadInOffice(
            _("There is a head already: %(name)s (%(office)s). Say that the new one replaces them.", **names)
        )
    if present.id != replacing:
        raise HeadChangedMeanwhile(
            _("The head has changed meanwhile: it is now %(name)s (%(office)s). Look again.", **names)
        )
    if starts_on > queries.today(at):
        raise TermMakesNoSense(
            _("The present head's term would end today, before the new one starts. Let it start today.")
        )
    end(present, by=by, at=at)


def refuse_second_office(account: Account, association_id: int | None) -> None:
    """One office a person in each place."""
    for term in queries.unended(association_id):
        if term.account_id == account.id:
            raise AlreadyInOffice(
                _("%(name)s holds an office here already: %(office)s. Change that one instead.",
                    name=account.name, office=office_in_words(term))
            )  # fmt: skip
