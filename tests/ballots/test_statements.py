"""Reservations, minority statements and opt-outs: who declares what, when, and where it is printed."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import casting, opening
from eca_policy.ballots.statements import queries, service
from eca_policy.ballots.statements.models import Statement
from eca_policy.ballots.statements.rules import KINDS, misfits
from eca_policy.exports.formats import FORMATS, write
from eca_policy.exports.snapshot import Snapshot
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.ballots.statement_hall import CLOSES, CODES, OPENED, Hall, hall
from tests.conftest import People, actor_of

__all__ = ["hall"]

# The rule


@pytest.mark.parametrize(
    ("kind", "choice", "procedure"),
    [
        ("reservation", "against", ""),
        ("reservation", "objection", "silence"),
        ("minority_statement", "in_favour", ""),
    ],
)
def test_a_statement_that_contradicts_the_position_is_refused(
    hall: Hall, kind: str, choice: str, procedure: str
) -> None:
    assert misfits(kind, choice)
    hall.settle()
    hall.open_another(procedure_key=procedure)
    hall.cast("FI", choice, number=2)
    with pytest.raises(service.Contradiction):
        hall.state("FI", kind, number=2)


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_position_anything_can_be_declared(hall: Hall, kind: str) -> None:
    assert not misfits(kind, None)
    assert hall.state("FI", kind).association.code == "FI"


def test_an_abstention_goes_with_every_statement(hall: Hall) -> None:
    hall.cast("FI", "abstention")
    for kind in KINDS:
        hall.state("FI", kind)
    assert len(queries.statements_of(hall.ballot)) == 3


# The verbs


def test_a_reservation_made_before_the_close_shows_in_the_outcome(hall: Hall) -> None:
    hall.state("FI", "reservation")
    hall.adopted()
    assert hall.ballot.decision is not None
    assert hall.ballot.decision.outcome == "adopted_with_reservations"
    assert hall.ballot.decision.figures["reservations"] == ["FI"]


def test_one_made_after_the_close_changes_no_outcome_and_is_printed(hall: Hall) -> None:
    hall.adopted()
    hall.state("FI", "reservation", "Only later.")
    assert hall.ballot.decision is not None
    assert hall.ballot.decision.outcome == "adopted"
    assert [each.text for each in hall.publish().reservations] == ["Only later."]


def test_who_turned_against_is_not_counted_as_reserving(hall: Hall) -> None:
    hall.state("FI", "reservation")
    hall.cast("FI", "against")
    hall.cast("ES", "in_favour")
    hall.cast("FR", "in_favour")
    assert [each.is_misfit for each in queries.stated(hall.ballot)] == [True]
    hall.settle()
    assert hall.ballot.decision is not None
    assert hall.ballot.decision.outcome == "adopted"


def test_a_kind_is_declared_once_about_each_thing(hall: Hall) -> None:
    hall.state("FI", "reservation")
    hall.state("FI", "reservation", paragraph_id=hall.recommendation)
    with pytest.raises(service.StatedAlready):
        hall.state("FI", "reservation")
    with pytest.raises(service.StatedAlready):
        hall.state("FI", "reservation", paragraph_id=hall.recommendation)


def test_other_words_leave_the_former_ones_in_the_database(hall: Hall) -> None:
    made = hall.state("FI", "minority_statement", "First.")
    with transaction():
        service.change_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, statement_id=made.id, body="Second.",
            at=clock.now(),
        )  # fmt: skip
    assert [each.body for each in queries.statements_of(hall.ballot)] == ["Second."]
    assert [each.body for each in db.session.query(Statement).order_by(Statement.id)] == ["First.", "Second."]


def test_words_that_say_nothing_change_nothing(hall: Hall) -> None:
    made = hall.state("FI", "minority_statement", "First.")
    with pytest.raises(RuleBroken), transaction():
        service.change_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, statement_id=made.id, body=" ",
            at=clock.now(),
        )  # fmt: skip
    assert [each.body for each in queries.statements_of(hall.ballot)] == ["First."]


def test_what_is_withdrawn_is_not_printed(hall: Hall) -> None:
    made = hall.state("FI", "minority_statement")
    with transaction():
        service.withdraw_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, statement_id=made.id, at=clock.now()
        )
    hall.adopted()
    assert hall.publish().minority_statements == ()


def test_nobody_declares_for_another_association(hall: Hall, people: People) -> None:
    with pytest.raises(NotAllowed):
        hall.state("FI", "opt_out", by=hall.heads["ES"])
    with pytest.raises(NotAllowed):
        hall.state("FI", "opt_out", by=people.person("delegate", hall.associations["FI"]))
    with pytest.raises(NotAllowed):
        hall.state("FI", "opt_out", by=hall.secretary)


def test_nobody_withdraws_what_another_association_declared(hall: Hall) -> None:
    made = hall.state("FI", "opt_out")
    with pytest.raises(NotAllowed), transaction():
        service.withdraw_statement(
            actor_of(hall.heads["ES"]), hall.paper.reference, 1, statement_id=made.id, at=clock.now()
        )


def test_who_is_not_on_the_roll_declares_nothing(hall: Hall, people: People) -> None:
    late = people.association("SE")
    hall.associations["SE"], hall.heads["SE"] = late, people.person("head", late)
    with pytest.raises(casting.NotOnTheRoll):
        hall.state("SE", "opt_out")


@pytest.mark.parametrize(
    ("kind", "body", "paragraph_id"),
    [("reservation", " ", ""), ("minority_statement", "", ""), ("protest", "Words.", ""),
     ("reservation", "Words.", "nowhere"), ("opt_out", "", "first")],
)  # fmt: skip
def test_nonsense_is_refused_with_a_sentence(hall: Hall, kind: str, body: str, paragraph_id: str) -> None:
    place = hall.recommendation if paragraph_id == "first" else paragraph_id
    with pytest.raises(RuleBroken) as refusal:
        hall.state("FI", kind, body, paragraph_id=place)
    assert refusal.value.sentence.endswith((".", "?"))


def test_what_is_published_is_frozen(hall: Hall) -> None:
    hall.adopted()
    hall.publish()
    with pytest.raises(service.TooLate):
        hall.state("FI", "opt_out")


def test_on_an_earlier_ballot_nothing_is_declared_and_the_sentence_says_where(hall: Hall) -> None:
    made = hall.state("FI", "reservation", "On the first.")
    hall.settle()
    hall.open_another()
    with pytest.raises(service.TooLate, match="Make it on ballot 2"):
        hall.state("FI", "opt_out")
    for code in CODES:
        hall.cast(code, "in_favour", number=2)
    hall.settle(CLOSES + timedelta(days=9))
    assert hall.stage == "adopted"
    for verb in (
        lambda: hall.state("FI", "opt_out"),
        lambda: hall.change(made, "Other words."),
        lambda: hall.withdraw(made),
    ):
        with pytest.raises(service.TooLate, match="Ballot 2 adopted the paper: make it there"):
            verb()
    hall.state("FI", "reservation", "Where it counts.", number=2)
    assert [each.text for each in hall.publish().reservations] == ["Where it counts."]


def test_a_ballot_that_was_called_off_takes_no_statement(hall: Hall) -> None:
    hall.settle()
    planned = hall.open_another(opens_at=CLOSES + timedelta(days=1))
    with transaction():
        opening.call_off(
            actor_of(hall.secretary), hall.paper.reference, planned.number, reason="So.", at=clock.now()
        )
    with pytest.raises(WrongStage):
        hall.state("FI", "opt_out", number=2)
    hall.open_another()
    with pytest.raises(service.TooLate, match="Make it on ballot 3"):
        hall.state("FI", "opt_out", number=2)


def test_a_rejected_paper_takes_no_statements(hall: Hall) -> None:
    for code in CODES:
        hall.cast(code, "against")
    hall.settle()
    with pytest.raises(WrongStage):
        hall.state("FI", "minority_statement")


def test_a_statement_that_is_gone_cannot_be_withdrawn(hall: Hall) -> None:
    with pytest.raises(NotVisible), transaction():
        service.withdraw_statement(
            actor_of(hall.heads["FI"]), hall.paper.reference, 1, statement_id=404, at=clock.now()
        )


def test_delegation_and_secretariat_are_told_and_the_record_says_what_kind(hall: Hall) -> None:
    hall.state("FI", "minority_statement", "Liian vähän, недостаточно.")
    mails = db.session.query(Mail).filter_by(message="statement_made").all()
    assert {mail.address for mail in mails} == {"head.fi@example.org", "secretariat.eca@example.org"}
    assert all("недостаточно" in mail.body_text for mail in mails)
    last = db.session.query(Entry).order_by(Entry.number.desc()).limit(1).one()
    assert (last.verb, last.details) == ("statement:make", {"kind": "minority_statement"})


def test_whoever_was_told_of_the_first_words_is_told_of_others_and_of_the_withdrawal(
    hall: Hall, people: People
) -> None:
    """Each mail says what the statement is about, in the language of its reader."""
    hall.heads["FI"].language = "fi"
    db.session.commit()
    made = hall.state("FI", "reservation", "First words.", paragraph_id=hall.recommendation)
    hall.withdraw(hall.change(made, "Second words."))
    told = {
        name: db.session.query(Mail).filter_by(message=f"statement_{name}").all()
        for name in ("made", "changed", "withdrawn")
    }
    for mails in told.values():
        assert {mail.address for mail in mails} == {"head.fi@example.org", "secretariat.eca@example.org"}
        for mail in mails:
            about = "Suositus 1" if mail.language == "fi" else "Recommendation 1"
            assert about in mail.body_text
            assert about in mail.body_html
    for name, words in {"made": "First", "changed": "Second", "withdrawn": "Second"}.items():
        assert all(f"{words} words." in mail.body_text for mail in told[name]), name
    assert len({mail.subject for mails in told.values() for mail in mails}) == 6


def test_a_mail_about_a_statement_without_words_leaves_no_gap(hall: Hall) -> None:
    hall.withdraw(hall.state("FI", "opt_out", ""))
    for mail in db.session.query(Mail).filter(Mail.message.startswith("statement_")):
        assert "\n\n\n" not in mail.body_text, mail.message
        assert "It read" not in mail.body_text


def test_a_change_that_is_refused_tells_nobody(hall: Hall) -> None:
    made = hall.state("FI", "minority_statement", "First.")
    with pytest.raises(RuleBroken):
        hall.change(made, " ")
    assert db.session.query(Mail).filter_by(message="statement_changed").count() == 0


def test_the_database_refuses_a_statement_without_words(hall: Hall) -> None:
    made = hall.state("FI", "opt_out", "")
    made.kind = "reservation"
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


# Exports


def test_statements_are_printed_and_who_opted_out_is_no_supporter(hall: Hall) -> None:
    hall.cast("ES", "in_favour", reservation="Without the second half.")
    hall.cast("FI", "in_favour")
    hall.cast("FR", "abstention")
    hall.state("FI", "opt_out")
    hall.state("FR", "minority_statement", "Otra opinión: мы против.")
    hall.state("ES", "reservation", "Seven years are too few.", paragraph_id=hall.recommendation)
    hall.settle()
    taken = hall.publish()
    assert taken.supporting == ("Association ES",)
    assert [(each.about, each.text) for each in taken.reservations] == [
        ("", "Without the second half."),
        ("Recommendation 1", "Seven years are too few."),
    ]
    assert [each.association for each in taken.minority_statements] == ["Association FR"]
    for key in FORMATS:
        assert write(taken, key).data
    for key in ("html", "markdown-yaml"):
        text = write(taken, key).data.decode()
        assert "Minority statements" in text or "minority_statements:" in text, key
        assert "мы против" in text, key
        assert "Recommendation 1" in text, key


def test_what_was_published_before_there_were_statements_is_still_read(hall: Hall) -> None:
    hall.adopted()
    old = hall.publish().to_dict()
    del old["minority_statements"]
    assert Snapshot.from_dict(old).minority_statements == ()


def test_where_names_are_not_shown_nobody_is_listed_as_a_supporter(hall: Hall) -> None:
    hall.ballot.conduct = {"shown": "totals"}
    db.session.commit()
    hall.state("FR", "minority_statement", "We disagree.")
    hall.cast("FR", "abstention")
    hall.cast("ES", "in_favour", reservation="Quietly.")
    hall.cast("FI", "in_favour")
    hall.settle()
    taken = hall.publish()
    assert (taken.supporting, taken.reservations) == ((), ())
    decided = db.session.query(Entry).filter_by(verb="ballot:decide").one()
    assert decided.details["figures"]["in_favour"]["members"] == 2
    assert "reservations" not in decided.details["figures"]
    assert taken.votes is not None
    assert taken.votes.in_favour == 2
    assert [each.text for each in taken.minority_statements] == ["We disagree."]


def test_before_a_scheduled_ballot_opens_nothing_is_declared(hall: Hall) -> None:
    hall.ballot.opens_at = OPENED + timedelta(hours=1)
    db.session.commit()
    with pytest.raises(service.TooEarly):
        hall.state("FI", "opt_out")
