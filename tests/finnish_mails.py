"""Causes every kind of mail about ballots, proxies and statements, in Finnish."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import time_machine

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening, settling
from eca_policy.ballots import messages as ballots
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Extension
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.rules import Period
from eca_policy.ballots.secrecy.service import cast_in_secret
from eca_policy.ballots.statements import service as statements
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.ballots.secret_hall import HALF_OF_ALL, open_secret
from tests.conftest import actor_of
from tests.making import make_paper

CLOSES = datetime(2027, 5, 18, 15, 0, tzinfo=UTC)
TEXT = "## Miksi tämä on tärkeää\n\nKlusterit yhdistävät yritykset ja tutkimuksen.\n"


def tell_of_a_statement(head: Account, paper: Paper) -> None:
    """The mails about what an association declares, says otherwise and takes back."""
    actor, at = actor_of(head), clock.now()
    made = statements.make_statement(
        actor, paper.reference, 1, association_id=actor.association_ids[0], kind="opt_out",
        body="Emme ole mukana.", at=at,
    )  # fmt: skip
    changed = statements.change_statement(
        actor, paper.reference, 1, statement_id=made.id, body="Emme tue tätä.", at=at
    )
    statements.withdraw_statement(actor, paper.reference, 1, statement_id=changed.id, at=at)


def tell_of_a_ballot(delegate: Account, secretary: Account) -> None:
    """What is told of a ballot that is planned, put off, waits for positions, and is called off."""
    paper = make_paper(delegate, stage="consolidation", text=TEXT, language="fi", title="Tutkimus")
    at, later = clock.now(), CLOSES + timedelta(days=1)
    how = opening.Opening(opens_at=CLOSES - timedelta(days=9))
    ballot = opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, how=how, at=at)
    extension = Extension(closed_before=CLOSES, closes_at=later, reason="Lisää aikaa.")
    ballots.ballot_extended(paper, ballot, extension, at=at)
    for is_secret in (False, True):
        ballots.tell(
            "ballot_reminder", [secretary], paper, ballot, at=at, associations=["Yhdistys"],
            is_secret=is_secret,
        )  # fmt: skip
    opening.call_off(actor_of(secretary), paper.reference, ballot.number, reason="Virhe.", at=at)


def tell_of_a_silence(delegation: list[Account], secretary: Account) -> None:
    """What is told of a silence that is planned and begins, nears its end, and is broken: a vote follows."""
    load_presets()
    paper = make_paper(delegation[2], stage="consolidation", text=TEXT, language="fi", title="Hiljaisuus")
    at, director = clock.now(), actor_of(secretary)
    how = opening.Opening(procedure_key="silence", follow_up_days=5)
    for opens_at in (CLOSES - timedelta(days=9), None):
        planned = replace(how, opens_at=opens_at)
        ballot = opening.open_ballot(director, paper.reference, closes_at=CLOSES, how=planned, at=at)
        if opens_at is not None:
            opening.call_off(director, paper.reference, ballot.number, reason="Virhe.", at=at)
    ballots.reminded(secretary, ["Yhdistys"], paper, ballot, at=at)
    ballots.reminded(secretary, ["Yhdistys", "Toinen"], paper, ballot, at=at)
    head = actor_of(delegation[0])
    casting.cast_position(
        head, paper.reference, ballot.number, association_id=head.association_ids[0], choice="objection",
        at=at,
    )  # fmt: skip
    with time_machine.travel(CLOSES, tick=False):
        settling.settle(CLOCK, ballot)


def tell_of_a_proxy(head: Account, other: Account) -> None:
    """Given by the one head to the other's association, and revoked."""
    giver, holder = (actor_of(each).association_ids[0] for each in (head, other))
    at = clock.now()
    days = Period(at.date() + timedelta(days=5), at.date() + timedelta(days=9))
    given = proxies.give_proxy(actor_of(head), giver, holder, period=days, written="Kiitos.", at=at)
    proxies.revoke_proxy(actor_of(head), given.id, at=at)


def vote_in_secret(delegation: list[Account], secretary: Account) -> None:
    """The mail that an association has voted in a secret ballot."""
    paper = make_paper(delegation[2], stage="consolidation", text=TEXT, language="fi", title="Salaisuus")
    open_secret(secretary, paper, HALF_OF_ALL, closes_at=CLOSES, amended=False)
    with transaction():
        head = actor_of(delegation[0])
        cast_in_secret(
            head, paper.reference, 1, association_id=head.association_ids[0], choices={1: "in_favour"},
            at=clock.now(),
        )  # fmt: skip
