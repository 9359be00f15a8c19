"""Reading, tabling, signing and withdrawing amendments, as another program."""

from typing import Any

import pytest

from eca_policy.accounts.models import Account
from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from tests.api.conftest import Acting, Program
from tests.conftest import People
from tests.making import add_revision, issue, make_paper


@pytest.fixture
def finn(people: People) -> Account:
    return people.person("delegate", people.association("FI"))


@pytest.fixture
def paper(people: People) -> Paper:
    return make_paper(people.secretariat(), stage="consultation")


@pytest.fixture
def program(acting: Acting, finn: Account) -> Program:
    return acting(finn)


@pytest.fixture
def swedish(acting: Acting, people: People) -> Program:
    return acting(people.person("head", people.association("SE")))


def base(paper: Paper) -> str:
    return f"/papers/{paper.reference}/amendments"


def body(paper: Paper, **more: Any) -> dict[str, Any]:
    change = {"kind": "replace", "paragraph": f"p{paper.id}-3", "wording": "They need lasting funding."}
    return {"version": 1, "changes": [change], "reason": "For **years**.", **more}


def test_an_amendment_is_drafted_and_tabled_in_one_call(program: Program, paper: Paper) -> None:
    response = program.post(base(paper), body(paper))
    assert response.status_code == 201
    made = response.get_json()
    assert (made["name"], made["label"], made["state"], made["association"]) == ("1", "1", "tabled", "FI")
    assert made["changes"][0]["place"] == "Reword paragraph 2"
    assert "<strong>years</strong>" in made["reason_html"]
    assert program.get(base(paper)).get_json() == {"amendments": [made]}
    assert program.get(f"{base(paper)}/1").get_json() == made


def test_the_same_key_tables_once(program: Program, paper: Paper) -> None:
    first = program.post(base(paper), body(paper), key="once")
    again = program.post(base(paper), body(paper), key="once")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.get_json() == again.get_json()
    assert db.session.query(Amendment).count() == 1


def test_a_draft_waits_for_its_tabling_and_is_nobody_elses(
    program: Program, swedish: Program, paper: Paper
) -> None:
    draft = program.post(base(paper), body(paper, table=False)).get_json()
    assert (draft["state"], draft["label"]) == ("draft", None)
    assert swedish.get(base(paper)).get_json() == {"amendments": []}
    assert swedish.get(f"{base(paper)}/{draft['name']}").status_code == 404
    assert swedish.post(f"{base(paper)}/{draft['name']}/tabling", {}).status_code == 404
    tabled = program.post(f"{base(paper)}/{draft['name']}/tabling", {})
    assert (tabled.status_code, tabled.get_json()["label"]) == (200, "1")


def test_another_association_signs_and_the_own_one_withdraws(
    program: Program, swedish: Program, paper: Paper
) -> None:
    program.post(base(paper), body(paper))
    assert program.post(f"{base(paper)}/1/signature", {}).status_code == 422
    assert swedish.post(f"{base(paper)}/1/signature", {"association": "FI"}).status_code == 403
    signed = swedish.post(f"{base(paper)}/1/signature", {"association": "SE"})
    assert signed.get_json()["cosigned_by"] == ["SE"]
    assert swedish.post(f"{base(paper)}/1/signature", {}).status_code == 422
    assert swedish.post(f"{base(paper)}/1/withdrawal", {}).status_code == 403
    assert program.post(f"{base(paper)}/1/withdrawal", {}).get_json()["state"] == "withdrawn"
    assert program.post(f"{base(paper)}/1/withdrawal", {}).status_code == 422


def test_an_amendment_amends_another(program: Program, swedish: Program, paper: Paper) -> None:
    program.post(base(paper), body(paper))
    change = {
        "kind": "replace",
        "paragraph": f"p{paper.id}-3",
        "wording": "They need lasting public funding.",
    }
    child = swedish.post(base(paper), body(paper, amends="1", changes=[change])).get_json()
    assert (child["label"], child["amends"]) == ("2", "1")


def test_new_paragraphs_come_at_the_beginning_and_others_go(program: Program, paper: Paper) -> None:
    changes = [
        {"kind": "insert_after", "paragraph": None, "wording": "First of all."},
        {"kind": "delete", "paragraph": f"p{paper.id}-2"},
    ]
    made = program.post(base(paper), body(paper, changes=changes)).get_json()
    assert [each["place"] for each in made["changes"]] == [
        "At the beginning, insert a new paragraph", "Delete paragraph 1",
    ]  # fmt: skip


def test_what_was_written_on_an_older_version_is_refused(
    program: Program, paper: Paper, finn: Account
) -> None:
    issue(paper, add_revision(paper, finn, "Another text.\n"), finn)
    refused = program.post(base(paper), body(paper))
    assert refused.status_code == 409
    assert refused.get_json()["type"] == "urn:eca-policy:problem:text-moved-on"


def test_an_observer_does_not_amend(acting: Acting, people: People, paper: Paper) -> None:
    observer = acting(people.person("delegate", people.association("UA", status="observer")))
    assert observer.post(base(paper), body(paper)).status_code == 403
    assert observer.get(base(paper)).status_code == 200


def test_to_a_draft_of_others_nothing_is_tabled(program: Program, people: People) -> None:
    draft = make_paper(people.secretariat(), stage="drafting")
    assert program.post(base(draft), body(draft)).status_code == 404
    assert program.get(base(draft)).status_code == 404


def test_in_the_wrong_stage_nothing_is_tabled(program: Program, people: People) -> None:
    late = make_paper(people.secretariat(), stage="consolidation")
    refused = program.post(base(late), body(late))
    assert refused.status_code == 422
    assert db.session.query(Amendment).count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"version": "one"}, "version"),
        ({"changes": []}, "changes"),
        ({"changes": [{"kind": "rename", "paragraph": "p1-3"}]}, "changes.0.kind"),
        ({"changes": [{"paragraph": "p1-3"}]}, "changes.0.kind"),
        ({"changes": [{"kind": "delete", "paragraph": "x" * 17}]}, "changes.0.paragraph"),
        ({"changes": [{"kind": "delete", "colour": "red"}]}, "changes.0.colour"),
        ({"changes": {"kind": "delete"}}, "changes"),
        ({"reason": "half \ud83d a character"}, "reason"),
        ({"table": "perhaps"}, "table"),
        ({"colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named(
    program: Program, paper: Paper, change: dict[str, object], field: str
) -> None:
    refused = program.post(base(paper), body(paper, **change))
    assert refused.status_code == 422
    assert [error["field"] for error in refused.get_json()["errors"]] == [field]
    assert db.session.query(Amendment).count() == 0


@pytest.mark.parametrize(
    "changes",
    [
        [{"kind": "replace", "paragraph": "nowhere", "wording": "x"}],
        [{"kind": "delete", "paragraph": None}],
        [{"kind": "replace", "paragraph": None, "wording": "x"}],
    ],
)
def test_what_hangs_nowhere_is_refused_with_a_sentence(
    program: Program, paper: Paper, changes: list[dict[str, str]]
) -> None:
    refused = program.post(base(paper), body(paper, changes=changes))
    assert refused.status_code == 422
    assert refused.get_json()["type"] == "urn:eca-policy:problem:unwritable-amendment"
