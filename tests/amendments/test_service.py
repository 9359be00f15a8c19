"""The verbs of amendments, with a database."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy.exc import DatabaseError

from eca_policy.amendments import queries, service
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal, UnwritableAmendment
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.service import ConfirmFirst, NothingProposed, NotInThisState, NotYours, TextMovedOn
from eca_policy.amendments.speaking import AlreadyBehindIt, OnlyMembersAmend
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers.queries import access_paper
from eca_policy.papers.receiving import ConsultationClosed
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, at, change
from tests.conftest import actor_of


def verbs() -> list[str]:
    return [entry.verb for entry in db.session.query(Entry).order_by(Entry.number)]


def mails() -> list[tuple[str, str]]:
    return [(mail.message, mail.address) for mail in db.session.query(Mail).order_by(Mail.id)]


def listed(house: House, who: Any, paper: Any) -> list[str]:
    access = access_paper(actor_of(who), paper.reference, at=clock.now())
    return [queries.name_of(each) for each in queries.amendments_of(access)]


def test_a_draft_is_seen_by_its_own_delegation_alone(house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    name = f"draft-{draft.id}"
    assert listed(house, house.second_finn, paper) == [name]
    for stranger in (house.swede, house.rapporteur, house.observer, house.secretary):
        assert listed(house, stranger, paper) == []
        access = access_paper(actor_of(stranger), paper.reference, at=clock.now())
        with pytest.raises(NotVisible):
            queries.amendment_named(access, name)
    with pytest.raises(NotVisible):
        house.do(service.table, house.swede, paper, name)
    assert verbs() == []


def test_tabling_gives_a_number_for_good_and_is_recorded_and_told(house: House) -> None:
    paper = house.paper()
    first = house.table(house.second_finn, paper, change(paper, 3, "They need lasting funding."))
    second = house.table(house.swede, paper, change(paper, 2, kind="delete"))
    assert [first.label, second.label] == ["1", "2"]
    assert (first.state, first.author_id) == ("tabled", house.second_finn.id)
    assert verbs() == ["amendment:table", "amendment:table"]
    assert mails() == [("amendment_tabled", house.finn.email)]
    assert listed(house, house.observer, paper) == ["1", "2"]


def test_the_secretariat_chooses_how_amendments_are_numbered_from_then_on(house: House) -> None:
    paper = house.paper()
    one = house.table(house.finn, paper, change(paper, 3, "One."))
    with transaction():
        service.choose_numbering(actor_of(house.secretary), "per_association", at=clock.now())
    others = [
        house.table(who, paper, change(paper, 3, f"{who.email}"))
        for who in (house.finn, house.swede, house.finn)
    ]
    assert [one.label, *(each.label for each in others)] == ["1", "FI-1", "SE-1", "FI-2"]
    with pytest.raises(NotAllowed), transaction():
        service.choose_numbering(actor_of(house.finn), "per_paper", at=clock.now())


def test_tabled_at_the_closing_instant_is_late(house: House) -> None:
    closes = clock.now().replace(microsecond=0) + timedelta(days=3)
    paper = house.paper(closes_at=closes)
    drafts = [house.draft(house.finn, paper, change(paper, 3, text)) for text in ("In time.", "Late.")]
    with time_machine.travel(closes - timedelta(milliseconds=1), tick=False):
        house.do(service.table, house.finn, paper, drafts[0])
    with time_machine.travel(closes, tick=False), pytest.raises(ConsultationClosed):
        house.do(service.table, house.finn, paper, drafts[1])


def test_an_observer_comments_and_does_not_amend(house: House) -> None:
    paper = house.paper()
    with pytest.raises(NotAllowed):
        house.draft(house.observer, paper, change(paper, 3, "No."))


@pytest.mark.parametrize(
    ("number", "wording", "kind"),
    [
        (3, "They need stable funding.", "replace"),
        (3, "  ", "replace"),
        (9, "Elsewhere.", "replace"),
        (0, "", "delete"),
        (0, "Nowhere.", "replace"),
    ],
)
def test_what_changes_nothing_or_hangs_nowhere_is_refused(
    house: House, number: int, wording: str, kind: Any
) -> None:
    paper = house.paper()
    with pytest.raises(UnwritableAmendment):
        house.draft(house.finn, paper, change(paper, number, wording, kind))


def test_a_paragraph_is_said_once(house: House) -> None:
    paper = house.paper()
    with pytest.raises(UnwritableAmendment):
        house.draft(house.finn, paper, change(paper, 3, "One."), change(paper, 3, kind="delete"))


def test_a_hidden_character_is_refused_and_a_reason_is_asked_for_at_the_tabling(house: House) -> None:
    paper = house.paper()
    with pytest.raises(RuleBroken):
        house.draft(house.finn, paper, change(paper, 3, "They\u202e need."))
    with pytest.raises(RuleBroken):
        house.table(house.finn, paper, change(paper, 3, "They need."), reason="  ")


def test_what_was_written_on_an_older_version_is_sent_back(house: House) -> None:
    paper = house.paper()
    house.move_on(paper, ("stable", "lasting"))
    proposal = Proposal(1, (change(paper, 2, "Other."),), "Because.")
    with pytest.raises(TextMovedOn), transaction():
        service.draft(actor_of(house.finn), paper.reference, proposal, at=clock.now())


def test_associations_sign_and_take_it_back(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.do(service.cosign, house.swede, paper, amendment)
    assert [each.association.code for each in amendment.cosignatures] == ["SE"]
    with pytest.raises(AlreadyBehindIt):
        house.do(service.cosign, house.swede, paper, amendment)
    with pytest.raises(AlreadyBehindIt):
        house.do(service.cosign, house.second_finn, paper, amendment)
    with pytest.raises((OnlyMembersAmend, NotAllowed)):
        house.do(service.cosign, house.observer, paper, amendment)
    house.do(service.take_back_signature, house.swede, paper, amendment)
    db.session.refresh(amendment)
    assert amendment.cosignatures == []
    with pytest.raises(RuleBroken):
        house.do(service.take_back_signature, house.swede, paper, amendment)


def test_a_withdrawn_amendment_is_taken_over_under_its_number(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.do(service.cosign, house.swede, paper, amendment)
    with pytest.raises(NotYours):
        house.do(service.withdraw, house.swede, paper, amendment)
    house.do(service.withdraw, house.second_finn, paper, amendment)
    assert ("amendment_withdrawn", house.swede.email) in mails()
    with pytest.raises(AlreadyBehindIt):
        house.do(service.take_over, house.finn, paper, amendment)
    house.do(service.take_over, house.swede, paper, amendment)
    db.session.refresh(amendment)
    assert (amendment.state, amendment.label, amendment.association.code) == ("tabled", "1", "SE")
    assert db.session.get(Amendment, amendment.id).origin_id != amendment.association_id
    assert amendment.cosignatures == []
    with pytest.raises(NotInThisState):
        house.do(service.take_over, house.finn, paper, amendment)


def test_a_withdrawn_amendment_that_is_taken_over_follows_the_text_it_missed(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need stable and lasting funding."))
    house.do(service.withdraw, house.finn, paper, amendment)
    version = house.move_on(paper, ("They need", "Clusters need"))
    assert amendment.wording.version_id != version.id
    house.do(service.take_over, house.swede, paper, amendment)
    assert amendment.wording.version_id == version.id
    assert amendment.wording.changes[0].wording == "Clusters need stable and lasting funding."


def test_where_its_words_still_stand_an_amendment_is_carried_silently(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need stable and lasting funding."))
    house.move_on(paper, ("small firms", "small and young firms"), ("They need", "Clusters need"))
    assert [(each.how, each.account_id) for each in amendment.wordings] == [
        ("written", house.finn.id), ("carried", None),
    ]  # fmt: skip
    assert amendment.wording.changes[0].wording == "Clusters need stable and lasting funding."
    assert "amendment_moved" not in [message for message, _ in mails()]
    assert verbs()[-1] == "amendment:carry"


def test_where_its_words_no_longer_stand_its_author_is_asked_and_confirms(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.second_finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "multiannual"))
    assert amendment.wording.how == "proposed"
    asked = [to for message, to in mails() if message == "amendment_moved"]
    assert asked == [house.second_finn.email, house.finn.email]
    with pytest.raises(TextMovedOn):
        house.do(service.confirm, house.finn, paper, amendment, seen=1)
    with pytest.raises(NotYours):
        house.do(service.confirm, house.swede, paper, amendment, seen=2)
    house.do(service.confirm, house.finn, paper, amendment, seen=2)
    assert [each.how for each in amendment.wordings] == ["written", "proposed", "confirmed"]
    with pytest.raises(NothingProposed):
        house.do(service.confirm, house.finn, paper, amendment, seen=3)


def test_its_author_rewrites_it_for_the_new_text(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "multiannual"))
    proposal = Proposal(2, (change(paper, 3, "They need lasting, multiannual funding."),), "Still.")
    house.do(service.rewrite, house.finn, paper, amendment, proposal=proposal, seen=2)
    assert amendment.wording.how == "rewritten"
    assert amendment.wording.changes[0].compared == [
        ["equal", "They need "], ["insert", "lasting, "], ["equal", "multiannual funding."],
    ]  # fmt: skip


def test_what_the_text_reads_already_cannot_be_confirmed_but_withdrawn(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "lasting"))
    assert (amendment.wording.how, amendment.wording.changes) == ("proposed", [])
    with pytest.raises(NothingProposed):
        house.do(service.confirm, house.finn, paper, amendment, seen=2)
    house.do(service.withdraw, house.finn, paper, amendment)


def test_a_draft_is_carried_too_and_tabled_only_when_its_author_has_looked(house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "multiannual"))
    with pytest.raises(ConfirmFirst):
        house.do(service.table, house.finn, paper, draft)
    house.do(service.confirm, house.finn, paper, draft, seen=2)
    house.do(service.table, house.finn, paper, draft)
    assert "amendment:confirm" not in verbs()


def test_an_amendment_amends_a_tabled_one_at_its_places_only(house: House) -> None:
    paper = house.paper()
    parent = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    with pytest.raises(UnwritableAmendment):
        house.draft(house.swede, paper, change(paper, 2, "Elsewhere."), parent=parent.label)
    with pytest.raises(UnwritableAmendment):
        house.draft(house.swede, paper, change(paper, 3, "They need lasting funding."), parent=parent.label)
    child = house.table(
        house.swede, paper, change(paper, 3, "They need lasting public funding."), parent=parent.label
    )
    assert child.parent_id == parent.id
    assert ["insert", "public "] in child.wording.changes[0].compared
    with pytest.raises(RuleBroken):
        house.draft(house.finn, paper, change(paper, 3, "Third."), parent=child.label)


def test_a_draft_thrown_away_is_seen_by_nobody_and_follows_nothing(house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.do(service.discard, house.second_finn, paper, draft)
    assert listed(house, house.finn, paper) == []
    house.move_on(paper, ("stable", "multiannual"))
    assert len(draft.wordings) == 1


def test_a_draft_is_written_anew_and_keeps_what_it_read(house: House) -> None:
    paper = house.paper()
    draft = house.draft(house.finn, paper, change(paper, 3, "They need lasting funding."))
    proposal = Proposal(1, (change(paper, 3, "They need public funding."),), "Better.")
    house.do(service.redraft, house.second_finn, paper, draft, proposal=proposal)
    assert [each.changes[0].wording for each in draft.wordings] == [
        "They need lasting funding.", "They need public funding.",
    ]  # fmt: skip


@pytest.mark.parametrize("statement", [
    "UPDATE amendment_change SET wording = 'x'", "DELETE FROM amendment_wording",
    "DELETE FROM amendment", "UPDATE amendment SET state = 'accepted'",
    "UPDATE amendment SET number = NULL", "UPDATE amendment SET label = 'FI-9'",
    "UPDATE amendment SET reason = ''", "UPDATE amendment SET state = 'rejected', decided_at = tabled_at",
    "UPDATE amendment SET parent_id = 99999",
])  # fmt: skip
def test_the_database_refuses_what_must_not_be(house: House, statement: str) -> None:
    paper = house.paper()
    house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    with pytest.raises(DatabaseError), transaction():
        db.session.execute(db.text(statement))


def test_the_paragraph_is_known_by_its_id_and_not_its_place(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, Change("delete", at(paper, 2)))
    house.move_on(paper, ("## Why this matters\n\n", "## Why\n\nAn entirely new paragraph.\n\n"))
    assert amendment.wording.how == "carried"
    assert amendment.wording.changes[0].paragraph_id == at(paper, 2)
