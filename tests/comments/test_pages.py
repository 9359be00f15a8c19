"""The pages of comments, through the client."""

import gc
from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import event

from eca_policy.accounts.models import Account
from eca_policy.comments import queries
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from tests.comments.conftest import Alliance, answer, write
from tests.conftest import sign_in
from tests.making import add_revision

TYPED = {"type": "substantive", "body": "Say for how long."}


def base(paper: Paper) -> str:
    return f"/papers/{paper.reference}/comments"


def as_(client: FlaskClient, account: Account) -> FlaskClient:
    client.post("/sign-out")
    return sign_in(client, account)


def queries_of(client: FlaskClient, address: str) -> int:
    """How many statements a page sends to the database when it was read before."""
    client.get(address)
    gc.collect()  # rows that nobody holds any more would else be found in memory, or not
    seen: list[str] = []
    engine = db.engine

    def count(*args: object) -> None:
        seen.append(str(args[2]))

    event.listen(engine, "before_cursor_execute", count)
    try:
        assert client.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_a_comment_is_sent_and_stands_beside_the_text(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    sign_in(client, alliance.spaniard)
    sent = client.post(base(paper), data=TYPED)
    assert sent.location == f"/papers/{paper.reference}?panel=comments#comment-1"
    page = client.get(sent.location).text
    assert "Comment 1 is sent." in page
    assert 'id="comment-1"' in page


@pytest.mark.parametrize("path", ["", "/1", "/new"])
def test_everyone_who_takes_part_may_read(client: FlaskClient, alliance: Alliance, path: str) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    for reader in (alliance.spaniard, alliance.colleague, alliance.observer, alliance.secretariat):
        assert as_(client, reader).get(base(paper) + path).status_code == 200


@pytest.mark.parametrize("path", ["", "/1", "/new", "/answers"])
def test_for_a_stranger_nothing_is_there(client: FlaskClient, alliance: Alliance, path: str) -> None:
    paper = alliance.paper(stage="drafting")
    assert client.get(base(paper) + path).location.startswith("/sign-in")
    assert sign_in(client, alliance.spaniard).get(base(paper) + path).status_code == 404
    assert client.post(base(paper), data=TYPED).status_code == 404


def test_an_onlooker_may_read_but_neither_answer_nor_support(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sign_in(client, alliance.observer)
    assert client.get(base(paper) + "/answers").status_code == 403
    assert client.post(base(paper) + "/answers", data={"disposition-1": "accepted"}).status_code == 403
    assert client.post(base(paper) + "/1/answer", data={"disposition": "accepted"}).status_code == 403
    assert client.post(base(paper) + "/1/support").status_code == 403
    assert client.post(base(paper) + "/1/withdrawal").status_code == 403
    assert db.session.query(Comment).one().disposition is None


def test_in_the_wrong_stage_the_text_is_given_back(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper(stage="decision")
    sign_in(client, alliance.spaniard)
    refused = client.post(base(paper), data=TYPED)
    assert refused.status_code == 422
    assert "Say for how long." in refused.text
    assert client.get(base(paper) + "/new").status_code == 422


def test_a_late_comment_is_told_both_instants_and_given_back(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    paragraph = f"p{paper.id}-3"
    closes_at = paper.consultation_closes_at
    sign_in(client, alliance.spaniard)
    with time_machine.travel(closes_at + timedelta(seconds=90), tick=False):
        refused = client.post(
            base(paper), data={**TYPED, "paragraph": paragraph, "proposed_wording": "Новый"}
        )
    assert refused.status_code == 422
    assert "Say for how long." in refused.text
    assert "Новый" in refused.text
    assert db.session.query(Comment).count() == 0
    for instant in (closes_at, closes_at + timedelta(seconds=90)):
        assert f"{instant.astimezone(clock.BRUSSELS):%H:%M:%S}" in refused.text


@pytest.mark.parametrize(
    "nonsense",
    [
        {"type": "angry"},
        {"body": ""},
        {"body": "x\x00"},
        {"body": "[" * 20_000},
        {"paragraph": "nowhere", "proposed_wording": "x"},
        {"paragraph": "' OR 1=1"},
        {"association": "10000000000000000000000"},
    ],
)
def test_nonsense_gets_a_sentence_and_the_text_back(
    client: FlaskClient, alliance: Alliance, nonsense: dict[str, str]
) -> None:
    paper = alliance.paper()
    alliance.people.also(alliance.spaniard, alliance.fr)
    sign_in(client, alliance.spaniard)
    refused = client.post(base(paper), data={"association": str(alliance.es.id), **TYPED, **nonsense})
    assert refused.status_code in (403, 422)
    assert 'role="alert"' in refused.text
    assert db.session.query(Comment).count() == 0


def test_five_megabytes_are_refused_at_once_and_given_back(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    sign_in(client, alliance.spaniard)
    refused = client.post(base(paper), data={**TYPED, "body": "word " * 2**20})
    assert refused.status_code == 422
    assert "5242880" in refused.text
    assert refused.text.count("word ") > 2**20 - 2


@pytest.mark.parametrize("path", ["/0", "/2", "/99999999999999999999", "/one", "/١"])
def test_a_comment_that_is_not_there_is_a_404(client: FlaskClient, alliance: Alliance, path: str) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    assert sign_in(client, alliance.spaniard).get(base(paper) + path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/1/replies", "/1/support", "/1/support/withdrawal", "/1/withdrawal", "/1/answer"]
)
def test_opening_a_link_changes_nothing(client: FlaskClient, alliance: Alliance, path: str) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    assert sign_in(client, alliance.spaniard).get(base(paper) + path).status_code == 405
    assert client.put(base(paper) + "/1").status_code == 405


def test_what_is_typed_is_never_markup(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    sign_in(client, alliance.spaniard)
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    wording = {"paragraph": f"p{paper.id}-3", "proposed_wording": hostile}
    client.post(base(paper), data={**TYPED, "body": hostile, **wording})
    as_(client, alliance.rapporteur).post(
        base(paper) + "/1/answer", data={"disposition": "noted", "reason": hostile}
    )
    for path in (f"/papers/{paper.reference}?panel=comments", base(paper), base(paper) + "/1"):
        page = client.get(path).text
        assert "alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_reply_support_and_their_refusals(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.french, paper)
    sign_in(client, alliance.spaniard)
    assert client.post(base(paper) + "/1/replies", data={"body": "Yes."}).status_code == 302
    assert client.post(base(paper) + "/1/replies", data={"body": " "}).status_code == 422
    assert client.post(base(paper) + "/1/support").status_code == 302
    again = as_(client, alliance.colleague).post(base(paper) + "/1/support")
    assert again.status_code == 409
    assert "Delegate Es" in again.text
    assert (db.session.query(Reply).count(), db.session.query(Support).count()) == (1, 1)
    assert client.post(base(paper) + "/1/support/withdrawal").status_code == 302
    assert db.session.query(Support).count() == 0


def test_a_person_of_two_associations_is_asked_for_which(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    alliance.people.also(alliance.spaniard, alliance.fr)
    sign_in(client, alliance.spaniard)
    assert 'name="association"' in client.get(base(paper) + "/new").text
    assert "Say for which one" in client.post(base(paper), data=TYPED).text
    sent = client.post(base(paper), data={**TYPED, "association": str(alliance.fr.id)})
    assert sent.status_code == 302
    assert db.session.query(Comment).one().association_id == alliance.fr.id


def test_a_comment_is_withdrawn_and_stays_readable(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sign_in(client, alliance.colleague)
    assert client.post(base(paper) + "/1/withdrawal").status_code == 302
    page = client.get(base(paper) + "/1").text
    assert "withdrawn" in page
    assert "Say for how long." in page
    assert "<textarea" not in page


def test_the_desk_saves_every_row_that_was_filled_in(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    for _ in range(3):
        write(alliance.spaniard, paper)
    sign_in(client, alliance.rapporteur)
    filled = {
        "disposition-1": "accepted",
        "reason-1": "",
        "disposition-3": "noted",
        "reason-3": "See 2.",
        "reason-2": "",
    }
    saved = client.post(base(paper) + "/answers", data=filled, follow_redirects=True)
    assert "2 answers are saved." in saved.text
    assert [each.disposition for each in queries.threads(paper, latest_revision(paper))] == [
        "accepted",
        None,
        "noted",
    ]
    assert 'name="reason-2"' in saved.text
    assert 'name="reason-1"' not in saved.text


def test_a_faulty_row_of_the_desk_says_why_and_nothing_is_lost(
    client: FlaskClient, alliance: Alliance
) -> None:
    paper = alliance.paper()
    for _ in range(2):
        write(alliance.spaniard, paper)
    sign_in(client, alliance.rapporteur)
    typed = {"disposition-1": "accepted", "reason-1": "Gladly.", "disposition-2": "not_accepted"}
    refused = client.post(base(paper) + "/answers", data=typed)
    assert refused.status_code == 422
    assert "Give the reason" in refused.text
    assert "Gladly." in refused.text
    assert refused.text.count(" checked") == 2
    assert queries.unanswered(paper) == 2


def test_a_row_that_another_rapporteur_answered_meanwhile_is_not_overwritten(
    client: FlaskClient, alliance: Alliance
) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    answer(alliance.secretariat, paper, 1, "noted", "First.")
    sign_in(client, alliance.rapporteur)
    refused = client.post(base(paper) + "/answers", data={"disposition-1": "accepted", "reason-1": "Second."})
    assert "has answered this meanwhile" in refused.text
    assert "Second." in refused.text
    assert db.session.query(Comment).one().reason == "First."


def test_comments_on_a_paragraph_that_is_gone_are_still_shown(
    client: FlaskClient, alliance: Alliance
) -> None:
    paper = alliance.paper(text="One thing to say.\n\nAnother matter entirely.\n")
    write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-2")
    add_revision(paper, alliance.rapporteur, "One thing to say.\n")
    sign_in(client, alliance.rapporteur)
    for path in (f"/papers/{paper.reference}?panel=comments", base(paper), base(paper) + "/answers"):
        page = client.get(path).text
        assert "no longer in the text" in page
        assert "Say for how long." in page


def test_the_table_is_filtered_by_kind_association_and_state(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper, "First.")
    write(alliance.french, paper, "Second.", type="editorial")
    answer(alliance.rapporteur, paper, 2, "accepted")
    sign_in(client, alliance.spaniard)
    for query, shown in (
        ("", {"First.", "Second."}),
        ("?type=editorial", {"Second."}),
        ("?association=Association ES", {"First."}),
        ("?state=unanswered", {"First."}),
        ("?type=nonsense", set()),
    ):
        page = client.get(base(paper) + query).text
        assert {body for body in ("First.", "Second.") if f"<p>{body}</p>" in page} == shown


def test_the_secretariat_sees_who_has_not_spoken(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    sentence = "Nothing yet from: Association FI, Association FR."
    assert sentence in sign_in(client, alliance.secretariat).get(base(paper)).text
    assert sentence not in as_(client, alliance.spaniard).get(base(paper)).text


@pytest.mark.parametrize("path", ["?panel=comments", "/comments", "/comments/answers"])
def test_the_number_of_queries_does_not_grow(client: FlaskClient, alliance: Alliance, path: str) -> None:
    paper = alliance.paper()
    address = f"/papers/{paper.reference}{path}"
    write(alliance.french, paper)
    sign_in(client, alliance.rapporteur)
    few = queries_of(client, address)
    for number in range(2, 30):
        write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-3")
        db.session.add(
            Reply(
                comment_id=number,
                author_id=alliance.french.id,
                body="x",
                body_html="x",
                created_at=paper.created_at,
            )
        )
    db.session.commit()
    assert queries_of(client, address) == few


def test_a_script_on_the_paper_page_gets_the_panel_alone(client: FlaskClient, alliance: Alliance) -> None:
    paper = alliance.paper()
    sign_in(client, alliance.spaniard)
    data = {**TYPED, "paragraph": f"p{paper.id}-3"}
    answered = client.post(base(paper), data=data, headers={"HX-Request": "true"})
    assert answered.status_code == 200
    assert answered.text.lstrip().startswith('<div id="panel-comments"')
    assert f"innerHTML:#p-p{paper.id}-3 .mark-count" in answered.text
    assert "Comment 1 is sent." in answered.text
    assert "<html" not in answered.text


def test_the_forms_of_the_panel_open_for_one_comment_at_a_time(
    client: FlaskClient, alliance: Alliance
) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    address = f"/papers/{paper.reference}?panel=comments"
    sign_in(client, alliance.rapporteur)
    assert f'action="{base(paper)}/1/answer"' in client.get(f"{address}&answer=1").text
    assert f'action="{base(paper)}/1/replies"' in client.get(f"{address}&reply=1").text
    assert (
        "answering"
        not in client.get(f"{address}&answer=nonsense").text.split('id="panel-comments"')[1].split("<ol")[0]
    )
