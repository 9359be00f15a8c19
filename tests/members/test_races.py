"""Two people of the secretariat at the same moment, on both databases."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from eca_policy.accounts.service import Profile
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.members import queries, service
from eca_policy.members.terms import Office
from eca_policy.record import service as record
from eca_policy.transaction import transaction
from tests.at_once import at_once
from tests.conftest import People, actor_of

Verb = Callable[[], object]


def inviting(actor: Actor, name: str, office: Office) -> Verb:
    email = f"{name.lower()}@example.org"
    return lambda: service.invite(actor, email, Profile(name, "en"), office, at=clock.now())


def test_of_two_heads_appointed_at_once_exactly_one_holds_the_office(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        actor = actor_of(people.secretariat())
        for number in range(5):
            place = people.association(f"FI{number}").id
            office = Office("head", place)
            answers = at_once(
                app, inviting(actor, f"A{number}", office), inviting(actor, f"B{number}", office)
            )
            assert answers == ["HeadInOffice", "done"]
            db.session.rollback()
            assert [term.role for term in queries.unended(place)] == ["head"]


def test_of_two_replacements_of_one_head_exactly_one_counts(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        actor = actor_of(people.secretariat())
        place = people.association().id
        with transaction():
            head = service.invite(
                actor, "h@example.org", Profile("H", "en"), Office("head", place), at=clock.now()
            )
            present = head.term.id
        office = Office("head", place, replacing=present)
        answers = at_once(app, inviting(actor, "A", office), inviting(actor, "B", office))
        assert answers == ["HeadChangedMeanwhile", "done"]
        db.session.rollback()
        assert len(queries.unended(place)) == 1


def test_the_secretariat_cannot_empty_itself_by_two_at_once(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        actor = actor_of(people.secretariat())
        with transaction():
            service.invite(actor, "b@example.org", Profile("B", "en"), Office("secretariat"), at=clock.now())
        first, second = (term.id for term in queries.unended(None))
        answers = at_once(
            app,
            lambda: service.end_term(actor, first, at=clock.now()),
            lambda: service.end_term(actor, second, at=clock.now()),
        )
        assert answers == ["NobodyLeft", "done"]


def test_one_person_invited_by_two_at_once_is_one_person(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(database_url)
    with app.app_context():
        people = People()
        actor = actor_of(people.secretariat())
        offices = [Office("delegate", people.association(code).id) for code in ("FI", "SE")]
        answers = at_once(app, *(inviting(actor, "Aino", office) for office in offices))
        assert answers in (["done", "done"], ["InvitedMeanwhile", "done"])


@pytest.mark.postgres
def test_who_appoints_for_an_association_keeps_nobody_from_writing_the_record_about_it(
    postgres_url: str, app_on: Callable[..., Flask]
) -> None:
    app = app_on(postgres_url)
    with app.app_context():
        place = People().association().id
        written: list[str] = []

        def write() -> None:
            with app.app_context(), transaction():
                record.write(CLOCK, "position:cast", ("position", 1), at=clock.now(), association_id=place)
            written.append("done")

        writer = threading.Thread(target=write)
        with transaction():
            queries.association(place, lock=True)
            writer.start()
            writer.join(5)
            told = list(written)
        writer.join(60)
        assert told == ["done"]
