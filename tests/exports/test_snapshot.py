"""A snapshot goes to JSON and back without loss, and nothing else becomes one."""

import json
from dataclasses import replace
from datetime import datetime

import pytest

from eca_policy.exports.cover import facts
from eca_policy.exports.snapshot import LABELS, NotASnapshot, Snapshot, label_keys

from .making import ADOPTED, snapshot


def test_a_snapshot_comes_back_from_json_as_it_was():
    taken = snapshot("---\nStatus: 🚀\n---\n# Ä\n\nB[^1]\n\n[^1]: note\n", labels={"date": "Päiväys"})
    assert Snapshot.from_dict(json.loads(json.dumps(taken.to_dict()))) == taken


def test_a_draft_without_decision_comes_back_as_it_was():
    draft = replace(ADOPTED, votes=None, answers=None, version=None, result=None, public_url=None)
    assert Snapshot.from_dict(draft.to_dict()) == draft


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "blue"},
        {"title": 3},
        {"title": None},
        {"supporting": "Finland"},
        {"supporting": [1]},
        {"votes": {"in_favour": 1}},
        {"votes": {"in_favour": "1", "against": 0, "abstention": 0, "not_voting": 0}},
        {"frozen_at": "yesterday"},
        {"frozen_at": "2026-05-12T10:30:00"},
        {"labels": {"colour": "Farbe"}},
        {"paragraphs": [{"id": "p1"}]},
        {"paragraphs": None},
        {"reservations": [["Spain", "no"]]},
    ],
    ids=str,
)
def test_what_was_not_written_by_a_snapshot_is_refused(change):
    with pytest.raises(NotASnapshot):
        Snapshot.from_dict(ADOPTED.to_dict() | change)


def test_a_missing_title_is_refused():
    raw = ADOPTED.to_dict()
    del raw["title"]
    with pytest.raises(NotASnapshot):
        Snapshot.from_dict(raw)


def test_an_instant_without_zone_is_refused():
    with pytest.raises(NotASnapshot):
        replace(ADOPTED, frozen_at=datetime(2026, 5, 12))


def test_a_label_without_translation_is_english():
    taken = replace(ADOPTED, labels={"date": "Päiväys"})
    assert taken.label("date") == "Päiväys"
    assert taken.label("votes") == "Votes"
    assert set(label_keys()) == set(LABELS)


def test_the_cover_shows_every_known_fact_and_no_unknown_one():
    labels = [fact.label for fact in facts(ADOPTED)]
    assert labels == [
        "Reference", "Status", "Date", "In answer to", "Addressees", "Procedure", "Votes", "Result",
        "Supporting associations", "Reservations", "Permanent address",
    ]  # fmt: skip
    draft = replace(ADOPTED, votes=None, answers=None, reservations=(), supporting=(), public_url=None)
    assert {fact.label for fact in facts(draft)} == {
        "Reference", "Status", "Date", "Addressees", "Procedure", "Result",
    }  # fmt: skip


def test_the_cover_links_no_address_that_could_do_harm():
    answers = replace(ADOPTED.answers, url="javascript:alert(1)")
    lines = [
        line for fact in facts(replace(ADOPTED, answers=answers, public_url=None)) for line in fact.lines
    ]
    assert not any(line.url for line in lines)
