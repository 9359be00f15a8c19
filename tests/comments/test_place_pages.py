"""The pages of comments on exact words: writing them, reading them, and saying where they belong."""

import pytest
from flask.testing import FlaskClient

from eca_policy.comments import queries
from eca_policy.comments.models import Comment, Place
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from tests.comments.conftest import FIRST, TEXT, THIRD, Alliance, on, save, shown, status, words_now, write
from tests.comments.test_pages import TYPED, as_, base, queries_of
from tests.conftest import sign_in
from tests.making import issue

SENTENCE = "The words are no longer in the text."


@pytest.fixture
def paper(alliance: Alliance) -> Paper:
    return alliance.paper(text=TEXT)


@pytest.fixture
def detached(alliance: Alliance, paper: Paper) -> Paper:
    """The words of comment 1 went with their paragraph; place 2."""
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    save(alliance, paper, f"{FIRST}\n\n{THIRD}\n")
    return paper


@pytest.fixture
def in_doubt(alliance: Alliance, paper: Paper) -> Paper:
    """Comment 1 stands on words of which a person must say whether they are meant; place 2."""
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    new = TEXT.replace("stable funding for seven years", "public money in every region for years")
    save(alliance, paper, new)
    return paper


# Writing


def typed(paper: Paper, paragraph: int, quote: str, **more: str) -> dict[str, str]:
    return {**TYPED, "paragraph": f"p{paper.id}-{paragraph}", "quote": quote, **more}


def test_a_comment_on_exact_words_shows_them(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    sign_in(client, alliance.spaniard)
    sent = client.post(base(paper), data=typed(paper, 2, "because trust grows\r\nslowly"))
    assert sent.status_code == 302
    assert words_now(paper) == "because **trust grows slowly**"
    for path in (f"/papers/{paper.reference}?panel=comments", base(paper), base(paper) + "/1"):
        page = client.get(path).text
        assert "because trust grows slowly" in page.split('class="quotation"')[1]
        assert "have changed" not in page


def test_the_panel_says_what_to_mark_in_the_text(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 1, "with", 2))
    write(alliance.spaniard, paper, **on(paper, 2, "because trust grows"))
    sign_in(client, alliance.french)
    page = client.get(f"/papers/{paper.reference}?panel=comments&paragraph=p{paper.id}-1").text
    assert f'data-chosen="p{paper.id}-1"' in page
    assert f'data-paragraph="p{paper.id}-1" data-signs="with" data-occurrence="2"' in page
    page = client.get(f"/papers/{paper.reference}?panel=comments").text
    assert 'data-signs="becausetrustgrows" data-occurrence="1"' in page
    assert "data-chosen" not in page


def test_the_script_says_which_of_several_is_meant(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.spaniard)
    assert client.post(base(paper), data=typed(paper, 1, "with", occurrence="2")).status_code == 302
    standing = shown(paper).standing
    assert standing is not None
    assert FIRST[standing.start :] == "with each other."


@pytest.mark.parametrize(
    ("quote", "more", "sentence"),
    [
        ("words of another text", {}, "does not have these words"),
        ("with", {}, "more than once"),
        ("with", {"occurrence": "3"}, "does not have these words"),
        ("with", {"occurrence": "nonsense"}, "more than once"),
        ("with", {"occurrence": "0"}, "does not have these words"),
        ("with\x00", {}, "control character"),
        ("word " * 1500, {}, "at most 5000"),
    ],
)
def test_words_that_cannot_be_placed_get_a_sentence_and_everything_back(
    client: FlaskClient, alliance: Alliance, paper: Paper, quote: str, more: dict[str, str], sentence: str
) -> None:
    sign_in(client, alliance.spaniard)
    refused = client.post(base(paper), data=typed(paper, 1, quote, proposed_wording="Новый", **more))
    assert refused.status_code == 422
    assert sentence in refused.text
    for kept in (TYPED["body"], "Новый", quote.strip("\x00").strip()):
        assert kept in refused.text
    assert db.session.query(Comment).count() == 0


def test_words_without_a_paragraph_have_no_field(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.spaniard)
    assert 'name="quote"' not in client.get(base(paper) + "/new").text
    assert 'name="quote"' in client.get(f"{base(paper)}/new?paragraph=p{paper.id}-1").text


# Reading


def test_a_change_is_shown_as_one_with_the_old_words(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "stable funding for seven years"))
    sign_in(client, alliance.rapporteur)
    for number in ("ten", "eleven"):
        save(alliance, paper, TEXT.replace("seven", number))
        for path in (f"/papers/{paper.reference}?panel=comments", base(paper), base(paper) + "/answers"):
            page = client.get(path).text
            assert "The words have changed since:" in page
            said = page.split('class="quotation"')[1].split("</blockquote>")[0]
            assert "seven</del>" in said
            assert f"{number}</ins>" in said


def test_what_is_gone_is_listed_with_its_quotation_and_still_owed_an_answer(
    client: FlaskClient, alliance: Alliance, detached: Paper
) -> None:
    sign_in(client, alliance.rapporteur)
    for path in (f"/papers/{detached.reference}?panel=comments", base(detached), base(detached) + "/answers"):
        page = client.get(path).text
        assert SENTENCE in page
        assert "trust grows slowly" in page
        assert f'href="{base(detached)}/1/place"' in page
    assert 'name="reason-1"' in client.get(base(detached) + "/answers").text


def test_a_reader_of_the_version_sees_the_words_where_they_stand_there(
    client: FlaskClient, alliance: Alliance, detached: Paper
) -> None:
    for reader in (alliance.spaniard, alliance.observer):
        page = as_(client, reader).get(f"/papers/{detached.reference}?panel=comments").text
        assert SENTENCE not in page
        assert "/1/place" not in page
        assert 'data-signs="trustgrowsslowly"' in page
    issue(detached, latest_revision(detached), alliance.rapporteur)
    assert SENTENCE in client.get(f"/papers/{detached.reference}?panel=comments").text
    first = client.get(f"/papers/{detached.reference}?panel=comments&version=1").text
    assert SENTENCE not in first


def test_words_that_moved_are_shown_where_they_are(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper, **on(paper, 2, "trust grows slowly"))
    save(alliance, paper, TEXT.replace("years, because", "years.\n\nBecause"))
    sign_in(client, alliance.rapporteur)
    assert "The words have moved to paragraph 3." in client.get(base(paper)).text
    page = client.get(f"/papers/{paper.reference}?panel=comments").text
    assert f'data-paragraph="{shown(paper).paragraph_id}"' in page


def test_the_table_is_filtered_by_what_became_of_the_words(
    client: FlaskClient, alliance: Alliance, in_doubt: Paper
) -> None:
    write(alliance.french, in_doubt, "Second.")
    sign_in(client, alliance.rapporteur)
    for place, texts in (("", 2), ("check", 1), ("detached", 0), ("nonsense", 0)):
        page = client.get(f"{base(in_doubt)}?place={place}").text
        assert page.count('<tr id="comment-') == texts
        assert ("Say for how long." in page) == (place in ("", "check"))


def test_places_cost_no_further_queries(client: FlaskClient, alliance: Alliance) -> None:
    references = []
    for many in (1, 20):
        paper = alliance.paper(text=TEXT)
        for _ in range(many):
            write(alliance.french, paper, **on(paper, 2, "stable funding"))
        save(alliance, paper, TEXT.replace("stable", "more stable"))
        references.append(paper.reference)
    sign_in(client, alliance.rapporteur)
    db.session.expunge_all()
    for path in ("?panel=comments", "?panel=versions", "/comments", "/comments/answers", "/comments/1/place"):
        few, more = (queries_of(client, f"/papers/{reference}{path}") for reference in references)
        assert few == more, path


# Saying where it belongs


def test_a_doubtful_place_is_confirmed(client: FlaskClient, alliance: Alliance, in_doubt: Paper) -> None:
    sign_in(client, alliance.rapporteur)
    page = client.get(base(in_doubt) + "/1/place").text
    assert "Yes, these words are meant" in page
    assert 'name="seen" value="2"' in page
    done = client.post(base(in_doubt) + "/1/place/confirmation", data={"seen": "2"}, follow_redirects=True)
    assert "The place of comment 1 is confirmed." in done.text
    assert "Placed here by Head Fi" in done.text
    assert "Yes, these words" not in client.get(base(in_doubt) + "/1/place").text


def test_a_detached_comment_is_put_back(client: FlaskClient, alliance: Alliance, detached: Paper) -> None:
    sign_in(client, alliance.secretariat)
    page = client.get(base(detached) + "/1/place").text
    assert f'<option value="p{detached.id}-1">1. Clusters link small firms' in page
    data = {"paragraph": f"p{detached.id}-3", "quote": "малките фирми", "seen": "2"}
    done = client.post(base(detached) + "/1/place", data=data, follow_redirects=True)
    assert "Comment 1 has its new place." in done.text
    assert (status(detached), words_now(detached)) == ("changed", "малките фирми")


def test_the_paragraph_it_stands_on_is_chosen_already(
    client: FlaskClient, alliance: Alliance, in_doubt: Paper
) -> None:
    page = sign_in(client, alliance.rapporteur).get(base(in_doubt) + "/1/place").text
    assert f'<option selected value="p{in_doubt.id}-2">' in page
    assert words_now(in_doubt) in page.split('name="quote"')[1].split("</textarea>")[0]


@pytest.mark.parametrize(
    ("change", "status_", "sentence"),
    [
        ({"quote": "no such words"}, 422, "does not have these words"),
        ({"quote": "with"}, 422, "more than once"),
        ({"paragraph": "nowhere"}, 422, "no such paragraph"),
        ({"paragraph": "p\x00"}, 422, "no such paragraph"),
        ({"paragraph": ""}, 422, "no such paragraph"),
        ({"seen": "1"}, 409, "changed while the page was open"),
        ({"seen": "٢"}, 409, "changed while the page was open"),
        ({"quote": "x" * 5001}, 422, "at most 5000"),
    ],
)
def test_nonsense_gets_a_sentence_and_the_words_back(
    client: FlaskClient,
    alliance: Alliance,
    detached: Paper,
    change: dict[str, str],
    status_: int,
    sentence: str,
) -> None:
    sign_in(client, alliance.rapporteur)
    data = {"paragraph": f"p{detached.id}-1", "quote": "small firms", "seen": "2", **change}
    refused = client.post(base(detached) + "/1/place", data=data)
    assert refused.status_code == status_
    assert sentence in refused.text
    assert data["quote"] in refused.text
    assert 'name="seen" type="hidden" value="2"' in refused.text
    assert db.session.query(Place).count() == 2


@pytest.mark.parametrize("path", ["/1/place", "/1/place/confirmation"])
def test_who_may_say_where_a_comment_belongs(
    client: FlaskClient, alliance: Alliance, detached: Paper, path: str
) -> None:
    data = {"paragraph": f"p{detached.id}-1", "seen": "2"}
    assert client.post(base(detached) + path, data=data).location.startswith("/sign-in")
    for onlooker in (alliance.spaniard, alliance.observer):
        assert as_(client, onlooker).post(base(detached) + path, data=data).status_code == 403
        assert client.get(base(detached) + "/1/place").status_code == 403
    assert as_(client, alliance.rapporteur).put(base(detached) + path).status_code == 405
    assert client.get(base(detached) + "/1/place/confirmation").status_code == 405
    detached.stage = "decision"
    db.session.commit()
    assert client.get(base(detached) + "/1/place").status_code == 422
    assert client.post(base(detached) + path, data=data).status_code == 422
    assert db.session.query(Place).count() == 2


def test_for_a_stranger_and_for_a_number_that_is_not_there_it_is_a_404(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.rapporteur)
    for path in ("/9/place", "/0/place", "/one/place"):
        assert client.get(base(paper) + path).status_code == 404
    assert client.post(base(paper) + "/9/place", data={"seen": "1"}).status_code == 404
    assert client.post(base(paper) + "/9/place/confirmation", data={"seen": "1"}).status_code == 404
    draft = alliance.paper(stage="drafting")
    as_(client, alliance.spaniard)
    assert client.get(base(draft) + "/1/place").status_code == 404
    assert client.post(base(draft) + "/1/place").status_code == 404


def test_a_comment_on_the_whole_paper_and_a_withdrawn_one_stay_where_they_are(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    write(alliance.spaniard, paper)
    sign_in(client, alliance.rapporteur)
    refused = client.get(base(paper) + "/1/place")
    assert refused.status_code == 422
    assert "the paper as a whole" in refused.text
    write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-1")
    as_(client, alliance.spaniard).post(base(paper) + "/2/withdrawal")
    as_(client, alliance.rapporteur)
    data = {"paragraph": f"p{paper.id}-2", "seen": "1"}
    assert client.post(base(paper) + "/2/place", data=data).status_code == 422
    assert "/2/place" not in client.get(base(paper) + "/2").text


def test_the_record_says_who_placed_a_comment(
    client: FlaskClient, alliance: Alliance, in_doubt: Paper
) -> None:
    sign_in(client, alliance.rapporteur)
    client.post(base(in_doubt) + "/1/place/confirmation", data={"seen": "2"})
    client.post(base(in_doubt) + "/1/place", data={"paragraph": f"p{in_doubt.id}-1", "seen": "3"})
    page = client.get(f"/papers/{in_doubt.reference}/record").text
    assert "Confirmed the place of comment 1 in the text" in page
    assert "Placed comment 1 in the text" in page
    assert queries.unanswered(in_doubt) == 1
