"""The alliance of `opened.py` as a fixture."""

from collections.abc import Iterator

import pytest

from tests.ballots.opened import Alliance, alliance
from tests.conftest import People


@pytest.fixture
def house(people: People) -> Iterator[Alliance]:
    with alliance(people) as made:
        yield made
