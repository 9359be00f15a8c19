"""A paper with open amendments, and the people who arrange their vote."""

import pytest

from eca_policy.amendments.changes import Change
from eca_policy.papers.models import Paper
from tests.amendments.conftest import House, at, house

__all__ = ["house"]


@pytest.fixture
def paper(house: House) -> Paper:
    """Five amendments: 1 and 2 reword paragraph 3, 3 deletes it, 4 rewords paragraph 2, 5 has two places."""
    paper = house.paper()
    funding = at(paper, 3)
    house.table(house.finn, paper, Change("replace", funding, "They need lasting funding."))
    house.table(house.swede, paper, Change("replace", funding, "They need much more money."))
    house.table(house.finn, paper, Change("delete", funding))
    house.table(house.swede, paper, Change("replace", at(paper, 2), "Clusters link small firms."))
    house.table(
        house.finn, paper, Change("insert_after", at(paper, 2), "They teach."), Change("delete", at(paper, 4))
    )
    return paper
