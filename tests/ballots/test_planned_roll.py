"""The roll of a planned ballot: none before its opening instant, then as things stood at that instant."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from eca_policy.ballots import casting, freezing, queries, settling
from eca_policy.ballots.casting import NotOnTheRoll
from eca_policy.ballots.models import RollEntry
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.refusals import TooManyProxies
from eca_policy.ballots.tasks import remind
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.members import service as members
from eca_policy.members.facts import facts_of
from eca_policy.members.models import TermOfOffice
from eca_policy.members.terms import Office
from eca_policy.record.models import Entry
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.api.conftest import Program, make_token
from tests.ballots.opened import CLOSES, CODES, Alliance, voters
from tests.ballots.voting_room import words
from tests.conftest import People, actor_of, sign_in

OPENS = datetime(2026, 5, 6, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def house(house: Alliance) -> Alliance:
    """With associations that are in the record, as every one is that the secretariat created."""
    with transaction():
        for association in house.associations.values():
            members.keep(association, "association:create", by=actor_of(house.secretary), at=clock.now())
    return house


def change(house: Alliance, code: str, **facts: object) -> None:
    """The secretariat changes what is known about an association."""
    association = house.associations[code]
    known = facts_of(association)
    with transaction():
        members.change_association(
            actor_of(house.secretary), code, known._replace(**facts), seen=known.fingerprint(),
            at=clock.now(),
        )  # fmt: skip


def end_terms(house: Alliance, code: str) -> None:
    """Head and alternate leave."""
    for term in db.session.query(TermOfOffice).filter_by(association_id=house.associations[code].id):
        with transaction():
            members.end_term(actor_of(house.secretary), term.id, at=clock.now())


def join(house: Alliance, people: People, code: str) -> None:
    with transaction():
        members.create_association(
            actor_of(house.secretary), members.AssociationFacts(code, f"Association {code}", code, 3),
            at=clock.now(),
        )  # fmt: skip
    made = db.session.query(members.Association).filter_by(code=code).one()
    house.associations[code] = made
    house.heads[code] = people.person("head", made)


def rows(house: Alliance) -> dict[str, tuple[int, str]]:
    """The frozen roll: weight and why not, by code."""
    found = db.session.query(RollEntry).filter_by(ballot_id=house.ballot.id)
    return {one.association.code: (one.weight, one.left_out) for one in found}


def freeze(house: Alliance) -> bool:
    with transaction():
        return freezing.freeze(CLOCK, house.ballot.id)


# Before it opens


def test_a_planned_ballot_has_no_roll(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS - timedelta(microseconds=1))
    assert not freeze(house)
    assert rows(house) == {}
    assert "roll" not in db.session.query(Entry).filter_by(verb="ballot:open").one().details


def test_its_page_shows_who_would_vote_as_things_stand(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    sign_in(client, house.secretary)
    change(house, "FI", status="suspended")
    page = words(client.get(house.address).text)
    assert "Who would have a vote as things stand. The roll is frozen when the ballot opens." in page
    assert "Association FI – suspended from 4 May 2026" in page
    assert words(client.get(f"{house.address}?position=left_out").text).count("1 association") == 1
    found = client.get(f"{house.address}?name=fr").text
    assert "Association FR" in found
    assert "Association ES" not in found


def test_who_would_have_no_vote_reads_what_can_still_be_mended(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    delegate = People().person("delegate", house.associations["FI"])
    end_terms_of_voters(house, "FI")
    page = words(sign_in(client, delegate).get(house.address).text)
    assert "Association FI has neither a head of delegation nor an alternate now" in page


def end_terms_of_voters(house: Alliance, code: str) -> None:
    for role in ("head", "alternate"):
        where = {"association_id": house.associations[code].id, "role": role}
        term = db.session.query(TermOfOffice).filter_by(**where).one()
        with transaction():
            members.end_term(actor_of(house.secretary), term.id, at=clock.now())


def test_a_ballot_called_off_before_it_opens_shows_no_roll(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    sign_in(client, house.secretary).post(f"{house.address}/call-off", data={"reason": "So."})
    page = client.get(house.address)
    assert page.status_code == 200
    assert 'id="roll"' not in page.text


def test_there_is_no_roll_call_before_the_ballot_opens(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    desk = sign_in(client, house.secretary)
    assert "roll-call" not in desk.get(house.address).text
    assert desk.get(f"{house.address}/roll-call.csv").status_code == 403
    house.clock.move_to(OPENS)
    assert desk.get(f"{house.address}/roll-call.csv").status_code == 200


def test_a_holder_is_full_before_the_ballot_opens_too(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    most = queries.conduct_of(house.ballot).most_proxies
    assert most == 1
    give(house, "ES", "FI")
    with pytest.raises(TooManyProxies):
        give(house, "FR", "FI")


def give(house: Alliance, grantor: str, holder: str) -> None:
    with transaction():
        proxies.give_proxy(
            actor_of(house.heads[grantor]), house.associations[grantor].id, house.associations[holder].id,
            ballot=(house.paper.reference, house.ballot.number), written="Please.", at=clock.now(),
        )  # fmt: skip


# When it opens


def test_who_is_suspended_or_joins_before_it_opens_is_off_or_on_the_roll(
    house: Alliance, people: People
) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS - HOUR)
    change(house, "FI", status="suspended")
    change(house, "ES", weight=7)
    join(house, people, "SE")
    house.clock.move_to(OPENS)
    assert freeze(house)
    assert rows(house) == {"ES": (7, ""), "FI": (25, "suspended"), "FR": (25, ""), "SE": (3, "")}


def test_who_has_nobody_to_act_when_it_opens_is_off_the_roll_unless_it_gave_a_proxy(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    give(house, "ES", "FI")
    end_terms(house, "ES")
    end_terms(house, "FR")
    house.clock.move_to(OPENS)
    freeze(house)
    assert rows(house) == {"ES": (25, ""), "FI": (25, ""), "FR": (25, "no_one_entitled")}


def test_what_happens_after_it_opened_changes_nothing_however_late_the_roll_is_frozen(
    house: Alliance, people: People
) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS + HOUR)
    change(house, "FI", status="suspended")
    change(house, "ES", weight=7)
    join(house, people, "SE")
    end_terms(house, "FR")
    house.clock.move_to(OPENS + timedelta(days=3))
    freeze(house)
    assert rows(house) == {"ES": (25, ""), "FI": (25, ""), "FR": (25, "")}


def test_who_was_suspended_and_is_back_when_the_roll_is_frozen_had_no_vote(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    change(house, "FI", status="suspended")
    house.clock.move_to(OPENS + HOUR)
    change(house, "FI", status="member")
    freeze(house)
    assert rows(house)["FI"] == (25, "suspended")


def test_a_head_appointed_after_it_opened_brings_no_vote(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    end_terms(house, "FR")
    house.clock.move_to(OPENS + HOUR)
    with transaction():
        office = Office("head", house.associations["FR"].id)
        members.give_term(actor_of(house.secretary), house.heads["FI"].id, office, at=clock.now())
    freeze(house)
    assert rows(house)["FR"] == (25, "no_one_entitled")


def test_who_was_suspended_by_a_later_day_than_that_of_the_opening_had_a_vote(house: Alliance) -> None:
    """Where the record says nothing, the day does."""
    house.open(opens_at=OPENS)
    house.associations["FI"].status = "suspended"
    house.associations["FI"].suspended_on = date(2026, 5, 7)
    house.associations["ES"].status = "suspended"
    house.associations["ES"].suspended_on = date(2026, 5, 6)
    db.session.commit()
    house.clock.move_to(OPENS + timedelta(days=2))
    freeze(house)
    assert rows(house) == {"ES": (25, "suspended"), "FI": (25, ""), "FR": (25, "")}


def test_the_roll_is_frozen_once_with_a_line_in_the_record(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS)
    assert freeze(house)
    assert not freeze(house)
    line = db.session.query(Entry).filter_by(verb="ballot:freeze_roll").one()
    assert (line.actor_id, line.details["roll"]) == (None, dict.fromkeys(sorted(CODES), 25))


# Whoever comes first


def test_the_sweep_freezes_the_roll_and_tells_those_who_are_on_it(house: Alliance, people: People) -> None:
    house.open(opens_at=OPENS)
    planned = len(house.mails("ballot_opened"))
    change(house, "FI", status="suspended")
    join(house, people, "SE")
    house.clock.move_to(OPENS)
    remind()
    told = sorted(mail.address for mail in house.mails("ballot_opened")[planned:])
    assert told == sorted([*voters("ES", "FR"), "head.se@example.org"])
    assert rows(house)["FI"] == (25, "suspended")


@pytest.mark.parametrize("where", ["ballot", "paper"])
def test_the_first_reader_freezes_the_roll(house: Alliance, client: FlaskClient, where: str) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS + HOUR)
    address = house.address if where == "ballot" else f"/papers/{house.paper.reference}"
    assert sign_in(client, house.heads["FI"]).get(address).status_code == 200
    assert len(rows(house)) == len(CODES)


def test_a_program_that_reads_first_freezes_it_and_is_told_so(house: Alliance, app: Flask) -> None:
    house.open(opens_at=OPENS)
    program = Program(app, {"Authorization": f"Bearer {make_token(house.heads['FI'])}"})
    before = program.get(house.address).get_json()
    house.clock.move_to(OPENS)
    after = program.get(house.address).get_json()
    assert (before["roll_is_frozen"], after["roll_is_frozen"]) == (False, True)
    assert [one["association"] for one in before["roll"]] == [one["association"] for one in after["roll"]]


def test_the_first_voter_freezes_the_roll(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS)
    house.cast("FI")
    assert len(rows(house)) == len(CODES)


def test_a_voter_who_was_suspended_meanwhile_is_not_on_it(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    head = actor_of(house.heads["FI"])
    change(house, "FI", status="suspended")
    house.clock.move_to(OPENS)
    with pytest.raises(NotOnTheRoll), transaction():
        casting.cast_position(
            head, house.paper.reference, 1, association_id=house.associations["FI"].id, choice="against",
            at=clock.now(),
        )  # fmt: skip


def test_where_nobody_ever_came_the_close_freezes_the_roll_and_decides(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS + HOUR)
    change(house, "FI", status="suspended")
    house.clock.move_to(CLOSES)
    with transaction():
        decision = settling.settle(CLOCK, house.ballot)
    assert decision is not None
    assert decision.figures["roll"]["members"] == len(CODES)


def test_a_task_is_there_from_the_opening_instant_on_whoever_came(house: Alliance) -> None:
    house.open(opens_at=OPENS)
    house.clock.move_to(OPENS - HOUR)
    assert "cast_position" not in kinds(house, "FI")
    house.clock.move_to(OPENS)
    assert "cast_position" in kinds(house, "FI")
    assert rows(house) == {}


def kinds(house: Alliance, code: str) -> list[str]:
    return [task.kind for task in tasks_of(actor_of(house.heads[code]), at=clock.now())]


def test_on_the_desk_of_the_secretariat_nobody_is_missing_yet(house: Alliance, client: FlaskClient) -> None:
    house.open(opens_at=OPENS)
    desk = sign_in(client, house.secretary)
    assert "missing" not in words(desk.get("/desk").text).partition("Missing")[2]
    house.clock.move_to(OPENS)
    assert "3 associations are missing" in words(desk.get("/desk").text)


def test_a_planned_ballot_that_has_its_roll_from_before_keeps_it(house: Alliance) -> None:
    ballot = house.open(opens_at=OPENS)
    for code in CODES:
        db.session.add(RollEntry(ballot_id=ballot.id, association_id=house.associations[code].id, weight=4))
    db.session.commit()
    change(house, "FI", status="suspended")
    house.clock.move_to(OPENS)
    remind()
    assert rows(house) == dict.fromkeys(CODES, (4, ""))
    assert house.receivers("ballot_opened")[-1] in voters(*CODES)
    house.cast("ES")
