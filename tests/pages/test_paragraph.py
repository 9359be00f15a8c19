"""The history of one paragraph: every wording it had, for those who may see it."""

import re
from time import perf_counter
from typing import Any

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper, Paragraph, Revision
from eca_policy.papers.queries import access_paper
from eca_policy.papers.wordings import Wording, paragraph_history
from tests.conftest import People, actor_of, sign_in
from tests.making import add_revision, issue, make_paper
from tests.text.real import history, needs_real

FIRST = "## Why\n\nClusters link small firms.\n\nThey need money.\n\nAlways.\n"
REWORDED = FIRST.replace("small firms", "small and young firms")
MOVED = "## Why\n\nThey need money.\n\nAlways.\n\nClusters link small and young firms.\n"
REMOVED = "## Why\n\nThey need money.\n\nAlways.\n"


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


@pytest.fixture
def member(people: People) -> Account:
    return people.person("delegate", people.association())


@pytest.fixture
def paper(secretary: Account) -> Paper:
    """A paper whose second paragraph was reworded, moved and removed; only the first text was issued."""
    made = make_paper(secretary, text=FIRST)
    for text in (REWORDED, MOVED, REMOVED):
        add_revision(made, secretary, text)
    return made


def address(paper: Paper, number: int = 2) -> str:
    return f"/papers/{paper.reference}/paragraphs/p{paper.id}-{number}"


def wordings(paper: Paper, who: Account, number: int = 2) -> list[Wording]:
    access = access_paper(actor_of(who), paper.reference, at=clock.now())
    return paragraph_history(access, f"p{paper.id}-{number}")


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", "", page))


def test_every_wording_is_shown_the_newest_first(
    client: FlaskClient, secretary: Account, paper: Paper
) -> None:
    said = plain(sign_in(client, secretary).get(address(paper)).text)
    assert re.findall(r"Revision \d", said) == ["Revision 4", "Revision 3", "Revision 2", "Revision 1"]
    events = [f"{one.revision.number} {one.event}" for one in wordings(paper, secretary)]
    assert events == ["4 removed", "3 moved", "2 changed", "1 first"]
    assert "moved: was paragraph 1, now paragraph 3" in said
    assert "inserted: and young" in said
    assert "It is no longer in the text." in said


def test_each_wording_says_who_saved_it_and_leads_to_the_rest_of_the_change(
    client: FlaskClient, secretary: Account, paper: Paper
) -> None:
    page = sign_in(client, secretary).get(address(paper)).text
    assert page.count(secretary.name) >= 4
    assert f"/papers/{paper.reference}/compare?from=r2&amp;to=r3" in page
    assert f"/papers/{paper.reference}/revisions/2" in page
    assert "Version 1" in page


def test_what_the_author_said_of_the_save_stands_with_the_wording(
    client: FlaskClient, secretary: Account
) -> None:
    made = make_paper(secretary, text=FIRST)
    put(made, secretary, 2, "Other words.", summary="Shorter.")
    assert "Shorter." in sign_in(client, secretary).get(address(made)).text


def put(paper: Paper, by: Account, number: int, source: str, summary: str = "") -> None:
    """A save that has nothing but the paragraph of these tests, in these words."""
    paragraph = {"id": f"p{paper.id}-2", "source": source, "kind": "paragraph", "number": 1, "html": ""}
    revision = Revision(
        paper_id=paper.id, number=number, source=source, words=1, engine="test", author_id=by.id,
        paragraphs=[{**paragraph, "recommendation": None}], summary=summary, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(revision)
    db.session.commit()


def test_readers_see_the_wordings_that_were_issued(
    client: FlaskClient, member: Account, secretary: Account, paper: Paper
) -> None:
    assert [one.event for one in wordings(paper, member)] == ["first"]
    page = sign_in(client, member).get(address(paper))
    assert page.status_code == 200
    assert "young" not in page.text
    issue(paper, db.session.query(Revision).filter_by(paper_id=paper.id, number=3).one(), secretary)
    (latest, _) = wordings(paper, member)
    assert (latest.event, latest.version, latest.before) == ("changed", 2, 1)
    assert latest.said == ("was paragraph 1, now paragraph 3",)


@pytest.mark.parametrize("code", ["ES", "NO"])
def test_members_and_observers_read_the_history_of_a_shared_paper(
    client: FlaskClient, people: People, paper: Paper, code: str
) -> None:
    kind = "observer" if code == "NO" else "member"
    reader = people.person("delegate", people.association(code, status=kind))
    assert sign_in(client, reader).get(address(paper)).status_code == 200


def test_for_a_stranger_the_paragraphs_of_a_draft_do_not_exist(
    client: FlaskClient, member: Account, secretary: Account
) -> None:
    draft = make_paper(secretary, stage="drafting")
    assert sign_in(client, member).get(address(draft)).status_code == 404


def test_a_paragraph_that_was_never_issued_does_not_exist_for_readers(
    client: FlaskClient, member: Account, secretary: Account
) -> None:
    paper = make_paper(secretary, text=FIRST)
    add_revision(paper, secretary, f"{FIRST}\nRegions decide on smart specialisation.\n")
    assert sign_in(client, member).get(address(paper, 5)).status_code == 404
    assert sign_in(client, secretary).get(address(paper, 5)).status_code == 200


@pytest.mark.parametrize("name", ["p9-9", "front-matter", "%00", "x" * 4000, "٣", "..", "%22%3E"])
def test_nonsense_names_no_paragraph(
    client: FlaskClient, secretary: Account, paper: Paper, name: str
) -> None:
    response = sign_in(client, secretary).get(f"/papers/{paper.reference}/paragraphs/{name}")
    assert response.status_code == 404


def test_the_paragraph_of_another_paper_is_not_found(
    client: FlaskClient, secretary: Account, paper: Paper
) -> None:
    other = make_paper(secretary)
    theirs = f"/papers/{other.reference}/paragraphs/p{paper.id}-2"
    assert sign_in(client, secretary).get(theirs).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_history_is_only_read(client: FlaskClient, secretary: Account, paper: Paper, method: str) -> None:
    assert getattr(sign_in(client, secretary), method)(address(paper)).status_code == 405


def test_a_visitor_is_asked_to_sign_in(client: FlaskClient, paper: Paper) -> None:
    assert "/sign-in" in client.get(address(paper)).location


def test_a_split_and_a_merger_are_told_on_both_sides(secretary: Account) -> None:
    whole = "Clusters link small firms. They need money that stays for seven years."
    first, second = "Clusters link small firms.", "They need money that stays for seven years."
    paper = make_paper(secretary, text=f"{whole}\n\nAlways.\n")
    add_revision(paper, secretary, f"{first}\n\n{second}\n\nAlways.\n")
    assert wordings(paper, secretary, 1)[0].said == ("paragraph 2 was split off from it",)
    assert wordings(paper, secretary, 3)[0].said == ("split off from paragraph 1",)
    add_revision(paper, secretary, f"{whole}\n\nAlways.\n")
    db.session.query(Paragraph).filter_by(id=f"p{paper.id}-3").update({"merged_into_id": f"p{paper.id}-1"})
    db.session.commit()
    assert wordings(paper, secretary, 1)[0].said == ("the former paragraph 2 was merged into it",)
    (gone, _) = wordings(paper, secretary, 3)
    assert (gone.event, gone.said) == ("removed", ("merged into paragraph 1",))


def test_a_paragraph_that_comes_back_is_compared_with_the_words_it_had(secretary: Account) -> None:
    paper = make_paper(secretary, text=FIRST)
    add_revision(paper, secretary, "## Why\n")
    put(paper, secretary, 3, "Clusters link young firms.")
    back = wordings(paper, secretary)[0]
    assert back.event == "restored"
    assert [(one.kind, one.text) for one in back.changes if one.kind != "equal"] == [
        ("delete", "small"), ("insert", "young"),
    ]  # fmt: skip


def test_the_history_asks_the_database_as_often_for_many_saves(
    client: FlaskClient, secretary: Account, paper: Paper, count_queries: Any
) -> None:
    signed_in = sign_in(client, secretary)
    with count_queries() as for_few:
        signed_in.get(address(paper))
    for number in range(6):
        add_revision(paper, secretary, f"{FIRST}\nSentence {number}.\n")
    with count_queries() as for_many:
        signed_in.get(address(paper))
    assert len(for_many) == len(for_few)


@needs_real
@pytest.mark.parametrize("name", ["18f-open-source-policy.en.jsonl", "disic-ouverture.fr.jsonl"])
def test_in_a_real_history_every_wording_of_every_paragraph_is_told(
    client: FlaskClient, secretary: Account, name: str
) -> None:
    """The texts are told again from the histories alone: each save's paragraphs, word by word."""
    texts = history(name)
    paper = make_paper(secretary, text=texts[0])
    for text in texts[1:]:
        add_revision(paper, secretary, text)
    saves = db.session.query(Revision).filter_by(paper_id=paper.id).order_by(Revision.number).all()
    slowest = 0.0
    for (paragraph_id,) in db.session.query(Paragraph.id).filter_by(paper_id=paper.id).all():
        began = perf_counter()
        told = {one.revision.number: one for one in history_of(paper, secretary, paragraph_id)}
        slowest = max(slowest, perf_counter() - began)
        now: str | None = None
        for save in saves:
            if save.number in told:
                now = after(told[save.number])
            kept = {one["id"]: one["source"].strip("\n") for one in save.paragraphs}
            assert kept.get(paragraph_id) == now
    assert slowest < 20
    assert len(texts) > 60


def history_of(paper: Paper, who: Account, paragraph_id: str) -> list[Wording]:
    return paragraph_history(access_paper(actor_of(who), paper.reference, at=clock.now()), paragraph_id)


def after(wording: Wording) -> str | None:
    """The words that a save left, or None where it removed the paragraph."""
    if wording.event == "removed":
        return None
    return "".join(one.text for one in wording.changes if one.kind != "delete")
