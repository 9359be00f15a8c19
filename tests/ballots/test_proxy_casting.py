"""Positions cast by proxy, and positions entered by the secretariat."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, queries
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.models import EarlierPosition, Position
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.voice import ProxyLapsed
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.record import queries as record
from eca_policy.transaction import transaction
from tests.ballots.plenary import CLOSES, OPENED, Plenary
from tests.conftest import actor_of


@pytest.fixture
def voting(plenary: Plenary) -> Plenary:
    """The ballot on the text alone is open."""
    plenary.open(with_list=False)
    return plenary


def proxy(plenary: Plenary, grantor: str, holder: str, **facts: Any) -> Proxy:
    """In writing: for the ballot, unless a period is given."""
    if "starts_on" not in facts:
        facts.setdefault("ballot_id", plenary.ballot.id)
    made: Proxy = plenary.people.add(
        Proxy(
            grantor_id=plenary.associations[grantor].id, holder_id=plenary.associations[holder].id,
            written="Letter of 2 May.", given_by_id=plenary.heads[grantor].id, given_at=OPENED, **facts,
        )
    )  # fmt: skip
    return made


def enter(plenary: Plenary, code: str, choice: str, *, who: Account | None = None, **how: Any) -> Position:
    given = {"channel": "letter", "note": "Letter of 5 May."} | how
    seen = given.pop("seen", 0)
    with transaction():
        return casting.enter_positions(
            actor_of(who or plenary.secretary), plenary.paper.reference, plenary.ballot.number,
            association_id=plenary.associations[code].id, answers={1: Answer(choice, seen=seen)},
            at=clock.now(), **given,
        )[0]  # fmt: skip


def test_the_head_of_the_holder_casts_and_the_record_says_under_which_proxy(voting: Plenary) -> None:
    made = proxy(voting, "FI", "SE")
    cast = voting.cast("FI", "against", who=voting.heads["SE"])
    assert (cast.proxy_id, cast.cast_by_id, cast.association_id) == (
        made.id, voting.heads["SE"].id, voting.associations["FI"].id,
    )  # fmt: skip
    entry = record.of_paper(voting.paper.id)[-1]
    assert (entry.verb, entry.association_id, entry.details["proxy"]) == (
        "position:cast", voting.associations["FI"].id, made.id,
    )  # fmt: skip
    told = db.session.query(Mail).filter_by(message="position_cast").all()
    assert "head.fi@example.org" in {mail.address for mail in told}


def test_an_alternate_and_a_delegate_of_the_holder_have_no_proxy(voting: Plenary) -> None:
    proxy(voting, "FI", "SE")
    for role in ("alternate", "delegate"):
        person = voting.people.person(role, voting.associations["SE"])
        with pytest.raises(NotAllowed):
            voting.cast("FI", "in_favour", who=person)


def test_a_proxy_is_not_passed_on(voting: Plenary) -> None:
    proxy(voting, "FI", "SE")
    proxy(voting, "SE", "FR")
    with pytest.raises(NotAllowed):
        voting.cast("FI", "in_favour", who=voting.heads["FR"])


def test_a_proxy_lapses_when_its_grantor_acted_itself(voting: Plenary) -> None:
    proxy(voting, "FI", "SE")
    voting.cast("FI", "against")
    with pytest.raises(ProxyLapsed, match="Association FI has acted itself"):
        voting.cast("FI", "in_favour", who=voting.heads["SE"], seen=1)
    assert [each.choice for each in queries.positions(voting.ballot.items[-1])] == ["against"]


def test_a_grantor_that_acts_after_the_holder_replaces_it_and_both_are_kept(voting: Plenary) -> None:
    made = proxy(voting, "FI", "SE")
    voting.cast("FI", "in_favour", who=voting.heads["SE"])
    standing = voting.cast("FI", "against", seen=1)
    assert (standing.choice, standing.proxy_id) == ("against", None)
    (earlier,) = db.session.query(EarlierPosition)
    assert (earlier.choice, earlier.proxy_id, earlier.cast_by_id) == (
        "in_favour", made.id, voting.heads["SE"].id,
    )  # fmt: skip
    with pytest.raises(ProxyLapsed):
        voting.cast("FI", "in_favour", who=voting.heads["SE"], seen=2)


def test_a_proxy_that_was_revoked_or_is_for_another_holder_says_nothing(voting: Plenary) -> None:
    made = proxy(voting, "FI", "SE")
    with pytest.raises(NotAllowed):
        voting.cast("FI", "in_favour", who=voting.heads["FR"])
    made.revoked_at, made.revoked_by_id = OPENED, voting.heads["FI"].id
    db.session.commit()
    with pytest.raises(NotAllowed):
        voting.cast("FI", "in_favour", who=voting.heads["SE"])


def test_a_proxy_for_a_period_counts_from_its_first_to_its_last_day_in_brussels(voting: Plenary) -> None:
    proxy(voting, "FI", "SE", starts_on=date(2026, 5, 10), ends_on=date(2026, 5, 12))
    for moment in (datetime(2026, 5, 9, 21, 59, tzinfo=UTC), datetime(2026, 5, 12, 22, 0, tzinfo=UTC)):
        voting.travel(moment)
        with pytest.raises(NotAllowed):
            voting.cast("FI", "in_favour", who=voting.heads["SE"])
    voting.travel(datetime(2026, 5, 9, 22, 0, tzinfo=UTC))
    assert voting.cast("FI", "in_favour", who=voting.heads["SE"]).proxy_id


def test_a_proxy_for_one_ballot_is_none_for_the_next(voting: Plenary) -> None:
    proxy(voting, "FI", "SE")
    voting.settle()
    assert voting.paper.stage in ("consolidation", "rejected")
    voting.paper = voting.make_paper()
    voting.travel(CLOSES + timedelta(days=1))
    voting.open(with_list=False, closes_at=CLOSES + timedelta(days=9))
    with pytest.raises(NotAllowed):
        voting.cast("FI", "in_favour", who=voting.heads["SE"])


def test_the_head_of_an_observer_or_of_a_stranger_holds_no_proxy(voting: Plenary) -> None:
    voting.associations["SE"].status = "observer"
    db.session.commit()
    proxy(voting, "FI", "SE")
    with pytest.raises(NotAllowed):
        voting.cast("FI", "in_favour", who=voting.heads["SE"])


def test_the_secretariat_enters_what_came_by_letter_and_the_association_is_told(voting: Plenary) -> None:
    entered = enter(voting, "FI", "against")
    assert (entered.channel, entered.channel_note, entered.proxy_id) == ("letter", "Letter of 5 May.", None)
    entry = record.of_paper(voting.paper.id)[-1]
    assert (entry.verb, entry.details["channel"]) == ("position:enter", "letter")
    (mail,) = db.session.query(Mail).filter_by(message="position_cast", address="head.fi@example.org")
    assert "Letter of 5 May." in mail.body_text
    changed = voting.cast("FI", "in_favour", seen=1)
    assert (changed.channel, changed.channel_note) == ("", "")
    assert db.session.query(EarlierPosition).one().channel == "letter"


def test_what_the_secretariat_enters_is_the_grantors_own_word(voting: Plenary) -> None:
    proxy(voting, "FI", "SE")
    enter(voting, "FI", "against")
    with pytest.raises(ProxyLapsed):
        voting.cast("FI", "in_favour", who=voting.heads["SE"], seen=1)


@pytest.mark.parametrize("how", [{"channel": "pigeon"}, {"channel": ""}, {"note": "  "}, {"note": "x" * 301}])
def test_a_position_is_not_entered_without_saying_how_it_came(voting: Plenary, how: dict[str, str]) -> None:
    with pytest.raises(RuleBroken):
        enter(voting, "FI", "in_favour", **how)


def test_only_the_secretariat_enters_positions(voting: Plenary) -> None:
    for who in (voting.heads["FI"], voting.rapporteur):
        with pytest.raises(NotAllowed):
            enter(voting, "FI", "in_favour", who=who)


def test_the_secretariat_does_not_overwrite_what_it_has_not_seen(voting: Plenary) -> None:
    voting.cast("FI", "in_favour")
    with pytest.raises(casting.PositionTaken):
        enter(voting, "FI", "against")


def test_the_secretariat_is_late_as_well(voting: Plenary) -> None:
    voting.travel(CLOSES)
    with pytest.raises(casting.BallotClosed):
        enter(voting, "FI", "against")
