"""A decision stands as it was made: what happens afterwards changes no sentence about it."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.ballots.counted import count_of
from eca_policy.ballots.decided import decided_sentence
from eca_policy.ballots.models import Ballot, Decision, ItemDecision
from eca_policy.ballots.recount import recount
from eca_policy.ballots.recount_file import recount_data
from eca_policy.ballots.rules import decide_counted
from eca_policy.ballots.settling import settle
from eca_policy.ballots.statements import service
from eca_policy.ballots.statements.models import Statement
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.i18n import speaking
from eca_policy.members import service as members
from eca_policy.members.facts import facts_of
from eca_policy.outbox.models import Mail
from eca_policy.papers.service import withdraw
from eca_policy.transaction import transaction
from tests.api.conftest import Program, make_token
from tests.ballots.results import close, make_ballot
from tests.ballots.test_statements import CLOSES, CODES, Hall, hall
from tests.conftest import People, actor_of

__all__ = ["hall"]


@pytest.fixture
def reserved(hall: Hall) -> Statement:
    """A reservation that still stands."""
    for code in CODES:
        hall.cast(code, "in_favour")
    return hall.state("FI", "reservation")


@pytest.fixture
def withdrawn(hall: Hall, reserved: Statement) -> Hall:
    """Adopted with a reservation, which was taken back after the decision."""
    hall.settle()
    take_back(hall, reserved)
    return hall


def take_back(hall: Hall, statement: Statement) -> None:
    with transaction():
        service.withdraw_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, statement_id=statement.id, at=clock.now()
        )


def as_program(app: Flask, hall: Hall) -> dict[str, object]:
    program = Program(app, {"Authorization": f"Bearer {make_token(hall.heads['ES'])}"})
    told = program.get(f"/papers/{hall.paper.reference}/ballots/1").get_json()
    return dict(told)


SENTENCE = "Adopted with reservations: 3 of 3 votes cast in favour (100.0 %), at least two thirds needed"


def test_the_published_cover_says_what_was_decided(withdrawn: Hall) -> None:
    cover = withdrawn.publish()
    assert cover.status.startswith("Adopted with reservations")
    assert cover.result.startswith(SENTENCE)
    assert cover.reservations == ()


def test_the_api_says_what_was_decided(app: Flask, withdrawn: Hall) -> None:
    told = as_program(app, withdrawn)
    assert str(told["sentence"]).startswith(SENTENCE)
    assert told["sentence"] == db.session.query(Decision).one().sentence


def test_the_page_says_what_was_decided(client: FlaskClient, withdrawn: Hall) -> None:
    with speaking("en"):
        assert decided_sentence(withdrawn.ballot) == db.session.query(Decision).one().sentence


def test_everybody_is_told_the_sentence_in_their_language(hall: Hall, reserved: Statement) -> None:
    hall.heads["ES"].language = "fi"
    db.session.commit()
    hall.settle()
    mails = db.session.query(Mail).filter_by(message="ballot_decided")
    told = {mail.language: mail.body_text for mail in mails}
    assert SENTENCE in told["en"]
    assert "Hyväksytty varaumin" in told["fi"]


def test_a_decided_ballot_cannot_be_counted_again(withdrawn: Hall) -> None:
    with pytest.raises(AssertionError, match="not counted again"):
        count_of(withdrawn.ballot)


def test_a_withdrawn_paper_has_no_outlook(app: Flask, hall: Hall) -> None:
    for code in CODES:
        hall.cast(code, "in_favour")
    assert as_program(app, hall)["sentence"] == "With the positions so far it would be adopted."
    with transaction():
        withdraw(actor_of(hall.secretary), hall.paper.reference, reason="No longer.", at=clock.now())
    told = as_program(app, hall)
    assert (told["is_open"], told["decision"], told["sentence"]) == (False, None, "")


def test_a_statement_that_waited_while_the_ballot_was_settled_comes_after_its_close(hall: Hall) -> None:
    for code in CODES:
        hall.cast(code, "in_favour")
    hall.settle()
    with transaction():
        late = service.make_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, association_id=hall.associations["FI"].id,
            kind="reservation", body="Late.", at=CLOSES - timedelta(seconds=1),
        )  # fmt: skip
        assert late.made_at == CLOSES


def test_a_reservation_that_stood_at_the_close_counts_though_it_is_withdrawn_before_the_ballot_is_settled(
    hall: Hall, reserved: Statement
) -> None:
    hall.travel(CLOSES)
    take_back(hall, reserved)
    with transaction():
        decision = settle(CLOCK, hall.ballot)
    assert decision is not None
    assert (decision.outcome, decision.figures["reservations"]) == ("adopted_with_reservations", ["FI"])


def test_a_reservation_withdrawn_before_the_close_does_not_count(hall: Hall, reserved: Statement) -> None:
    take_back(hall, reserved)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "adopted"


def test_a_recount_agrees_after_an_association_has_changed_its_code(hall: Hall, reserved: Statement) -> None:
    hall.settle()
    finland = hall.associations["FI"]
    facts = facts_of(finland)
    with transaction():
        members.change_association(
            actor_of(hall.secretary),
            "FI",
            facts._replace(code="FIN"),
            seen=facts.fingerprint(),
            at=clock.now(),
        )
    file = recount_data(hall.paper, hall.ballot)
    assert isinstance(file, dict)
    assert {entry["member"] for entry in file["roll"]} == set(CODES) == set(file["positions"])
    (again,) = recount(file)
    assert again.agrees
    assert again.decision.reservations == ("FI",)


# Decided by an older version of the rules


BY_OBJECTIONS = {"silence": {"objections": 3}}
BOTH = {"FI": "objection", "ES": "objection"}


def test_a_ballot_is_decided_by_the_version_that_its_file_names(people: People) -> None:
    paper, ballot, _ = make_ballot(people, BOTH, rule=BY_OBJECTIONS)
    decision = close(ballot).decision
    assert decision is not None
    assert (decision.outcome, decision.engine) == ("silence_broken", "rules-2")
    file = recount_data(paper, ballot)
    assert isinstance(file, dict)
    assert (file["engine"], file["outcome"]) == (2, "silence_broken")


def test_an_older_decision_keeps_its_version_its_sentence_and_its_file(people: People) -> None:
    paper, ballot, _ = make_ballot(people, BOTH, rule=BY_OBJECTIONS)
    with time_machine.travel(CLOSES, tick=False):
        decide_as_before(ballot)
    sentence = "Adopted with reservations: 2 associations objected; 3 objections break the silence."
    with speaking("en"):
        assert decided_sentence(ballot) == sentence
    (again,) = recount(recount_data(paper, ballot))
    assert again.agrees
    assert again.decision.sentence == sentence


def decide_as_before(ballot: Ballot) -> None:
    """Decided by version 1 of the rules, as the rows of an older house have it."""
    counted = count_of(ballot)
    made = decide_counted(counted.procedure, counted.counted, engine=1)
    said = {"outcome": made.outcome.value, "figures": made.figures(), "sentence": made.sentence}
    (item,) = ballot.items
    db.session.add(ItemDecision(item_id=item.id, decided_at=clock.now(), **said))
    db.session.add(Decision(ballot_id=ballot.id, engine="rules-1", decided_at=clock.now(), **said))
    ballot.ended_at = clock.now()
    db.session.commit()
