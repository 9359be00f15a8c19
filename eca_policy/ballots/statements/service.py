"""The verbs of statements: make, change, withdraw."""

from datetime import datetime
from typing import cast

from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.casting import refuse_off_the_roll
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.statements import messages, queries
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.rules import KINDS, misfits
from eca_policy.ballots.statements.words import misfit_sentence
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.record import service as record
from eca_policy.transaction import locked_now

LONGEST_STATEMENT = 10_000


class TooEarly(RuleBroken):
    """Nothing is declared about a ballot that has not opened."""


class TooLate(RuleBroken):
    """What is published is frozen, with the statements it had; and so is a ballot that another followed."""


class Contradiction(RuleBroken):
    """The statement contradicts the position that stands."""


class StatedAlready(ChangedMeanwhile):
    """The association has made such a statement about this already."""


class StatementChanged(ChangedMeanwhile):
    """Someone else of the association changed these words first; `standing` is what they made of them."""

    def __init__(self, standing: Statement) -> None:
        super().__init__(
            _(
                "%(name)s changed this statement meanwhile. Nothing of theirs was overwritten: compare, and "
                "change it once more if it should read as you wrote.",
                name=standing.made_by.name,
            )
        )
        self.standing = standing


def make_statement(
    actor: Actor, reference: str, number: int, *, association_id: int, kind: str, body: str,
    paragraph_id: str = "", at: datetime,
) -> Statement:  # fmt: skip
    """Declare something about the paper, or about the recommendation in one paragraph ("": the whole)."""
    access, ballot, at = begin(actor, reference, number, at=at)
    refuse_stranger(access, ballot, association_id)
    statement = write(access, ballot, association_id, kind, body, paragraph_id, at=at)
    messages.statement_made(access.paper, ballot, statement, at=at)
    return statement


def change_statement(
    actor: Actor, reference: str, number: int, *, statement_id: int, body: str, at: datetime
) -> Statement:
    """Say it in other words: the former ones stay in the database, and what is printed are the new ones."""
    access, ballot, at = begin(actor, reference, number, at=at)
    former = own_statement(access, ballot, statement_id)
    withdraw(access, former, at=at)
    statement = write(
        access, ballot, former.association_id, former.kind, body, former.paragraph_id or "", at=at
    )
    messages.statement_changed(access.paper, ballot, statement, at=at)
    return statement


def withdraw_statement(
    actor: Actor, reference: str, number: int, *, statement_id: int, at: datetime
) -> Statement:
    """Take a statement back."""
    access, ballot, at = begin(actor, reference, number, at=at)
    statement = own_statement(access, ballot, statement_id)
    withdraw(access, statement, at=at)
    messages.statement_withdrawn(access.paper, ballot, statement, at=at)
    return statement


def begin(actor: Actor, reference: str, number: int, *, at: datetime) -> tuple[Access, Ballot, datetime]:
    """The paper, locked, its ballot, while anything can be declared about it, and the instant that counts.

    Who waited while the ballot was settled comes after its close, whenever the waiting began.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("statement:make")
    ballot = ballots.ballot_of(access, number)
    refuse_earlier(access, ballot)
    at = locked_now()
    if at < ballot.opens_at or ballot.called_off_at is not None:
        raise TooEarly(_("The ballot has not opened yet. Make the statement when it has."))
    if access.paper.published_at is not None:
        raise TooLate(_("The paper is published, and what stands there is frozen."))
    return access, ballot, at


def refuse_earlier(access: Access, ballot: Ballot) -> None:
    """Printed is what stands on the ballot that decides; what was declared on another would be lost."""
    latest = ballots.latest_ballot(access.paper)
    if latest is None or latest.id == ballot.id:
        return
    if access.stage == "adopted":
        raise TooLate(_("Ballot %(number)s adopted the paper: make it there.", number=latest.number))
    raise TooLate(_("This ballot is over. Make it on ballot %(number)s.", number=latest.number))


def refuse_stranger(access: Access, ballot: Ballot, association_id: int) -> None:
    """The head or the alternate declares, of an association that votes."""
    if not access.actor.votes_for(association_id):
        raise NotAllowed(
            _("Only the head of delegation or the alternate makes statements for the association.")
        )
    refuse_off_the_roll(ballot, association_id)


def own_statement(access: Access, ballot: Ballot, statement_id: int) -> Statement:
    """A statement that stands, of an association the actor may declare for."""
    found = queries.statement_of(ballot, statement_id)
    if found is None:
        refuse_changed(access, ballot, statement_id)
        raise NotVisible(_("There is no such statement. It may have been withdrawn."))
    refuse_stranger(access, ballot, found.association_id)
    return found


def refuse_changed(access: Access, ballot: Ballot, statement_id: int) -> None:
    """Who had the former words before them is told of the new ones."""
    standing = queries.standing_instead(ballot, statement_id)
    if standing is not None and access.actor.votes_for(standing.association_id):
        raise StatementChanged(standing)


def write(
    access: Access, ballot: Ballot, association_id: int, kind: str, body: str, paragraph_id: str,
    *, at: datetime,
) -> Statement:  # fmt: skip
    """One more row; the database allows one of a kind about one thing."""
    said = readable_text(body, LONGEST_STATEMENT).strip()
    check(ballot, association_id, kind, said, paragraph_id)
    statement = Statement(
        ballot_id=ballot.id, association_id=association_id, kind=kind, paragraph_id=paragraph_id or None,
        body=said, made_by_id=cast(int, access.actor.account_id), made_at=at,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(statement)
    except IntegrityError:
        raise StatedAlready(
            _("Your association has made this statement already. Change what it says, or withdraw it first.")
        ) from None
    note(access, "statement:make", statement, at=at)
    return statement


def check(ballot: Ballot, association_id: int, kind: str, said: str, paragraph_id: str) -> None:
    """What may be declared, and about what."""
    if kind not in KINDS:
        raise RuleBroken(_("Choose the kind of statement."))
    if kind == "opt_out" and paragraph_id:
        raise RuleBroken(_("An opt-out is about the paper as a whole."))
    if kind != "opt_out" and not said:
        raise RuleBroken(_("Write what is to be printed."))
    if paragraph_id and paragraph_id not in {one.paragraph_id for one in queries.recommendations_of(ballot)}:
        raise RuleBroken(_("Choose one of the recommendations listed."))
    standing = ballots.position_of(ballot, association_id)
    if misfits(kind, standing.choice if standing else None):
        raise Contradiction(misfit_sentence(kind))


def withdraw(access: Access, statement: Statement, *, at: datetime) -> None:
    statement.withdrawn_by_id, statement.withdrawn_at = access.actor.account_id, at
    db.session.flush()
    note(access, "statement:withdraw", statement, at=at)


def note(access: Access, verb: str, statement: Statement, *, at: datetime) -> None:
    record.write(
        access.actor, verb, ("statement", statement.id), at=at, paper_id=access.paper.id,
        association_id=statement.association_id, kind=statement.kind,
    )  # fmt: skip
