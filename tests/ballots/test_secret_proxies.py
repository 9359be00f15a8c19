"""Proxies in a secret ballot: the limit holds, and nobody learns by it who has voted."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.refusals import ActedAlready, TooManyProxies
from eca_policy.ballots.proxies.rules import Period
from eca_policy.ballots.proxies.showing import offers
from eca_policy.ballots.secrecy.service import HasVoted
from eca_policy.ballots.secrecy.showing import turns
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.queries import access_paper
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.api.conftest import Program, make_token
from tests.ballots.secret_hall import CLOSES, OPENED, SecretHall, secret_hall
from tests.ballots.voting_room import words
from tests.conftest import actor_of, sign_in

Travel = Callable[[object], None]
DAY = timedelta(days=1)
TODAY = OPENED.date()


@pytest.fixture
def travel() -> Iterator[Travel]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def hall(app: Flask, travel: Travel) -> SecretHall:
    """Seven associations, each with a head; one item; one proxy for each holder."""
    return secret_hall(app, 7, amended=False)


def give(hall: SecretHall, grantor: str, holder: str, *days: date, by: Account | None = None) -> Proxy:
    """For the days from the first to the last, or for the ballot; by the head, unless somebody is named."""
    what = {"period": Period(days[0], days[-1])} if days else {"ballot": (hall.paper.reference, 1)}
    with transaction():
        return proxies.give_proxy(
            actor_of(by or hall.heads[grantor]), hall.associations[grantor].id, hall.associations[holder].id,
            written="By letter.", at=clock.now(), **what,
        )  # type: ignore[arg-type]  # fmt: skip


def revoke(hall: SecretHall, grantor: str, proxy: Proxy) -> None:
    with transaction():
        proxies.revoke_proxy(actor_of(hall.heads[grantor]), proxy.id, at=clock.now())


def vote(hall: SecretHall, code: str, holder: str) -> None:
    hall.put_in(code, "in_favour", by=hall.heads[holder])


def test_a_proxy_that_was_used_and_has_ended_takes_room(hall: SecretHall, travel: Travel) -> None:
    give(hall, "FI1", "FI0", TODAY)
    vote(hall, "FI1", "FI0")
    travel(OPENED + DAY)
    give(hall, "FI2", "FI0", TODAY + DAY)
    with pytest.raises(TooManyProxies):
        vote(hall, "FI2", "FI0")


def test_so_does_one_whose_grantor_was_suspended_afterwards(hall: SecretHall, travel: Travel) -> None:
    give(hall, "FI1", "FI0")
    vote(hall, "FI1", "FI0")
    hall.associations["FI1"].status = "suspended"
    hall.associations["FI1"].suspended_on = TODAY
    db.session.commit()
    with pytest.raises(TooManyProxies):
        give(hall, "FI2", "FI0")
    travel(OPENED + DAY)
    give(hall, "FI3", "FI0", TODAY + DAY)
    with pytest.raises(TooManyProxies):
        vote(hall, "FI3", "FI0")


def test_so_does_one_that_gave_way_to_a_proxy_for_the_ballot(hall: SecretHall) -> None:
    give(hall, "FI1", "FI0", TODAY, TODAY + 30 * DAY)
    vote(hall, "FI1", "FI0")
    give(hall, "FI1", "FI3", by=hall.secretary)
    with pytest.raises(TooManyProxies):
        give(hall, "FI2", "FI0")


def test_what_comes_back_into_force_comes_last(hall: SecretHall, travel: Travel) -> None:
    """FI1's proxy for the month is older, but did not count yet when FI0 voted for FI2."""
    give(hall, "FI1", "FI0", TODAY, TODAY + 30 * DAY)
    hall.ballot.opens_at = clock.now() + timedelta(hours=1)
    db.session.commit()
    instead = give(hall, "FI1", "FI3")
    give(hall, "FI2", "FI0")
    travel(OPENED + DAY)
    vote(hall, "FI2", "FI0")
    revoke(hall, "FI1", instead)
    with pytest.raises(TooManyProxies):
        vote(hall, "FI1", "FI0")


@pytest.mark.parametrize("has_voted", [False, True])
def test_a_revoked_proxy_takes_room_whether_its_grantor_has_voted_or_not(
    hall: SecretHall, *, has_voted: bool
) -> None:
    """Else who tries to give another proxy would learn which it is."""
    proxy = give(hall, "FI1", "FI0")
    if has_voted:
        hall.put_in("FI1", "in_favour")
    revoke(hall, "FI1", proxy)
    with pytest.raises(TooManyProxies):
        give(hall, "FI2", "FI0")


def test_the_same_association_may_give_it_again(hall: SecretHall) -> None:
    revoke(hall, "FI1", give(hall, "FI1", "FI0"))
    give(hall, "FI1", "FI0")
    vote(hall, "FI1", "FI0")


def test_what_was_over_before_the_ballot_opened_takes_no_room(hall: SecretHall, travel: Travel) -> None:
    hall.ballot.opens_at = OPENED + DAY
    db.session.commit()
    give(hall, "FI1", "FI0", TODAY)
    revoke(hall, "FI3", give(hall, "FI3", "FI0"))
    travel(OPENED + DAY)
    give(hall, "FI2", "FI0")
    vote(hall, "FI2", "FI0")


# What the holder, and whoever gives a proxy, learns before the close


def states(hall: SecretHall, code: str) -> list[tuple[str, bool, str]]:
    """What the page of the box shows the head of this association: for whom, whether with a form, why not."""
    who = actor_of(hall.heads[code])
    access = access_paper(who, hall.paper.reference, at=clock.now())
    shown = turns(access, hall.ballot, at=clock.now())
    return [(each.association, each.form is not None, each.reason) for each in shown]


def told_before_voting(hall: SecretHall, code: str) -> tuple[object, ...]:
    """Everything that is shown to the head of the association that holds the proxy of FI1."""
    who = actor_of(hall.heads[code])
    client = sign_in(hall.app.test_client(), hall.heads[code])
    ballot = f"/papers/{hall.paper.reference}/ballots/1"
    program = Program(hall.app, {"Authorization": f"Bearer {make_token(hall.heads[code])}"})
    seen = program.get(ballot).get_json()
    pages = [client.get(path).text for path in ("/", ballot, hall.box, "/proxies")]
    asked = client.post(hall.box, data=hall.fields("FI1", "in_favour"))
    tasks = [(task.kind, task.association) for task in tasks_of(who, at=clock.now())]
    return states(hall, code), [words(page) for page in pages], asked.status_code, tasks, seen["roll"]


def test_the_holder_of_a_proxy_is_not_told_that_its_grantor_has_voted(hall: SecretHall) -> None:
    give(hall, "FI1", "FI0")
    before = told_before_voting(hall, "FI0")
    hall.put_in("FI1", "in_favour")
    assert told_before_voting(hall, "FI0") == before
    assert states(hall, "FI0")[1] == ("Association FI1", True, "")
    assert ("cast_by_proxy_in_secret", "Association FI1") in before[3]  # type: ignore[operator]
    with pytest.raises(HasVoted):
        vote(hall, "FI1", "FI0")


def test_the_own_people_are_told(hall: SecretHall) -> None:
    hall.put_in("FI1", "in_favour")
    why = "Association FI1 has voted; a position in the box cannot be changed."
    assert states(hall, "FI1") == [("Association FI1", False, why)]
    client = sign_in(hall.app.test_client(), hall.heads["FI1"])
    asked = client.post(hall.box, data=hall.fields("FI1", "in_favour"))
    assert (asked.status_code, why in asked.text) == (422, True)


@pytest.mark.parametrize("voters", [3, 6])
def test_after_the_close_the_holder_knows_as_much_as_everybody(
    hall: SecretHall, travel: Travel, voters: int
) -> None:
    """With too few, who took part is shown to nobody."""
    give(hall, "FI1", "FI0", TODAY, TODAY + 30 * DAY)
    for number in range(1, voters + 1):
        hall.put_in(f"FI{number}", "in_favour")
    travel(CLOSES)
    hall.settle()
    voted = "Association FI1 has voted; a position in the box cannot be changed."
    closed = "The ballot closed at 18 May 2026, 17:00:00 CEST."
    assert states(hall, "FI0")[1] == ("Association FI1", False, voted if voters == 6 else closed)


def test_who_has_voted_is_offered_no_proxy_to_give(hall: SecretHall) -> None:
    head = actor_of(hall.heads["FI1"])
    assert len(offers(head, hall.ballot, at=clock.now())) == 1
    hall.put_in("FI1", "in_favour")
    assert offers(head, hall.ballot, at=clock.now()) == []
    with pytest.raises(ActedAlready, match="Association FI1 has voted on this ballot"):
        give(hall, "FI1", "FI0")


def test_who_enters_a_letter_does_not_learn_who_has_voted(hall: SecretHall) -> None:
    hall.put_in("FI1", "in_favour")
    assert give(hall, "FI1", "FI0", by=hall.secretary).id
