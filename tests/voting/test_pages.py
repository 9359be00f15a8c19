"""The page of the voting list, through the client."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.voting.models import VoteRequest, VotingList
from tests.amendments.conftest import House, change
from tests.conftest import sign_in
from tests.making import make_paper

POSTS = ("order", "order/proposed", "packages", "packages/out", "requests", "requests/withdrawal")


def base(paper: Paper) -> str:
    return f"/papers/{paper.reference}/voting-list"


def as_(client: FlaskClient, account: Account) -> FlaskClient:
    client.post("/sign-out")
    return sign_in(client, account)


def stamp(client: FlaskClient, paper: Paper) -> str:
    found = re.search(r'name="seen" value="(\w+)"', client.get(base(paper)).text)
    return found[1] if found else ""


def titles(page: str) -> list[str]:
    """The items of a page, as they are called."""
    return re.findall(r'<span class="voting-number">\d+</span> ([^<]+?)(?: <span|</h2>)', page)


def queries_of(client: FlaskClient, address: str) -> int:
    """How many statements the page sends, when this session remembers nothing of what was read before."""
    client.get(address)
    db.session.expire_all()
    seen: list[object] = []
    engine = db.engine

    def count(*args: object) -> None:
        seen.append(args[2])

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_everyone_who_reads_the_paper_reads_the_list(client: FlaskClient, house: House, paper: Paper) -> None:
    for reader in (house.rapporteur, house.finn, house.swede, house.observer, house.secretary):
        page = as_(client, reader).get(base(paper))
        assert page.status_code == 200
        assert titles(page.text) == [
            "Amendment 4", "Amendment 5", "Amendment 3", "Amendment 2", "Amendment 1",
            "The text as a whole, with what was adopted",
        ]  # fmt: skip


def test_an_item_says_where_what_by_whom_and_when_it_lapses(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    page = sign_in(client, house.observer).get(base(paper)).text
    third = page.split('id="item-4"')[1].split('id="item-5"')[0]
    assert "Association SE" in third
    assert "Paragraph 2: reword" in third
    assert "<ins>" in third
    assert "<del>" in third
    assert "Lapses if item 3 is adopted." in third
    assert "Lapses if one of the items 3, 4 is adopted." in page.split('id="item-5"')[1]
    assert "Paragraph 1: insert after it" in page.split('id="item-2"')[1].split('id="item-3"')[0]


def test_only_those_who_may_are_offered_buttons(client: FlaskClient, house: House, paper: Paper) -> None:
    offers = {
        reader: (
            'action="' + base(paper) + '/order"' in page,
            'action="' + base(paper) + '/packages"' in page,
            'action="' + base(paper) + '/requests"' in page,
        )
        for reader in (house.rapporteur, house.secretary, house.finn, house.observer)
        if (page := as_(client, reader).get(base(paper)).text)
    }
    assert offers[house.rapporteur] == (True, True, True)
    assert offers[house.secretary] == (True, True, False)
    assert offers[house.finn] == (False, False, True)
    assert offers[house.observer] == (False, False, False)


def test_for_a_stranger_nothing_is_there(client: FlaskClient, house: House) -> None:
    paper = make_paper(house.rapporteur, stage="drafting", rapporteurs=[house.rapporteur])
    assert client.get(base(paper)).location.startswith("/sign-in")
    sign_in(client, house.finn)
    assert client.get(base(paper)).status_code == 404
    for path in POSTS:
        assert client.post(f"{base(paper)}/{path}", data={"amendment": "1"}).status_code == 404
    assert as_(client, house.rapporteur).get(base(paper)).status_code == 422


def test_an_onlooker_is_refused_and_still_shown_the_list(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.observer)
    data = {"amendment": "1", "to": "up", "kind": "separate", "seen": stamp(client, paper)}
    for path in POSTS:
        refused = client.post(f"{base(paper)}/{path}", data=data)
        assert refused.status_code == 403
        assert len(titles(refused.text)) == 6
    as_(client, house.finn)
    for path in POSTS[:4]:
        assert client.post(f"{base(paper)}/{path}", data=data).status_code == 403
    assert db.session.query(VotingList).count() + db.session.query(VoteRequest).count() == 0


def test_in_the_wrong_stage_it_says_in_which(client: FlaskClient, house: House, paper: Paper) -> None:
    seen = stamp(sign_in(client, house.rapporteur), paper)
    paper.stage = "decision"
    db.session.commit()
    data = {"amendment": "1", "to": "up", "kind": "separate", "seen": seen}
    for path in POSTS:
        refused = client.post(f"{base(paper)}/{path}", data=data)
        assert refused.status_code == 422
        assert "the paper is now in the stage decision" in refused.text
    assert "voting-buttons" not in client.get(base(paper)).text


@pytest.mark.parametrize("path", POSTS)
def test_opening_a_link_changes_nothing(client: FlaskClient, house: House, paper: Paper, path: str) -> None:
    sign_in(client, house.rapporteur)
    assert client.get(f"{base(paper)}/{path}").status_code == 405
    assert client.post(base(paper)).status_code == 405


@pytest.mark.parametrize(("path", "nonsense", "status"), [
    ("order", {"to": "sideways"}, 422), ("order", {"to": ""}, 422), ("order", {"to": "0"}, 422),
    ("order", {"to": "99"}, 422), ("order", {"to": "9" * 30}, 422), ("order", {"to": "١"}, 422),
    ("order", {"amendment": "99", "to": "up"}, 404), ("order", {"amendment": "\0", "to": "up"}, 404),
    ("packages", {}, 422), ("packages", {"amendment": "nobody"}, 404), ("packages/out", {}, 422),
    ("requests", {"kind": "en_bloc"}, 422), ("requests", {"kind": "\0"}, 422),
    ("requests", {"kind": "split", "amendment": "4"}, 422),
    ("requests", {"kind": "separate", "association": "99999999999999999999"}, 403),
    ("requests/withdrawal", {"kind": "separate"}, 422),
])  # fmt: skip
def test_nonsense_gets_a_sentence(
    client: FlaskClient, house: House, paper: Paper, path: str, nonsense: dict[str, str], status: int
) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": "1", "seen": stamp(client, paper), **nonsense}
    assert client.post(f"{base(paper)}/{path}", data=data).status_code == status
    assert db.session.query(VotingList).count() + db.session.query(VoteRequest).count() == 0


def test_the_rapporteur_reorders_and_goes_back(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": "2", "to": "up", "seen": stamp(client, paper)}
    moved = client.post(base(paper) + "/order", data=data)
    assert moved.location == f"{base(paper)}#amendment-2"
    page = client.get(base(paper)).text
    assert titles(page)[2:4] == ["Amendment 2", "Amendment 3"]
    assert "Amendment 2 is moved." in page
    assert "arranged this list otherwise" in page
    client.post(base(paper) + "/order", data={"amendment": "1", "to": "1", "seen": stamp(client, paper)})
    assert titles(client.get(base(paper)).text)[0] == "Amendment 1"
    client.post(base(paper) + "/order/proposed", data={"seen": stamp(client, paper)})
    page = client.get(base(paper)).text
    assert titles(page)[0] == "Amendment 4"
    assert "This is the proposed order." in page


def test_at_the_end_a_button_says_that_nothing_changed(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": "4", "to": "up", "seen": stamp(client, paper)}
    page = client.post(base(paper) + "/order", data=data, follow_redirects=True)
    assert "stands there already" in page.text


def test_two_who_reorder_at_once_see_the_newer_list(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": "2", "to": "up", "seen": stamp(client, paper)}
    client.post(base(paper) + "/order", data=data)
    late = as_(client, house.secretary).post(base(paper) + "/order", data={**data, "amendment": "1"})
    assert late.status_code == 409
    assert "The list has changed meanwhile" in late.text
    assert titles(late.text)[2:5] == ["Amendment 2", "Amendment 3", "Amendment 1"]
    assert stamp(client, paper) in late.text


def test_a_package_is_made_and_left_on_request(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": ["4", "5", "3"], "seen": stamp(client, paper)}
    page = client.post(base(paper) + "/packages", data=data, follow_redirects=True).text
    assert titles(page)[0] == "Amendments 4, 5, 3 together"
    asked = as_(client, house.finn).post(
        base(paper) + "/requests", data={"amendment": "5", "kind": "separate"}, follow_redirects=True
    )
    assert titles(asked.text)[:2] == ["Amendments 4, 3 together", "Amendment 5"]
    assert "Association FI has requested a separate vote." in asked.text
    assert "An association has requested a vote apart on amendment 5." in asked.text
    client.post(base(paper) + "/requests/withdrawal", data={"amendment": "5", "kind": "separate"})
    as_(client, house.rapporteur)
    out = {"amendment": "5", "seen": stamp(client, paper)}
    page = client.post(base(paper) + "/packages/out", data=out, follow_redirects=True).text
    assert titles(page)[:2] == ["Amendments 4, 3 together", "Amendment 5"]


def test_what_must_not_be_put_together_is_refused_with_the_reason(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.rapporteur)
    refused = client.post(
        base(paper) + "/packages", data={"amendment": ["3", "1"], "seen": stamp(client, paper)}
    )
    assert refused.status_code == 422
    assert "Amendment 1 excludes another" in refused.text


def test_a_split_vote_shows_the_parts_and_its_controls_once(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    sign_in(client, house.finn).post(base(paper) + "/requests", data={"amendment": "5", "kind": "split"})
    page = as_(client, house.rapporteur).get(base(paper)).text
    assert titles(page)[1:3] == ["Amendment 5, part 1 of 2", "Amendment 5, part 2 of 2"]
    assert page.count('id="amendment-5"') == 1
    assert page.count('id="up-5"') == page.count('id="up-4"')
    assert "Association FI has requested a split vote." in page


def test_a_person_of_two_associations_is_asked_for_which(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    norway = house.people.association("NO")
    house.people.also(house.finn, norway)
    sign_in(client, house.finn)
    assert 'name="association"' in client.get(base(paper)).text
    request = {"amendment": "5", "kind": "separate"}
    assert "Say for which one" in client.post(base(paper) + "/requests", data=request).text
    client.post(base(paper) + "/requests", data={**request, "association": str(norway.id)})
    assert db.session.query(VoteRequest).one().association_id == norway.id


def test_the_dry_run_says_what_becomes_of_the_others(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.observer)
    page = client.get(base(paper) + "?adopted=3&adopted=1").text
    results = page.split("voting-results")[1]
    assert re.findall(r'row">(\d+)\. .*?tag-\w+">([\w ]+)<', results, re.DOTALL) == [
        ("1", "adopted"), ("2", "not adopted"), ("3", "adopted"), ("4", "lapses"), ("5", "lapses"),
    ]  # fmt: skip
    for nonsense in ("?adopted=99", "?adopted=x", "?adopted=6", "?adopted=%00", "?adopted="):
        page = client.get(base(paper) + nonsense)
        assert page.status_code == 200
        assert "voting-results" not in page.text


def test_identical_amendments_are_one_item(client: FlaskClient, house: House, paper: Paper) -> None:
    house.table(house.swede, paper, change(paper, 3, "They need lasting funding."))
    assert "Amendments 1, 6 (identical)" in titles(sign_in(client, house.finn).get(base(paper)).text)


def test_an_amendment_to_an_amendment_says_what_it_does(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    house.table(house.swede, paper, change(paper, 2, "Clusters link big firms."), parent="4")
    page = sign_in(client, house.finn).get(base(paper)).text
    assert titles(page)[:2] == ["Amendment 6", "Amendment 4"]
    assert "Amends amendment 4: if this is adopted, item 2 is voted on as amended." in page


def test_without_amendments_the_page_says_so(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    page = sign_in(client, house.rapporteur).get(base(paper))
    assert "No amendment is open" in page.text
    assert client.post(base(paper) + "/packages", data={"seen": stamp(client, paper)}).status_code == 409


def test_a_script_gets_the_list_alone(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.rapporteur)
    data = {"amendment": "2", "to": "up", "seen": stamp(client, paper)}
    answered = client.post(base(paper) + "/order", data=data, headers={"HX-Request": "true"})
    assert answered.text.lstrip().startswith('<div id="voting-list"')
    assert "Amendment 2 is moved." in answered.text
    assert "<html" not in answered.text


def test_what_is_typed_is_never_markup(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    house.table(house.finn, paper, change(paper, 3, hostile))
    page = sign_in(client, house.rapporteur).get(base(paper)).text
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_the_number_of_queries_does_not_grow(client: FlaskClient, house: House, paper: Paper) -> None:
    sign_in(client, house.rapporteur)
    few = queries_of(client, base(paper))
    for number in range(10):
        house.table(house.swede, paper, change(paper, 2, f"Clusters link {number} firms."))
        db.session.add(
            VoteRequest(
                amendment_id=number + 1, association_id=1, kind="separate", account_id=1,
                requested_at=paper.created_at,
            )
        )  # fmt: skip
    db.session.commit()
    assert queries_of(client, base(paper)) == few
