"""Who is told about an office."""

from datetime import datetime

from eca_policy.accounts import messages as accounts
from eca_policy.accounts.queries import recipient
from eca_policy.lib.moments import date_in_words
from eca_policy.members.models import TermOfOffice
from eca_policy.members.words import office_in_words
from eca_policy.outbox.service import post


def invited(term: TermOfOffice, *, at: datetime) -> None:
    """Who has no password yet gets the link to set one; everyone else learns about the office."""
    if term.account.password_hash is None:
        accounts.invitation(term.account, at=at, term=term, office_in_words=office_in_words)
    else:
        term_given(term, at=at)


def term_given(term: TermOfOffice, *, at: datetime) -> None:
    """The person learns which office, and from which day."""
    to = recipient(term.account)
    if to is not None:
        starts_on = date_in_words(term.starts_on, to.language)
        post("term_given", to, at=at, term=term, office_in_words=office_in_words, starts_on=starts_on)


def term_ended(term: TermOfOffice, *, at: datetime) -> None:
    """The person learns that they no longer act in this office."""
    to = recipient(term.account)
    if to is not None:
        post("term_ended", to, at=at, term=term, office_in_words=office_in_words)
