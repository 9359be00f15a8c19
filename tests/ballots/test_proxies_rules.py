"""The rules of proxies, with nothing but values."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.ballots.proxies.rules import (
    LONGEST_PERIOD,
    Claim,
    Period,
    Span,
    counts_from,
    first_come,
    most_at_once,
    one_each,
    state_of_period,
    state_on_ballot,
    within_limit,
    wrong_with,
)

TODAY = date(2026, 5, 4)
FI, ES, FR, DE = 1, 2, 3, 4


def days(first: int, last: int) -> Period:
    return Period(TODAY + timedelta(days=first), TODAY + timedelta(days=last))


def ids(claims: list[Claim]) -> list[int]:
    return [claim.id for claim in claims]


def test_a_proxy_for_the_ballot_goes_before_one_for_a_period_given_earlier() -> None:
    claims = [Claim(1, FI, ES, is_for_ballot=False), Claim(2, FI, FR, is_for_ballot=True)]
    assert ids(one_each(claims)) == [2]


def test_each_grantor_keeps_a_proxy_of_its_own() -> None:
    claims = [Claim(1, FI, ES, is_for_ballot=False), Claim(2, DE, ES, is_for_ballot=True)]
    assert ids(one_each(claims)) == [1, 2]


def test_beyond_the_limit_those_given_first_count() -> None:
    claims = [Claim(3, DE, ES, True), Claim(1, FI, ES, False), Claim(2, FR, ES, True)]
    assert ids(within_limit(claims, most=2)) == [1, 2]


def test_the_limit_is_counted_for_each_holder_apart() -> None:
    claims = [Claim(1, FI, ES, True), Claim(2, DE, FR, True)]
    assert ids(within_limit(claims, most=1)) == [1, 2]


def test_for_whom_a_position_stands_goes_before_a_proxy_given_earlier() -> None:
    claims = [Claim(1, FI, ES, False), Claim(2, FR, ES, True)]
    assert ids(within_limit(claims, most=1, acted_for=[(ES, FR)])) == [2]


def test_a_position_under_a_revoked_proxy_takes_its_place() -> None:
    assert within_limit([Claim(2, FR, ES, True)], most=1, acted_for=[(ES, FI)]) == []


def test_no_proxy_counts_where_the_procedure_knows_none() -> None:
    assert within_limit([Claim(1, FI, ES, True)], most=0) == []


@given(
    st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6), st.booleans())), st.integers(0, 3)
)  # fmt: skip
def test_no_holder_ever_votes_for_more_than_allowed(given_: list[tuple[int, int, bool]], most: int) -> None:
    claims = [Claim(number, *each) for number, each in enumerate(given_)]
    usable = within_limit(one_each(claims), most=most)
    holders = [claim.holder_id for claim in usable]
    assert all(holders.count(holder) <= most for holder in holders)
    assert len({claim.grantor_id for claim in usable}) == len(usable)


@pytest.mark.parametrize(
    ("period", "wrong"),
    [
        (days(0, 0), ""),
        (days(30, 60), ""),
        (days(0, LONGEST_PERIOD - 1), ""),
        (days(0, LONGEST_PERIOD), "too_long"),
        (days(-1, 5), "in_the_past"),
        (days(5, 4), "backwards"),
    ],
)
def test_a_period_begins_today_or_later_and_is_not_too_long(period: Period, wrong: str) -> None:
    assert wrong_with(period, today=TODAY) == wrong


@pytest.mark.parametrize(("other", "overlaps"), [(days(5, 9), True), (days(6, 9), False), (days(0, 1), True)])
def test_periods_overlap_when_they_share_a_day(other: Period, overlaps: bool) -> None:
    assert days(1, 5).overlaps(other) is overlaps
    assert other.overlaps(days(1, 5)) is overlaps


def test_periods_one_after_the_other_are_never_held_at_once() -> None:
    assert most_at_once([days(0, 4), days(5, 9)], days(2, 7)) == 1
    assert most_at_once([days(0, 5), days(5, 9)], days(2, 7)) == 2
    assert most_at_once([], days(2, 7)) == 0


@pytest.mark.parametrize(
    ("period", "state"), [(days(0, 3), "in_force"), (days(1, 3), "coming"), (days(-3, -1), "over")]
)
def test_a_period_comes_holds_and_is_over(period: Period, state: str) -> None:
    assert state_of_period(period, today=TODAY) == state


@pytest.mark.parametrize(
    ("opened", "closed", "acted", "state"),
    [
        (False, False, False, "coming"),
        (True, False, False, "in_force"),
        (True, False, True, "lapsed"),
        (True, True, True, "over"),
    ],
)
def test_a_proxy_for_a_ballot_lapses_when_its_grantor_acts(
    opened: bool, closed: bool, acted: bool, state: str
) -> None:
    assert state_on_ballot(has_opened=opened, has_closed=closed, grantor_acted=acted) == state


# In a secret ballot: who came first


def hour(number: int) -> datetime:
    return datetime(2026, 5, 4, number, tzinfo=UTC)


OPEN = Span(hour(9), hour(17))


@pytest.mark.parametrize(
    ("stands", "ahead", "begins"),
    [
        (Span(hour(8), hour(20)), [], hour(9)),
        (Span(hour(12), hour(20)), [], hour(12)),
        (Span(hour(8), hour(9)), [], hour(9)),
        (Span(hour(7), hour(8)), [], None),
        (Span(hour(17), hour(20)), [], None),
        (Span(hour(8), hour(20)), [Span(hour(8), hour(11))], hour(11)),
        (Span(hour(8), hour(20)), [Span(hour(8), hour(11)), Span(hour(10), hour(13))], hour(13)),
        (Span(hour(8), hour(20)), [Span(hour(10), hour(11))], hour(9)),
        (Span(hour(8), hour(10)), [Span(hour(8), hour(11))], None),
        (Span(hour(8), hour(20)), [Span(hour(8), hour(18))], None),
    ],
)
def test_a_proxy_counts_from_the_first_instant_at_which_it_could_be_used(
    stands: Span, ahead: list[Span], begins: datetime | None
) -> None:
    assert counts_from(stands, ahead, OPEN) == begins


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4), st.integers(0, 2)), max_size=12),
    st.integers(0, 3),
)
def test_who_came_first_keeps_the_place_whoever_comes_later(
    came: list[tuple[int, int, int]], most: int
) -> None:
    """By the hour at which it begins to count; of those of one hour the one given first."""
    claims = [
        (hour(9 + begins), Claim(number, grantor, 10 + holder, is_for_ballot=True))
        for number, (begins, grantor, holder) in enumerate(sorted(came))
    ]
    for number in range(len(claims)):
        assert first_come(claims[:number], most=most) <= first_come(claims, most=most)
    places = first_come(claims, most=most)
    assert all(sum(holder == one for holder, _grantor in places) <= most for one in (10, 11, 12))
