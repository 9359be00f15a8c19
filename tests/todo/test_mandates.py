"""A delegation that collects its mandate asks each of its people, until they have said or it is settled."""

from datetime import UTC, datetime
from typing import Any

import pytest

from eca_policy.accounts.models import Account
from eca_policy.ballots import opening
from eca_policy.ballots.loading import load_presets
from eca_policy.lib import clock
from eca_policy.mandates import service
from eca_policy.mandates.service import Answer
from eca_policy.members.models import Association
from eca_policy.pages.tasks import task_shown
from eca_policy.papers.models import Paper
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

CLOSES = datetime(2027, 5, 18, 15, 0, tzinfo=UTC)


@pytest.fixture
def finland(people: People) -> Association:
    return people.association("FI")


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


@pytest.fixture
def paper(secretary: Account) -> Paper:
    return make_paper(secretary, stage="consolidation")


def kinds(account: Account) -> list[str]:
    return [task.kind for task in tasks_of(actor_of(account), at=clock.now())]


def do(verb: Any, who: Account, paper: Paper, *typed: Any, **more: Any) -> None:
    with transaction():
        verb(actor_of(who), paper.reference, *typed, at=clock.now(), **more)


def test_who_has_not_said_is_asked_once_the_delegation_collects(
    people: People, finland: Association, paper: Paper, client: Any
) -> None:
    head, delegate = (people.person(role, finland) for role in ("head", "delegate"))
    swede = people.person("head", people.association("SE"))
    assert kinds(delegate) == []
    do(service.say_own, head, paper, Answer("in_favour"))
    assert (kinds(head), kinds(delegate), kinds(swede)) == ([], ["say_own_position"], [])
    (task,) = tasks_of(actor_of(delegate), at=clock.now())
    with client.application.test_request_context():
        shown = task_shown(task)
    assert shown.url == f"/papers/{paper.reference}/mandate"
    assert "Association FI collects its mandate" in shown.sentence
    do(service.say_own, delegate, paper, Answer("against"))
    assert kinds(delegate) == []


def test_nobody_is_asked_any_more_when_the_mandate_stands(
    people: People, finland: Association, paper: Paper
) -> None:
    head, delegate = (people.person(role, finland) for role in ("head", "delegate"))
    do(service.enter_cluster, head, paper, "A cluster", Answer("in_favour"))
    assert (kinds(head), kinds(delegate)) == (["say_own_position"], ["say_own_position"])
    do(service.record_mandate, head, paper, "in_favour", "", seen=0)
    assert (kinds(head), kinds(delegate)) == ([], [])


def test_what_others_have_to_do_comes_last(
    people: People, finland: Association, paper: Paper, secretary: Account
) -> None:
    head, delegate = (people.person(role, finland) for role in ("head", "delegate"))
    do(service.say_own, head, paper, Answer("in_favour"))
    with transaction():
        load_presets()
    with transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=clock.now())
    other = make_paper(secretary, closes_at=datetime(2027, 6, 1, tzinfo=UTC))
    tasks = tasks_of(actor_of(delegate), at=clock.now())
    assert [task.kind for task in tasks] == ["say_own_position", "write_comment", "await_position"]
    assert (tasks[0].due_at, tasks[1].paper.id) == (CLOSES, other.id)


def test_observers_are_never_asked(people: People, paper: Paper) -> None:
    observer = people.person("head", people.association("UA", status="observer"))
    assert kinds(observer) == []
