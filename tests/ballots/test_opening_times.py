"""What stands in the way of a ballot is said while it is planned: its times, and a rule nobody can meet."""

import pytest
from flask.testing import FlaskClient

from tests.ballots.opened import Alliance, procedure

TYPED = {"show": "1", "closes_on": "2026-05-18", "closes_time": "17:00"}
LATER = {"opens": "later", "opens_on": "2026-05-06", "opens_time": "10:00"}


def frozen(page: str) -> str:
    """The part of the page that says what will be frozen, with the warnings before it."""
    return page.split('id="opening-frozen"')[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (LATER | {"closes_on": "2026-05-06", "closes_time": "09:00"}, "would already be closed"),
        ({"closes_on": "2026-05-01"}, "would already be closed"),
        (LATER | {"opens_on": "2026-05-01"}, "This instant has passed already"),
        (LATER | {"opens_on": ""}, "Write a date such as"),
        (
            LATER | {"opens_on": "2027-03-28", "opens_time": "02:30", "closes_on": "2027-04-09"},
            "skip this time",
        ),
        ({"closes_on": "2027-03-28", "closes_time": "02:30"}, "skip this time"),
        ({"closes_time": ""}, "Write a time such as"),
        ({"closes_on": "1999-01-01"}, "Write a year from 2000"),
    ],
)
def test_why_a_time_cannot_be_stands_in_the_preview(
    desk: FlaskClient, house: Alliance, changes: dict[str, str], sentence: str
) -> None:
    answer = desk.post(house.page, data=TYPED | changes)
    assert answer.status_code == 200
    assert sentence in frozen(answer.text)


def test_times_that_can_be_are_not_complained_of(desk: FlaskClient, house: Alliance) -> None:
    assert "field-error" not in desk.post(house.page, data=TYPED | LATER).text


@pytest.mark.parametrize(
    ("changes", "label"), [({"opens_time": "9h"}, "Opens at"), ({"closes_time": "9h"}, "Closes at")]
)
def test_an_error_says_which_of_the_two_times_it_is_about(
    desk: FlaskClient, house: Alliance, changes: dict[str, str], label: str
) -> None:
    typed = {name: value for name, value in (TYPED | LATER | changes).items() if name != "show"}
    answer = desk.post(house.page, data=typed)
    assert answer.status_code == 422
    assert f"{label} (Brussels time): Write a time" in answer.text


def warned_of(desk: FlaskClient, house: Alliance, **rule: object) -> str:
    procedure("unanimity", **rule)
    return frozen(desk.post(house.page, data=TYPED | {"procedure_key": "unanimity"}).text)


def test_a_rule_that_nobody_can_meet_is_warned_of(desk: FlaskClient, house: Alliance) -> None:
    conditions = [{"measure": "members", "base": "cast", "at_least": "1/2"}]
    said = warned_of(desk, house, rule={"conditions": conditions, "min_in_favour": 99})
    assert "By “Unanimity” nothing can be adopted" in said
    assert "3 associations in favour, at least 99 needed" in said


def test_a_rule_that_all_together_can_meet_is_not(desk: FlaskClient, house: Alliance) -> None:
    conditions = [{"measure": "members", "base": "entitled", "at_least": "1/1"}]
    said = warned_of(desk, house, rule={"conditions": conditions, "min_in_favour": 3})
    assert "nothing can be adopted" not in said


def test_a_secret_ballot_of_too_few_is_warned_of(desk: FlaskClient, house: Alliance) -> None:
    assert "with fewer than 5 positions" in warned_of(desk, house, conduct={"shown": "secret"})
