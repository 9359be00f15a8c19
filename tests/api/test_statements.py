"""Reservations, minority statements and opt-outs, as another program."""

import pytest

from eca_policy.ballots.statements.models import Statement
from eca_policy.extensions import db
from tests.api.conftest import Acting, Program
from tests.ballots.statement_hall import Hall, hall
from tests.conftest import People

__all__ = ["hall"]
BODY = {"association": "FI", "kind": "reservation", "body": "Not before 2028."}


@pytest.fixture
def program(acting: Acting, hall: Hall) -> Program:
    return acting(hall.heads["FI"])


def test_a_head_declares_and_everybody_reads_it(program: Program, acting: Acting, hall: Hall) -> None:
    recommendation = hall.recommendation
    made = program.post(hall.url(), {**BODY, "paragraph": recommendation})
    assert made.status_code == 201
    shown = made.get_json()
    assert shown.pop("withdrawn_at") is None
    assert (shown["about"], shown["made_by"]) == ("Recommendation 1", hall.heads["FI"].name)
    reader = acting(hall.heads["ES"])
    listed = reader.get(hall.url()).get_json()
    assert listed["statements"] == [shown]
    assert listed["recommendations"] == [
        {"paragraph": recommendation, "name": "Recommendation 1", "text": "Fund clusters for seven years."}
    ]
    assert reader.get(hall.url().removesuffix("/statements")).get_json()["statements"] == [shown]


def test_one_that_is_sent_twice_is_declared_once(program: Program, hall: Hall) -> None:
    answers = [program.post(hall.url(), BODY, key="once").get_json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert db.session.query(Statement).count() == 1


def test_other_words_make_a_new_statement_and_it_is_withdrawn(program: Program, hall: Hall) -> None:
    first = program.post(hall.url(), BODY).get_json()
    changed = program.post(hall.url(f"/{first['id']}/wording"), {"body": "Not before 2030."})
    assert changed.status_code == 201
    second = changed.get_json()
    assert (second["body"], second["kind"]) == ("Not before 2030.", "reservation")
    late = program.post(hall.url(f"/{first['id']}/wording"), {"body": "Late."})
    assert (late.status_code, "changed this statement meanwhile" in late.get_json()["detail"]) == (409, True)
    withdrawn = program.post(hall.url(f"/{second['id']}/withdrawal"), {})
    assert withdrawn.status_code == 200
    assert withdrawn.get_json()["withdrawn_at"] == "2026-05-04T09:00:00+00:00"
    assert program.post(hall.url(f"/{first['id']}/wording"), {"body": "Late."}).status_code == 404
    assert program.get(hall.url()).get_json()["statements"] == []


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"kind": "protest"}, 422), ({"body": ""}, 422), ({"paragraph": "nowhere"}, 422),
        ({"association": "XX"}, 404), ({"association": "ES"}, 403), ({"association": None}, 422),
        ({"more": 1}, 422),
    ],
)  # fmt: skip
def test_nonsense_declares_nothing(
    program: Program, hall: Hall, more: dict[str, object], status: int
) -> None:
    answer = program.post(hall.url(), {**BODY, **more})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert db.session.query(Statement).count() == 0


def test_who_may_not_declare_does_not_change_or_withdraw_either(
    program: Program, acting: Acting, hall: Hall, people: People
) -> None:
    made = program.post(hall.url(), BODY).get_json()
    delegate = acting(people.person("delegate", hall.associations["FI"]))
    for other in (acting(hall.heads["ES"]), delegate):
        assert other.post(hall.url(f"/{made['id']}/wording"), {"body": "Ours."}).status_code == 403
        assert other.post(hall.url(f"/{made['id']}/withdrawal"), {}).status_code == 403
    assert delegate.post(hall.url(), BODY).status_code == 403


def test_what_comes_after_the_publication_is_refused(program: Program, hall: Hall) -> None:
    hall.adopted()
    hall.publish()
    assert program.post(hall.url(), BODY).get_json()["type"] == "urn:eca-policy:problem:too-late"


def test_whether_a_statement_contradicts_a_position_that_is_not_shown_is_not_told(
    program: Program, acting: Acting, hall: Hall
) -> None:
    """Whoever is against after a reservation would be found out by it."""
    hall.ballot.conduct = {"shown": "after_close"}
    db.session.commit()
    program.post(hall.url(), BODY)
    before = acting(hall.heads["ES"]).get(hall.url()).get_json()
    hall.cast("FI", "against")
    assert acting(hall.heads["ES"]).get(hall.url()).get_json() == before
