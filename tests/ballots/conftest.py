"""A plenary, an alliance and a room, for tests that need a paper, its ballot and its voters."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.ballots.opened import Alliance, alliance
from tests.ballots.plenary import TABLING, Plenary
from tests.ballots.voting_room import OPENED, Room
from tests.conftest import People, sign_in

Convene = Callable[..., Plenary]


@pytest.fixture
def convened(people: People) -> Iterator[Convene]:
    """Makes a plenary on a text, at the time of tabling."""
    with time_machine.travel(TABLING, tick=False) as traveller:
        yield lambda **facts: Plenary(people, traveller.move_to, **facts)


@pytest.fixture
def house(people: People) -> Iterator[Alliance]:
    with alliance(people) as made:
        yield made


@pytest.fixture
def room(people: People, client: FlaskClient) -> Iterator[Room]:
    """Where an alliance votes through its pages; `travel` puts the clock to an instant."""
    with time_machine.travel(OPENED, tick=False) as traveller:
        made = Room(people, client, people.secretariat()).furnish()
        made.travel = traveller.move_to
        yield made


@pytest.fixture
def desk(client: FlaskClient, house: Alliance) -> FlaskClient:
    """The browser of the secretariat."""
    return sign_in(client, house.secretary)


@pytest.fixture
def plenary(convened: Convene) -> Plenary:
    return convened()
