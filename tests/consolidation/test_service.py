"""The verbs of the desk, with a database."""

import pytest
from sqlalchemy.exc import IntegrityError

from eca_policy.amendments import service as amending
from eca_policy.amendments.models import Amendment
from eca_policy.consolidation import holding, queries, service
from eca_policy.consolidation.models import Choice, Compromise, Consolidation
from eca_policy.consolidation.seating import DeskBehindText, DeskChanged, NoDesk, NotTheHolder
from eca_policy.consolidation.service import DeskIsOpen, NotReady
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.papers.models import Revision
from eca_policy.permissions.guard import WrongStage
from eca_policy.transaction import transaction
from tests.amendments.conftest import at, change
from tests.conftest import actor_of
from tests.consolidation.conftest import FUNDING, Room, mails, verbs
from tests.making import add_revision

PUBLIC, PRIVATE, SOON = FUNDING


@pytest.fixture
def contested(room: Room) -> Room:
    """1 and 2 contradict each other, 3 goes with either."""
    for who, wording in zip((room.house.finn, room.house.swede, room.house.finn), FUNDING, strict=True):
        room.rewrite(who, wording)
    room.open()
    for label in "123":
        room.choose(label, "accepted")
    return room


def test_a_paper_has_one_desk_and_its_rapporteurs_open_it(room: Room) -> None:
    with pytest.raises(NotAllowed):
        room.open(room.house.finn)
    room.open()
    with pytest.raises(DeskIsOpen, match=room.holder.name):
        room.open(room.other)
    with pytest.raises(IntegrityError):
        db.session.execute(db.insert(Consolidation).values(
            paper_id=room.paper.id, version_id=1, holder_id=room.holder.id, opened_at=clock.now(),
            changed_at=clock.now(), version_counter=1,
        ))  # fmt: skip
    db.session.rollback()
    assert verbs() == ["consolidation:open"]


def test_a_text_edited_since_is_issued_before_its_desk_is_opened(room: Room) -> None:
    saved = add_revision(room.paper, room.holder, papers.latest_revision(room.paper).source + "\nMore.\n")
    with pytest.raises(DeskBehindText):
        room.open()
    with transaction():
        service.open_desk(actor_of(room.holder), room.paper.reference, revision=saved.number, at=clock.now())
    version = papers.latest_version(room.paper)
    assert version is not None
    assert (version.number, room.laid.row.version_id) == (2, version.id)


def test_a_switch_flows_into_the_text_and_back_and_is_a_row_at_once(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    room.choose("1", "accepted")
    assert PUBLIC in room.text()
    assert db.session.query(Choice).one().account_id == room.holder.id
    room.choose("1", "undecided")
    assert "They need stable funding." in room.text()
    assert verbs() == ["amendment:table", "consolidation:open"]


def test_a_reason_stays_when_another_decision_is_tried(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    room.choose("1", "rejected", "No money.")
    with transaction():
        service.choose(
            actor_of(room.holder), room.paper.reference, "1", "lapsed", seen=room.token("1"), at=clock.now()
        )
    assert room.decision("1") == ("lapsed", "No money.")


def test_what_was_chosen_from_an_older_state_is_refused(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    stale = room.token("1")
    room.choose("1", "accepted")
    with pytest.raises(DeskChanged):
        room.choose("1", "rejected", "No.", seen=stale)
    assert room.decision("1") == ("accepted", "")
    room.house.do(amending.withdraw, room.house.finn, room.paper, "1")
    with pytest.raises(DeskChanged, match="withdrawn"):
        room.choose("1", "rejected", "No.", seen=stale)


@pytest.mark.parametrize("decision", ["", "adopted", "in_compromise", "tabled"])
def test_nonsense_is_no_decision(room: Room, decision: str) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    with pytest.raises(RuleBroken):
        room.choose("1", decision)


def test_identical_amendments_are_answered_once(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.rewrite(room.house.swede, PUBLIC)
    room.open()
    room.choose("2", "rejected", "No money.")
    assert room.decision("1") == ("rejected", "No money.")
    room.rewrite(room.house.finn, PUBLIC)
    assert room.decision("3") == ("rejected", "No money.")
    room.consolidate()
    assert room.finish() is None
    assert {each.state for each in db.session.query(Amendment)} == {"rejected"}


def test_an_amendment_to_an_accepted_one_makes_that_accepted_with_changes(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.rewrite(room.house.swede, "They need more public funding.", parent="1")
    room.open()
    room.choose("1", "accepted")
    room.choose("2", "accepted")
    assert room.decision("1") == ("accepted_with_changes", "As amended by 2.")
    assert "more public funding" in room.text()
    room.choose("1", "accepted")
    assert room.decision("1")[0] == "accepted_with_changes"
    room.choose("1", "rejected", "No.")
    assert room.faults() == ["without_parent"]
    room.choose("2", "undecided")
    assert room.faults() == ["without_decision"]
    room.choose("2", "lapsed", "Its amendment fell.")
    assert room.faults() == []


def test_taking_a_side_settles_a_conflict_and_the_other_has_lapsed(contested: Room) -> None:
    assert contested.faults() == ["conflict"]
    with pytest.raises(RuleBroken):
        contested.do(service.take_sides, 3, {0: 7})
    claims = contested.laid.desk.merged(at(contested.paper, 3)).contests[0].claims
    side = next(number for number, claim in enumerate(claims) if "1" in claim.names)
    contested.do(service.take_sides, 3, {0: side})
    assert "They need public funding, and soon." in contested.text()
    assert [contested.decision(label)[0] for label in "123"] == [
        "accepted",
        "lapsed",
        "accepted",
    ]
    assert contested.faults() == ["reason"]
    contested.choose("3", "left_open")
    assert "They need public funding." in contested.text(), "other switches go on merging"


def test_a_wording_of_ones_own_settles_a_conflict_and_can_be_dropped(contested: Room) -> None:
    contested.do(service.write_wording, 3, "They need funding, and soon.")
    assert "They need funding, and soon." in contested.text()
    assert [contested.decision(label)[0] for label in "123"] == [
        "accepted_with_changes", "accepted_with_changes", "accepted",
    ]  # fmt: skip
    contested.do(service.drop_wording, 3)
    assert "conflict" in contested.faults()
    with pytest.raises(DeskChanged):
        contested.do(service.drop_wording, 3)


def test_a_wording_made_for_other_switches_must_be_kept_or_written_anew(contested: Room) -> None:
    contested.do(service.write_wording, 3, PUBLIC)
    contested.choose("2", "rejected", "No.")
    assert "outdated" in contested.faults()
    contested.do(service.keep_wording, 3)
    assert "outdated" not in contested.faults()


def test_a_wording_is_refused_when_the_place_changed_meanwhile(contested: Room) -> None:
    stale = contested.laid.desk.token(at(contested.paper, 3))
    contested.choose("2", "undecided")
    with pytest.raises(DeskChanged):
        contested.do(service.write_wording, 3, PUBLIC, seen=stale)
    with pytest.raises(DeskChanged):
        contested.do(service.take_sides, 3, {0: 0}, seen=stale)


def test_a_compromise_links_the_amendments_it_replaces(contested: Room) -> None:
    contested.agree(3, "They need reliable funding.", "1", "2")
    assert [contested.decision(label)[0] for label in "123"] == ["in_compromise", "in_compromise", "accepted"]
    assert contested.laid.linked == {1: ("1", "2")}
    assert "They need reliable funding, and soon." in contested.text()
    assert contested.faults() == []
    contested.agree(3, "They need dependable funding.", "1", number=1, reason="Better.")
    assert contested.decision("2")[0] == "undecided"
    assert "dependable funding, and soon" in contested.text()


def test_a_compromise_needs_a_reason_and_an_amendment(contested: Room) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        contested.agree(3, "Reliable.", "1", reason=" ")
    with pytest.raises(RuleBroken, match="Choose the amendments"):
        contested.agree(3, "Reliable.")
    with pytest.raises(DeskChanged):
        contested.agree(3, "Reliable.", "77")
    assert db.session.query(Compromise).count() == 0


def test_a_compromise_is_given_up_by_hand_or_when_nothing_is_left_in_it(contested: Room) -> None:
    contested.agree(3, "Reliable.", "1", "2")
    with transaction():
        service.give_up_compromise(actor_of(contested.holder), contested.paper.reference, 1, at=clock.now())
    assert [contested.decision(label)[0] for label in "12"] == ["undecided", "undecided"]
    contested.agree(3, "Reliable.", "1")
    contested.choose("1", "rejected", "No.")
    assert contested.laid.desk.compromises == ()
    contested.agree(3, "Reliable.", "2")
    assert [one.name for one in contested.laid.desk.compromises] == ["C3"]


def test_the_database_refuses_a_choice_for_another_papers_amendment(room: Room) -> None:
    elsewhere = room.house.paper()
    foreign = room.house.table(room.house.finn, elsewhere, change(elsewhere, 3, PUBLIC))
    room.open()
    row = room.laid.row
    db.session.add(Choice(
        consolidation_id=row.id, paper_id=row.paper_id, amendment_id=foreign.id, decision="accepted", step=1,
        account_id=room.holder.id, chosen_at=clock.now(),
    ))  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_finishing_makes_the_next_version_with_every_decision(contested: Room) -> None:
    room = contested
    room.table(room.house.swede, change(room.paper, 4, "A new one.\n\nAnd another.", "insert_after"))
    room.rewrite(room.house.finn, "Fund them.\n{: .recommendation }", 4)
    room.agree(3, "They need reliable funding.", "1", "2")
    room.choose("4", "accepted")
    room.choose("5", "left_open")
    with pytest.raises(WrongStage):
        room.finish()
    room.consolidate()
    version = room.finish(note_="Put together.")
    assert version is not None
    assert (version.number, version.note) == (2, "Put together.")
    kept = [one["id"] for one in version.revision.paragraphs]
    assert kept[:4] == [at(room.paper, number) for number in range(1, 5)]
    assert all(len(one) == 8 for one in kept[4:])
    assert version.revision.source.endswith("recommendation }\n\nA new one.\n\nAnd another.")
    states = {each.label: each for each in db.session.query(Amendment)}
    assert [states[label].state for label in "12345"] == [
        "in_compromise", "in_compromise", "accepted", "accepted", "tabled",
    ]  # fmt: skip
    assert states["1"].decision_reason == "C1: Both agree."
    assert [states[label].revision_id for label in "135"] == [version.revision_id, version.revision_id, None]
    assert states["5"].wording.version_id == version.id
    assert verbs()[-8:] == [
        "revision:save", *["amendment:decide"] * 4, "version:issue", "amendment:carry",
        "consolidation:finish",
    ]  # fmt: skip
    assert [mail for mail in mails() if mail[0] == "amendments_decided"] == [
        ("amendments_decided", room.house.finn.email), ("amendments_decided", room.house.swede.email),
    ]  # fmt: skip
    assert queries.open_desk(room.paper) is None


def test_what_is_decided_without_a_change_of_the_text_needs_no_version(room: Room) -> None:
    room.rewrite(room.house.finn, PUBLIC)
    room.open()
    room.choose("1", "rejected", "No money.")
    room.consolidate()
    assert room.finish() is None
    assert db.session.query(Revision).count() == 1
    assert db.session.query(Amendment).one().state == "rejected"


def test_finishing_is_refused_while_something_is_to_be_settled(contested: Room) -> None:
    contested.consolidate()
    with pytest.raises(NotReady, match="contradict"):
        contested.finish()
    contested.choose("2", "rejected")
    with pytest.raises(NotReady, match="Amendment 2: give the reason"):
        contested.finish()
    seen = contested.laid.desk.whole_token()
    contested.choose("2", "rejected", "No.")
    with pytest.raises(DeskChanged):
        contested.finish(seen=seen)
    assert contested.finish() is not None


def test_what_is_withdrawn_while_the_summary_is_read_is_not_decided_unseen(contested: Room) -> None:
    contested.choose("2", "rejected", "No.")
    contested.consolidate()
    seen = contested.laid.desk.whole_token()
    contested.house.do(amending.withdraw, contested.house.finn, contested.paper, "3")
    with pytest.raises(DeskChanged):
        contested.finish(seen=seen)


def test_when_the_text_was_saved_meanwhile_the_desk_goes_on_with_it_and_keeps_every_choice(
    contested: Room,
) -> None:
    room = contested
    room.choose("2", "rejected", "No.")
    room.consolidate()
    latest = papers.latest_revision(room.paper)
    with transaction():
        saved = writing.save_revision(
            actor_of(room.other), room.paper.reference, latest.source.replace("Clusters link", "They link"),
            base=latest.number, at=clock.now(),
        ).number  # fmt: skip
    room.choose("1", "accepted", "Fine.")
    with pytest.raises(DeskBehindText):
        room.finish()
    with transaction():
        service.move_on(actor_of(room.holder), room.paper.reference, revision=saved, at=clock.now())
    assert [room.decision(label) for label in "123"] == [
        ("accepted", "Fine."),
        ("rejected", "No."),
        ("accepted", ""),
    ]
    assert "They link" in room.text()
    version = room.finish()
    assert version is not None
    assert version.number == 3


def test_going_on_with_a_new_version_asks_again_where_words_no_longer_stand(contested: Room) -> None:
    room = contested
    room.choose("2", "rejected", "No.")
    room.do(service.write_wording, 3, "They need some funding.")
    room.house.move_on(room.paper, ("They need stable funding.", "They need stable money."))
    with pytest.raises(DeskBehindText):
        room.choose("2", "lapsed", "Gone.")
    with transaction():
        service.move_on(actor_of(room.holder), room.paper.reference, revision=None, at=clock.now())
    assert room.decision("1")[0] == "accepted_with_changes"
    assert "They need some funding." in room.text() or room.faults()


def test_the_holder_alone_changes_the_desk_until_it_is_handed_or_taken_over(contested: Room) -> None:
    room, secretary = contested, contested.house.secretary
    reference = room.paper.reference
    with pytest.raises(NotTheHolder, match=room.holder.name):
        room.choose("1", "rejected", "No.", who=room.other)
    with pytest.raises(NotTheHolder), transaction():
        holding.hand_over(actor_of(room.other), reference, room.other.id, at=clock.now())
    with pytest.raises(RuleBroken), transaction():
        holding.hand_over(actor_of(room.holder), reference, room.house.finn.id, at=clock.now())
    with transaction():
        holding.hand_over(actor_of(room.holder), reference, room.other.id, at=clock.now())
    room.choose("1", "rejected", "No.", who=room.other)
    with transaction():
        holding.take_over(actor_of(room.holder), reference, at=clock.now())
    with pytest.raises(RuleBroken), transaction():
        holding.take_over(actor_of(room.holder), reference, at=clock.now())
    with transaction():
        holding.hand_over(actor_of(secretary), reference, room.other.id, at=clock.now())
    assert room.laid.row.holder_id == room.other.id
    assert verbs()[-3:] == ["consolidation:hand_over", "consolidation:take_over", "consolidation:hand_over"]
    assert mails()[-3:] == [
        ("desk_handed_over", room.other.email), ("desk_taken_over", room.other.email),
        ("desk_handed_over", room.other.email),
    ]  # fmt: skip


def test_the_draft_is_shown_and_hidden_by_its_holder(room: Room) -> None:
    with pytest.raises(NoDesk), transaction():
        holding.show_draft(actor_of(room.holder), room.paper.reference, at=clock.now())
    room.open()
    for verb in (holding.show_draft, holding.show_draft, holding.hide_draft):
        with transaction():
            verb(actor_of(room.holder), room.paper.reference, at=clock.now())
    assert room.laid.row.shown_at is None
    assert verbs()[1:] == ["consolidation:show", "consolidation:hide"]
    with pytest.raises(NotAllowed), transaction():
        holding.show_draft(actor_of(room.house.finn), room.paper.reference, at=clock.now())
