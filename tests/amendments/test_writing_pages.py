"""Writing an amendment, through the client and without JavaScript: nothing typed is ever lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.amendments.conftest import House, as_, at, change, pages
from tests.conftest import sign_in

WORDING = "They need lasting funding."
REASON = "Because five years are too short."


@pytest.fixture
def paper(house: House) -> Paper:
    return house.paper()


def typed(paper: Paper, number: int = 3, wording: str = WORDING, **more: str) -> dict[str, str]:
    """One paragraph reworded, as the form sends it."""
    place = at(paper, number)
    return {
        "version": "1", "place": place, f"act-{place}": "reword", f"wording-{place}": wording,
        "reason": REASON, **more,
    }  # fmt: skip


def textareas(page: str) -> dict[str, str]:
    """What stands in the fields, by their names."""
    found = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(text) for name, text in found}


def kept() -> Amendment:
    return db.session.query(Amendment).one()


def test_a_paragraph_is_chosen_in_its_margin_and_edited_in_place(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    place = at(paper, 3)
    assert f"/amendments/new?paragraph={place}" in client.get(f"/papers/{paper.reference}").text
    page = client.get(f"{pages(paper)}/new?paragraph={place}").text
    assert textareas(page)[f"wording-{place}"] == "They need stable funding."
    assert "Paragraph 2" in page
    sent = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert sent.location == f"{pages(paper)}/draft-{kept().id}"
    page = client.get(sent.location).text
    assert "Your delegation alone sees it." in page
    assert "Table it" in page


def test_the_form_without_a_paragraph_asks_for_one(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.finn)
    for query in ("", "?paragraph=nonsense", "?paragraph=' OR 1=1"):
        page = client.get(f"{pages(paper)}/new{query}").text
        assert "Which paragraph" in page
        assert textareas(page) == {}


def test_deleting_and_inserting_begin_from_the_text_as_well(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    place = at(paper, 3)
    page = client.get(f"{pages(paper)}/new?paragraph={place}&act=delete").text
    assert re.search(rf'id="act-{place}-delete"[^>]* checked', page)
    page = client.get(f"{pages(paper)}/new?paragraph={place}&act=insert").text
    assert '<details class="insert-after">' not in page
    data = {**typed(paper, wording=""), f"act-{place}": "delete", f"inserted-{place}": "Instead of it."}
    assert client.post(f"{pages(paper)}/new", data=data).status_code == 302
    assert [(c.kind, c.wording) for c in kept().wording.changes] == [
        ("delete", ""), ("insert_after", "Instead of it."),
    ]  # fmt: skip


def test_several_paragraphs_are_added_and_left_out(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.finn)
    added = client.post(f"{pages(paper)}/new", data=typed(paper, add="1", add_place=at(paper, 2)))
    assert added.status_code == 200
    assert textareas(added.text)[f"wording-{at(paper, 3)}"] == WORDING
    assert textareas(added.text)[f"wording-{at(paper, 2)}"] == "Clusters link small firms with research."
    assert textareas(added.text)["reason"] == REASON
    assert added.text.index(f"block-{at(paper, 2)}") < added.text.index(f"block-{at(paper, 3)}")
    both = typed(paper)
    both[f"wording-{at(paper, 2)}"] = "Other."
    data = [*both.items(), ("place", at(paper, 2)), ("leave_out", at(paper, 2))]
    fewer = client.post(f"{pages(paper)}/new", data=dict_of(data))
    assert set(textareas(fewer.text)) == {f"wording-{at(paper, 3)}", f"inserted-{at(paper, 3)}", "reason"}
    first = client.post(f"{pages(paper)}/new", data=typed(paper, add="1", add_place="beginning"))
    assert "Insert before everything" in first.text
    assert db.session.query(Amendment).count() == 0


def dict_of(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def test_something_is_inserted_before_everything(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.finn)
    data = {"version": "1", "place": "beginning", "inserted-beginning": "First of all.", "reason": REASON}
    assert client.post(f"{pages(paper)}/new", data=data).status_code == 302
    (row,) = kept().wording.changes
    assert (row.kind, row.paragraph_id, row.wording) == ("insert_after", None, "First of all.")


def test_the_preview_shows_the_change_and_keeps_nothing(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    shown = client.post(f"{pages(paper)}/new", data=typed(paper, preview="1"))
    assert shown.status_code == 200
    assert "Reword paragraph 2" in shown.text
    assert re.search(r"<del>.*?stable</del>", shown.text)
    assert re.search(r"<ins>.*?lasting</ins>", shown.text)
    assert textareas(shown.text)["reason"] == REASON
    fragment = client.post(f"{pages(paper)}/preview", data=typed(paper))
    assert fragment.status_code == 200
    assert "<html" not in fragment.text
    assert re.search(r"<ins>.*?lasting</ins>", fragment.text)
    unchanged = typed(paper, wording="They need stable funding.")
    refused = client.post(f"{pages(paper)}/preview", data=unchanged)
    assert (refused.status_code, "Nothing is changed yet" in refused.text) == (200, True)
    assert client.post(f"{pages(paper)}/new", data={**unchanged, "preview": "1"}).status_code == 422
    assert db.session.query(Amendment).count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"wording": "They need stable funding."}, "Nothing is changed yet"),
        ({"wording": "  "}, "Write the wording"),
        ({"wording": "They\u202eneed."}, "nobody can see"),
        ({"wording": "They\x00need."}, "control character"),
        ({"wording": "[" * 20_000}, "formatting marks"),
        ({"reason": "why\u200bnot"}, "nobody can see"),
        ({"number": 99}, "no such paragraph"),
        ({"version": "nonsense"}, "Version 1"),
        ({"association": "1" * 40}, "You do not act for that association"),
        ({"parent": "FI-9"}, None),
    ],
)  # fmt: skip
def test_nonsense_gets_a_sentence_and_everything_back(
    client: FlaskClient, house: House, paper: Paper, change: dict[str, object], sentence: str | None
) -> None:
    sign_in(client, house.finn)
    data = typed(paper, **change)  # type: ignore[arg-type]
    refused = client.post(f"{pages(paper)}/new", data=data)
    if sentence is None:
        assert refused.status_code == 404
        assert WORDING in refused.text
        return
    assert refused.status_code in (403, 409, 422)
    assert sentence in refused.text
    assert 'role="alert"' in refused.text
    back = textareas(refused.text)
    name = f"wording-{data['place']}"
    assert back[name].replace("\x00", "") == data[name].replace("\x00", "")
    assert db.session.query(Amendment).count() == 0


def test_five_megabytes_are_refused_at_once_and_given_back(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    refused = client.post(f"{pages(paper)}/new", data=typed(paper, wording="word " * 2**20))
    assert refused.status_code == 422
    assert "5242880" in refused.text
    assert refused.text.count("word ") > 2**20 - 2


def test_cyrillic_and_accents_are_kept_as_they_are(client: FlaskClient, house: House) -> None:
    paper = house.paper(text="Кластерите свързват фирмите.\n", language="bg")
    sign_in(client, house.finn)
    wording = "Кластерите свързват малките фирми – și învățământul. 👩‍🔬"
    assert client.post(f"{pages(paper)}/new", data=typed(paper, 1, wording)).status_code == 302
    page = client.get(f"{pages(paper)}/draft-{kept().id}").text
    assert "малките" in page
    assert "👩‍🔬" in page


def test_a_late_amendment_is_told_both_instants_and_given_back(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    with time_machine.travel(paper.consultation_closes_at + timedelta(seconds=1), tick=False):
        late = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert late.status_code == 422
    assert "The consultation closed at" in late.text
    assert textareas(late.text)[f"wording-{at(paper, 3)}"] == WORDING


def test_a_draft_tabled_too_late_is_told_both_instants(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    client.post(f"{pages(paper)}/new", data=typed(paper))
    draft = f"{pages(paper)}/draft-{kept().id}"
    with time_machine.travel(paper.consultation_closes_at + timedelta(seconds=1), tick=False):
        late = client.post(f"{draft}/table")
    assert late.status_code == 422
    assert "The consultation closed at" in late.text
    assert WORDING.split()[2] in late.text


def test_in_the_wrong_stage_the_words_are_given_back(client: FlaskClient, house: House) -> None:
    paper = house.paper(stage="decision")
    sign_in(client, house.finn)
    refused = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert refused.status_code == 422
    assert textareas(refused.text)[f"wording-{at(paper, 3)}"] == WORDING


def test_an_observer_is_refused_and_gets_the_words_back(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    refused = sign_in(client, house.observer).post(f"{pages(paper)}/new", data=typed(paper))
    assert refused.status_code == 403
    assert textareas(refused.text)[f"wording-{at(paper, 3)}"] == WORDING


def test_a_lost_session_gives_the_words_back(client: FlaskClient, house: House, paper: Paper) -> None:
    lost = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert lost.status_code == 401
    assert WORDING in lost.text
    assert REASON in lost.text


def test_what_was_written_on_an_older_version_stands_beside_the_new_words(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.move_on(paper, ("stable", "multiannual"))
    sign_in(client, house.finn)
    moved = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert moved.status_code == 409
    assert textareas(moved.text)[f"wording-{at(paper, 3)}"] == WORDING
    assert "They need multiannual funding.</pre>" in moved.text
    assert 'name="version" value="2"' in moved.text
    assert client.post(f"{pages(paper)}/new", data={**typed(paper), "version": "2"}).status_code == 302


def test_a_paragraph_that_is_gone_meanwhile_keeps_its_words(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.move_on(paper, ("They need stable funding.\n\n", ""))
    sign_in(client, house.finn)
    moved = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert moved.status_code == 409
    assert "no longer has this paragraph" in moved.text
    assert textareas(moved.text)[f"wording-{at(paper, 3)}"] == WORDING
    again = client.post(f"{pages(paper)}/new", data={**typed(paper), "version": "2"})
    assert again.status_code == 422
    assert textareas(again.text)[f"wording-{at(paper, 3)}"] == WORDING


def test_a_person_of_two_associations_says_for_which(client: FlaskClient, house: House, paper: Paper) -> None:
    germany = house.people.association("DE")
    house.people.also(house.finn, germany)
    sign_in(client, house.finn)
    assert 'name="association"' in client.get(f"{pages(paper)}/new?paragraph={at(paper, 3)}").text
    refused = client.post(f"{pages(paper)}/new", data=typed(paper))
    assert (refused.status_code, "Say for which one" in refused.text) == (422, True)
    sent = client.post(f"{pages(paper)}/new", data=typed(paper, association=str(germany.id)))
    assert sent.status_code == 302
    assert kept().association_id == germany.id


def test_a_draft_is_written_anew_by_a_colleague(client: FlaskClient, house: House, paper: Paper) -> None:
    draft = house.draft(house.finn, paper, change(paper, 3, WORDING))
    address = f"{pages(paper)}/draft-{draft.id}/edit"
    sign_in(client, house.second_finn)
    assert textareas(client.get(address).text)[f"wording-{at(paper, 3)}"] == WORDING
    assert client.post(address, data=typed(paper, wording="They need public funding.")).status_code == 302
    db.session.refresh(draft)
    assert draft.wording.changes[0].wording == "They need public funding."
    refused = client.post(address, data=typed(paper, wording="They need stable funding."))
    assert refused.status_code == 422
    assert as_(client, house.swede).get(address).status_code == 404


def test_an_amendment_is_amended_from_its_own_words(client: FlaskClient, house: House, paper: Paper) -> None:
    house.table(house.finn, paper, change(paper, 3, WORDING), change(paper, 2, "And more.", "insert_after"))
    sign_in(client, house.swede)
    assert "amendments/new?amendment=1" in client.get(f"{pages(paper)}/1").text
    page = client.get(f"{pages(paper)}/new?amendment=1").text
    assert "Propose a change to amendment 1" in page
    assert textareas(page) == {
        f"wording-{at(paper, 3)}": WORDING, f"inserted-{at(paper, 2)}": "And more.", "reason": "",
    }  # fmt: skip
    data = typed(paper, wording="They need lasting public funding.", parent="1")
    assert client.post(f"{pages(paper)}/new", data=data).status_code == 302
    child = db.session.query(Amendment).filter(Amendment.parent_id.is_not(None)).one()
    assert ["insert", "public "] in child.wording.changes[0].compared
    same = client.post(f"{pages(paper)}/new", data=typed(paper, 2, "Elsewhere.", parent="1"))
    assert same.status_code == 422
    assert client.get(f"{pages(paper)}/new?amendment=9").status_code == 404


def test_a_recommendation_is_reworded_without_its_mark_and_stays_one(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn)
    form = client.get(f"{pages(paper)}/new", query_string={"paragraph": at(paper, 4)}).text
    assert textareas(form)[f"wording-{at(paper, 4)}"] == "Fund clusters for seven years."
    key = at(paper, 4)
    words = {"place": key, f"wording-{key}": "Fund clusters for ten years.", f"marked-{key}": "1"}
    sent = client.post(f"{pages(paper)}/new", data={**words, "version": "1", "reason": "Longer."})
    assert sent.status_code == 302
    change = kept().wording.as_changes()[0]
    assert change.wording == "Fund clusters for ten years.\n{: .recommendation }"
    again = client.get(f"{pages(paper)}/draft-{kept().id}/edit").text
    assert textareas(again)[f"wording-{key}"] == "Fund clusters for ten years."
