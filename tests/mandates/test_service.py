"""The verbs of mandates, who may do them, and what they leave behind."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import speaking
from eca_policy.mandates import queries, service, words
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.mandates.service import Answer
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from tests.conftest import actor_of
from tests.making import make_paper
from tests.mandates.conftest import House


def answers(paper: Paper) -> list[tuple[str, str, str]]:
    db.session.rollback()
    rows = db.session.query(StrawPosition).filter_by(paper_id=paper.id).order_by(StrawPosition.id)
    return [(each.name, each.choice, each.remark) for each in rows]


def finland(house: House) -> int:
    return actor_of(house.head).association_ids[0]


def test_a_person_says_what_they_would_say_and_changes_it(house: House) -> None:
    house.say(house.delegate, "in_favour", " Good. ")
    house.say(house.head, "against")
    house.say(house.delegate, "abstention")
    assert answers(house.paper) == [("Delegate Fi", "abstention", ""), ("Head Fi", "against", "")]


def test_a_cluster_is_entered_once(house: House) -> None:
    house.enter(house.delegate, " Oulu   ICT ", "in_favour")
    with pytest.raises(
        service.ClusterEntered, match="“Oulu ICT” is entered already: in favour, by Delegate Fi"
    ):
        house.enter(house.head, "OULU ict", "against")
    assert answers(house.paper) == [("Oulu ICT", "in_favour", "")]


def test_the_same_cluster_answers_each_association_and_each_paper(house: House) -> None:
    house.enter(house.head, "Baltic Sea", "in_favour")
    house.enter(house.swede, "Baltic Sea", "against")
    first, house.paper = house.paper, make_paper(house.rapporteur)
    house.enter(house.head, "Baltic Sea", "abstention")
    assert len(answers(first)) == 2
    assert len(answers(house.paper)) == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "Ou\u202elu", "a\0b"])
def test_a_name_that_is_none_is_refused(house: House, name: str) -> None:
    with pytest.raises(service.ClusterUnnamed):
        house.enter(house.head, name, "in_favour")


@pytest.mark.parametrize("choice", ["", "free", "objection", "recused", "\0"])
def test_a_straw_position_is_one_of_three(house: House, choice: str) -> None:
    with pytest.raises(service.ChoiceMissing):
        house.say(house.head, choice)


def test_many_are_entered_at_once_and_again_when_the_list_has_grown(house: House) -> None:
    first = "Oulu ICT; in favour; if funded\nКластер Київ; vastaan"
    assert house.do(service.enter_pasted, house.delegate, first) == 2
    assert house.do(service.enter_pasted, house.delegate, f"{first}\nTurku Sea; tyhjä") == 1
    assert answers(house.paper) == [
        ("Oulu ICT", "in_favour", "if funded"),
        ("Кластер Київ", "against", ""),
        ("Turku Sea", "abstention", ""),
    ]


def test_one_bad_line_keeps_all_of_them_out(house: House) -> None:
    house.enter(house.head, "Oulu ICT", "in_favour")
    with pytest.raises(service.LinesUnread) as refused:
        house.do(service.enter_pasted, house.head, "oulu ict; against\nTurku; against\nPori; perhaps")
    assert [each.split(":")[0] for each in refused.value.sentences] == ["Line 1", "Line 3"]
    assert "is entered already" in refused.value.sentences[0]
    assert "“perhaps” is no position" in refused.value.sentences[1]
    assert len(answers(house.paper)) == 1


def test_a_list_has_its_limits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    many = "\n".join(f"Cluster {number}; in favour" for number in range(501))
    with pytest.raises(service.TooManyAnswers, match="At most 500 lines"):
        house.do(service.enter_pasted, house.head, many)
    for page in range(2):
        part = "\n".join(f"Cluster {page}-{number}; in favour" for number in range(500))
        assert house.do(service.enter_pasted, house.head, part) == 500
    with pytest.raises(service.TooManyAnswers, match="At most 1000 answers"):
        house.enter(house.head, "One more", "in_favour")
    with pytest.raises(service.NothingPasted):
        house.do(service.enter_pasted, house.head, " \n ")


def test_anyone_of_the_delegation_corrects_what_a_cluster_answered(house: House) -> None:
    row = house.enter(house.delegate, "Oulu ICT", "in_favour")
    house.do(service.change_answer, house.head, row.id, "Oulu Health", Answer("against", "No."), seen=1)
    assert answers(house.paper) == [("Oulu Health", "against", "No.")]
    with pytest.raises(service.AnswerChanged, match="Head Fi changed this answer"):
        house.do(service.change_answer, house.delegate, row.id, "Oulu ICT", Answer("in_favour"), seen=1)
    with pytest.raises(service.AnswerChanged):
        house.do(service.remove_answer, house.delegate, row.id, seen=1)
    house.enter(house.head, "Turku Sea", "in_favour")
    with pytest.raises(service.ClusterEntered):
        house.do(service.change_answer, house.head, row.id, "turku sea", Answer("against"), seen=2)
    house.do(service.remove_answer, house.delegate, row.id, seen=2)
    assert answers(house.paper) == [("Turku Sea", "in_favour", "")]


def test_nobody_changes_what_a_colleague_said_for_themselves(house: House) -> None:
    row = house.say(house.delegate, "in_favour")
    with pytest.raises(service.NotYourAnswer):
        house.do(service.change_answer, house.head, row.id, "Somebody", Answer("against"), seen=1)
    house.do(service.remove_answer, house.head, row.id, seen=1)
    assert answers(house.paper) == []


def test_the_newest_mandate_stands_and_the_earlier_ones_are_kept(house: House) -> None:
    house.record(house.head, "in_favour", "Only with the budget line.")
    house.record(house.head, "free", seen=1)
    kept = queries.mandates_of(house.paper.id, finland(house))
    assert [(each.number, each.choice) for each in kept] == [(2, "free"), (1, "in_favour")]
    standing = queries.mandate_of(house.paper.id, finland(house))
    assert standing is not None
    assert standing.number == 2
    assert queries.mandate_of(house.paper.id, actor_of(house.swede).association_ids[0]) is None


def test_a_mandate_nobody_read_is_not_superseded(house: House) -> None:
    alternate = house.people.person("alternate", house.people.association("DE"))
    house.people.also(alternate, db.session.get_one(Association, finland(house)), "alternate")
    house.record(house.head, "in_favour")
    with pytest.raises(
        service.MandateRecorded, match="Head Fi recorded another mandate meanwhile: in favour"
    ):
        house.do(service.record_mandate, alternate, "against", "", seen=0, association_id=finland(house))


def test_a_delegate_collects_and_does_not_record(house: House) -> None:
    with pytest.raises(NotAllowed):
        house.record(house.delegate, "in_favour")
    with pytest.raises(service.ChoiceMissing):
        house.record(house.head, "recused")


def test_the_head_of_another_association_records_for_that_one_only(house: House) -> None:
    """Head of Sweden and delegate of Finland: the mandate of Finland is not theirs to record."""
    association = db.session.get_one(Association, finland(house))
    house.people.also(house.swede, association)
    with pytest.raises(NotAllowed):
        house.do(service.record_mandate, house.swede, "against", "", seen=0, association_id=finland(house))
    with pytest.raises(Refusal, match="Say for which one"):
        house.record(house.swede, "against")
    sweden = next(each for each in actor_of(house.swede).association_ids if each != finland(house))
    house.do(service.record_mandate, house.swede, "against", "", seen=0, association_id=sweden)


def test_the_record_says_that_a_mandate_was_recorded_and_nothing_of_it(house: House) -> None:
    house.say(house.head, "in_favour", "Secret remark")
    house.enter(house.head, "Secret cluster", "against")
    house.do(service.enter_pasted, house.head, "Secret list; in favour")
    house.record(house.head, "against", "Secret condition")
    lines = db.session.query(Entry).filter_by(paper_id=house.paper.id).all()
    assert [(line.verb, line.association_id, line.details) for line in lines] == [
        ("mandate:record", finland(house), {})
    ]


@pytest.mark.parametrize("who", ["swede", "rapporteur", "observer", "secretary"])
def test_nobody_outside_the_delegation_reads_or_writes(house: House, who: str) -> None:
    row = house.enter(house.head, "Oulu ICT", "in_favour")
    stranger, own = getattr(house, who), {"association_id": finland(house)}
    attempts: list[tuple[Any, ...]] = [
        (service.say_own, Answer("in_favour")),
        (service.enter_cluster, "Pori", Answer("in_favour")),
        (service.enter_pasted, "Pori; in favour"),
    ]
    for verb, *typed in attempts:
        with pytest.raises(NotAllowed):
            house.do(verb, stranger, *typed, **own)
    for verb, *typed in [
        (service.change_answer, row.id, "X", Answer("against")),
        (service.remove_answer, row.id),
    ]:
        with pytest.raises(NotAllowed):
            house.do(verb, stranger, *typed, seen=1, **own)
    with pytest.raises(NotAllowed):
        house.do(service.record_mandate, stranger, "against", "", seen=0, **own)
    assert len(answers(house.paper)) == 1


def test_a_stranger_cannot_reach_an_answer_through_their_own_delegation(house: House) -> None:
    row = house.enter(house.head, "Oulu ICT", "in_favour")
    with pytest.raises(NotVisible):
        house.do(service.remove_answer, house.swede, row.id, seen=1)


@pytest.mark.parametrize("stage", ["consultation", "consolidation"])
def test_a_mandate_is_collected_before_the_vote(house: House, stage: str) -> None:
    house.paper = make_paper(house.rapporteur, stage=stage)
    house.say(house.head, "in_favour")
    house.record(house.head, "in_favour")


def test_nothing_is_collected_on_a_draft_or_a_withdrawn_paper(house: House) -> None:
    house.paper = make_paper(house.rapporteur, stage="withdrawn")
    with pytest.raises(WrongStage):
        house.say(house.head, "in_favour")
    house.paper = make_paper(house.rapporteur, stage="drafting")
    with pytest.raises(NotVisible):
        house.say(house.head, "in_favour")


@pytest.mark.parametrize("statement", ["UPDATE mandate SET choice = 'free'", "DELETE FROM mandate"])
def test_the_database_keeps_every_mandate(house: House, statement: str) -> None:
    house.record(house.head, "against")
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()


@pytest.mark.parametrize("names", [{}, {"account_id": 1, "cluster": "Oulu"}, {"cluster": ""}])
def test_an_answer_is_a_persons_or_a_clusters(house: House, names: dict[str, Any]) -> None:
    row = house.enter(house.head, "Turku", "in_favour")
    facts = {
        "paper_id": row.paper_id,
        "association_id": row.association_id,
        "entered_by_id": row.entered_by_id,
    }
    db.session.add(StrawPosition(**facts, **names, choice="against", entered_at=clock.now()))
    with pytest.raises(DBAPIError):
        db.session.flush()
    db.session.rollback()


def test_a_voter_is_warned_with_the_mandate_and_its_conditions(house: House) -> None:
    mandate = house.record(house.head, "against", "Unless the budget line stays.")
    day = words.day_in_words(mandate.recorded_at, "en")
    assert words.warning(mandate, "in_favour") == (
        f"Your delegation’s mandate of {day} says: against. Conditions and limits: “Unless the budget line"
        " stays.” You are about to vote in favour."
    )
    assert words.warning(mandate, "objection") == ""
    assert words.warning(None, "in_favour") == ""
    with speaking("fi"):
        said = words.warning(mandate, "no_objection")
    assert "Valtuuskuntasi" in said
    assert "Ehdot ja rajat: ”Unless the budget line stays.”" in said


@pytest.mark.parametrize(
    "choice", ["in_favour", "no_objection", "against", "objection", "abstention", "recused"]
)
def test_a_warning_can_be_said_of_every_choice(app: Any, choice: str) -> None:
    for mandate in ("in_favour", "against", "abstention", "free"):
        row = Mandate(choice=mandate, text="", recorded_at=clock.now())
        said = words.warning(row, choice)
        assert bool(said) == bool(service.rules.warning_kind(mandate, choice))
