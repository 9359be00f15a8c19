"""Where a person says a comment belongs, what the database refuses, and a great many comments."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from eca_policy.accounts.models import Account
from eca_policy.comments import queries, service
from eca_policy.comments.models import Comment, Place
from eca_policy.comments.service import Placing
from eca_policy.comments.texts import NotTheseWords
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, NotVisible, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from eca_policy.papers.service import NoSuchParagraph
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from eca_policy.text.anchor import ENGINE
from eca_policy.transaction import transaction
from tests.comments.conftest import (
    FIRST,
    TEXT,
    THIRD,
    Alliance,
    on,
    places,
    save,
    shown,
    status,
    words_now,
    write,
)
from tests.conftest import actor_of


@pytest.fixture
def paper(alliance: Alliance) -> Paper:
    return alliance.paper(text=TEXT)


# By hand


def place(
    account: Account, paper: Paper, paragraph: int, quote: str = "", *, seen: int, number: int = 1
) -> Comment:
    placing = Placing(f"p{paper.id}-{paragraph}", quote, seen)
    with transaction():
        return service.place_comment(actor_of(account), paper.reference, number, placing, at=clock.now())


def confirm(account: Account, paper: Paper, *, seen: int) -> Comment:
    with transaction():
        return service.confirm_place(actor_of(account), paper.reference, 1, seen=seen, at=clock.now())


@pytest.fixture
def in_doubt(alliance: Alliance, paper: Paper) -> Paper:
    """The first comment stands on words of which a person must say whether they are meant; place 2."""
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    save(
        alliance,
        paper,
        TEXT.replace("stable funding for seven years", "public money in every region for years"),
    )
    return paper


@pytest.fixture
def detached(alliance: Alliance, paper: Paper) -> Paper:
    """The words of the first comment are gone; place 2."""
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    return paper


def test_a_doubtful_place_is_confirmed_and_carried_on_from_there(alliance: Alliance, in_doubt: Paper) -> None:
    words = words_now(in_doubt)
    confirm(alliance.rapporteur, in_doubt, seen=2)
    standing = shown(in_doubt).standing
    assert standing is not None
    assert (standing.status, standing.quote, standing.placed_by) == ("changed", words, "Head Fi")
    save(alliance, in_doubt, latest_revision(in_doubt).source.replace("They need", "All of them need"))
    assert (status(in_doubt), words_now(in_doubt)) == ("changed", words)
    assert db.session.query(Mail).filter_by(message="comment_placed").count() == 0
    assert db.session.query(Entry).filter_by(verb="comment:place").one().details["how"] == "confirmed"


def test_there_is_nothing_to_confirm_about_a_place_without_doubt(alliance: Alliance, detached: Paper) -> None:
    with pytest.raises(RuleBroken, match="no doubt"):
        confirm(alliance.rapporteur, detached, seen=2)


def test_a_detached_comment_is_put_back_by_hand_and_its_author_told(
    alliance: Alliance, detached: Paper
) -> None:
    place(alliance.rapporteur, detached, 1, "with each other", seen=2)
    assert (status(detached), words_now(detached)) == ("changed", "with each other")
    mail = db.session.query(Mail).filter_by(message="comment_placed").one()
    assert mail.address == "delegate.es@example.org"
    assert "with each other" not in mail.body_text, "A draft is not told to those who may not read it."
    row = db.session.query(Place).filter_by(number=3).one()
    assert (row.by_id, row.engine) == (alliance.rapporteur.id, ENGINE)
    save(alliance, detached, f"Always: {FIRST}\n\n{THIRD}\n")
    assert (status(detached), words_now(detached)) == ("changed", "with each other")


def test_a_comment_is_put_on_a_whole_paragraph(alliance: Alliance, detached: Paper) -> None:
    place(alliance.secretariat, detached, 3, seen=2)
    assert (status(detached), shown(detached).paragraph_id) == ("moved", f"p{detached.id}-3")
    save(alliance, detached, f"{FIRST} And so on.\n\n{THIRD}\n")
    assert (status(detached), shown(detached).paragraph_id) == ("moved", f"p{detached.id}-3")


def test_a_comment_on_a_whole_paragraph_is_put_on_words_and_follows_them(
    alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-1")
    place(alliance.rapporteur, paper, 2, "stable funding for seven years", seen=1)
    assert status(paper) == "moved"
    save(alliance, paper, TEXT.replace("seven", "ten"))
    assert (status(paper), words_now(paper)) == ("changed", "stable funding for ten years")


def test_putting_a_comment_where_it_stands_changes_nothing(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 1, "small firms"))
    place(alliance.rapporteur, paper, 1, "small firms", seen=1)
    assert places() == 1
    assert db.session.query(Mail).filter_by(message="comment_placed").count() == 0


def test_a_place_is_replaced_only_by_someone_who_saw_it(alliance: Alliance, in_doubt: Paper) -> None:
    place(alliance.secretariat, in_doubt, 1, "small firms", seen=2)
    with pytest.raises(ChangedMeanwhile):
        place(alliance.rapporteur, in_doubt, 1, "with research", seen=2)
    with pytest.raises(ChangedMeanwhile):
        confirm(alliance.rapporteur, in_doubt, seen=2)
    assert words_now(in_doubt) == "small firms"


def test_words_and_paragraphs_that_the_text_does_not_have_are_refused(
    alliance: Alliance, detached: Paper
) -> None:
    with pytest.raises(NotTheseWords):
        place(alliance.rapporteur, detached, 1, "trust grows slowly", seen=2)
    with pytest.raises(NoSuchParagraph):
        place(alliance.rapporteur, detached, 2, seen=2)
    assert status(detached) == "detached"


def test_a_comment_on_the_paper_as_a_whole_has_no_place(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper)
    assert shown(paper).standing is None
    with pytest.raises(RuleBroken, match="as a whole"):
        place(alliance.rapporteur, paper, 1, seen=0)


def test_only_rapporteur_and_secretariat_say_where_a_comment_belongs(
    alliance: Alliance, in_doubt: Paper
) -> None:
    for someone in (alliance.spaniard, alliance.observer):
        with pytest.raises(NotAllowed):
            place(someone, in_doubt, 1, seen=2)
        with pytest.raises(NotAllowed):
            confirm(someone, in_doubt, seen=2)
    with pytest.raises(NotVisible):
        place(alliance.rapporteur, in_doubt, 1, seen=2, number=9)
    in_doubt.stage = "decision"
    db.session.commit()
    with pytest.raises(WrongStage):
        confirm(alliance.rapporteur, in_doubt, seen=2)


def test_a_withdrawn_comment_is_left_where_it_is(alliance: Alliance, in_doubt: Paper) -> None:
    with transaction():
        service.withdraw_comment(actor_of(alliance.spaniard), in_doubt.reference, 1, at=clock.now())
    with pytest.raises(service.AlreadyAnswered):
        confirm(alliance.rapporteur, in_doubt, seen=2)


# What the database refuses


@pytest.mark.parametrize(
    "change",
    [
        {"status": "lost"},
        {"status": "detached"},
        {"paragraph_id": None},
        {"start": 5},
        {"start": -1, "end": 4},
        {"quote": "other words than fit"},
        {"number": 1},
        {"number": 0},
    ],
)
def test_the_database_refuses_an_impossible_place(
    alliance: Alliance, paper: Paper, change: dict[str, object]
) -> None:
    comment = write(alliance.spaniard, paper, **on(paper, 1, "small"))
    possible = {
        "comment_id": comment.id, "number": 2, "revision_id": comment.revision_id, "start": 0, "end": 5,
        "paragraph_id": f"p{paper.id}-2", "quote": "They ", "status": "moved", "engine": ENGINE,
        "created_at": clock.now(),
    }  # fmt: skip
    with pytest.raises(DBAPIError):
        db.session.execute(insert(Place).values({**possible, **change}))
    db.session.rollback()
    db.session.execute(insert(Place).values(possible))


@pytest.mark.parametrize(
    "statement", ["UPDATE comment_place SET status = 'check'", "DELETE FROM comment_place"]
)
def test_a_place_never_changes(alliance: Alliance, paper: Paper, statement: str) -> None:
    write(alliance.spaniard, paper, **on(paper, 1, "small"))
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))


# Many


def test_two_thousand_comments_are_carried_in_a_few_queries(
    alliance: Alliance, count_queries: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    points = (f"Point {n}: the clusters of region {n} need {n} people and {n} machines." for n in range(500))
    paper = alliance.paper(text="\n\n".join(points))
    first = latest_revision(paper)
    comment = {
        "paper_id": paper.id, "revision_id": first.id, "author_id": alliance.spaniard.id, "type": "general",
        "body": "x", "body_html": "x", "proposed_wording": "", "changes": [], "reason": "",
        "created_at": clock.now(),
    }  # fmt: skip
    on_words = {
        "number": 1, "revision_id": first.id, "start": 0, "status": "anchored", "engine": ENGINE,
        "created_at": clock.now(),
    }  # fmt: skip
    ids = [f"p{paper.id}-{n % 500 + 1}" for n in range(2000)]
    for number, id_ in enumerate(ids, start=1):
        db.session.add(Comment(**comment, number=number, paragraph_id=id_))
    db.session.flush()
    there = db.session.query(Comment).all()
    for one in there:
        quote = f"Point {(one.number - 1) % 500}: the clusters"
        where = {"paragraph_id": one.paragraph_id, "end": len(quote), "quote": quote}
        db.session.add(Place(**on_words, **where, comment_id=one.id))
    db.session.commit()
    sent_each, saved = [], []
    for source in (
        first.source.replace("Point", "As to Point").replace("need", "want"),
        "Something else entirely.\n",
        first.source,
    ):
        with count_queries() as sent:
            saved.append(save(alliance, paper, source))
        sent_each.append(len(sent))
    assert max(sent_each) < 60, sent_each
    assert queries.counts(paper, saved[0]).total == 2000
    found = db.session.execute(
        select(Place.number, Place.status, func.count()).group_by(Place.number, Place.status)
    )
    assert sorted(found.all()) == [
        (1, "anchored", 2000), (2, "anchored", 2000), (3, "detached", 2000), (4, "anchored", 2000),
    ]  # fmt: skip
