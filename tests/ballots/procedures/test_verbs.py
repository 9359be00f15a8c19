"""The verbs of procedures, asked by other means than the pages."""

from dataclasses import replace
from datetime import timedelta

import pytest

from eca_policy.accounts.models import Account
from eca_policy.ballots import opening, queries
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.presets import PRESETS
from eca_policy.ballots.procedures import service
from eca_policy.ballots.procedures.service import ProcedureFacts
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

RULE = {"conditions": [{"measure": "members", "base": "cast", "more_than": "2/4"}]}
FACTS = ProcedureFacts("Board", "Hallitus", RULE, {})


@pytest.fixture
def secretary(people: People) -> Account:
    with transaction():
        load_presets()
    return people.secretariat()


def create(account: Account, facts: ProcedureFacts) -> ProcedureRow:
    with transaction():
        return service.create_procedure(actor_of(account), facts, at=clock.now())


def change(account: Account, key: str, facts: ProcedureFacts, seen: int = 1) -> None:
    with transaction():
        service.change_procedure(actor_of(account), key, facts, seen=seen, at=clock.now())


def test_a_procedure_is_kept_in_its_simplest_form_under_a_key_of_its_own(secretary: Account) -> None:
    made = create(secretary, FACTS)
    assert (made.key, made.version_counter) == ("board", 1)
    assert made.rule == {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
    assert create(secretary, replace(FACTS, name="Board!")).key == "board_2"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("New", "new_2"),
        ("Preview", "preview_2"),
        ("Sääntö – äänet", "saanto_aanet"),
        ("Ψήφος", "procedure"),
        ("a" * 100, "a" * 36),
    ],
)
def test_a_key_is_plain_and_never_the_word_of_an_address(secretary: Account, name: str, key: str) -> None:
    assert create(secretary, replace(FACTS, name=name)).key == key


def test_without_a_finnish_name_it_is_called_as_in_english(secretary: Account) -> None:
    assert create(secretary, replace(FACTS, name_fi=" ")).name_fi == "Board"


def test_a_rule_that_comes_without_a_form_is_refused_with_its_place(secretary: Account) -> None:
    wrong = replace(FACTS, rule={"conditions": [{"measure": "members", "base": "cast", "at_least": 0.5}]})
    with pytest.raises(service.ProcedureMakesNoSense, match=r"conditions\[0\]\.at_least"):
        create(secretary, wrong)
    with pytest.raises(service.ProcedureMakesNoSense, match="most_proxies"):
        create(secretary, replace(FACTS, conduct={"most_proxies": "1"}))
    assert len(queries.procedures()) == len(PRESETS)


def test_nobody_but_the_secretariat_writes_one(secretary: Account, people: People) -> None:
    head = people.person("head", people.association())
    with pytest.raises(NotAllowed):
        create(head, FACTS)
    with pytest.raises(NotAllowed):
        change(head, "statutes", FACTS)
    with pytest.raises(NotAllowed), transaction():
        service.delete_procedure(actor_of(head), "statutes", seen=1, at=clock.now())


def test_who_changes_what_they_have_not_seen_is_told(secretary: Account) -> None:
    change(secretary, "statutes", FACTS)
    with pytest.raises(ChangedMeanwhile):
        change(secretary, "statutes", replace(FACTS, name="Other"))
    change(secretary, "statutes", replace(FACTS, name="Other"), seen=2)
    assert queries.procedure("statutes").name == "Other"


def test_saving_what_stands_there_already_leaves_no_trace(secretary: Account) -> None:
    made = create(secretary, FACTS)
    change(secretary, made.key, FACTS)
    assert queries.procedure(made.key).version_counter == 1
    assert [entry.verb for entry in db.session.query(Entry)] == ["procedure:create"]


def test_a_ballot_keeps_what_it_opened_with(secretary: Account, people: People) -> None:
    people.person("head", people.association())
    paper = make_paper(secretary, stage="consolidation")
    closes_at = clock.now() + timedelta(days=7)
    with transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=closes_at, at=clock.now())
    before = db.session.query(Ballot).one().rule
    change(secretary, "position_paper", FACTS)
    db.session.expire_all()
    assert db.session.query(Ballot).one().rule == before
    assert queries.procedure("position_paper").rule != before


def test_a_preset_that_was_changed_is_not_loaded_over(secretary: Account) -> None:
    change(secretary, "unanimity", FACTS)
    with transaction():
        load_presets()
    assert queries.procedure("unanimity").name == "Board"
    assert len(queries.procedures()) == len(PRESETS)
