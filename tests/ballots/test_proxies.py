"""Giving, revoking and using a proxy."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.proxies import refusals
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import LONGEST_TEXT
from eca_policy.ballots.proxies.showing import offers
from eca_policy.ballots.voice import ProxyLapsed, represented
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal, RuleBroken
from tests.ballots.proxy_hall import CLOSES, MAY, OPENED, Hall, days, hall
from tests.conftest import People, actor_of

__all__ = ["hall"]


def may_cast_for(hall: Hall, code: str) -> list[str]:
    found = dict(represented(actor_of(hall.head(code)), hall.ballot, at=clock.now()))
    return [each for each in hall.associations if hall.id(each) in found]


def test_the_holders_head_casts_for_the_grantor(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    position = hall.cast(hall.head("ES"), "FI", "against")
    assert (position.association_id, position.proxy_id) == (hall.id("FI"), proxy.id)
    assert may_cast_for(hall, "ES") == ["FI", "ES"]


def test_under_a_proxy_for_a_period_the_head_casts_on_every_ballot_in_it(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    assert hall.cast(hall.head("ES"), "FI").proxy_id is not None


def test_a_period_that_has_not_begun_or_is_over_lets_nobody_cast(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(2, 3))
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("ES"), "FI")
    hall.travel(OPENED + timedelta(days=2))
    assert may_cast_for(hall, "ES") == ["FI", "ES"]
    hall.travel(OPENED + timedelta(days=4))
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("ES"), "FI")


@pytest.mark.parametrize("role", ["alternate", "delegate"])
def test_only_the_holders_head_casts(hall: Hall, role: str) -> None:
    hall.give("FI", "ES")
    with pytest.raises(NotAllowed):
        hall.cast(hall.people[role]["ES"], "FI")


def test_a_proxy_whose_holder_lost_its_head_cannot_be_used_until_there_is_another(
    hall: Hall, people: People
) -> None:
    hall.give("FI", "ES")
    hall.end_term(hall.head("ES"))
    with pytest.raises(NotAllowed):
        hall.cast(hall.people["alternate"]["ES"], "FI")
    assert may_cast_for(hall, "ES") == []
    successor = people.person("head", people.association("PT"))
    people.also(successor, hall.associations["ES"], "head")
    assert hall.cast(successor, "FI").proxy_id is not None


def test_a_proxy_is_not_passed_on(hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.give("ES", "FR")
    assert may_cast_for(hall, "FR") == ["ES", "FR"]
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("FR"), "FI")


def test_who_gave_its_own_vote_away_still_casts_for_its_grantor(hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.give("ES", "FR")
    hall.cast(hall.head("ES"), "FI")
    assert {each.association_id for each in ballots.positions(hall.ballot.items[-1])} == {hall.id("FI")}


def test_a_proxy_lapses_when_the_grantor_votes_itself(hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.cast(hall.people["alternate"]["FI"], "FI", "against")
    with pytest.raises(ProxyLapsed):
        hall.cast(hall.head("ES"), "FI", seen=1)
    assert may_cast_for(hall, "ES") == ["ES"]


def test_the_grantor_changes_what_was_cast_for_it_and_keeps_the_vote(hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.cast(hall.head("ES"), "FI")
    changed = hall.cast(hall.head("FI"), "FI", "against", seen=1)
    assert (changed.choice, changed.proxy_id) == ("against", None)
    with pytest.raises(ProxyLapsed):
        hall.cast(hall.head("ES"), "FI", seen=2)


def test_after_a_revocation_what_was_cast_stands_and_nothing_more_is_cast(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    hall.cast(hall.head("ES"), "FI")
    hall.revoke(proxy, hall.head("FI"))
    assert [each.choice for each in ballots.positions(hall.ballot.items[-1])] == ["in_favour"]
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("ES"), "FI", "against", seen=1)


# Limits


def test_a_holder_has_room_for_as_many_as_the_procedure_says(hall: Hall) -> None:
    hall.give("FI", "ES")
    with pytest.raises(refusals.TooManyProxies, match="Association ES holds another proxy already"):
        hall.give("FR", "ES")
    hall.allow(2)
    hall.give("FR", "ES")
    with pytest.raises(refusals.TooManyProxies, match="more than 2"):
        hall.give("DE", "ES")


def test_a_period_that_covers_the_ballot_takes_room_on_it(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(5, 6))
    with pytest.raises(refusals.TooManyProxies):
        hall.give("FR", "ES")


def test_a_period_after_the_ballot_takes_no_room_on_it(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(15, 20))
    assert hall.give("FR", "ES").id


def test_one_grantor_takes_room_once(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    assert hall.give("FI", "ES").id


def test_a_proxy_that_lapsed_takes_no_room(hall: Hall) -> None:
    hall.give("FI", "ES")
    hall.cast(hall.head("FI"), "FI")
    hall.give("FR", "ES")
    assert may_cast_for(hall, "ES") == ["ES", "FR"]


def test_a_position_cast_under_a_proxy_revoked_since_takes_room(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    hall.cast(hall.head("ES"), "FI")
    hall.revoke(proxy, hall.head("FI"))
    with pytest.raises(refusals.TooManyProxies):
        hall.give("FR", "ES")


def test_where_a_ballot_allows_fewer_than_were_given_the_first_given_counts(hall: Hall) -> None:
    hall.allow(2)
    hall.give("FI", "ES")
    hall.give("FR", "ES")
    hall.allow(1)
    assert may_cast_for(hall, "ES") == ["FI", "ES"]
    with pytest.raises(refusals.TooManyProxies, match="for 1 other association, whose proxy was given first"):
        hall.cast(hall.head("ES"), "FR")
    hall.cast(hall.head("ES"), "FI")


def test_where_the_procedure_knows_no_proxy_none_is_given_or_used(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    hall.allow(0)
    with pytest.raises(refusals.NoProxiesHere):
        hall.give("FR", "ES")
    with pytest.raises(refusals.NoProxiesHere):
        hall.cast(hall.head("ES"), "FI")
    assert may_cast_for(hall, "ES") == ["ES"]
    assert offers(actor_of(hall.head("FR")), hall.ballot, at=clock.now()) == []


def test_nobody_holds_two_proxies_for_the_same_day(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(0, 5))
    with pytest.raises(refusals.TooManyProxies):
        hall.give("FR", "ES", period=days(5, 9))
    assert hall.give("FR", "ES", period=days(6, 9)).id


def test_a_proxy_for_the_ballot_goes_before_that_for_a_period(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    hall.give("FI", "FR")
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("ES"), "FI")
    assert hall.cast(hall.head("FR"), "FI").proxy_id is not None
    assert hall.give("DE", "ES").id, "Spain has room again on this ballot."


# What is refused at giving


def test_a_second_proxy_for_a_ballot_waits_for_the_first_to_be_revoked(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    with pytest.raises(refusals.ProxyGivenAlready, match="given Association ES a proxy") as refused:
        hall.give("FI", "FR")
    assert refused.value.status == 409
    hall.revoke(proxy, hall.people["alternate"]["FI"])
    assert hall.give("FI", "FR").id


def test_the_database_takes_no_second_proxy_for_a_ballot(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    db.session.add(
        Proxy(
            grantor_id=proxy.grantor_id, holder_id=hall.id("FR"), ballot_id=proxy.ballot_id, written="x",
            given_by_id=proxy.given_by_id, given_at=OPENED,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_periods_of_one_grantor_do_not_overlap(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(0, 5))
    with pytest.raises(refusals.PeriodsOverlap, match="Association ES"):
        hall.give("FI", "FR", period=days(5, 9))
    assert hall.give("FI", "FR", period=days(6, 9)).id


@pytest.mark.parametrize(
    ("grantor", "holder", "what", "refusal"),
    [
        ("FI", "FI", {}, refusals.ToOneself),
        ("FI", "ES", {"period": days(-1, 3)}, refusals.PeriodMakesNoSense),
        ("FI", "ES", {"period": days(3, 2)}, refusals.PeriodMakesNoSense),
        ("FI", "ES", {"period": days(0, 366)}, refusals.PeriodMakesNoSense),
        ("FI", "ES", {"period": MAY, "ballot": ("ECA-2026-001", 1)}, refusals.BallotOrPeriod),
        ("FI", "ES", {"written": "Please."}, refusals.BallotOrPeriod),
        ("FI", "ES", {"period": MAY, "written": " \n"}, refusals.NotWritten),
        ("FI", "ES", {"period": MAY, "written": "x" * (LONGEST_TEXT + 1)}, RuleBroken),
        ("FI", "ES", {"period": MAY, "written": "a\u202eb"}, RuleBroken),
        ("FI", "ES", {"ballot": ("ECA-2026-999", 1)}, NotVisible),
        ("FI", "ES", {"ballot": ("ECA-2026-001", 2)}, NotVisible),
    ],
)
def test_what_makes_no_sense_gives_nothing(
    hall: Hall, grantor: str, holder: str, what: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        hall.give(grantor, holder, **what)
    assert db.session.query(Proxy).count() == 0


@pytest.mark.parametrize("status", ["observer", "suspended"])
@pytest.mark.parametrize("who", ["FI", "ES"])
def test_only_members_give_and_hold(hall: Hall, status: str, who: str) -> None:
    hall.associations[who].status = status
    db.session.commit()
    with pytest.raises(refusals.NotAMember, match=f"Association {who}"):
        hall.give("FI", "ES", by=hall.secretary, period=MAY)


@pytest.mark.parametrize("who", ["FI", "ES"])
def test_a_proxy_rests_while_one_of_the_two_is_suspended(hall: Hall, who: str) -> None:
    hall.give("FI", "ES")
    hall.associations[who].status = "suspended"
    db.session.commit()
    with pytest.raises(NotAllowed):
        hall.cast(hall.head("ES"), "FI")
    assert "FI" not in may_cast_for(hall, "ES")


def test_a_holder_without_a_head_gets_no_proxy(hall: Hall) -> None:
    hall.end_term(hall.head("ES"))
    with pytest.raises(refusals.NoHeadInOffice):
        hall.give("FI", "ES")


def test_who_voted_already_has_nothing_to_give(hall: Hall) -> None:
    hall.cast(hall.head("FI"), "FI")
    with pytest.raises(refusals.ActedAlready):
        hall.give("FI", "ES")


def test_after_the_close_no_proxy_is_given_for_the_ballot_and_none_revoked(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    hall.travel(CLOSES)
    with pytest.raises(refusals.BallotOver):
        hall.give("FR", "DE")
    with pytest.raises(refusals.ProxyOver):
        hall.revoke(proxy, hall.head("FI"))


def test_who_is_not_on_the_roll_has_no_vote_to_give(hall: Hall, people: People) -> None:
    hall.associations["IT"] = people.association("IT")
    with pytest.raises(refusals.NoVoteToGive):
        hall.give("IT", "ES", by=people.person("head", hall.associations["IT"]))
