"""Tasks, reminders and what is shown to a holder follow from the proxies that can be used."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.ballots import reminding
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.showing import roll_shown
from eca_policy.ballots.tasks import settle_due
from eca_policy.ballots.voice import people_see
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.queries import access_paper
from eca_policy.todo.queries import tasks_of
from tests.ballots.proxy_hall import MAY, Hall, hall, open_ballot
from tests.ballots.voting_room import CLOSES, OPENED, Room
from tests.conftest import People, actor_of

__all__ = ["hall"]


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        made = Room(people, client, people.secretariat()).furnish()
        made.travel = traveller.move_to  # type: ignore[attr-defined]
        yield made


def by_proxy(hall: Hall, code: str) -> list[str]:
    """For whom a head's tasks say to cast by proxy; the reminder must say the same."""
    tasks = tasks_of(actor_of(hall.head(code)), at=clock.now())
    names = sorted(task.association for task in tasks if task.kind == "cast_by_proxy")
    reminded = reminding.missing_for(hall.ballot, at=clock.now()).get(hall.head(code), set())
    assert sorted(reminded - {f"Association {code}"}) == names
    return names


def test_who_holds_a_proxy_is_told_to_use_it(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    assert by_proxy(hall, "ES") == ["Association FI"]


def test_where_nobody_votes_by_proxy_nobody_is_told_to(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    hall.allow(0)
    assert by_proxy(hall, "ES") == []


def test_a_proxy_for_the_ballot_goes_before_that_for_a_period(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    hall.give("FI", "FR")
    assert (by_proxy(hall, "ES"), by_proxy(hall, "FR")) == ([], ["Association FI"])


def test_beyond_the_limit_the_first_given_is_the_one_to_cast(hall: Hall) -> None:
    hall.allow(2)
    hall.give("FR", "ES")
    hall.give("FI", "ES")
    assert by_proxy(hall, "ES") == ["Association FI", "Association FR"]
    hall.allow(1)
    assert by_proxy(hall, "ES") == ["Association FR"]


def test_who_was_served_takes_the_room_of_the_others(hall: Hall) -> None:
    hall.allow(2)
    proxy = hall.give("FR", "ES")
    hall.give("FI", "ES")
    hall.cast(hall.head("ES"), "FR")
    hall.revoke(proxy, hall.head("FR"))
    hall.allow(1)
    assert by_proxy(hall, "ES") == []


def test_each_ballot_has_a_limit_of_its_own(hall: Hall, people: People) -> None:
    hall.allow(2)
    other = open_ballot(people, hall.secretary)
    hall.give("FR", "ES", period=MAY)
    db.session.add(
        Proxy(
            grantor_id=hall.id("FI"), holder_id=hall.id("ES"), starts_on=MAY.first, ends_on=MAY.last,
            written="By letter.", given_by_id=hall.secretary.id, given_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()
    tasks = tasks_of(actor_of(hall.head("ES")), at=clock.now())
    found = {(task.paper.reference, task.association) for task in tasks if task.kind == "cast_by_proxy"}
    assert found == {
        (hall.paper.reference, "Association FI"), (hall.paper.reference, "Association FR"),
        (other.reference, "Association FR"),
    }  # fmt: skip


def test_the_tasks_ask_the_database_no_more_for_many_ballots_than_for_two(
    hall: Hall, people: People, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    hall.give("FI", "ES", period=MAY)
    open_ballot(people, hall.secretary)

    def asked() -> int:
        actor = actor_of(hall.head("ES"))
        db.session.expire_all()
        with count_queries() as sent:
            tasks_of(actor, at=clock.now())
        return len(sent)

    few = asked()
    for _ in range(4):
        open_ballot(people, hall.secretary)
    assert asked() == few


def test_a_proxy_given_after_the_close_opens_no_old_ballot(room: Room) -> None:
    """The page and the API ask the same: whose positions this person sees before others do."""
    ballot = room.open(shown="totals", most_proxies=1)
    room.give_proxy("ES", "FR")
    room.cast("head FR", "ES", "against", explanation="Between us.")
    room.travel(CLOSES + timedelta(days=1))  # type: ignore[attr-defined]
    settle_due()
    room.give_proxy("ES", "FI", period=True)
    access = access_paper(actor_of(room.persons["head FI"]), room.paper.reference, at=clock.now())
    own = people_see(access, ballot, at=clock.now())
    assert own == [room.associations["FI"].id]
    assert [line.line.association.code for line in roll_shown(ballot, own) if line.position] == []
    assert "Between us." not in room.see("head FI")
    assert "Between us." in room.see("head ES")


def test_while_the_ballot_is_open_the_holder_sees_what_it_cast(room: Room) -> None:
    ballot = room.open(shown="totals", most_proxies=1)
    room.give_proxy("ES", "FR")
    room.cast("head FR", "ES", "against", explanation="Between us.")
    access = access_paper(actor_of(room.persons["head FR"]), room.paper.reference, at=clock.now())
    assert people_see(access, ballot, at=clock.now()) == [room.associations[code].id for code in ("FR", "ES")]
    assert "Between us." in room.see("head FR")


def test_where_positions_are_final_the_page_lets_the_grantor_replace_its_holders_once(room: Room) -> None:
    room.open(may_change=False, most_proxies=1)
    room.give_proxy("ES", "FR")
    asked = room.send("head FR", "ES", {"1-choice": "against"})
    assert "only Association ES can still replace it, once, by voting itself" in asked.text
    room.confirm(asked)
    field = f"a{room.associations['ES'].id}-1-choice"
    assert field not in room.as_("head FR").get(room.url).text
    assert field in room.as_("head ES").get(room.url).text
    room.confirm(room.send("head ES", "ES", {"1-choice": "in_favour", "1-seen": "1"}))
    assert room.standing("ES") == {1: "in_favour"}
    assert field not in room.as_("head ES").get(room.url).text
