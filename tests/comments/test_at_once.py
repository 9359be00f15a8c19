"""People who act in the same instant, each in a thread of their own."""

from collections.abc import Callable
from threading import Barrier, Thread

from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.comments import queries, service
from eca_policy.comments.models import Comment, Place, Support
from eca_policy.comments.service import Answer, Placing, Remark
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import Refusal
from eca_policy.papers import service as papers
from eca_policy.papers.queries import latest_revision
from eca_policy.transaction import transaction
from tests.comments.conftest import TEXT, Alliance, on, places, status, words_now, write
from tests.conftest import actor_of


def at_once(app: Flask, people: list[Account], act: Callable[[Actor], object]) -> list[str]:
    """Let these people act together; the sentences of those who were refused."""
    together, sentences = Barrier(len(people)), []

    def run(actor: Actor) -> None:
        with app.app_context():
            together.wait()
            try:
                with transaction():
                    act(actor)
            except Refusal as refusal:
                sentences.append(refusal.sentence)

    threads = [Thread(target=run, args=(actor_of(each),)) for each in people]
    db.session.rollback()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sentences


def test_comments_written_at_once_have_numbers_without_gaps(app: Flask, alliance: Alliance) -> None:
    reference = alliance.paper().reference
    people = [alliance.spaniard, alliance.colleague, alliance.french, alliance.observer] * 3
    remark = Remark("general", "All at once.")
    assert at_once(app, people, lambda a: service.write_comment(a, reference, remark, at=clock.now())) == []
    assert sorted(each.number for each in db.session.query(Comment)) == list(range(1, 13))


def test_of_two_colleagues_who_support_at_once_one_counts_and_the_other_is_told(
    app: Flask, alliance: Alliance
) -> None:
    paper = alliance.paper()
    write(alliance.french, paper)
    reference = paper.reference
    people = [alliance.spaniard, alliance.colleague]
    (sentence,) = at_once(app, people, lambda a: service.support(a, reference, 1, at=clock.now()))
    counted = db.session.query(Support).one()
    assert counted.account.name in sentence


def test_of_two_rapporteurs_who_answer_at_once_neither_overwrites_the_other(
    app: Flask, alliance: Alliance
) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    reference = paper.reference
    given = {alliance.rapporteur.id: Answer("accepted"), alliance.secretariat.id: Answer("noted", "Seen.")}
    (sentence,) = at_once(
        app,
        [alliance.rapporteur, alliance.secretariat],
        lambda a: service.answer(a, reference, 1, given[a.account_id or 0], at=clock.now()),
    )
    (kept,) = queries.threads(paper, latest_revision(paper))
    assert f"{kept.answered_by} has answered this meanwhile" in sentence


def test_of_two_who_place_a_comment_at_once_one_is_told_that_it_changed(
    app: Flask, alliance: Alliance
) -> None:
    paper = alliance.paper(text=TEXT)
    write(alliance.spaniard, paper, **on(paper, 1, "small firms"))
    reference = paper.reference
    wanted = {alliance.rapporteur.id: on(paper, 2, ""), alliance.secretariat.id: on(paper, 3, "")}
    placings = {id_: Placing(str(each["paragraph_id"]), "", 1) for id_, each in wanted.items()}
    (sentence,) = at_once(
        app,
        [alliance.rapporteur, alliance.secretariat],
        lambda a: service.place_comment(a, reference, 1, placings[a.account_id or 0], at=clock.now()),
    )
    assert "changed while the page was open" in sentence
    assert [each.number for each in db.session.query(Place).order_by(Place.number)] == [1, 2]


def test_a_comment_written_while_the_text_is_saved_stands_in_both_texts(
    app: Flask, alliance: Alliance
) -> None:
    paper = alliance.paper(text=TEXT)
    reference, remark = paper.reference, Remark("general", "Why?", **on(paper, 2, "for seven years"))
    new = TEXT.replace("seven", "ten")

    def act(actor: Actor) -> object:
        if actor.account_id == rapporteur:
            return papers.save_revision(actor, reference, new, base=1, at=clock.now())
        return service.write_comment(actor, reference, remark, at=clock.now())

    rapporteur = alliance.rapporteur.id
    assert at_once(app, [alliance.rapporteur, alliance.spaniard, alliance.french], act) == []
    assert {status(paper, number) for number in (1, 2)} == {"changed"}
    assert {words_now(paper, number) for number in (1, 2)} == {"for ten years"}


def test_two_saves_at_once_carry_each_comment_once(app: Flask, alliance: Alliance) -> None:
    paper = alliance.paper(text=TEXT)
    write(alliance.spaniard, paper, **on(paper, 2, "for seven years"))
    reference, new = paper.reference, TEXT.replace("seven", "ten")
    people = [alliance.rapporteur, alliance.secretariat]
    at_once(app, people, lambda a: papers.save_revision(a, reference, new, base=1, at=clock.now()))
    assert (status(paper), words_now(paper), places()) == ("changed", "for ten years", 2)
