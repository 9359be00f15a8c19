"""Opening a ballot later, calling it off, and the length in working days."""

from datetime import UTC, date, datetime, timedelta

import pytest

from eca_policy.ballots import opening, queries, settling
from eca_policy.ballots.casting import BallotNotYetOpen
from eca_policy.ballots.models import Reminder
from eca_policy.ballots.tasks import remind
from eca_policy.ballots.working_days import working_days_later
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import NotAllowed
from eca_policy.pages.steps import step_in_words
from eca_policy.papers.service import withdraw
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.ballots.opened import CODES, Alliance, procedure, voters
from tests.conftest import actor_of

WHY = "The text has a mistake."
OPENS = datetime(2026, 5, 6, 7, 0, tzinfo=UTC)


def call_off(house: Alliance, who: str = "") -> None:
    account = house.heads[who] if who else house.secretary
    with transaction():
        opening.call_off(
            actor_of(account), house.paper.reference, house.ballot.number, reason=WHY, at=clock.now()
        )


def test_a_planned_ballot_takes_no_position_until_its_opening_instant(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS - timedelta(seconds=1))
    with pytest.raises(BallotNotYetOpen, match="opens at 6 May 2026, 09:00:00 CEST"):
        house.cast("FI")
    house.clock.move_to(OPENS)
    house.cast("FI")
    assert len(queries.positions(house.ballot.items[-1])) == 1


def test_people_are_told_when_it_opens_and_again_once_it_does(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    remind()
    assert house.receivers("ballot_opened") == voters(*CODES)
    assert "opens at 6 May 2026, 09:00 CEST" in house.mails("ballot_opened")[0].body_text
    house.clock.move_to(OPENS + timedelta(hours=5))  # a sweep that is late loses nothing
    remind()
    remind()
    now = house.mails("ballot_opened")[len(voters(*CODES)) :]
    assert sorted(mail.address for mail in now) == voters(*CODES)
    assert all("is open until 18 May 2026, 17:00 CEST" in mail.body_text for mail in now)


def test_a_ballot_opened_at_once_is_announced_once(house: Alliance) -> None:
    house.open()
    house.clock.move_to(OPENS)
    remind()
    assert house.receivers("ballot_opened") == voters(*CODES)


def test_nobody_is_told_that_a_ballot_is_open_whose_paper_was_withdrawn(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    with transaction():
        withdraw(actor_of(house.secretary), house.paper.reference, reason="Overtaken.", at=clock.now())
    house.clock.move_to(OPENS)
    remind()
    assert house.receivers("ballot_opened") == voters(*CODES)


def test_nobody_is_told_that_a_ballot_is_open_that_has_closed(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(house.ballot.closes_at)
    remind()
    assert house.receivers("ballot_opened") == voters(*CODES)


def test_a_ballot_called_off_gives_the_paper_back_and_tells_those_who_were_told(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    call_off(house)
    assert (house.paper.stage, house.ballot.called_off_at) == ("consolidation", clock.now())
    assert house.receivers("ballot_called_off") == voters(*CODES)
    assert house.ballot.called_off_because == WHY
    mail = house.mails("ballot_called_off")[0]
    assert WHY in mail.body_text
    assert WHY in mail.body_html
    entry = record.of_paper(house.paper.id)[-1]
    assert step_in_words(entry.verb, entry.details) == "Called off the ballot before it opened"
    assert entry.details["because"] == WHY
    house.clock.move_to(OPENS)
    remind()
    assert house.receivers("ballot_opened") == voters(*CODES)


def test_after_one_was_called_off_another_ballot_can_be_opened(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    call_off(house)
    assert house.open().number == 2
    house.clock.move_to(house.ballot.closes_at)
    with transaction():
        assert settling.settle(CLOCK, house.ballot) is not None


def test_at_its_opening_instant_a_ballot_can_no_longer_be_called_off(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS)
    with pytest.raises(opening.BallotHasOpened, match="runs to its close"):
        call_off(house)
    assert house.paper.stage == "decision"


def test_a_moment_before_its_opening_instant_it_can(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS - timedelta(microseconds=1))
    call_off(house)
    assert house.paper.stage == "consolidation"


def test_a_head_of_delegation_calls_nothing_off(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    with pytest.raises(NotAllowed):
        call_off(house, "FI")


def test_a_planned_ballot_is_remembered_in_one_row(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    row = db.session.query(Reminder).one()
    assert (row.hours, row.closes_at) == (0, OPENS)


def test_a_secret_vote_does_not_follow_a_silence_by_itself(house: Alliance) -> None:
    procedure("position_paper", conduct={"shown": "secret"})
    procedure("silence", followed_by="position_paper")
    with pytest.raises(opening.CannotFollow, match="cannot be secret"):
        house.open(procedure_key="silence", follow_up_days=7)


@pytest.mark.parametrize(
    ("opens", "days", "closes"),
    [
        (datetime(2026, 5, 4, 11, 0), 1, date(2026, 5, 5)),
        (datetime(2026, 5, 4, 17, 1), 1, date(2026, 5, 6)),
        (datetime(2026, 5, 8, 11, 0), 1, date(2026, 5, 11)),
        (datetime(2026, 5, 9, 20, 0), 1, date(2026, 5, 11)),
        (datetime(2026, 5, 4, 11, 0), 10, date(2026, 5, 18)),
        (datetime(2027, 3, 26, 11, 0), 3, date(2027, 3, 31)),
    ],
)
def test_working_days_are_whole_days_from_monday_to_friday(opens: datetime, days: int, closes: date) -> None:
    assert working_days_later(opens, days) == closes
