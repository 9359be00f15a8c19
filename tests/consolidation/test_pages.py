"""Pages of the desk: who sees what, in which stage, and what a refusal gives back."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amending
from eca_policy.consolidation import holding, service
from eca_policy.consolidation.models import Compromise
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.transaction import transaction
from tests.amendments.conftest import at, change
from tests.conftest import actor_of, sign_in
from tests.consolidation.conftest import FUNDING, Room
from tests.making import add_revision

HTMX = {"HX-Request": "true"}
PUBLIC, PRIVATE, SOON = FUNDING


def words(response: object) -> str:
    """The page without its markup."""
    text = re.sub(r"<(script|style).*?</\1>", "", response.get_data(as_text=True), flags=re.S)  # type: ignore[attr-defined]
    return " ".join(unescape(re.sub("<[^>]+>", " ", text)).split())


def browser(room: Room, client: FlaskClient, who: Account) -> FlaskClient:
    return sign_in(client.application.test_client(), who)


def chosen(room: Room, decision: str, **fields: str) -> dict[str, str]:
    return {"decision": decision, "seen": room.token("1"), "place": at(room.paper, 3), **fields}


def place(room: Room, **fields: str) -> dict[str, str]:
    here = at(room.paper, 3)
    return {"seen": room.laid.desk.token(here), "place": here, **fields}


@pytest.fixture
def amended(room: Room) -> Room:
    """One amendment on a paragraph; the desk is not open yet."""
    room.rewrite(room.house.finn, PUBLIC, reason="It must be *public*.")
    return room


def test_before_a_desk_is_open_the_page_says_what_one_is_and_opens_it(
    amended: Room, client: FlaskClient
) -> None:
    holder = sign_in(client, amended.holder)
    assert "Open the desk on version 1" in words(holder.get(amended.path))
    assert holder.post(amended.path).location.endswith("/consolidation")
    assert "0 of 1 decided" in words(holder.get(amended.path))
    refused = holder.post(amended.path)
    assert refused.status_code == 422
    assert "holds the desk of this paper already" in words(refused)


def test_a_text_saved_since_is_issued_with_the_opening(amended: Room, client: FlaskClient) -> None:
    saved = add_revision(
        amended.paper, amended.holder, papers.latest_revision(amended.paper).source + "\nM.\n"
    )
    holder = sign_in(client, amended.holder)
    assert "Issue version 2 and open the desk" in words(holder.get(amended.path))
    assert holder.post(amended.path).status_code == 409
    assert holder.post(amended.path, data={"revision": "９"}).status_code == 409
    assert holder.post(amended.path, data={"revision": saved.number}).status_code == 302
    assert db.session.query(Version).count() == 2


def test_the_desk_shows_each_amendment_beside_its_paragraph_with_its_reason(
    amended: Room, at_desk: FlaskClient
) -> None:
    page = at_desk.get(amended.path).get_data(as_text=True)
    assert f'id="p-{at(amended.paper, 3)}"' in page
    assert "<em>public</em>" in page
    assert 'aria-checked="false"' in page
    assert "The consultation is still open" in page


def test_who_may_see_the_desk(amended: Room, at_desk: FlaskClient) -> None:
    def status(who: Account) -> int:
        return browser(amended, at_desk, who).get(amended.path).status_code

    assert status(amended.other) == status(amended.house.secretary) == 200
    assert status(amended.house.finn) == status(amended.house.observer) == 403
    amended.paper.stage = "drafting"
    amended.paper.consultation_opened_at = amended.paper.consultation_closes_at = None
    db.session.commit()
    assert status(amended.house.finn) == 404
    assert status(amended.house.secretary) == 422


def test_another_rapporteur_reads_the_desk_and_cannot_change_it(amended: Room, at_desk: FlaskClient) -> None:
    other = browser(amended, at_desk, amended.other)
    page = words(other.get(amended.path))
    assert f"{amended.holder.name} holds this desk" in page
    assert "Take the desk over" in page
    assert 'role="switch"' not in other.get(amended.path).get_data(as_text=True)
    refused = other.post(f"{amended.path}/choices/1", data=chosen(amended, "accepted"))
    assert refused.status_code == 403
    for page in ("wording", "compromise"):
        assert other.get(f"{amended.path}/places/{at(amended.paper, 3)}/{page}").status_code == 403


def test_a_switch_comes_back_to_the_paragraph(amended: Room, at_desk: FlaskClient) -> None:
    response = at_desk.post(f"{amended.path}/choices/1", data=chosen(amended, "accepted"))
    assert response.location.endswith(f"/consolidation#p-{at(amended.paper, 3)}")
    page = at_desk.get(amended.path).get_data(as_text=True)
    assert 'aria-checked="true"' in page
    assert "<ins>" in page
    assert "1 of 1 decided" in page


def test_a_switch_answers_htmx_with_the_paragraph_the_bar_and_nothing_else(
    amended: Room, at_desk: FlaskClient
) -> None:
    known = f"{amended.laid.row.version_counter}.1"
    data = chosen(amended, "accepted", known=known)
    response = at_desk.post(f"{amended.path}/choices/1", data=data, headers=HTMX)
    part = response.get_data(as_text=True)
    assert response.status_code == 200
    assert part.count("<section") == 1
    assert 'id="desk-bar" hx-swap-oob="true"' in part
    assert f'value="{amended.laid.row.version_counter}.1"' in part
    assert "<html" not in part


def test_a_switch_that_missed_a_change_elsewhere_keeps_the_page_asking(
    amended: Room, at_desk: FlaskClient
) -> None:
    part = at_desk.post(
        f"{amended.path}/choices/1", data=chosen(amended, "accepted", known="0.1"), headers=HTMX
    ).get_data(as_text=True)
    assert "desk-poller" not in part


def test_an_amendment_at_two_places_changes_both(room: Room, at_desk: FlaskClient) -> None:
    room.table(room.house.finn, change(room.paper, 2, "One."), change(room.paper, 4, "Two."))
    data = {"decision": "accepted", "seen": room.token("1"), "place": at(room.paper, 2)}
    part = at_desk.post(f"{room.path}/choices/1", data=data, headers=HTMX).get_data(as_text=True)
    assert part.count("<section") == 2
    assert f'id="p-{at(room.paper, 4)}"' in part


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_stale_choice_is_answered_with_the_state_as_it_is_and_what_was_typed(
    amended: Room, at_desk: FlaskClient, headers: dict[str, str]
) -> None:
    stale = chosen(amended, "rejected", reason="Nobody has the money.")
    amended.choose("1", "lapsed", "Overtaken.")
    response = at_desk.post(f"{amended.path}/choices/1", data=stale, headers=headers)
    page = words(response)
    assert response.status_code == 409
    assert "This was changed meanwhile" in page
    assert "Nobody has the money." in page
    assert "lapsed" in page


@pytest.mark.parametrize("decision", ["", "adopted", "in_compromise", "accepted\0"])
def test_nonsense_is_refused_in_a_sentence(amended: Room, at_desk: FlaskClient, decision: str) -> None:
    response = at_desk.post(f"{amended.path}/choices/1", data=chosen(amended, decision))
    assert response.status_code == 422
    assert "Choose what becomes of the amendment" in words(response)
    response = at_desk.post(f"{amended.path}/choices/77", data=chosen(amended, "accepted"))
    assert response.status_code == 409


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/places/nowhere", 404),
        ("/places/nowhere/wording", 404),
        ("/places/nowhere/compromise", 404),
        ("/places/%00/wording", 404),
        ("/choices/1", 405),
        ("/take-over", 405),
        ("/move-on", 405),
        ("/shown", 405),
    ],
)
def test_addresses_that_name_nothing_or_are_not_opened_that_way(
    amended: Room, at_desk: FlaskClient, path: str, status: int
) -> None:
    assert at_desk.get(amended.path + path).status_code == status


def test_without_a_desk_its_pages_are_not_there(amended: Room, client: FlaskClient) -> None:
    holder = sign_in(client, amended.holder)
    for path in ("/finish", "/holder", "/draft", "/news", f"/places/{at(amended.paper, 3)}/wording"):
        assert holder.get(amended.path + path).status_code == 404
    for path in ("/take-over", "/shown", "/move-on", "/choices/1", "/finish"):
        assert holder.post(amended.path + path).status_code == 404


def test_a_conflict_shows_both_sides_with_their_associations_and_a_button_each(
    amended: Room, at_desk: FlaskClient
) -> None:
    amended.rewrite(amended.house.swede, PRIVATE)
    amended.choose("1", "accepted")
    amended.choose("2", "accepted")
    page = words(at_desk.get(amended.path))
    assert "Conflict about stable" in page
    assert page.count("Take this side") == 2
    assert "Association SE" in page
    assert "1 conflict" in page
    refused = at_desk.post(f"{amended.path}/places/{at(amended.paper, 3)}/side", data=place(amended))
    assert refused.status_code == 422
    taken = place(amended, **{"side-0": "1"})
    assert at_desk.post(f"{amended.path}/places/{at(amended.paper, 3)}/side", data=taken).status_code == 302
    settled = words(at_desk.get(amended.path))
    assert "lapsed" in settled
    assert "Conflict about" not in settled


def test_a_wording_is_written_on_its_own_page_and_given_back_when_the_place_changed(
    amended: Room, at_desk: FlaskClient
) -> None:
    path = f"{amended.path}/places/{at(amended.paper, 3)}/wording"
    assert "They need stable funding." in at_desk.get(path).get_data(as_text=True)
    stale = amended.laid.desk.token(at(amended.paper, 3))
    amended.choose("1", "accepted")
    late = at_desk.post(path, data={"source": "My own words.", "seen": stale})
    assert late.status_code == 409
    assert "My own words." in words(late)
    fresh = re.search(r'name="seen"[^>]*value="([^"]+)"', late.get_data(as_text=True))
    assert fresh
    assert at_desk.post(path, data={"source": "My own words.", "seen": fresh[1]}).status_code == 302
    assert "My own words." in amended.text()
    unreadable = at_desk.post(path, data={"source": "a\u202eb", "seen": fresh[1]})
    assert unreadable.status_code in (409, 422)


def test_a_compromise_is_written_with_its_reason_and_the_amendments_it_replaces(
    amended: Room, at_desk: FlaskClient
) -> None:
    path = f"{amended.path}/places/{at(amended.paper, 3)}/compromise"
    token = amended.laid.desk.token(at(amended.paper, 3))
    typed = {"source": "They need reliable funding.", "reason": "", "labels": ["1"], "seen": token}
    refused = at_desk.post(path, data=typed)
    assert refused.status_code == 422
    assert "They need reliable funding." in words(refused)
    assert at_desk.post(path, data={**typed, "labels": ["77"], "reason": "So."}).status_code == 409
    assert at_desk.post(path, data={**typed, "reason": "Both agree."}).status_code == 302
    page = words(at_desk.get(amended.path))
    assert "Compromise C1 instead of 1" in page
    assert "Both agree." in words(at_desk.get(f"{path}?number=1"))
    assert at_desk.get(f"{path}?number=10000000000000").status_code == 200
    assert at_desk.post(f"{amended.path}/compromises/1/give-up", data=place(amended)).status_code == 302
    assert db.session.query(Compromise).one().given_up_at is not None
    assert at_desk.post(f"{amended.path}/compromises/7/give-up", data=place(amended)).status_code == 409


def test_a_compromise_says_something_at_each_place_of_its_amendments(
    room: Room, at_desk: FlaskClient
) -> None:
    room.table(room.house.finn, change(room.paper, 2, "One."), change(room.paper, 3, PUBLIC))
    room.agree(2, "One and two.", "1")
    page = at_desk.get(room.path).get_data(as_text=True)
    path = f"{room.path}/places/{at(room.paper, 3)}/compromise?number=1"
    assert unescape(page).count(path) == 1
    form = at_desk.get(path).get_data(as_text=True)
    assert "Both agree." in form
    token = room.laid.desk.token(at(room.paper, 3))
    typed = {"source": "Three.", "reason": "Both agree.", "labels": ["1"], "seen": token}
    assert at_desk.post(path, data=typed).status_code == 302
    assert set(room.laid.desk.compromises[0].wordings) == {at(room.paper, 2), at(room.paper, 3)}
    assert "says nothing here" not in words(at_desk.get(room.path))


def test_news_is_nothing_until_an_amendment_comes_or_goes(amended: Room, at_desk: FlaskClient) -> None:
    page = at_desk.get(amended.path).get_data(as_text=True)
    known = re.search(r'id="desk-known" value="([^"]+)"', page)
    assert known
    news = f"{amended.path}/news?known="
    assert at_desk.get(news + known[1]).status_code == 204
    amended.rewrite(amended.house.swede, PRIVATE)
    told = at_desk.get(news + known[1], headers=HTMX)
    assert "Amendment 2 was tabled: Paragraph 2." in words(told)
    assert f'href="#p-{at(amended.paper, 3)}"' in told.get_data(as_text=True)
    assert 'hx-swap-oob="true"' in told.get_data(as_text=True)
    known = re.search(r'id="desk-known" value="([^"]+)"', told.get_data(as_text=True))
    assert known
    assert at_desk.get(news + known[1]).status_code == 204
    amended.house.do(amending.withdraw, amended.house.swede, amended.paper, "2")
    assert "Amendment 2 was withdrawn" in words(at_desk.get(news + known[1]))
    amended.choose("1", "accepted")
    assert "changed in another window" in words(at_desk.get(news + known[1]))
    assert at_desk.get(news + "nonsense").status_code == 200


def test_finishing_waits_for_the_end_of_the_consultation(amended: Room, at_desk: FlaskClient) -> None:
    amended.choose("1", "accepted")
    page = words(at_desk.get(f"{amended.path}/finish"))
    assert "The desk can be finished when it has closed." in page
    assert "Decide, and issue" not in page
    sent = at_desk.post(f"{amended.path}/finish", data={"seen": amended.laid.desk.whole_token()})
    assert sent.status_code == 422


def test_the_summary_says_what_is_missing_and_then_issues_the_version(
    amended: Room, at_desk: FlaskClient
) -> None:
    amended.table(amended.house.swede, change(amended.paper, 4, kind="delete"))
    amended.choose("1", "rejected")
    amended.consolidate()
    path = f"{amended.path}/finish"
    page = words(at_desk.get(path))
    assert "Amendment 1: give the reason" in page
    assert "1 amendment has no decision" in page
    sent = {"seen": amended.laid.desk.whole_token(), "note": "A note."}
    assert at_desk.post(path, data=sent).status_code == 422
    amended.choose("1", "accepted")
    late = at_desk.post(path, data=sent)
    assert late.status_code == 409
    assert "A note." in words(late)
    done = at_desk.post(path, data={**sent, "seen": amended.laid.desk.whole_token()}, follow_redirects=True)
    assert "The result is version 2." in words(done)
    record = words(at_desk.get(f"/papers/{amended.paper.reference}/record"))
    assert "Finished the consolidation with version 2" in record


def test_the_draft_is_read_by_members_only_while_it_is_shown(amended: Room, at_desk: FlaskClient) -> None:
    amended.choose("1", "accepted")
    member = browser(amended, at_desk, amended.house.finn)
    paper, draft = f"/papers/{amended.paper.reference}", f"{amended.path}/draft"
    assert member.get(draft).status_code == 404
    assert "not adopted" not in words(member.get(paper))
    assert at_desk.get(draft).status_code == 200
    assert at_desk.post(f"{amended.path}/shown", data={"shown": "1"}).status_code == 302
    page = words(member.get(draft))
    assert "Not adopted." in page
    assert "public" in page
    assert "Read the draft, not adopted" in words(member.get(paper))
    assert member.post(f"{amended.path}/shown", data={"shown": "0"}).status_code == 403
    at_desk.post(f"{amended.path}/shown", data={"shown": "0"})
    assert member.get(draft).status_code == 404


def test_the_desk_is_handed_over_and_taken_over(amended: Room, at_desk: FlaskClient) -> None:
    other = browser(amended, at_desk, amended.other)
    assert other.get(f"{amended.path}/holder").status_code == 403
    path = f"{amended.path}/holder"
    assert amended.other.name in words(at_desk.get(path))
    assert at_desk.post(path, data={"account_id": str(amended.house.finn.id)}).status_code == 422
    assert at_desk.post(path, data={"account_id": "x"}).status_code == 422
    assert at_desk.post(path, data={"account_id": str(amended.other.id)}).status_code == 302
    assert "You hold this desk" in words(other.get(amended.path))
    assert at_desk.post(f"{amended.path}/take-over").status_code == 302
    assert at_desk.post(f"{amended.path}/take-over").status_code == 422
    secretary = browser(amended, at_desk, amended.house.secretary)
    assert secretary.post(path, data={"account_id": str(amended.other.id)}).status_code == 302


def test_a_desk_on_an_older_version_offers_to_go_on_with_the_new_one(
    amended: Room, at_desk: FlaskClient
) -> None:
    amended.choose("1", "accepted")
    amended.house.move_on(amended.paper, ("Clusters link", "They link"))
    page = words(at_desk.get(amended.path))
    assert "Version 2 was issued since this desk was opened." in page
    assert at_desk.post(f"{amended.path}/choices/1", data=chosen(amended, "rejected")).status_code == 409
    assert at_desk.post(f"{amended.path}/move-on").status_code == 302
    assert "1 of 1 decided" in words(at_desk.get(amended.path))


def test_what_was_written_for_a_paragraph_that_is_gone_is_still_shown(
    amended: Room, at_desk: FlaskClient
) -> None:
    amended.do(service.write_wording, 3, "My own words.")
    amended.agree(3, "A compromise.", "1")
    amended.house.move_on(amended.paper, ("They need stable funding.\n\n", ""))
    at_desk.post(f"{amended.path}/move-on")
    page = words(at_desk.get(amended.path))
    assert "My own words." in page
    assert "Compromise C1: its paragraph is gone" in page
    assert "A compromise." in page


def test_a_shown_draft_survives_its_holder(amended: Room, at_desk: FlaskClient) -> None:
    with transaction():
        holding.show_draft(actor_of(amended.holder), amended.paper.reference, at=clock.now())
        holding.take_over(actor_of(amended.other), amended.paper.reference, at=clock.now())
    member = browser(amended, at_desk, amended.house.finn)
    assert amended.other.name in words(member.get(f"{amended.path}/draft"))
