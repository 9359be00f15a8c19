"""The pages on which the secretariat writes procedures."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from eca_policy.accounts.models import Account
from eca_policy.ballots import queries
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.presets import PRESETS
from eca_policy.ballots.procedure import Procedure
from eca_policy.extensions import db
from eca_policy.papers import service as papers
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.ballots.procedures.making import sent
from tests.conftest import People, sign_in


@pytest.fixture
def secretary(people: People) -> Account:
    with transaction():
        load_presets()
        papers.load_presets()
    return people.secretariat()


@pytest.fixture
def desk(client: FlaskClient, secretary: Account) -> FlaskClient:
    return sign_in(client, secretary)


def of_preset(key: str, **changes: Any) -> MultiDict[str, str]:
    """The form of a preset as a browser would send it, with these fields changed."""
    row = queries.procedure(key)
    form = sent(
        Procedure.from_dict(row.rule), name=row.name, name_fi=row.name_fi, followed_by=row.followed_by,
        seen=str(row.version_counter),
    )  # fmt: skip
    for name, value in changes.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return form


def test_the_list_says_each_procedure_in_words(desk: FlaskClient) -> None:
    page = desk.get("/procedures").text
    for key in PRESETS:
        assert f"/procedures/{key}" in page
    assert "Adopted if more than half of the votes cast are in favour." in page
    assert "the ballot lasts 10 working days." in page
    assert "When the silence is broken, a vote follows: Position paper." in page
    assert "Document classes: Position paper" in page
    assert "/procedures" in desk.get("/desk").text


@pytest.mark.parametrize("key", PRESETS)
def test_each_preset_can_be_opened_and_saved_as_it_is(desk: FlaskClient, key: str) -> None:
    before = queries.procedure(key).rule
    page = desk.get(f"/procedures/{key}")
    assert page.status_code == 200
    assert desk.post(f"/procedures/{key}", data=of_preset(key)).location == "/procedures"
    db.session.expire_all()
    assert Procedure.from_dict(queries.procedure(key).rule) == Procedure.from_dict(before)


def test_a_new_procedure_is_written_from_a_preset(desk: FlaskClient) -> None:
    page = desk.get("/procedures/new?preset=double_majority").text
    assert 'value="55 %"' in page
    assert 'value="65 %"' in page
    form = of_preset("double_majority", name="Council, in our way", name_fi="", seen="0")
    form.setlist("share", ["60 %", "0,7"])
    assert desk.post("/procedures/new", data=form).location == "/procedures"
    made = queries.procedure("council_in_our_way")
    assert made.name_fi == made.name
    assert [each["at_least"] for each in made.rule["conditions"]] == ["3/5", "7/10"]


def test_a_copy_waits_for_a_name_of_its_own(desk: FlaskClient) -> None:
    page = desk.get("/procedures/new?copy=statutes").text
    assert 'value="3/4"' in page
    assert 'id="name" name="name" value=""' in page
    refused = desk.post("/procedures/new", data=of_preset("statutes"))
    assert refused.status_code == 422
    assert "There is a procedure of this name already" in refused.text


def test_rows_are_added_and_removed_with_nothing_lost(desk: FlaskClient) -> None:
    form = of_preset("position_paper", share=["2/3", "nonsense"], name="Half typed", do="add")
    page = desk.post("/procedures/position_paper", data=form)
    assert page.status_code == 200
    assert 'value="nonsense"' in page.text
    assert 'value="Half typed"' in page.text
    assert 'id="share-2"' in page.text
    form.setlist("do", ["remove:0"])
    page = desk.post("/procedures/position_paper", data=form)
    assert 'id="share-0" name="share" value="nonsense"' in page.text
    assert 'id="share-1"' not in page.text
    assert queries.procedure("position_paper").version_counter == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"share": ["zwei", "1/3"]}, "Write a share such as “2/3”, “55 %” or “0.55”"),
        ({"share": ["", "1/3"]}, "Write a share such as"),
        ({"share": ["1/0", "1/3"]}, "A fraction cannot have 0 below the line."),
        ({"share": ["120 %", "1/3"]}, "A share cannot be more than the whole"),
        ({"share": ["0", "1/3"]}, "A share of 0 is always reached"),
        ({"share": ["100", "1/3"]}, "A percentage needs its sign"),
        ({"share": ["0 %", "1/3"]}, "A share of 0 is always reached"),
        ({"share": ["2/3", "100 %"]}, "Nothing is more than the whole"),
        ({"base": ["members", "cast"]}, "Choose one of the answers offered."),
        ({"limit": ["exactly", "more_than"]}, "Choose one of the answers offered."),
        ({"limit": []}, "Choose one of the answers offered."),
        ({"limit": ["at_least"] * 11}, "Give at most 10 here."),
        ({"kind": "lottery"}, "Choose one of the answers offered."),
        ({"min_in_favour": "٣"}, "Write a whole number."),
        ({"min_in_favour": "0"}, "Give a whole number from 1 to 1000000."),
        ({"blocking_minority": "four"}, "Write a whole number."),
        ({"quorum_share": ""}, "Write a share such as"),
        ({"most_proxies": ""}, "Write a whole number."),
        ({"most_proxies": "101"}, "Give a whole number from 0 to 100."),
        ({"working_days": "0"}, "Give a whole number from 1 to 250."),
        ({"shown": "never"}, "Choose one of the answers offered."),
        ({"shown": "secret", "against_needs": "reason"}, "In a secret ballot nobody can be asked"),
        ({"kind": "silence", "objections": "", "objections_weight": ""}, "Say how many objections"),
        ({"kind": "silence", "objections": "1"}, "It is the vote that follows a broken silence in: Silence"),
        ({"name": ""}, "Write the name."),
        ({"name": "A" * 101}, "Keep the name under 100 characters."),
        ({"name": "Dice\0"}, "The name has a character that cannot be seen."),
        ({"name": "Unanimity"}, "There is a procedure of this name already."),
    ],
)
def test_nonsense_is_refused_in_its_own_words_and_changes_nothing(
    desk: FlaskClient, changes: dict[str, Any], sentence: str
) -> None:
    response = desk.post("/procedures/position_paper", data=of_preset("position_paper", **changes))
    assert response.status_code == 422
    assert sentence in response.text
    assert queries.procedure("position_paper").version_counter == 1


@pytest.mark.parametrize("key", ["silence", "statutes", "dice"])
def test_a_broken_silence_is_followed_by_another_procedure_with_a_vote(desk: FlaskClient, key: str) -> None:
    form = of_preset("statutes", kind="silence", objections="1", followed_by=key)
    response = desk.post("/procedures/statutes", data=form)
    assert response.status_code == 422
    assert "Choose a procedure with a vote to follow a broken silence" in response.text


def test_nothing_at_all_is_refused_as_well(desk: FlaskClient) -> None:
    for path in ("/procedures/new", "/procedures/statutes"):
        assert desk.post(path, data={}).status_code == 422


def test_someone_faster_leaves_both_on_the_page(desk: FlaskClient) -> None:
    mine = of_preset("statutes", share=["4/5"], name="Mine")
    theirs = of_preset("statutes", share=["9/10"])
    assert desk.post("/procedures/statutes", data=theirs).status_code == 302
    refused = desk.post("/procedures/statutes", data=mine)
    assert refused.status_code == 409
    assert "Someone else changed this procedure meanwhile" in refused.text
    assert 'value="Mine"' in refused.text
    assert 'value="4/5"' in refused.text
    assert "at least 90 % of the votes cast" in refused.text
    assert 'name="seen" value="2"' in refused.text
    mine.setlist("seen", ["2"])
    assert desk.post("/procedures/statutes", data=mine).status_code == 302
    assert queries.procedure("statutes").name == "Mine"


def test_looking_at_the_words_does_not_hide_that_someone_was_faster(desk: FlaskClient) -> None:
    mine = of_preset("statutes", name="Mine", do="words")
    desk.post("/procedures/statutes", data=of_preset("statutes", share=["9/10"]))
    assert 'name="seen" value="1"' in desk.post("/procedures/statutes", data=mine).text


def test_what_was_deleted_meanwhile_can_be_saved_anew(desk: FlaskClient) -> None:
    form = of_preset("unanimity", name="All of us")
    assert desk.post("/procedures/unanimity/delete", data={"seen": "1"}).location == "/procedures"
    refused = desk.post("/procedures/unanimity", data=form)
    assert refused.status_code == 409
    assert 'value="All of us"' in refused.text
    assert 'action="/procedures/new"' in refused.text
    assert desk.get("/procedures/unanimity").status_code == 404


def test_a_procedure_in_use_is_not_deleted_and_says_by_what(desk: FlaskClient) -> None:
    assert "/procedures/position_paper/delete" not in desk.get("/procedures/position_paper").text
    refused = desk.post("/procedures/position_paper/delete", data=of_preset("position_paper", name="Kept"))
    assert refused.status_code == 422
    assert "It is still used by: Position paper, Silence procedure." in refused.text
    assert 'value="Kept"' in refused.text
    assert queries.procedure("position_paper")


def test_a_deletion_on_an_old_page_is_refused(desk: FlaskClient) -> None:
    desk.post("/procedures/statutes", data=of_preset("statutes", share=["9/10"]))
    assert desk.post("/procedures/statutes/delete", data={"seen": "1"}).status_code == 409
    assert queries.procedure("statutes")


def test_the_preview_says_the_rule_in_words_and_what_it_would_decide(
    desk: FlaskClient, people: People
) -> None:
    people.association("FI", weight=5)
    form = of_preset("simple_majority", **{"position-FI": "in_favour"})
    page = desk.post("/procedures/preview", data=form).text
    assert "Adopted if more than half of the votes cast are in favour." in page
    assert "Adopted: 1 of 1 vote cast in favour (100.0 %)" in page
    assert 'hx-swap-oob="true"' in page
    form.setlist("share", ["most of them"])
    page = desk.post("/procedures/preview", data=form).text
    assert "Condition 1, Share" in page
    assert "Write a share such as" in page


def test_the_preview_speaks_finnish(desk: FlaskClient) -> None:
    desk.post("/language", data={"language": "fi"})
    page = desk.post("/procedures/preview", data=of_preset("simple_majority", share=["1/0"])).text
    assert "Ehto 1" in page
    assert "Condition" not in page


def test_the_dry_run_takes_a_made_up_roll_and_a_button_for_all(desk: FlaskClient) -> None:
    form = of_preset("double_majority", made_up="10 x 1, 2 x 5", do="all:in_favour")
    page = desk.post("/procedures/double_majority", data=form).text
    assert 'id="position-12"' in page
    assert "12 of 12 entitled associations in favour (100.0 %)" in page
    assert "a weight of 20 in favour out of 20" in page
    for nonsense in ("twelve", "12 x", "1e3 x 1", "²x1", "0 x 1"):
        form.setlist("made_up", [nonsense])
        page = desk.post("/procedures/double_majority", data=form)
        assert page.status_code == 200
        assert "Write how many associations have which weight" in page.text
    form.setlist("made_up", ["9999 x 1"])
    assert "at most 100 associations" in desk.post("/procedures/double_majority", data=form).text


def test_the_preview_answers_for_the_roll_of_the_table(desk: FlaskClient, people: People) -> None:
    """Another roll is typed and not yet taken: the table still has those who were on it."""
    people.association("AT")
    people.association("BG")
    taken = {"position-AT": "in_favour", "position-BG": "in_favour"}
    form = of_preset("simple_majority", made_up="4 x 1", roll_shown="", **taken)
    assert "Adopted: 2 of 2 votes cast" in desk.post("/procedures/preview", data=form).text
    page = desk.post(
        "/procedures/simple_majority", data=of_preset("simple_majority", made_up="2 x 1", do="try")
    )
    assert 'name="roll_shown" value="2 x 1"' in page.text
    made_up = {"position-1": "in_favour", "position-2": "in_favour"}
    form = of_preset("simple_majority", made_up="", roll_shown="2 x 1", **made_up)
    assert "Adopted: 2 of 2 votes cast" in desk.post("/procedures/preview", data=form).text


def test_the_dry_run_says_when_a_rule_can_never_be_met(desk: FlaskClient) -> None:
    form = of_preset("simple_majority", min_in_favour="99", made_up="13 x 1", do="try")
    page = desk.post("/procedures/simple_majority", data=form).text
    assert "even with everybody in favour, 13 associations in favour, at least 99 needed" in page
    assert "unless a position changes" not in page
    form.setlist("min_in_favour", ["13"])
    page = desk.post("/procedures/simple_majority", data=form).text
    assert "even with everybody in favour" not in page


def test_the_fewest_in_favour_can_be_the_whole_rule(desk: FlaskClient) -> None:
    form = of_preset("simple_majority", limit=[], share=[], measure=[], base=[], min_in_favour="8")
    assert desk.post("/procedures/simple_majority", data=form).location == "/procedures"
    assert queries.procedure("simple_majority").rule == {"min_in_favour": 8}
    page = desk.get("/procedures/simple_majority").text
    assert 'id="share-0"' not in page
    assert "decides alone" in page


def test_a_tie_waits_for_the_casting_vote_in_a_dry_run(desk: FlaskClient) -> None:
    positions = {"position-1": "in_favour", "position-2": "against"}
    form = of_preset("simple_majority", tie="casting_vote", made_up="2x1", do="try", **positions)
    assert "It is a tie, which the casting vote would decide." in desk.post("/procedures/new", data=form).text
    form.setlist("casting_vote", ["in_favour"])
    page = desk.post("/procedures/new", data=form).text
    assert "It is a tie, which the casting vote would decide." not in page
    assert ">Adopted<" in page


def test_an_objection_breaks_the_silence_in_a_dry_run(desk: FlaskClient) -> None:
    positions = {"position-1": "against", "position-2": "nonsense"}
    form = of_preset("silence", objections="1", made_up="9 x 1", do="try", **positions)
    page = desk.post("/procedures/silence", data=form).text
    assert "Silence broken" in page
    assert "less than 1" in page


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/procedures"),
        ("GET", "/procedures/new"),
        ("POST", "/procedures/new"),
        ("GET", "/procedures/statutes"),
        ("POST", "/procedures/statutes"),
        ("POST", "/procedures/statutes/delete"),
        ("POST", "/procedures/preview"),
    ],
)
def test_nobody_else_writes_procedures(
    client: FlaskClient, people: People, secretary: Account, method: str, path: str
) -> None:
    assert client.open(path, method=method).location.startswith("/sign-in")
    sign_in(client, people.person("head", people.association()))
    assert client.open(path, method=method, data={"seen": "1"}).status_code == 403
    assert len(queries.procedures()) == len(PRESETS)


def test_a_wrong_address_and_a_wrong_method(desk: FlaskClient) -> None:
    for path in (
        "/procedures/dice",
        "/procedures/%00",
        "/procedures/new?copy=dice",
        "/procedures/new?copy=%00",
    ):
        assert desk.get(path).status_code == 404
    assert desk.get("/procedures/preview").status_code in (404, 405)
    assert desk.put("/procedures").status_code == 405


def test_every_change_is_in_the_record_with_rule_and_conduct(desk: FlaskClient) -> None:
    desk.post("/procedures/new", data=of_preset("statutes", name="Ours", seen="0"))
    desk.post("/procedures/ours", data=of_preset("ours", working_days="5"))
    desk.post("/procedures/ours/delete", data={"seen": "2"})
    entries = db.session.query(Entry).filter(Entry.verb.startswith("procedure:")).all()
    assert [entry.verb for entry in entries] == ["procedure:create", "procedure:change", "procedure:delete"]
    assert all(entry.details["rule"]["conditions"] for entry in entries)
    assert entries[1].details["conduct"] == {"working_days": 5}
    assert entries[1].details["changed"] == ["conduct"]
