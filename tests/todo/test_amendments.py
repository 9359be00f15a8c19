"""What amendments ask of each person, and what is told of what became of them."""

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.amendments import queries, service
from eca_policy.lib import clock
from eca_policy.papers.queries import access_paper
from eca_policy.todo.news import news_for
from eca_policy.todo.queries import Task, tasks_of
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, change, house
from tests.conftest import actor_of, sign_in

__all__ = ["house"]
OURS = ("table_draft", "confirm_amendment", "decide_amendments")


def tasks(account: Account) -> list[Task]:
    """The tasks that amendments give."""
    return [each for each in tasks_of(actor_of(account), at=clock.now()) if each.kind in OURS]


def test_a_draft_asks_its_whole_delegation_to_table_or_discard_it(house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    for person in (house.finn, house.second_finn):
        (task,) = tasks(person)
        assert (task.kind, task.name) == ("table_draft", f"draft-{draft.id}")
        assert task.due_at == paper.consultation_closes_at
    for person in (house.swede, house.observer, house.secretary, house.rapporteur):
        assert tasks(person) == []
    house.do(service.discard, house.finn, paper, draft)
    assert tasks(house.finn) == []


def test_a_draft_that_comes_too_late_asks_nothing(house: House) -> None:
    paper = house.paper()
    house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    paper.stage = "consolidation"
    assert tasks(house.finn) == []


def test_what_is_proposed_asks_everyone_of_the_association(house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "multiannual"))
    for person in (house.finn, house.second_finn):
        (task,) = tasks(person)
        assert (task.kind, task.name) == ("confirm_amendment", "1")
    assert tasks(house.swede) == []
    house.do(service.confirm, house.second_finn, paper, "1", seen=2)
    assert tasks(house.finn) == []


def test_the_rapporteur_and_the_secretariat_are_told_how_many_wait(house: House) -> None:
    paper = house.paper()
    for number in range(3):
        house.table(house.finn, paper, change(paper, 3, f"They need {number}."))
    house.draft(house.finn, paper, change(paper, 3, "Not yet."))
    for person in (house.rapporteur, house.secretary):
        (task,) = tasks(person)
        assert (task.kind, task.number) == ("decide_amendments", 3)
    assert "decide_amendments" not in [task.kind for task in tasks(house.finn)]


@pytest.mark.parametrize("decision", ["accepted", "rejected"])
def test_a_delegation_learns_what_became_of_its_amendment(house: House, decision: str) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    with transaction():
        access = access_paper(actor_of(house.rapporteur), paper.reference, at=clock.now())
        amendment = queries.amendment_named(access, "1")
        service.decide(access, amendment, decision, reason="So.", at=clock.now())  # type: ignore[arg-type]
    (news,) = news_for(actor_of(house.second_finn))
    assert (news.what, news.name, news.fate) == ("amendment", "1", decision)
    assert news_for(actor_of(house.swede)) == []


def test_a_delegation_learns_who_took_its_amendment_over(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.do(service.withdraw, house.finn, paper, "1")
    house.do(service.take_over, house.swede, paper, "1")
    (news,) = news_for(actor_of(house.finn))
    assert (news.fate, news.association) == ("taken_over", "Association SE")
    assert news_for(actor_of(house.observer)) == []


def test_the_home_page_says_it_in_words(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.finn, paper, change(paper, 2, kind="delete"))
    page = sign_in(client, house.finn).get("/").text
    assert "Table or discard your draft amendment" in page
    assert f"/papers/{paper.reference}/amendments/draft-{draft.id}" in page
    client.post("/sign-out")
    page = sign_in(client, house.secretary).get("/").text
    assert "1 amendment waits for a decision" in page
