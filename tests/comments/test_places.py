"""Comments on exact words keep their place through every save, with a database."""

import pytest
from sqlalchemy import insert

from eca_policy.comments import queries
from eca_policy.comments.models import Comment, Place
from eca_policy.comments.texts import NotTheseWords
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.papers.models import Paper, Revision
from eca_policy.papers.queries import latest_revision, revision
from tests.comments.conftest import (
    FIRST,
    SECOND,
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


@pytest.fixture
def paper(alliance: Alliance) -> Paper:
    return alliance.paper(text=TEXT)


# Writing on exact words


def test_the_words_are_found_in_the_source_of_the_paragraph(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "because trust grows slowly"))
    standing = shown(paper).standing
    assert standing is not None
    assert standing.quote == "because **trust grows slowly**"
    assert standing.quotation == "because trust grows slowly"
    assert (standing.status, standing.number) == ("anchored", 1)


def test_words_that_are_not_there_are_refused(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(NotTheseWords, match="does not have these words"):
        write(alliance.spaniard, paper, **on(paper, 1, "They need stable funding"))
    assert db.session.query(Comment).count() == 0


def test_words_that_stand_there_twice_need_to_be_told_apart(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(NotTheseWords, match="more than once"):
        write(alliance.spaniard, paper, **on(paper, 1, "with"))
    write(alliance.spaniard, paper, **on(paper, 1, "with", 2))
    standing = shown(paper).standing
    assert standing is not None
    assert FIRST[standing.start :] == "with each other."
    with pytest.raises(NotTheseWords, match="does not have"):
        write(alliance.spaniard, paper, **on(paper, 1, "with", 3))


def test_words_of_the_whole_paper_are_in_no_paragraph(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(RuleBroken, match="in which paragraph"):
        write(alliance.spaniard, paper, quote="Clusters link")


@pytest.mark.parametrize("quote", ["a" * 5_001, "x\x00", "Clusters\u202elink"])
def test_hostile_words_are_refused_with_a_sentence(alliance: Alliance, paper: Paper, quote: str) -> None:
    with pytest.raises(RuleBroken):
        write(alliance.spaniard, paper, **on(paper, 1, quote))


def test_nobody_learns_by_trying_what_stands_in_a_draft_of_others(alliance: Alliance, paper: Paper) -> None:
    save(alliance, paper, TEXT.replace("small firms", "small and secret firms"))
    with pytest.raises(NotTheseWords):
        write(alliance.spaniard, paper, **on(paper, 1, "secret firms"))
    assert (
        write(alliance.rapporteur, paper, **on(paper, 1, "secret firms")).revision_id
        == latest_revision(paper).id
    )


# Through the saves


def test_an_edit_elsewhere_in_the_paragraph_moves_the_range_and_not_the_words(
    alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 1, "small firms"))
    save(alliance, paper, TEXT.replace("Clusters link", "Regional clusters everywhere link"))
    assert (status(paper), words_now(paper)) == ("anchored", "small firms")
    assert places() == 2


def test_an_edit_in_another_paragraph_writes_no_place(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 1, "small firms"))
    save(alliance, paper, TEXT.replace("seven years", "ten years"))
    assert (status(paper), places()) == ("anchored", 1)


def test_changed_words_are_shown_against_those_the_comment_was_written_on(
    alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    save(alliance, paper, TEXT.replace("seven years", "ten years"))
    save(alliance, paper, TEXT.replace("seven years", "ten long years"))
    standing = shown(paper).standing
    assert standing is not None
    assert (standing.status, standing.quote) == ("changed", "stable funding for ten long years")
    assert [(each.kind, each.text) for each in standing.changes if each.kind != "equal"] == [
        ("delete", "seven"),
        ("insert", "ten long"),
    ]


def test_words_that_are_again_as_they_were_have_not_changed(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    for text_ in (TEXT.replace("seven years", "ten years"), TEXT):
        save(alliance, paper, text_)
    assert (status(paper), words_now(paper)) == ("anchored", "stable funding for seven years")


def test_words_that_are_gone_are_detached_and_still_owed_an_answer(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "because trust grows slowly"))
    save(alliance, paper, f"{FIRST}\n\nThey need stable funding for seven years among partners.\n\n{THIRD}\n")
    gone = shown(paper)
    assert gone.is_detached
    assert gone.paragraph_id is None
    assert gone.standing is not None
    assert gone.standing.quotation == "because trust grows slowly"
    assert queries.unanswered(paper) == 1
    counted = queries.counts(paper, latest_revision(paper))
    assert (counted.by_paragraph, counted.total, counted.unanswered) == ({}, 1, 1)


def test_words_restored_in_a_later_save_are_anchored_again(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    assert status(paper) == "detached"
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n\nSomething else in the meantime.\n")
    assert (status(paper), places()) == ("detached", 2)
    save(alliance, paper, TEXT)
    assert (status(paper), words_now(paper)) == ("anchored", "trust grows slowly")
    assert shown(paper).paragraph_id == latest_revision(paper).paragraphs[1]["id"]


def test_words_taken_to_another_paragraph_have_moved(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "because **trust grows slowly** among partners"))
    moved = ", because **trust grows slowly** among partners"
    save(alliance, paper, TEXT.replace(moved, "").replace("each other.", f"each other{moved}."))
    assert status(paper) == "moved"
    assert shown(paper).paragraph_id == f"p{paper.id}-1"


def test_a_doubtful_place_stays_doubtful_until_a_person_has_looked(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    save(
        alliance,
        paper,
        TEXT.replace("stable funding for seven years", "public money in every region for years"),
    )
    assert status(paper) == "check"
    save(alliance, paper, latest_revision(paper).source + "\nOne more.\n")
    assert status(paper) == "check"


def test_cyrillic_words_are_carried_in_whole_words(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 3, "малките фирми с науката"))
    save(alliance, paper, TEXT.replace("малките фирми", "малките и средни фирми"))
    assert (status(paper), words_now(paper)) == ("changed", "малките и средни фирми с науката")


def test_when_paragraphs_are_merged_both_kinds_of_comments_follow(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding"))
    write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-2")
    save(alliance, paper, f"{FIRST} {SECOND}\n\n{THIRD}\n")
    assert [status(paper, number) for number in (1, 2)] == ["moved", "moved"]
    assert {shown(paper, number).paragraph_id for number in (1, 2)} == {f"p{paper.id}-1"}


def test_when_a_paragraph_is_split_the_words_are_found_in_its_second_half(
    alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding"))
    save(alliance, paper, TEXT.replace("years, because", "years.\n\nBecause"))
    assert [status(paper, number) for number in (1, 2)] == ["moved", "anchored"]
    assert words_now(paper, 1) == "trust grows slowly"


def test_a_comment_on_a_whole_paragraph_goes_and_comes_back_with_it(alliance: Alliance, paper: Paper) -> None:
    write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-2")
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    assert status(paper) == "detached"
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n\nAnd more.\n")
    save(alliance, paper, TEXT)
    assert status(paper) == "anchored"
    assert shown(paper).paragraph_id == latest_revision(paper).paragraphs[1]["id"]


def test_a_comment_from_before_places_were_kept_follows_too(alliance: Alliance, paper: Paper) -> None:
    first = db.session.query(Revision).filter_by(paper_id=paper.id).one()
    db.session.execute(
        insert(Comment).values(
            paper_id=paper.id, number=1, revision_id=first.id, paragraph_id=f"p{paper.id}-2", body="Old.",
            author_id=alliance.spaniard.id, type="general", body_html="<p>Old.</p>", created_at=clock.now(),
            proposed_wording="", changes=[], reason="",
        )
    )  # fmt: skip
    db.session.commit()
    assert status(paper) == "anchored"
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    assert (status(paper), places()) == ("detached", 2)
    assert shown(paper, at=1).paragraph_id == f"p{paper.id}-2"


# What each reader sees


def test_members_see_a_comment_where_it_was_and_the_rapporteur_where_it_is(
    alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    assert shown(paper).is_detached
    before = shown(paper, at=1)
    assert (before.is_detached, before.paragraph_id) == (False, f"p{paper.id}-2")
    assert queries.counts(paper, revision(paper, 1)).by_paragraph == {f"p{paper.id}-2": 1}


def test_a_comment_on_an_earlier_version_is_carried_to_the_draft_when_it_is_written(
    alliance: Alliance, paper: Paper
) -> None:
    save(alliance, paper, TEXT.replace("seven years", "ten years"))
    save(alliance, paper, TEXT.replace("seven years", "ten long years"))
    write(alliance.spaniard, paper, **on(paper, 2, "funding for seven years"))
    assert (status(paper), words_now(paper)) == ("changed", "funding for ten long years")
    assert [place.number for place in db.session.query(Place).order_by(Place.id)] == [1, 2, 3]
    before = shown(paper, at=1).standing
    assert before is not None
    assert before.quote == "funding for seven years"
