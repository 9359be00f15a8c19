"""The page of a mandate: who gets it, what it shows, and that nothing typed is lost."""

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.mandates.models import Mandate, StrawPosition
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from tests.amendments.conftest import queries_of
from tests.conftest import actor_of, sign_in
from tests.making import add_revision, issue, make_paper
from tests.mandates.conftest import House, as_, base

POSTS = ("own", "clusters", "pasted", "recorded", "answers/1", "answers/1/removal")
CLUSTER = {"cluster-name": "Oulu ICT", "cluster-choice": "against", "cluster-remark": "Too late."}


def rows(table: type[StrawPosition] | type[Mandate]) -> int:
    db.session.rollback()
    return db.session.query(table).count()


def finland(house: House) -> int:
    return actor_of(house.head).association_ids[0]


def test_the_page_says_what_is_asked_and_that_it_is_private(client: FlaskClient, house: House) -> None:
    page = sign_in(client, house.delegate).get(base(house.paper)).text
    assert "Mandate of Association FI" in page
    assert "Only the people of this delegation see this page" in page
    assert "What shall the delegation say to version 1 of this paper?" in page
    assert "Nobody has answered yet." in page
    assert "No mandate is recorded yet." in page
    assert "The head of delegation or the alternate records it." in page
    assert "mandate-choice" not in page


@pytest.mark.parametrize("who", ["observer", "secretary"])
def test_who_has_no_mandate_gets_no_page(client: FlaskClient, house: House, who: str) -> None:
    house.enter(house.head, "Oulu ICT", "against")
    sign_in(client, getattr(house, who))
    for address in (base(house.paper), f"{base(house.paper)}?association={finland(house)}"):
        assert client.get(address).status_code == 403
    for path in POSTS:
        address = f"{base(house.paper)}/{path}?association={finland(house)}"
        assert client.post(address, data=CLUSTER).status_code == 403


@pytest.mark.parametrize("who", ["swede", "rapporteur"])
def test_another_delegation_sees_its_own_page_and_nothing_of_this_one(
    client: FlaskClient, house: House, who: str
) -> None:
    row = house.enter(house.head, "Oulu ICT", "against")
    house.record(house.head, "against", "Secret condition.")
    page = as_(client, getattr(house, who)).get(base(house.paper))
    assert page.status_code == 200
    assert "Oulu ICT" not in page.text
    assert "Secret condition" not in page.text
    assert client.get(f"{base(house.paper)}?association={finland(house)}").status_code == 403
    assert client.get(f"{base(house.paper)}/answers/{row.id}").status_code == 404
    assert client.post(f"{base(house.paper)}/answers/{row.id}/removal", data={"seen": "1"}).status_code == 404
    for nonsense in ("x", "1" * 30, "-1", "\0"):
        assert client.get(base(house.paper), query_string={"association": nonsense}).status_code == 403


def test_a_visitor_signs_in_first(client: FlaskClient, house: House) -> None:
    assert client.get(base(house.paper)).location.startswith("/sign-in")
    assert client.post(f"{base(house.paper)}/clusters", data=CLUSTER).status_code == 401
    assert rows(StrawPosition) == 0


def test_the_record_and_the_paper_tell_others_nothing(client: FlaskClient, house: House) -> None:
    house.enter(house.head, "Oulu ICT", "against", "Our remark")
    house.record(house.head, "against", "Our condition")
    for reader in (house.swede, house.secretary, house.observer):
        as_(client, reader)
        record = client.get(f"/papers/{house.paper.reference}/record").text
        assert "Recorded the mandate of its delegation" in record
        for page in (record, client.get(f"/papers/{house.paper.reference}").text):
            assert "Oulu ICT" not in page
            assert "Our remark" not in page
            assert "Our condition" not in page


def test_a_person_says_what_they_would_say(client: FlaskClient, house: House) -> None:
    sign_in(client, house.delegate)
    typed = {"own-choice": "in_favour", "own-remark": "With <b>joy</b>."}
    assert client.post(f"{base(house.paper)}/own", data=typed).status_code == 302
    page = client.get(base(house.paper)).text
    assert "Your answer is kept." in page
    assert "With &lt;b&gt;joy&lt;/b&gt;." in page
    assert "Answers: 1. In favour: 1, against: 0, abstention: 0." in page
    assert "Change my answer" in page


def test_after_one_cluster_the_focus_is_where_the_next_one_is_typed(
    client: FlaskClient, house: House
) -> None:
    sign_in(client, house.delegate)
    assert " autofocus" not in client.get(base(house.paper)).text
    sent = client.post(f"{base(house.paper)}/clusters", data=CLUSTER)
    assert sent.status_code == 302
    page = client.get(sent.location).text
    assert "Oulu ICT: Against. You can enter the next one." in page
    assert page.count(" autofocus") == 1
    field = page[page.index('id="cluster-name"') - 100 :][:300]
    assert "autofocus" in field
    assert 'value="Oulu ICT"' not in field


def test_a_cluster_entered_twice_is_refused_with_everything_typed(client: FlaskClient, house: House) -> None:
    house.enter(house.head, "Oulu ICT", "in_favour")
    refused = sign_in(client, house.delegate).post(f"{base(house.paper)}/clusters", data=CLUSTER)
    assert refused.status_code == 422
    assert "“Oulu ICT” is entered already: in favour, by Head Fi. Change that answer instead." in refused.text
    assert 'value="Oulu ICT"' in refused.text
    assert "Too late." in refused.text


def test_nonsense_is_refused_with_a_sentence(client: FlaskClient, house: House) -> None:
    sign_in(client, house.head)
    attempts = [
        ("own", {}, "Choose one of the positions."),
        ("own", {"own-choice": "free"}, "Choose one of the positions offered."),
        ("clusters", {**CLUSTER, "cluster-name": ""}, "Write the name of the cluster."),
        ("clusters", {**CLUSTER, "cluster-name": "a\0b"}, "a character that nobody can see"),
        ("clusters", {**CLUSTER, "cluster-remark": "a\u202eb"}, "a character that nobody can see"),
        ("pasted", {"pasted-lines": " "}, "Paste at least one line"),
        ("recorded", {}, "Choose what the mandate says."),
        ("recorded", {"mandate-choice": "x\0"}, "Choose what the mandate says."),
    ]
    for path, typed, sentence in attempts:
        refused = client.post(f"{base(house.paper)}/{path}", data=typed)
        assert refused.status_code == 422, path
        assert sentence in refused.text, path
    assert rows(StrawPosition) == rows(Mandate) == 0


def test_a_list_is_pasted_and_each_bad_line_has_its_sentence(client: FlaskClient, house: House) -> None:
    sign_in(client, house.delegate)
    pasted = "Кластер Київ; puolesta; якщо буде бюджет\r\nOulu; perhaps\r\nPori"
    refused = client.post(f"{base(house.paper)}/pasted", data={"pasted-lines": pasted})
    assert refused.status_code == 422
    assert "Line 2: “perhaps” is no position. Write in favour, against or abstention." in refused.text
    assert "Line 3: “Pori” has no position." in refused.text
    assert "Кластер Київ; puolesta; якщо буде бюджет" in refused.text
    assert '<details class="mandate-paste" open>' in refused.text
    assert rows(StrawPosition) == 0
    mended = pasted.replace("perhaps", "no").replace("Pori", "Pori; tyhjä")
    page = client.post(
        f"{base(house.paper)}/pasted", data={"pasted-lines": mended}, follow_redirects=True
    ).text
    assert "3 answers were entered." in page
    assert "Answers: 3. In favour: 1, against: 1, abstention: 1." in page
    assert "якщо буде бюджет" in page


@pytest.mark.parametrize(
    ("path", "name"),
    [("pasted", "pasted-lines"), ("clusters", "cluster-name"), ("clusters", "cluster-remark"),
     ("own", "own-remark"), ("recorded", "mandate-remark")],
)  # fmt: skip
def test_five_megabytes_are_refused_and_given_back(
    client: FlaskClient, house: House, path: str, name: str
) -> None:
    much = "Cluster " * 650_000
    typed = {"cluster-name": "Oulu", "cluster-choice": "against", "own-choice": "against"}
    typed |= {"mandate-choice": "against", name: much}
    refused = sign_in(client, house.head).post(f"{base(house.paper)}/{path}", data=typed)
    assert refused.status_code == 422
    assert "Shorten it." in refused.text
    assert much.strip() in refused.text
    assert rows(StrawPosition) == rows(Mandate) == 0


def test_a_colleague_who_was_faster_is_not_overwritten(client: FlaskClient, house: House) -> None:
    row = house.enter(house.head, "Oulu ICT", "in_favour")
    sign_in(client, house.delegate)
    address = f"{base(house.paper)}/answers/{row.id}"
    assert 'name="cluster-seen" type="hidden" value="1"' in client.get(address).text
    assert client.post(address, data={**CLUSTER, "cluster-seen": "1"}).status_code == 302
    late = client.post(address, data={**CLUSTER, "cluster-remark": "Later.", "cluster-seen": "1"})
    assert late.status_code == 409
    assert "Delegate Fi changed this answer meanwhile" in late.text
    assert "Later." in late.text
    assert "As it is now: Oulu ICT; Against; Too late." in late.text
    assert 'name="cluster-seen" type="hidden" value="2"' in late.text
    assert client.post(f"{address}/removal", data={"seen": "1"}).status_code == 409
    assert client.post(f"{address}/removal", data={"seen": "2"}).status_code == 302
    assert client.post(f"{address}/removal", data={"seen": "2"}).status_code == 404


def test_a_colleagues_own_answer_can_be_removed_and_not_changed(client: FlaskClient, house: House) -> None:
    row = house.say(house.delegate, "in_favour")
    page = sign_in(client, house.head).get(base(house.paper)).text
    assert f"/answers/{row.id}?" not in page
    assert f"/answers/{row.id}/removal" in page
    assert client.get(f"{base(house.paper)}/answers/{row.id}").status_code == 403
    assert client.post(f"{base(house.paper)}/answers/{row.id}", data=CLUSTER).status_code == 403


def test_a_majority_proposes_and_nothing_is_recorded_by_itself(client: FlaskClient, house: House) -> None:
    for number, choice in enumerate(("against", "against", "in_favour")):
        house.enter(house.head, f"Cluster {number}", choice)
    page = sign_in(client, house.head).get(base(house.paper)).text
    assert "2 of 3 answers say: against. It is chosen below as a proposal" in page
    assert 'checked class="choice-input" id="mandate-choice-1"' in page
    assert rows(Mandate) == 0
    typed = {"mandate-choice": "free", "mandate-remark": "Within the budget.", "mandate-seen": "0"}
    done = client.post(f"{base(house.paper)}/recorded", data=typed, follow_redirects=True).text
    assert "The mandate is recorded." in done
    assert "Within the budget." in done
    assert "2 of 3 answers say: against. The mandate says: a free hand." in done
    assert "Record another mandate" in done


def test_two_who_record_at_once_are_told_of_each_other(client: FlaskClient, house: House) -> None:
    house.record(house.head, "in_favour", "First.")
    typed = {"mandate-choice": "against", "mandate-remark": "Mine.", "mandate-seen": "0"}
    late = sign_in(client, house.head).post(f"{base(house.paper)}/recorded", data=typed)
    assert late.status_code == 409
    assert "Head Fi recorded another mandate meanwhile: in favour." in late.text
    assert "Mine." in late.text
    assert 'name="mandate-seen" type="hidden" value="1"' in late.text
    typed["mandate-seen"] = "1"
    done = client.post(f"{base(house.paper)}/recorded", data=typed, follow_redirects=True).text
    assert "Earlier mandates" in done
    assert "First." in done


def test_a_mandate_for_an_earlier_version_asks_whether_it_still_holds(
    client: FlaskClient, house: House
) -> None:
    house.record(house.head, "in_favour")
    sign_in(client, house.head)
    assert "Does it still hold?" not in client.get(base(house.paper)).text
    issue(house.paper, add_revision(house.paper, house.rapporteur, "Another text."), house.rapporteur)
    assert (
        "Version 2 was issued after this mandate. Does it still hold?" in client.get(base(house.paper)).text
    )


def two_hats(house: House) -> Account:
    house.people.also(house.swede, db.session.get_one(Association, finland(house)))
    return house.swede


def test_a_person_of_two_delegations_chooses(client: FlaskClient, house: House) -> None:
    house.enter(house.head, "Oulu ICT", "in_favour")
    sign_in(client, two_hats(house))
    page = client.get(base(house.paper)).text
    assert "Choose whose mandate you want to see." in page
    assert "Oulu ICT" not in page
    here = f"{base(house.paper)}?association={finland(house)}"
    page = client.get(here).text
    assert "Oulu ICT" in page
    assert "mandate-choice" not in page, "Head of Sweden, delegate of Finland."
    unsaid = client.post(f"{base(house.paper)}/clusters", data={**CLUSTER, "cluster-name": "Pori"})
    assert unsaid.status_code == 422
    assert "Say for which one you do this." in unsaid.text
    assert "Too late." in unsaid.text
    sent = client.post(
        f"{base(house.paper)}/clusters?association={finland(house)}", data={**CLUSTER, "cluster-name": "Pori"}
    )
    assert f"association={finland(house)}" in sent.location
    assert "Pori" in client.get(here).text


def test_when_the_paper_is_decided_the_page_can_be_read_and_not_written(
    client: FlaskClient, house: House, decided: Paper
) -> None:
    page = sign_in(client, house.head).get(base(decided))
    assert page.status_code == 200
    assert "Oulu ICT" in page.text
    assert '<form method="post" action="/papers' not in page.text
    refused = client.post(f"{base(decided)}/clusters", data={**CLUSTER, "cluster-name": "Pori"})
    assert refused.status_code == 422
    assert "the paper is now in the stage adopted" in refused.text
    assert "Too late." in refused.text
    assert "Your delegation’s mandate" in client.get(f"/papers/{decided.reference}").text
    assert "s mandate" not in as_(client, house.swede).get(f"/papers/{decided.reference}").text


@pytest.mark.parametrize("stage", ["consultation", "consolidation"])
def test_members_are_offered_the_page_and_never_as_the_first_step(
    client: FlaskClient, house: House, stage: str
) -> None:
    paper = make_paper(house.rapporteur, stage=stage)
    label = "Collect your delegation’s mandate</a>"
    for member in (house.head, house.delegate):
        page = as_(client, member).get(f"/papers/{paper.reference}").text
        assert f'<a class="btn btn-sm btn-secondary" href="{base(paper)}">{label}' in page
    for other in (house.observer, house.secretary):
        assert label not in as_(client, other).get(f"/papers/{paper.reference}").text


def test_a_page_of_many_answers_asks_the_database_no_more(client: FlaskClient, house: House) -> None:
    house.enter(house.head, "Oulu ICT", "in_favour")
    few = queries_of(sign_in(client, house.head), base(house.paper))
    for number in range(20):
        house.enter(house.delegate, f"Cluster {number}", "against")
    assert queries_of(client, base(house.paper)) <= few + 1


def test_the_wrong_method_and_a_wrong_address_are_refused(client: FlaskClient, house: House) -> None:
    sign_in(client, house.head)
    assert client.post(base(house.paper)).status_code == 405
    assert client.get(f"{base(house.paper)}/clusters").status_code == 405
    assert client.get(f"{base(house.paper)}/answers/999").status_code == 404
    assert client.get("/papers/NONE-1/mandate").status_code == 404
