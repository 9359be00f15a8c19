"""Starting a paper, and its facts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, RuleBroken
from eca_policy.papers import queries, service
from eca_policy.papers.drafting import NothingWritten
from eca_policy.papers.facts import AddresseeFacts, Facts, FactsRefused
from eca_policy.papers.models import Paper
from eca_policy.papers.service import NotYoursToLead
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import actor_of
from tests.papers.conftest import TEXT, Alliance


def change(alliance: Alliance, paper: Paper, facts: Facts, *, seen: int, at: datetime | None = None) -> None:
    with transaction():
        service.change_facts(
            actor_of(alliance.rapporteur), paper.reference, facts, seen=seen, at=at or clock.now()
        )


def test_who_starts_a_paper_holds_the_pen(alliance: Alliance, paper: Paper) -> None:
    assert [one.account_id for one in paper.rapporteurs] == [alliance.rapporteur.id]
    assert paper.stage == "drafting"
    assert queries.whole_text(queries.latest_revision(paper)) == TEXT
    assert [entry.verb for entry in db.session.query(Entry)] == ["paper:create"]


def test_references_count_up_within_the_year_of_brussels(alliance: Alliance) -> None:
    with time_machine.travel(datetime(2026, 12, 31, 22, 59, tzinfo=UTC), tick=False):
        assert alliance.start().reference == "ECA-2026-001"
        assert alliance.start().reference == "ECA-2026-002"
    with time_machine.travel(datetime(2026, 12, 31, 23, 1, tzinfo=UTC), tick=False):
        assert alliance.start().reference == "ECA-2027-001"


def test_the_thousandth_paper_of_a_year_is_followed_by_the_next(alliance: Alliance, paper: Paper) -> None:
    prefix = paper.reference.removesuffix("001")
    for number in ("999", "1000"):
        with transaction():
            paper.reference = prefix + number
        paper = alliance.start()
    assert paper.reference == prefix + "1001"


def test_a_paper_is_led_by_an_association_of_its_author(alliance: Alliance) -> None:
    for lead in (alliance.spain.id, None):
        with pytest.raises(NotYoursToLead), transaction():
            service.start_paper(
                actor_of(alliance.rapporteur), alliance.facts(), TEXT,
                lead_association_id=lead, at=clock.now(),
            )  # fmt: skip


def test_the_secretariat_may_start_a_paper_nobody_leads(alliance: Alliance) -> None:
    with transaction():
        paper = service.start_paper(
            actor_of(alliance.secretary), alliance.facts(), TEXT, lead_association_id=None, at=clock.now()
        )
    assert paper.lead_association is None


def test_an_observer_starts_no_paper(alliance: Alliance) -> None:
    with pytest.raises(NotAllowed), transaction():
        service.start_paper(
            actor_of(alliance.observer), alliance.facts(), TEXT,
            lead_association_id=alliance.norway.id, at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "", "text": "No heading, no title."}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "safe \u202e evil"}, "title"),
        ({"title": "nothing \0 here"}, "title"),
        ({"language": "xx"}, "language"),
        ({"document_class_id": 99999}, "document_class_id"),
        ({"file_url": "javascript:alert(1)"}, "file_url"),
        ({"file_url": "https://"}, "file_url"),
        ({"file_url": "https://[broken"}, "file_url"),
        ({"authority_deadline_at": datetime(2020, 1, 1, tzinfo=UTC)}, "deadline_on"),
        ({"addressees": (AddresseeFacts("galactic", "X"),)}, "addressees-0-level"),
        ({"addressees": (AddresseeFacts("eu", ""),)}, "addressees-0-name"),
        ({"addressees": (AddresseeFacts("national", "X", "QQ"),)}, "addressees-0-country"),
        (
            {"addressees": (AddresseeFacts("eu", "EP"), AddresseeFacts("regional", "X", None, "F1"))},
            "addressees-1-nuts_code",
        ),
        ({"addressees": (AddresseeFacts("regional", "X", None, "FIXXX"),)}, "addressees-0-nuts_code"),
    ],
)
def test_facts_that_make_no_sense_are_refused_at_their_field(
    alliance: Alliance, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(FactsRefused) as refusal:
        alliance.start(**changes)
    assert field in [problem.field for problem in refusal.value.problems]
    assert db.session.query(Paper).count() == 0


def test_addressees_of_all_levels_are_kept(alliance: Alliance) -> None:
    given = (
        AddresseeFacts("eu", "European Commission"),
        AddresseeFacts("national", "Ministry of Economic Affairs", "FI"),
        AddresseeFacts("regional", "Helsinki-Uusimaa", None, "FI1B1"),
        AddresseeFacts("regional", "Southern Finland", None, "FI1C"),
    )
    assert queries.addressee_facts(alliance.start(addressees=given)) == given


@pytest.mark.parametrize("text", ["", "   \n\n", "---\ntitle: only this\n---\n"])
def test_a_paper_without_a_text_is_refused(alliance: Alliance, text: str) -> None:
    with pytest.raises(NothingWritten):
        alliance.start(text)


def test_facts_change_and_the_record_says_which(alliance: Alliance, paper: Paper) -> None:
    facts = replace(queries.facts_of(paper), title="Another title", addressees=(AddresseeFacts("eu", "EP"),))
    change(alliance, paper, facts, seen=paper.version_counter)
    assert paper.title == "Another title"
    details = [entry.details for entry in db.session.query(Entry).filter_by(verb="paper:change_facts")]
    assert details == [{"changed": ["title", "addressees"]}]


def test_changing_only_addressees_counts_as_a_change_for_others(alliance: Alliance, paper: Paper) -> None:
    seen = paper.version_counter
    change(alliance, paper, alliance.facts(addressees=(AddresseeFacts("eu", "Parliament"),)), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        change(alliance, paper, alliance.facts(addressees=(AddresseeFacts("eu", "Council"),)), seen=seen)
    assert [one.name for one in paper.addressees] == ["Parliament"]


def test_a_deadline_that_has_passed_may_stay(alliance: Alliance) -> None:
    now = clock.now()
    paper = alliance.start(authority_deadline_at=now + timedelta(hours=1))
    facts = replace(queries.facts_of(paper), title="Later")
    change(alliance, paper, facts, seen=paper.version_counter, at=now + timedelta(days=1))
    assert paper.title == "Later"


def test_presets_load_once_and_carry_a_text_to_begin_from(alliance: Alliance) -> None:
    with transaction():
        service.load_presets()
    classes = queries.document_classes()
    assert [one.key for one in classes] == [
        "position_paper", "joint_recommendation", "expert_contribution", "third_party_position"
    ]  # fmt: skip
    for one in classes:
        assert queries.latest_revision(alliance.start(one.template)).words > 20


def test_the_secretariat_changes_a_document_class(alliance: Alliance) -> None:
    first = queries.document_classes()[0]
    facts = replace(service.ALL_PRESETS[0].facts, consultation_days=30)

    def change_to(wanted: service.ClassFacts, by: object = alliance.secretary) -> None:
        with transaction():
            service.change_document_class(
                actor_of(by), first.id, wanted, procedure_keys=("position_paper", "silence"), at=clock.now()
            )

    change_to(facts)
    assert first.consultation_days == 30
    for wrong in (
        replace(facts, ballot_days=0),
        replace(facts, procedure_key="dice"),
        replace(facts, name=""),
    ):
        with pytest.raises(RuleBroken):
            change_to(wrong)
    with pytest.raises(NotAllowed):
        change_to(facts, by=alliance.rapporteur)
