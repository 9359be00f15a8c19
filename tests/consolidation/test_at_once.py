"""Two at one desk in the same instant, on both databases: neither overwrites what they have not seen."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from eca_policy.amendments import service as amending
from eca_policy.consolidation import queries, service
from eca_policy.consolidation.models import Choice, Consolidation
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Rapporteur
from tests.amendments.conftest import House
from tests.at_once import at_once
from tests.conftest import People, actor_of
from tests.consolidation.conftest import FUNDING, Room

ROUNDS = 5


@pytest.fixture
def room(database_url: str, app_on: Callable[..., Flask]) -> Iterator[tuple[Flask, Room]]:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        finland, spain, portugal = (people.association(code) for code in ("FI", "ES", "PT"))
        finn, rapporteur = people.person("head", finland), people.person("delegate", spain)
        house = House(people, rapporteur, finn, finn, finn, finn, people.secretariat())
        paper = house.paper()
        other = people.person("head", portugal)
        people.add(Rapporteur(paper_id=paper.id, account_id=other.id))
        db.session.refresh(paper)
        yield app, Room(house, paper, other)


def test_of_two_who_open_a_desk_at_once_one_holds_it(room: tuple[Flask, Room]) -> None:
    app, at = room
    reference = at.paper.reference
    actors = [actor_of(at.holder), actor_of(at.other)]
    acts = [lambda actor=actor: service.open_desk(actor, reference, at=clock.now()) for actor in actors]
    assert at_once(app, *acts) == ["DeskIsOpen", "done"]
    assert db.session.query(Consolidation).count() == 1


def test_of_two_windows_that_choose_at_once_one_chooses_and_the_other_is_told(
    room: tuple[Flask, Room],
) -> None:
    app, at = room
    at.rewrite(at.house.finn, FUNDING[0])
    at.open()
    actor, reference = actor_of(at.holder), at.paper.reference
    for _round in range(ROUNDS):
        seen = at.token("1")
        acts = [
            lambda seen=seen, decision=decision: service.choose(
                actor, reference, "1", decision, reason="R.", seen=seen, at=clock.now()
            )
            for decision in ("rejected", "lapsed")
        ]
        assert at_once(app, *acts) == ["DeskChanged", "done"]
    assert db.session.query(Choice).count() == 1


def test_what_is_withdrawn_as_the_desk_is_finished_is_either_decided_or_withdrawn(
    room: tuple[Flask, Room],
) -> None:
    app, at = room
    amendment = at.rewrite(at.house.finn, FUNDING[0])
    at.open()
    at.choose("1", "accepted")
    at.consolidate()
    seen, reference = at.laid.desk.whole_token(), at.paper.reference
    holder, finn = actor_of(at.holder), actor_of(at.house.finn)
    told = at_once(
        app,
        lambda: service.finish(holder, reference, seen=seen, at=clock.now()),
        lambda: amending.withdraw(finn, reference, "1", at=clock.now()),
    )
    db.session.expire_all()
    is_finished = queries.open_desk(at.paper) is None
    assert told == (["NotInThisState", "done"] if is_finished else ["DeskChanged", "done"])
    assert amendment.state == ("accepted" if is_finished else "withdrawn")
