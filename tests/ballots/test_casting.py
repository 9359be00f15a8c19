"""Casting and closing, with the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening, queries, settling
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Decision, EarlierPosition, Position
from eca_policy.ballots.times import CloseInThePast
from eca_policy.comments import service as comments
from eca_policy.comments.service import Remark
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import NotAllowed, NotVisible, RuleBroken
from eca_policy.members.models import Association
from eca_policy.outbox.models import Mail
from eca_policy.pages.steps import step_in_words
from eca_policy.papers.models import Paper
from eca_policy.papers.service import withdraw
from eca_policy.permissions.guard import WrongStage
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import add_revision, make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
JUST_BEFORE = CLOSES - timedelta(microseconds=1)


@dataclass
class Hall:
    """A paper with an open ballot and three associations with a head, an alternate and a delegate each."""

    secretary: Account
    paper: Paper
    heads: dict[str, Account]
    alternates: dict[str, Account]
    delegates: dict[str, Account]
    associations: dict[str, Association]

    @property
    def ballot(self) -> Ballot:
        return db.session.query(Ballot).one()

    def cast(self, who: Account, code: str, choice: str = "in_favour", **more: object) -> Position:
        with transaction():
            return casting.cast_position(
                actor_of(who), self.paper.reference, 1, association_id=self.associations[code].id,
                choice=choice, at=clock.now(), **more,  # type: ignore[arg-type]
            )  # fmt: skip

    def settle(self) -> Decision | None:
        with transaction():
            return settling.settle(CLOCK, self.ballot)


@pytest.fixture
def hall(people: People) -> Iterator[Hall]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        secretary = people.secretariat()
        associations = {code: people.association(code, weight) for code, weight in WEIGHTS.items()}
        people.association("UA", 9, status="observer")
        roles = {
            role: {code: people.person(role, where) for code, where in associations.items()}
            for role in ("head", "alternate", "delegate")
        }
        paper = make_paper(secretary, stage="consolidation")
        with transaction():
            load_presets()
        with transaction():
            opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=clock.now())
        made = Hall(secretary, paper, roles["head"], roles["alternate"], roles["delegate"], associations)
        made.travel = traveller.move_to  # type: ignore[attr-defined]
        yield made


WEIGHTS = {"FI": 25, "ES": 125, "FR": 105}


def test_the_roll_keeps_the_weights_of_the_day_the_ballot_opened(hall: Hall) -> None:
    hall.associations["FI"].weight = 900
    db.session.commit()
    lines = queries.roll_call(hall.ballot)
    assert {line.association.code: line.weight for line in lines if not line.left_out} == WEIGHTS


def test_the_roll_says_why_an_observer_has_no_vote(hall: Hall) -> None:
    left_out = [line for line in queries.roll_call(hall.ballot) if line.left_out]
    assert [(line.association.code, line.left_out) for line in left_out] == [("UA", "observer")]


def test_heads_and_alternates_on_the_roll_are_written_to_once(hall: Hall) -> None:
    mails = db.session.query(Mail).filter_by(message="ballot_opened").all()
    voters = [*hall.heads.values(), *hall.alternates.values()]
    assert sorted(mail.address for mail in mails) == sorted(str(account.email) for account in voters)


def test_two_thirds_of_the_votes_cast_adopt_the_paper(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI")
    hall.cast(hall.alternates["ES"], "ES")
    hall.cast(hall.heads["FR"], "FR", "against")
    hall.travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "adopted"
    assert decision.figures["in_favour"] == {"members": 2, "weight": 150}
    assert (hall.paper.stage, hall.paper.decision_id) == ("adopted", decision.id)


def test_without_a_quorum_the_text_comes_back(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI")
    hall.travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "no_quorum"
    assert (hall.paper.stage, hall.paper.decision_id) == ("consolidation", None)


def test_a_reservation_is_adopted_with_the_paper(hall: Hall) -> None:
    for code in WEIGHTS:
        hall.cast(hall.heads[code], code, reservation="Not point 3." if code == "FI" else "")
    hall.travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "adopted_with_reservations"
    assert decision.figures["reservations"] == ["FI"]


def test_a_position_a_moment_before_the_close_counts(hall: Hall) -> None:
    hall.travel(JUST_BEFORE)
    hall.cast(hall.heads["FI"], "FI")
    assert [position.choice for position in queries.positions(hall.ballot)] == ["in_favour"]


def test_a_position_at_the_closing_instant_is_late_and_is_told_so(hall: Hall) -> None:
    hall.travel(CLOSES)
    with pytest.raises(
        casting.BallotClosed, match=r"closed at 18 May 2026, 17:00:00 CEST.*received in that very second"
    ):
        hall.cast(hall.heads["FI"], "FI")
    assert not queries.positions(hall.ballot)


def test_a_late_position_is_refused_after_the_decision_too(hall: Hall) -> None:
    hall.travel(CLOSES)
    hall.settle()
    with pytest.raises(casting.BallotClosed):
        hall.cast(hall.heads["FI"], "FI")


def test_nothing_is_decided_before_the_close(hall: Hall) -> None:
    hall.travel(JUST_BEFORE)
    assert hall.settle() is None
    assert hall.paper.stage == "decision"


def test_closing_twice_decides_once(hall: Hall) -> None:
    hall.travel(CLOSES)
    first = hall.settle()
    mails = db.session.query(Mail).count()
    assert hall.settle() is first
    assert db.session.query(Decision).count() == 1
    assert db.session.query(Mail).count() == mails


@pytest.mark.parametrize("field", ["explanation", "reservation"])
@pytest.mark.parametrize("hidden", ["\0", "\u202e", "\u200b"])
def test_what_nobody_can_see_is_refused_in_what_is_printed_with_the_result(
    hall: Hall, field: str, hidden: str
) -> None:
    with pytest.raises(RuleBroken, match="Remove it"):
        hall.cast(hall.heads["FI"], "FI", **{field: f"In favour{hidden} of this."})
    assert db.session.query(Position).count() == 0


def test_no_position_is_cast_on_a_withdrawn_paper_although_its_ballot_would_still_be_open(hall: Hall) -> None:
    with transaction():
        withdraw(actor_of(hall.secretary), hall.paper.reference, reason="Overtaken.", at=clock.now())
    with pytest.raises(casting.BallotClosed, match="withdrawn"):
        hall.cast(hall.heads["FI"], "FI")
    assert db.session.query(Position).count() == 0


def test_a_withdrawn_paper_ends_its_ballot_without_a_decision(hall: Hall) -> None:
    hall.paper.stage, hall.paper.withdrawn_at = "withdrawn", OPENED
    db.session.commit()
    hall.travel(CLOSES)
    assert hall.settle() is None
    assert hall.ballot.ended_at == CLOSES


def test_a_change_keeps_the_earlier_position(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI", "against", explanation="Too vague.")
    hall.cast(hall.alternates["FI"], "FI", "in_favour", seen=1)
    (position,) = queries.positions(hall.ballot)
    assert (position.choice, position.cast_by_id) == ("in_favour", hall.alternates["FI"].id)
    (earlier,) = db.session.query(EarlierPosition)
    assert (earlier.choice, earlier.explanation, earlier.cast_by_id) == (
        "against", "Too vague.", hall.heads["FI"].id,
    )  # fmt: skip


def test_of_two_people_who_both_saw_no_position_the_second_is_told_who_acted(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI", "against")
    with pytest.raises(casting.PositionTaken, match="Head Fi acted for your association"):
        hall.cast(hall.alternates["FI"], "FI", "in_favour", seen=0)
    assert [position.choice for position in queries.positions(hall.ballot)] == ["against"]


def test_head_and_alternate_are_both_told_who_acted(hall: Hall) -> None:
    hall.cast(hall.alternates["FI"], "FI")
    mails = db.session.query(Mail).filter_by(message="position_cast").all()
    assert {mail.address for mail in mails} == {"head.fi@example.org", "alternate.fi@example.org"}
    assert all("Alternate Fi" in mail.body_text for mail in mails)


def test_a_delegate_does_not_cast(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        hall.cast(hall.delegates["FI"], "FI")


def test_a_head_does_not_cast_for_another_association(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        hall.cast(hall.heads["FI"], "ES")


def test_an_association_that_joined_later_is_not_on_the_roll(hall: Hall, people: People) -> None:
    hall.associations["IT"] = people.association("IT")
    with pytest.raises(casting.NotOnTheRoll):
        hall.cast(people.person("head", hall.associations["IT"]), "IT")


@pytest.mark.parametrize("choice", ["objection", "", "yes"])
def test_only_the_positions_of_the_rule_are_taken(hall: Hall, choice: str) -> None:
    with pytest.raises(RuleBroken, match="Choose one"):
        hall.cast(hall.heads["FI"], "FI", choice)


def test_a_reservation_against_the_paper_makes_no_sense(hall: Hall) -> None:
    with pytest.raises(RuleBroken, match="in favour"):
        hall.cast(hall.heads["FI"], "FI", "against", reservation="Point 3.")


def test_only_the_clock_decides_a_ballot_of_its_own_accord(hall: Hall) -> None:
    hall.travel(CLOSES)
    with pytest.raises(NotAllowed), transaction():
        settling.settle(actor_of(hall.heads["FI"]), hall.ballot)


def test_the_record_says_who_cast_for_whom(hall: Hall) -> None:
    hall.cast(hall.alternates["FI"], "FI")
    entry = record.of_paper(hall.paper.id)[-1]
    assert (entry.verb, entry.actor_id, entry.association_id, entry.details["choice"]) == (
        "position:cast", hall.alternates["FI"].id, hall.associations["FI"].id, "in_favour",
    )  # fmt: skip


def test_the_database_takes_no_second_position_of_an_association(hall: Hall) -> None:
    position = hall.cast(hall.heads["FI"], "FI")
    db.session.add(
        Position(
            item_id=position.item_id, association_id=position.association_id, choice="against",
            cast_by_id=position.cast_by_id, cast_at=OPENED,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM position", "UPDATE ballot_roll SET weight = 1", "DELETE FROM record_entry"],
)
def test_the_database_refuses_to_forget(hall: Hall, statement: str) -> None:
    hall.cast(hall.heads["FI"], "FI")
    with pytest.raises((IntegrityError, OperationalError), match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


def test_a_paper_cannot_be_adopted_without_a_decision(hall: Hall) -> None:
    hall.paper.stage = "adopted"
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_the_record_says_what_a_position_was_changed_from(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI", reservation="Not point 3.")
    hall.cast(hall.heads["FI"], "FI", "against", seen=1)
    first, second = record.of_paper(hall.paper.id)[-2:]
    assert step_in_words(first.verb, first.details) == "Cast the position: In favour, with a reservation"
    assert step_in_words(second.verb, second.details) == "Changed the position: In favour → Against"


def test_who_turns_against_need_not_empty_the_reservation_that_was_filled_in(hall: Hall) -> None:
    hall.cast(hall.heads["FI"], "FI", reservation="Not point 3.")
    changed = hall.cast(hall.alternates["FI"], "FI", "against", reservation="Not point 3.", seen=1)
    assert (changed.choice, changed.reservation) == ("against", "")


def test_a_text_is_not_voted_on_while_a_comment_waits_for_its_answer(people: People) -> None:
    secretary, association = people.secretariat(), people.association()
    paper = make_paper(secretary)
    with transaction():
        load_presets()
    remark = Remark(type="general", body="Say who pays.")
    with transaction():
        delegate = actor_of(people.person("delegate", association))
        comments.write_comment(delegate, paper.reference, remark, at=clock.now())
    later = clock.now() + timedelta(days=30)
    with (
        time_machine.travel(later, tick=False),
        pytest.raises(opening.CommentsUnanswered, match="1 comment still waits"),
        transaction(),
    ):
        opening.open_ballot(
            actor_of(secretary), paper.reference, closes_at=later + timedelta(days=9), at=later
        )


def test_only_the_secretariat_opens_a_ballot(people: People) -> None:
    delegate = people.person("delegate", people.association())
    paper = make_paper(people.secretariat(), stage="consolidation")
    with pytest.raises(NotAllowed), transaction():
        opening.open_ballot(actor_of(delegate), paper.reference, closes_at=CLOSES, at=OPENED)


def test_a_draft_is_not_put_to_the_vote(people: People) -> None:
    secretary = people.secretariat()
    paper = make_paper(secretary, stage="drafting")
    with pytest.raises(WrongStage), transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=OPENED)


def test_for_a_stranger_the_ballot_of_a_draft_does_not_exist(people: People) -> None:
    stranger = people.person("head", people.association())
    paper = make_paper(people.secretariat(), stage="drafting")
    with pytest.raises(NotVisible), transaction():
        opening.open_ballot(actor_of(stranger), paper.reference, closes_at=CLOSES, at=OPENED)


def test_a_ballot_that_would_be_closed_already_is_not_opened(people: People) -> None:
    secretary = people.secretariat()
    paper = make_paper(secretary, stage="consolidation")
    with time_machine.travel(OPENED, tick=False), pytest.raises(CloseInThePast), transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=OPENED, at=OPENED)


def test_a_text_changed_after_its_version_is_issued_first(people: People) -> None:
    secretary = people.secretariat()
    people.association()
    paper = make_paper(secretary, stage="consolidation")
    add_revision(paper, secretary, "A later thought.")
    with transaction():
        load_presets()
    travelling = time_machine.travel(OPENED, tick=False)
    with travelling, pytest.raises(opening.NothingToVoteOn, match="Issue it"), transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=OPENED)


def test_the_mail_says_everything_that_was_said(hall: Hall) -> None:
    hall.cast(
        hall.alternates["FI"], "FI", "against", explanation="Too vague.", proposed_change="Fund more.",
        would_favour=True,
    )  # fmt: skip
    mail = db.session.query(Mail).filter_by(message="position_cast").first()
    assert mail is not None
    for body in (mail.body_text, mail.body_html):
        assert "Explanation: Too vague." in body
        assert "Proposed change: Fund more. In favour if this is accepted." in body
        assert "Reservation:" not in body


def test_blanks_are_no_reservation_and_no_explanation(hall: Hall) -> None:
    said = hall.cast(
        hall.heads["FI"], "FI", "against", reservation="   ", explanation=" Too vague.\n",
        proposed_change="\n", would_favour=True,
    )  # fmt: skip
    assert (said.reservation, said.explanation, said.proposed_change) == ("", "Too vague.", "")
    assert not said.would_favour
