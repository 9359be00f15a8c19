"""Two people at the same moment."""

import threading
from collections.abc import Callable

from flask import Flask

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import Refusal
from eca_policy.papers import queries, service
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import actor_of
from tests.papers.conftest import TEXT, Alliance

PEOPLE = 4


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Run each act in a thread of its own; returns what each was told."""
    told: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                act()
                told.append("done")
            except Refusal as refusal:
                told.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    db.session.rollback()
    return sorted(told)


def test_papers_started_at_once_get_different_references(app: Flask, alliance: Alliance) -> None:
    actor, facts, lead = actor_of(alliance.rapporteur), alliance.facts(), alliance.finland.id

    def start() -> None:
        with transaction():
            service.start_paper(actor, facts, TEXT, lead_association_id=lead, at=clock.now())

    assert at_once(app, *[start] * PEOPLE) == ["done"] * PEOPLE
    references = [paper.reference for paper in db.session.query(Paper)]
    assert len(set(references)) == PEOPLE


def test_of_two_who_save_at_once_one_saves_and_the_other_is_told(
    app: Flask, alliance: Alliance, paper: Paper
) -> None:
    reference = paper.reference
    people = [actor_of(alliance.rapporteur), actor_of(alliance.colleague)]

    def save(number: int) -> Callable[[], object]:
        def act() -> None:
            with transaction():
                text = f"{TEXT}\nSentence {number}.\n"
                service.save_revision(people[number], reference, text, base=1, at=clock.now())

        return act

    assert at_once(app, save(0), save(1)) == ["EditedMeanwhile", "done"]
    assert queries.latest_revision(paper).number == 2
