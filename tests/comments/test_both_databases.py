"""Comments follow the text, and the database refuses the impossible, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from eca_policy.comments import queries
from eca_policy.comments.models import Place
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision, revision
from eca_policy.todo.queries import in_doubt
from tests.comments.conftest import FIRST, TEXT, THIRD, Alliance, on, save, status, words_now, write
from tests.conftest import People


@pytest.fixture
def anywhere(database_url: str, app_on: Callable[..., Flask]) -> Iterator[tuple[Alliance, Paper]]:
    """A paper in consultation with a comment on Cyrillic words and one on a whole paragraph."""
    with app_on(database_url, DEMO_MODE=True).app_context():
        alliance = Alliance(People())
        paper = alliance.paper(text=TEXT)
        write(alliance.spaniard, paper, **on(paper, 3, "малките фирми с науката"))
        write(alliance.french, paper, paragraph_id=f"p{paper.id}-2")
        write(alliance.french, paper)
        yield alliance, paper


def test_comments_follow_the_text(anywhere: tuple[Alliance, Paper]) -> None:
    alliance, paper = anywhere
    save(alliance, paper, f"{FIRST}\n\n{THIRD.replace('малките фирми', 'малките и средни фирми')}\n")
    assert (status(paper, 1), status(paper, 2)) == ("changed", "detached")
    assert words_now(paper, 1) == "малките и средни фирми с науката"
    draft, issued = (queries.counts(paper, each) for each in (latest_revision(paper), revision(paper, 1)))
    assert draft.by_paragraph == {f"p{paper.id}-3": 1, None: 1}
    assert issued.by_paragraph == {f"p{paper.id}-3": 1, f"p{paper.id}-2": 1, None: 1}
    assert (draft.total, draft.unanswered, in_doubt([paper.id])) == (3, 3, {})
    save(alliance, paper, TEXT)
    assert [status(paper, number) for number in (1, 2)] == ["anchored", "anchored"]


def test_an_impossible_place_and_a_change_are_refused(anywhere: tuple[Alliance, Paper]) -> None:
    _alliance, paper = anywhere
    first = db.session.query(Place).order_by(Place.id).first()
    assert first is not None
    place = {
        "comment_id": first.comment_id, "number": 2, "revision_id": first.revision_id, "start": 0, "end": 5,
        "paragraph_id": f"p{paper.id}-3", "quote": "Класт", "status": "moved", "engine": "x",
        "created_at": clock.now(),
    }  # fmt: skip
    for wrong in ({"end": 6}, {"status": "detached"}, {"number": 1}):
        with pytest.raises(DBAPIError):
            db.session.execute(insert(Place).values({**place, **wrong}))
        db.session.rollback()
    db.session.execute(insert(Place).values(place))
    for statement in ("UPDATE comment_place SET number = 9", "DELETE FROM comment_place"):
        with pytest.raises(DBAPIError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
