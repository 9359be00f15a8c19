"""What can be done to an amendment on its pages."""

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments import service
from eca_policy.amendments.models import Amendment, Cosignature
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.amendments.conftest import House, as_, change, pages
from tests.conftest import sign_in

BUTTONS = ["/1/signature", "/1/signature/withdrawal", "/1/confirmation"]
STEPS = ["table", "withdraw", "discard", "take_over"]


@pytest.fixture
def paper(house: House) -> Paper:
    return house.paper()


def tabled(house: House, paper: Paper) -> Amendment:
    return house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))


def state(amendment: Amendment) -> str:
    db.session.rollback()
    db.session.refresh(amendment)
    return amendment.state


def test_a_draft_is_tabled_after_a_page_that_says_what_it_means(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    draft = house.draft(house.second_finn, paper, change(paper, 3, "They need lasting funding."))
    address = f"{pages(paper)}/draft-{draft.id}"
    sign_in(client, house.finn)
    assert f"{address}/table" in client.get(address).text
    asked = client.get(f"{address}/table").text
    assert "It is tabled for Association FI." in asked
    assert "It will be called 1, for good, unless another is tabled before it." in asked
    sent = client.post(f"{address}/table")
    assert sent.location == f"{pages(paper)}/1"
    assert "Tabled as amendment 1." in client.get(sent.location).text
    assert client.get(address).status_code == 200


def test_without_a_reason_a_draft_is_not_tabled(client: FlaskClient, house: House, paper: Paper) -> None:
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."), reason="")
    refused = sign_in(client, house.finn).post(f"{pages(paper)}/draft-{draft.id}/table")
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert state(draft) == "draft"


def test_associations_sign_and_take_it_back(client: FlaskClient, house: House, paper: Paper) -> None:
    tabled(house, paper)
    sign_in(client, house.swede)
    assert "Co-sign for Association SE" in client.get(f"{pages(paper)}/1").text
    assert client.post(f"{pages(paper)}/1/signature").status_code == 302
    page = client.get(f"{pages(paper)}/1").text
    assert "Take back the signature of Association SE" in page
    assert "Co-sign for" not in page
    assert client.post(f"{pages(paper)}/1/signature").status_code == 422
    assert client.post(f"{pages(paper)}/1/signature/withdrawal").status_code == 302
    assert client.post(f"{pages(paper)}/1/signature/withdrawal").status_code == 422
    assert db.session.query(Cosignature).count() == 0


def test_a_person_of_two_associations_signs_for_each(client: FlaskClient, house: House, paper: Paper) -> None:
    tabled(house, paper)
    spain = house.rapporteur
    house.people.also(house.swede, house.people.association("DE"))
    page = sign_in(client, house.swede).get(f"{pages(paper)}/1").text
    assert "Co-sign for Association SE" in page
    assert "Co-sign for Association DE" in page
    assert "Say for which one" in client.post(f"{pages(paper)}/1/signature").text
    for nonsense in ("x", "1" * 30, str(spain.id + 1000)):
        refused = client.post(f"{pages(paper)}/1/signature", data={"association": nonsense})
        assert refused.status_code == 403


def test_withdrawn_and_taken_over(client: FlaskClient, house: House, paper: Paper) -> None:
    amendment = tabled(house, paper)
    sign_in(client, house.second_finn)
    assert "Withdraw amendment 1?" in client.get(f"{pages(paper)}/1/withdraw").text
    done = client.post(f"{pages(paper)}/1/withdraw", follow_redirects=True).text
    assert "Amendment 1 is withdrawn. It stays readable." in done
    assert "Take it over" not in done
    as_(client, house.swede)
    assert "Association FI withdrew it." in client.get(f"{pages(paper)}/1/take_over").text
    done = client.post(f"{pages(paper)}/1/take_over", follow_redirects=True).text
    assert "Amendment 1 now stands for Association SE." in done
    assert state(amendment) == "tabled"


def test_a_draft_is_thrown_away(client: FlaskClient, house: House, paper: Paper) -> None:
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    address = f"{pages(paper)}/draft-{draft.id}"
    sign_in(client, house.second_finn)
    assert "Throw this draft away?" in client.get(f"{address}/discard").text
    done = client.post(f"{address}/discard", follow_redirects=True)
    assert "The draft is thrown away." in done.text
    assert client.get(address).status_code == 404


def test_an_onlooker_reads_and_does_nothing(client: FlaskClient, house: House, paper: Paper) -> None:
    amendment = tabled(house, paper)
    sign_in(client, house.observer)
    page = client.get(f"{pages(paper)}/1").text
    for words in ("Co-sign", "Withdraw", "Propose a change", "Take it over"):
        assert words not in page
    for path in [*BUTTONS, "/1/withdraw"]:
        assert client.post(pages(paper) + path).status_code == 403, path
    assert client.get(f"{pages(paper)}/new").status_code == 403
    assert client.post(f"{pages(paper)}/new", data={"place": "x"}).status_code == 403
    assert client.post(f"{pages(paper)}/preview").status_code == 403
    assert state(amendment) == "tabled"


def test_another_association_cannot_withdraw_nor_rewrite(
    client: FlaskClient, house: House, paper: Paper
) -> None:
    amendment = tabled(house, paper)
    sign_in(client, house.swede)
    assert client.post(f"{pages(paper)}/1/withdraw").status_code == 403
    assert client.get(f"{pages(paper)}/1/edit").status_code == 403
    assert client.post(f"{pages(paper)}/1/edit").status_code == 403
    assert client.get(f"{pages(paper)}/1/withdraw").status_code == 422
    assert state(amendment) == "tabled"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_is_not_open_says_so(client: FlaskClient, house: House, paper: Paper, step: str) -> None:
    amendment = tabled(house, paper)
    sign_in(client, house.finn)
    if step == "withdraw":
        house.do(service.withdraw, house.finn, paper, amendment)
    before = state(amendment)
    assert client.get(f"{pages(paper)}/1/{step}").status_code == 422
    assert client.post(f"{pages(paper)}/1/{step}").status_code == 422
    assert state(amendment) == before


def test_in_the_wrong_stage_nothing_moves(client: FlaskClient, house: House) -> None:
    paper = house.paper()
    amendment = tabled(house, paper)
    paper.stage = "decision"
    db.session.commit()
    sign_in(client, house.finn)
    page = client.get(f"{pages(paper)}/1").text
    assert "Withdraw it" not in page
    assert client.post(f"{pages(paper)}/1/withdraw").status_code == 422
    assert client.get(f"{pages(paper)}/new").status_code == 422
    as_(client, house.swede)
    assert client.post(f"{pages(paper)}/1/signature").status_code == 422
    assert state(amendment) == "tabled"


@pytest.mark.parametrize("path", [*BUTTONS, "/preview"])
def test_opening_a_link_changes_nothing(client: FlaskClient, house: House, paper: Paper, path: str) -> None:
    tabled(house, paper)
    sign_in(client, house.swede)
    assert client.get(pages(paper) + path).status_code in (404, 405)
    assert client.put(f"{pages(paper)}/1").status_code == 405
    assert client.delete(f"{pages(paper)}/new").status_code == 405
    assert client.post(pages(paper)).status_code == 405
    assert client.post(f"{pages(paper)}/1/nonsense").status_code == 404


def test_where_the_text_moved_on_its_people_confirm(client: FlaskClient, house: House, paper: Paper) -> None:
    amendment = tabled(house, paper)
    house.move_on(paper, ("stable", "multiannual"))
    sign_in(client, house.second_finn)
    page = client.get(f"{pages(paper)}/1").text
    assert "Your amendment now reads …" in page
    assert "What it was, for version 1" in page
    assert "Propose a change to this amendment" not in page
    refused = client.post(f"{pages(paper)}/1/confirmation", data={"seen": "1"})
    assert refused.status_code == 409
    assert client.post(f"{pages(paper)}/1/confirmation", data={"seen": "nonsense"}).status_code == 409
    assert "It would now read …" in as_(client, house.swede).get(f"{pages(paper)}/1").text
    assert client.post(f"{pages(paper)}/1/confirmation", data={"seen": "2"}).status_code == 403
    as_(client, house.finn)
    assert client.post(f"{pages(paper)}/1/confirmation", data={"seen": "2"}).status_code == 302
    db.session.refresh(amendment)
    assert amendment.wording.how == "confirmed"
    assert "Your amendment now reads" not in client.get(f"{pages(paper)}/1").text


def test_a_proposal_is_rewritten(client: FlaskClient, house: House, paper: Paper) -> None:
    amendment = tabled(house, paper)
    house.move_on(paper, ("stable", "multiannual"))
    sign_in(client, house.finn)
    page = client.get(f"{pages(paper)}/1/edit").text
    assert "They need lasting funding." in page
    assert 'name="seen" value="2"' in page
    place = f"p{paper.id}-3"
    typed = {
        "version": "2", "seen": "2", "place": place, f"act-{place}": "reword", "reason": "Still.",
        f"wording-{place}": "They need lasting, multiannual funding.",
    }  # fmt: skip
    assert client.post(f"{pages(paper)}/1/edit", data=typed).status_code == 302
    db.session.refresh(amendment)
    assert amendment.wording.how == "rewritten"
    assert client.get(f"{pages(paper)}/1/edit").status_code == 422
