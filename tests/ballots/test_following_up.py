"""A silence that is broken, and the written vote that follows by itself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import current_app

from eca_policy.ballots import opening, queries, settling
from eca_policy.ballots.following_up import end_of_vote
from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.ballots.result import text_result
from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.clock import BRUSSELS
from eca_policy.members.models import TermOfOffice
from eca_policy.outbox.models import Mail
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.ballots.plenary import CLOSES, OPENED, Plenary

HOUR = timedelta(hours=1)


def silence(plenary: Plenary, *, days: int = 7, closes_at: datetime = CLOSES) -> Ballot:
    """A silence procedure on the text as it stands, with or without a written vote after it."""
    db.session.query(Procedure).filter_by(key="silence").one().followed_by = "position_paper"
    db.session.commit()
    return plenary.open(with_list=False, procedure_key="silence", follow_up_days=days, closes_at=closes_at)


def objecting(plenary: Plenary, *codes: str) -> None:
    for code in codes:
        plenary.cast(code, "objection", explanation="Not so.")


def test_a_silence_that_nobody_breaks_adopts_the_text_and_opens_no_vote(plenary: Plenary) -> None:
    silence(plenary)
    decision = plenary.settle()
    assert (decision.outcome, plenary.paper.stage, plenary.ballot.number) == ("adopted", "adopted", 1)


def test_a_broken_silence_is_followed_by_a_written_vote_on_the_same_version(plenary: Plenary) -> None:
    first = silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    second = plenary.ballot
    assert (plenary.paper.stage, second.number, second.version_id) == ("decision", 2, first.version_id)
    assert (second.opens_at, second.closes_at) == (CLOSES, CLOSES + timedelta(days=9))  # seven to work
    assert (second.procedure_name, second.follow_up) == ("Position paper", {})
    assert not queries.positions(second.items[-1])
    told = [
        db.session.query(Mail).filter_by(message=each).count()
        for each in ("silence_opened", "written_vote_opened", "ballot_opened")
    ]
    assert told == [len(plenary.heads), len(plenary.heads), 0]
    verbs = [entry.verb for entry in record.of_paper(plenary.paper.id)]
    assert verbs[-2:] == ["ballot:decide", "ballot:open"]


def test_the_written_vote_has_a_roll_of_its_own(plenary: Plenary) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.associations["ES"].status = "suspended"
    plenary.associations["FI"].weight = 99
    db.session.commit()
    plenary.settle()
    lines = {line.association.code: line for line in queries.roll_call(plenary.ballot)}
    assert (lines["ES"].left_out, lines["FI"].weight) == ("suspended", 99)


def test_the_written_vote_decides(plenary: Plenary) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    plenary.vote(adopt={1})
    plenary.settle()
    assert (plenary.paper.stage, plenary.ballot.decision.outcome) == ("adopted", "adopted")  # type: ignore[union-attr]


def test_a_broken_silence_without_a_vote_after_it_gives_the_text_back(plenary: Plenary) -> None:
    silence(plenary, days=0)
    objecting(plenary, "FI", "SE", "FR")
    decision = plenary.settle()
    assert decision.outcome == "silence_broken"
    assert (plenary.paper.stage, plenary.paper.decision_id) == ("consolidation", None)


def test_when_by_then_nobody_has_a_vote_the_text_comes_back(plenary: Plenary) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    db.session.query(TermOfOffice).filter_by(role="head").update({"ends_on": CLOSES.date() - timedelta(1)})
    db.session.commit()
    assert plenary.settle().outcome == "silence_broken"
    assert (plenary.paper.stage, plenary.ballot.number) == ("consolidation", 1)
    assert text_result_of(plenary, 1) == {
        "sentence": "The text goes back to consolidation, from where another ballot can be opened."
    }


def test_a_vote_opened_by_hand_is_not_the_one_that_was_prepared(plenary: Plenary) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    heads = db.session.query(TermOfOffice).filter_by(role="head")
    heads.update({"ends_on": CLOSES.date() - timedelta(1)})
    db.session.commit()
    plenary.settle()
    heads.update({"ends_on": None})
    db.session.commit()
    plenary.open(with_list=False, procedure_key="position_paper", closes_at=CLOSES + timedelta(days=9))
    assert plenary.ballot.number == 2
    assert "url" not in text_result_of(plenary, 1)


def test_the_page_of_a_broken_silence_leads_to_the_vote_that_follows(plenary: Plenary) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    shown = text_result_of(plenary, 1)
    assert shown["sentence"] == "The silence was broken, so that a written vote follows."
    assert (shown["link"], shown["url"][-10:]) == ("Ballot 2", "/ballots/2")


def text_result_of(plenary: Plenary, number: int) -> dict[str, Any]:
    """What the page of that ballot says became of the text."""
    ballot = db.session.query(Ballot).filter_by(number=number).one()
    with current_app.test_request_context():
        shown = text_result(plenary.paper, ballot)
    assert shown is not None
    return shown


def test_a_procedure_that_changed_meanwhile_changes_nothing_for_the_vote_prepared(plenary: Plenary) -> None:
    silence(plenary)
    rule = db.session.query(Procedure).filter_by(key="position_paper").one().rule
    with transaction():
        row = db.session.query(Procedure).filter_by(key="position_paper").one()
        row.rule, row.name = {"silence": {"objections": 1}}, "Another"
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    assert (plenary.ballot.rule, plenary.ballot.procedure_name) == (rule, "Position paper")


@pytest.mark.parametrize("late", [timedelta(days=8), timedelta(days=70)])
def test_a_close_that_nobody_saw_for_days_still_leaves_the_voters_their_time(
    plenary: Plenary, late: timedelta
) -> None:
    silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle(at=CLOSES + late)
    second = plenary.ballot
    assert (second.number, second.opens_at) == (2, CLOSES + late)
    assert second.closes_at - second.opens_at == timedelta(days=9)  # seven to work, at 17:00 each


def test_two_readers_who_come_at_once_open_one_vote(plenary: Plenary) -> None:
    first = silence(plenary)
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    with transaction():
        settling.settle(CLOCK, db.session.get_one(Ballot, first.id))
    assert db.session.query(Ballot).count() == 2


@pytest.mark.parametrize("days", [-1, 366])
def test_the_written_vote_lasts_a_day_to_a_year(plenary: Plenary, days: int) -> None:
    with pytest.raises(opening.CannotFollow, match="1 to 365 working days"):
        silence(plenary, days=days)


def test_no_vote_follows_a_vote(plenary: Plenary) -> None:
    with pytest.raises(opening.CannotFollow, match="no written vote follows"):
        plenary.open(with_list=False, follow_up_days=7)


def test_a_voting_list_is_not_put_to_silence(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    with pytest.raises(opening.CannotFollow, match="one question only"):
        plenary.open(procedure_key="silence", amendments_key="simple_majority")


def brussels(*when: int) -> datetime:
    return datetime(*when, tzinfo=BRUSSELS).astimezone(UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("closed", "days", "ends"),
    [
        (brussels(2026, 12, 1, 17), 3, brussels(2026, 12, 4, 17)),
        (brussels(2026, 12, 2, 9, 30), 1, brussels(2026, 12, 3, 17)),
        (brussels(2026, 12, 2, 19, 21), 1, brussels(2026, 12, 4, 17)),  # by then the day is over
        (brussels(2026, 12, 4, 17), 3, brussels(2026, 12, 9, 17)),  # no weekend is a day to vote
        (brussels(2026, 12, 5, 12), 1, brussels(2026, 12, 7, 17)),
        (brussels(2027, 3, 26, 17), 1, brussels(2027, 3, 29, 17)),  # the clocks change that weekend
        (brussels(2027, 10, 29, 17), 1, brussels(2027, 11, 1, 17)),
    ],
)
def test_the_written_vote_closes_at_five_in_brussels_after_whole_working_days(
    closed: datetime, days: int, ends: datetime
) -> None:
    assert end_of_vote(closed, days, at=closed) == ends
    assert end_of_vote(closed, days, at=closed + HOUR) == ends


def test_a_close_seen_an_hour_late_still_leaves_the_voters_their_working_days() -> None:
    closed = brussels(2026, 12, 1, 16, 30)
    assert end_of_vote(closed, 3, at=closed + HOUR) == brussels(2026, 12, 4, 17)
    assert end_of_vote(closed, 3, at=closed + HOUR + timedelta(seconds=1)) == brussels(2026, 12, 7, 17)


def test_a_written_vote_over_the_change_to_summer_time_opens_and_closes_by_the_clock(
    plenary: Plenary,
) -> None:
    plenary.travel(OPENED)
    silence(plenary, days=1, closes_at=brussels(2027, 3, 26, 17))
    objecting(plenary, "FI", "SE", "FR")
    plenary.settle()
    assert plenary.ballot.closes_at == datetime(2027, 3, 29, 15, tzinfo=UTC)
    plenary.travel(datetime(2027, 3, 29, 14, 59, 59, tzinfo=UTC))
    plenary.vote(adopt={1})
    assert plenary.settle().outcome == "adopted"
