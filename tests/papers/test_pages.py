"""Who gets which page of a paper, and what comes of nonsense."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.extensions import db
from eca_policy.papers import queries
from eca_policy.papers.models import Paper
from tests.conftest import sign_in
from tests.papers.conftest import TEXT, Alliance

WRITERS = ("edit", "facts", "recommendations")
SECRETARIAT = ("people", "consultation", "withdraw")
READERS = ("revisions", "revisions/1", "compare", "compare?from=r1&to=r1")


def address(paper: Paper, page: str) -> str:
    return f"/papers/{paper.reference}/{page}"


def new_form(alliance: Alliance, **changes: Any) -> dict[str, Any]:
    """What a browser sends to start a paper."""
    return {
        "title": "Clusters in the next budget",
        "document_class_id": queries.document_classes()[0].id,
        "language": "en",
        "lead_association_id": alliance.finland.id,
        "deadline_zone": "Europe/Brussels",
        "text": TEXT,
        **{
            f"addressees-{row}-{name}": ""
            for row in range(3)
            for name in ("level", "name", "country", "nuts_code")
        },
        **changes,
    }


@pytest.mark.parametrize("page", [*WRITERS, "issue", *READERS])
def test_the_rapporteur_gets_the_page(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    assert sign_in(client, alliance.rapporteur).get(address(paper, page)).status_code == 200


@pytest.mark.parametrize("page", WRITERS + READERS)
def test_a_colleague_of_the_leading_association_gets_the_page(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    assert sign_in(client, alliance.colleague).get(address(paper, page)).status_code == 200


@pytest.mark.parametrize("page", SECRETARIAT + WRITERS + ("issue",) + READERS)
def test_the_secretariat_gets_the_page(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    assert sign_in(client, alliance.secretary).get(address(paper, page)).status_code == 200


@pytest.mark.parametrize("page", SECRETARIAT + WRITERS + ("issue",) + READERS)
def test_for_a_stranger_the_draft_does_not_exist(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    assert sign_in(client, alliance.stranger).get(address(paper, page)).status_code == 404


@pytest.mark.parametrize("page", SECRETARIAT + WRITERS + ("issue",))
def test_an_onlooker_may_not(client: FlaskClient, alliance: Alliance, paper: Paper, page: str) -> None:
    alliance.consult(paper)
    assert sign_in(client, alliance.stranger).get(address(paper, page)).status_code == 403


@pytest.mark.parametrize("page", SECRETARIAT + WRITERS + ("issue",))
def test_in_the_wrong_stage_a_sentence_says_so(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    sign_in(client, alliance.secretary).post(address(paper, "withdraw"), data={"reason": "No longer needed."})
    response = client.get(address(paper, page))
    assert response.status_code == 422
    assert "the paper is now in the stage withdrawn" in response.text


@pytest.mark.parametrize(
    "page", ["preview", "paragraphs/abc/recommendation", "consultation/close", "consultation/extend"]
)
def test_what_changes_something_is_no_link(
    client: FlaskClient, alliance: Alliance, paper: Paper, page: str
) -> None:
    assert sign_in(client, alliance.secretary).get(address(paper, page)).status_code == 405


def test_a_visitor_signs_in_first(client: FlaskClient, paper: Paper) -> None:
    for page in ("edit", "compare"):
        assert client.get(address(paper, page)).status_code == 302
    assert client.get("/papers/new").status_code == 302


def test_an_observer_cannot_start_a_paper(client: FlaskClient, alliance: Alliance) -> None:
    assert sign_in(client, alliance.observer).get("/papers/new").status_code == 403
    assert client.post("/papers/preview", data={"source": "x"}).status_code == 403


def test_a_paper_is_started_with_all_its_facts(client: FlaskClient, alliance: Alliance) -> None:
    form = new_form(
        alliance,
        **{
            "addressees-0-level": "eu", "addressees-0-name": "European Commission",
            "addressees-2-level": "regional", "addressees-2-nuts_code": "fi1b1",
            "file_title": "Industrial Accelerator Act", "file_url": "https://ec.europa.eu/x",
            "file_reference": "COM(2026) 123", "deadline_on": "2099-03-29", "deadline_time": "12:00",
        },
    )  # fmt: skip
    response = sign_in(client, alliance.rapporteur).post("/papers/new", data=form)
    assert response.status_code == 302
    started = db.session.query(Paper).one()
    assert response.location.endswith(started.reference)
    assert [one.name for one in started.addressees] == ["European Commission", "Helsinki-Uusimaa"]
    assert started.authority_deadline_at is not None
    assert started.authority_deadline_at.isoformat() == "2099-03-29T10:00:00+00:00"


def test_an_empty_text_becomes_the_template_of_the_class(client: FlaskClient, alliance: Alliance) -> None:
    sign_in(client, alliance.rapporteur).post("/papers/new", data=new_form(alliance, text=""))
    started = db.session.query(Paper).one()
    assert queries.latest_revision(started).source == started.document_class.template


def test_an_uploaded_text_fills_an_empty_title_and_language(client: FlaskClient, alliance: Alliance) -> None:
    text = "---\nTitle: Насърчаване\nlang: bg\n---\n\n# Друго\n\nТекст.\n"
    form = new_form(alliance, text="", title="", language="", upload=(BytesIO(text.encode()), "paper.md"))
    assert sign_in(client, alliance.rapporteur).post("/papers/new", data=form).status_code == 302
    started = db.session.query(Paper).one()
    assert (started.title, started.language) == ("Насърчаване", "bg")
    assert queries.whole_text(queries.latest_revision(started)) == text


NOT_TEXT = {
    "picture": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "utf-16": "Text".encode("utf-16"),
    "docx": b"PK\x03\x04\x14\x00\x06\x00word/document.xml",
    "nul": b"text \x00 text",
}


@pytest.mark.parametrize("data", NOT_TEXT.values(), ids=NOT_TEXT.keys())
def test_an_upload_that_is_no_text_is_refused_and_the_rest_is_kept(
    client: FlaskClient, alliance: Alliance, data: bytes
) -> None:
    form = new_form(alliance, title="Kept title", text="", upload=(BytesIO(data), "paper.md"))
    response = sign_in(client, alliance.rapporteur).post("/papers/new", data=form)
    assert response.status_code == 422
    assert "The file is" in response.text
    assert "Kept title" in response.text
    assert db.session.query(Paper).count() == 0


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"deadline_on": "31.5.2099"}, "Write a date such as 2026-05-31."),
        ({"deadline_on": "0001-01-01"}, "Write a year from 2000 to 2100."),
        ({"deadline_on": "2020-01-01"}, "This deadline is over."),
        ({"deadline_on": "2099-03-29", "deadline_time": "02:30"}, "The clocks skip this time that night."),
        ({"deadline_on": "2099-03-30", "deadline_time": "25:00"}, "Write a time such as 17:00."),
        ({"deadline_zone": "Mars/Olympus"}, "Choose one of those offered."),
        ({"document_class_id": "x"}, "Choose one of those offered."),
        ({"lead_association_id": "10000000000000000000000"}, "Choose one of those offered."),
        ({"file_url": "javascript:alert(1)"}, "Write a whole web address"),
        (
            {"addressees-1-level": "national", "addressees-1-name": "Ministry"},
            "Addressee 2: Choose the country",
        ),
        ({"addressees-0-level": "regional", "addressees-0-nuts_code": "Finland"}, "Write the NUTS code"),
        ({"text": "[" * 20_000}, "formatting marks together"),
        ({"text": "a\0b"}, "control character"),
        ({"title": "a\0b"}, "a character in it that nobody can see"),
    ],
)
def test_nonsense_ends_in_a_sentence_with_everything_kept(
    client: FlaskClient, alliance: Alliance, changes: dict[str, str], sentence: str
) -> None:
    form = new_form(alliance, **{"file_title": "A file that is kept", **changes})
    response = sign_in(client, alliance.rapporteur).post("/papers/new", data=form)
    assert response.status_code == 422
    assert sentence in response.text
    assert "A file that is kept" in response.text
    assert form["text"][-20:].replace("\0", "") in response.text.replace("\0", "")
    assert db.session.query(Paper).count() == 0


def test_another_addressee_keeps_what_was_typed(client: FlaskClient, alliance: Alliance) -> None:
    form = new_form(alliance, another="1", **{"addressees-2-name": "Kept body"})
    response = sign_in(client, alliance.rapporteur).post("/papers/new", data=form)
    assert response.status_code == 200
    assert "Addressee 4" in response.text
    assert "Kept body" in response.text


def test_a_save_comes_back_to_the_paper(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    edited = TEXT.replace("\n", "\r\n") + "More.\r\n"
    response = sign_in(client, alliance.rapporteur).post(
        address(paper, "edit"), data={"source": edited, "base": "1", "summary": "One sentence more"}
    )
    assert response.status_code == 302
    latest = queries.latest_revision(paper)
    assert latest.source == TEXT + "More.\n"
    assert latest.summary == "One sentence more"


def test_the_second_of_two_savers_sees_both_texts_and_saves_them_together(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    alliance.save(paper, TEXT.replace("seven", "ten"), base=1, by=alliance.colleague)
    sign_in(client, alliance.rapporteur)
    mine = {"source": TEXT.replace("small firms", "all firms"), "base": "1"}
    response = client.post(address(paper, "edit"), data=mine)
    assert response.status_code == 409
    assert alliance.colleague.name in response.text
    both = TEXT.replace("seven", "ten").replace("small firms", "all firms")
    assert client.post(address(paper, "edit"), data={"source": both, "base": "2"}).status_code == 302
    assert queries.latest_revision(paper).source == both


@pytest.mark.parametrize("text", ["[" * 20_000, "x" * 5_000_000])
def test_a_hostile_paste_is_kept_in_the_form(
    client: FlaskClient, alliance: Alliance, paper: Paper, text: str
) -> None:
    response = sign_in(client, alliance.rapporteur).post(
        address(paper, "edit"), data={"source": text, "base": "1"}
    )
    assert response.status_code == 422
    assert text[-1000:] in response.text


@pytest.mark.parametrize("base", ["", "0", "99", "x", "٣"])
def test_a_base_that_is_no_revision_saves_nothing_and_keeps_the_text(
    client: FlaskClient, alliance: Alliance, paper: Paper, base: str
) -> None:
    response = sign_in(client, alliance.rapporteur).post(
        address(paper, "edit"), data={"source": "My words.", "base": base}
    )
    assert response.status_code == 422
    assert "My words." in response.text
    assert queries.latest_revision(paper).number == 1


def test_a_text_that_can_no_longer_be_saved_is_given_back(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.secretary).post(address(paper, "withdraw"), data={"reason": "No longer needed."})
    response = client.post(address(paper, "edit"), data={"source": "My words.", "base": "1"})
    assert response.status_code == 422
    assert "My words." in response.text


def test_the_preview_is_what_a_save_would_show(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    sign_in(client, alliance.rapporteur)
    for page in ("/papers/preview", address(paper, "preview")):
        response = client.post(page, data={"source": TEXT + "\n<script>alert(1)</script>\n"})
        assert response.status_code == 200
        assert "Recommendation 1" in response.text
        assert "<script" not in response.text
        assert client.post(page, data={"source": "[" * 20_000}).status_code == 422
        assert client.post(page).text == ""


def test_without_javascript_a_button_shows_the_preview(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    response = sign_in(client, alliance.rapporteur).post(
        address(paper, "edit"), data={"source": "Some *new* words.", "base": "1", "preview": "1"}
    )
    assert response.status_code == 200
    assert "<em>new</em>" in response.text
    assert queries.latest_revision(paper).number == 1


def test_facts_changed_by_someone_else_are_shown_beside_what_was_typed(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.rapporteur)
    form = new_form(alliance, seen=str(paper.version_counter))
    assert client.post(address(paper, "facts"), data={**form, "title": "Theirs"}).status_code == 302
    response = client.post(address(paper, "facts"), data={**form, "title": "Mine"})
    assert response.status_code == 409
    assert "Theirs" in response.text
    assert 'value="Mine"' in response.text


def test_the_form_of_the_facts_starts_with_what_stands(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    page = sign_in(client, alliance.rapporteur).get(address(paper, "facts"))
    assert f'value="{paper.title}"' in page.text


def test_a_recommendation_is_one_click(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    first = queries.latest_revision(paper).paragraphs[1]["id"]
    page = address(paper, f"paragraphs/{first}/recommendation")
    assert sign_in(client, alliance.rapporteur).post(page, data={"mark": "1"}).status_code == 302
    assert queries.latest_revision(paper).paragraphs[1]["recommendation"] == 1
    assert client.post(address(paper, "paragraphs/nowhere/recommendation")).status_code == 422


def test_a_consultation_is_opened_moved_and_closed(
    client: FlaskClient, alliance: Alliance, paper: Paper
) -> None:
    sign_in(client, alliance.secretary)
    end = {"closes_on": "2099-05-31", "closes_time": "17:00"}
    assert client.post(address(paper, "consultation"), data=end).status_code == 302
    end["closes_on"] = "2099-06-30"
    assert client.post(address(paper, "consultation/extend"), data=end).status_code == 302
    assert paper.consultation_closes_at is not None
    assert paper.consultation_closes_at.isoformat() == "2099-06-30T15:00:00+00:00"
    assert client.post(address(paper, "consultation/close")).status_code == 302
    assert paper.stage == "consolidation"


@pytest.mark.parametrize(
    ("day", "time", "sentence"),
    [
        ("2020-01-01", "17:00", "would already be over"),
        ("2099-03-29", "02:30", "The clocks skip this time"),
        ("soon", "17:00", "Write a date"),
        ("", "", "Write a date"),
    ],
)
def test_an_end_that_makes_no_sense_opens_nothing(
    client: FlaskClient, alliance: Alliance, paper: Paper, day: str, time: str, sentence: str
) -> None:
    response = sign_in(client, alliance.secretary).post(
        address(paper, "consultation"), data={"closes_on": day, "closes_time": time}
    )
    assert response.status_code == 422
    assert sentence in response.text
    assert paper.stage == "drafting"


def test_a_version_is_issued_once(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    sign_in(client, alliance.rapporteur)
    assert client.post(address(paper, "issue"), data={"revision": "1", "note": "First"}).status_code == 302
    assert client.post(address(paper, "issue"), data={"revision": "1"}).status_code == 422
    assert client.post(address(paper, "issue"), data={"revision": "7"}).status_code == 409


def test_people_are_appointed_and_dismissed(client: FlaskClient, alliance: Alliance, paper: Paper) -> None:
    sign_in(client, alliance.secretary)
    someone = {"account_id": alliance.colleague.id}
    assert client.post(address(paper, "people"), data=someone).status_code == 302
    assert client.post(address(paper, "people"), data={"account_id": "999"}).status_code == 422
    dismissal = address(paper, f"people/{alliance.rapporteur.id}/dismiss")
    assert client.post(dismissal).status_code == 302
    assert client.post(dismissal).status_code == 422
    assert [one.account_id for one in paper.rapporteurs] == [alliance.colleague.id]
