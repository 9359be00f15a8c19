"""The verbs of the voting list: what each does, whom it refuses, and that nothing on it is ever stale."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, RuleBroken
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from eca_policy.voting import service
from eca_policy.voting.models import VoteRequest, VotingEntry, VotingList
from eca_policy.voting.queries import Agenda, agenda
from tests.amendments.conftest import House, change
from tests.conftest import actor_of


def listed(house: House, paper: Paper) -> Agenda:
    return agenda(access_paper(actor_of(house.secretary), paper.reference, at=clock.now()))


def order(house: House, paper: Paper) -> list[str]:
    """The labels, item by item; those of one item with a plus between them."""
    found = listed(house, paper)
    return [
        "+".join(label for piece in item.pieces for label in piece.entry.labels)
        for item in found.listed.items[:-1]
    ]


def arrange(
    house: House, paper: Paper, verb: Any, *given: Any, who: Account | None = None, **more: Any
) -> Any:
    """One verb of the rapporteur on the list as it is."""
    more.setdefault("seen", listed(house, paper).listed.stamp)
    with transaction():
        return verb(actor_of(who or house.rapporteur), paper.reference, *given, at=clock.now(), **more)


def ask(house: House, paper: Paper, label: str, kind: str, *, who: Account, **more: Any) -> VoteRequest:
    with transaction():
        return service.request_vote(actor_of(who), paper.reference, label, kind, at=clock.now(), **more)


def take_back(house: House, paper: Paper, label: str, kind: str, *, who: Account) -> None:
    with transaction():
        service.take_back_request(actor_of(who), paper.reference, label, kind, at=clock.now())


def verbs() -> list[str]:
    entries = db.session.query(Entry).filter(Entry.verb.startswith("voting:")).order_by(Entry.number)
    return [entry.verb for entry in entries]


def test_the_list_is_proposed_before_anybody_arranges_it(house: House, paper: Paper) -> None:
    assert order(house, paper) == ["4", "5", "3", "2", "1"]
    assert db.session.query(VotingList).count() == 0


def test_the_rapporteur_and_the_secretariat_move_entries(house: House, paper: Paper) -> None:
    assert arrange(house, paper, service.move, "2", by=-1)
    assert order(house, paper) == ["4", "5", "2", "3", "1"]
    assert arrange(house, paper, service.move_to, "1", number=1, who=house.secretary)
    assert order(house, paper) == ["1", "4", "5", "2", "3"]
    arrange(house, paper, service.back_to_proposed)
    assert order(house, paper) == ["4", "5", "3", "2", "1"]
    assert verbs() == ["voting:move", "voting:move", "voting:reset"]
    assert db.session.query(VotingEntry).count() == 0


def test_at_the_end_of_the_list_nothing_is_moved_and_nothing_recorded(house: House, paper: Paper) -> None:
    assert not arrange(house, paper, service.move, "4", by=-1)
    assert not arrange(house, paper, service.move_to, "4", number=1)
    arrange(house, paper, service.back_to_proposed)
    assert verbs() == []


@pytest.mark.parametrize("number", [0, 6, 99])
def test_a_place_that_is_not_there_is_refused(house: House, paper: Paper, number: int) -> None:
    with pytest.raises(service.NothingToArrange):
        arrange(house, paper, service.move_to, "1", number=number)


def test_whoever_looked_at_an_older_list_is_told(house: House, paper: Paper) -> None:
    seen = listed(house, paper).listed.stamp
    arrange(house, paper, service.move, "2", by=-1)
    with pytest.raises(service.ListChanged):
        arrange(house, paper, service.move, "1", by=-1, seen=seen, who=house.secretary)
    assert order(house, paper) == ["4", "5", "2", "3", "1"]


def test_entries_are_put_together_and_taken_apart(house: House, paper: Paper) -> None:
    arrange(house, paper, service.pack, ["4", "3", "5"])
    assert order(house, paper) == ["4+5+3", "2", "1"]
    arrange(house, paper, service.unpack, "5")
    assert order(house, paper) == ["4+3", "5", "2", "1"]
    arrange(house, paper, service.unpack, "3")
    assert order(house, paper) == ["4", "5", "3", "2", "1"]
    assert verbs() == ["voting:pack", "voting:unpack", "voting:unpack"]


@pytest.mark.parametrize(("labels", "words"), [
    (["4"], "Choose two"), (["4", "4"], "Choose two"), ([], "Choose two"),
    (["3", "1"], "excludes another"), (["1", "2"], "excludes another"),
])  # fmt: skip
def test_what_cannot_be_adopted_together_is_not_put_together(
    house: House, paper: Paper, labels: list[str], words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        arrange(house, paper, service.pack, labels)
    assert order(house, paper) == ["4", "5", "3", "2", "1"]


def test_a_package_goes_first_where_its_first_entry_stands(house: House, paper: Paper) -> None:
    arrange(house, paper, service.pack, ["4", "1"])
    items = listed(house, paper).listed.items
    assert order(house, paper) == ["4+1", "5", "3", "2"]
    assert [[lapse.adopted for lapse in item.lapses_if] for item in items] == [
        [],
        [],
        [(1,)],
        [(1,), (3,)],
        [],
    ]


def test_the_last_of_a_package_is_in_none(house: House, paper: Paper) -> None:
    with pytest.raises(service.NothingToArrange):
        arrange(house, paper, service.unpack, "4")


def test_an_association_takes_an_amendment_out_of_its_package_and_back(house: House, paper: Paper) -> None:
    arrange(house, paper, service.pack, ["4", "5", "3"])
    made = ask(house, paper, "5", "separate", who=house.second_finn)
    assert made.association_id == actor_of(house.finn).association_ids[0]
    assert order(house, paper) == ["4+3", "5", "2", "1"]
    with pytest.raises(service.AlreadyRequested):
        ask(house, paper, "5", "separate", who=house.finn)
    with pytest.raises(service.CannotBePacked):
        arrange(house, paper, service.pack, ["5", "4"])
    take_back(house, paper, "5", "separate", who=house.finn)
    assert order(house, paper) == ["4+5+3", "2", "1"]
    assert verbs() == ["voting:pack", "voting:request", "voting:take_back"]


def test_a_split_vote_has_an_item_for_each_place(house: House, paper: Paper) -> None:
    ask(house, paper, "5", "split", who=house.swede)
    assert order(house, paper) == ["4", "5", "5", "3", "2", "1"]
    with pytest.raises(service.NothingToSplit):
        ask(house, paper, "4", "split", who=house.swede)


def test_only_what_was_requested_can_be_taken_back(house: House, paper: Paper) -> None:
    ask(house, paper, "5", "separate", who=house.finn)
    with pytest.raises(service.NothingToArrange):
        take_back(house, paper, "5", "separate", who=house.swede)
    with pytest.raises(service.NothingToArrange):
        take_back(house, paper, "5", "split", who=house.finn)


def test_who_acts_for_several_says_for_which(house: House, paper: Paper) -> None:
    sweden = actor_of(house.swede).association_ids[0]
    house.people.also(house.finn, db.session.get_one(type(house.people.association("NO")), sweden))
    with pytest.raises(RuleBroken, match="Say for which one"):
        ask(house, paper, "5", "separate", who=house.finn)
    made = ask(house, paper, "5", "separate", who=house.finn, association_id=sweden)
    assert made.association_id == sweden


@pytest.mark.parametrize("kind", ["", "en_bloc", "separate\0"])
def test_another_kind_of_vote_is_refused(house: House, paper: Paper, kind: str) -> None:
    with pytest.raises(service.NothingToArrange):
        ask(house, paper, "5", kind, who=house.finn)


def test_everyone_else_is_refused(house: House, paper: Paper) -> None:
    for who in (house.finn, house.swede, house.observer):
        with pytest.raises(NotAllowed):
            arrange(house, paper, service.move, "1", by=-1, who=who)
        with pytest.raises(NotAllowed):
            arrange(house, paper, service.pack, ["4", "5"], who=who)
    for who in (house.observer, house.secretary):
        with pytest.raises(NotAllowed):
            ask(house, paper, "5", "separate", who=who)


def test_in_the_wrong_stage_it_is_refused(house: House, paper: Paper) -> None:
    seen = listed(house, paper).listed.stamp
    paper.stage = "decision"
    db.session.commit()
    with pytest.raises(WrongStage):
        arrange(house, paper, service.move, "1", by=-1, seen=seen)
    with pytest.raises(WrongStage):
        ask(house, paper, "5", "separate", who=house.finn)


@pytest.mark.parametrize("label", ["6", "", "draft-1", "\0", "FI-1"])
def test_what_is_not_on_the_list_is_not_there(house: House, paper: Paper, label: str) -> None:
    with pytest.raises(NotVisible):
        arrange(house, paper, service.move, label, by=-1)
    with pytest.raises(NotVisible):
        ask(house, paper, label, "separate", who=house.finn)


# Nothing stale


def test_what_is_withdrawn_is_off_the_list_and_comes_back_when_taken_over(house: House, paper: Paper) -> None:
    arrange(house, paper, service.pack, ["4", "5"])
    house.do(amendments.withdraw, house.swede, paper, "4")
    assert order(house, paper) == ["5", "3", "2", "1"]
    house.do(amendments.take_over, house.finn, paper, "4")
    assert order(house, paper) == ["4+5", "3", "2", "1"]


def test_what_is_decided_is_off_the_list(house: House, paper: Paper) -> None:
    access = access_paper(actor_of(house.rapporteur), paper.reference, at=clock.now(), lock="update")
    chosen = next(one for one in listed(house, paper).amendments.values() if one.label == "3")
    with transaction():
        amendments.decide(access, chosen, "rejected", reason="No.", at=clock.now())
    assert order(house, paper) == ["4", "5", "2", "1"]


def test_what_is_tabled_later_finds_its_place_in_an_arranged_list(house: House, paper: Paper) -> None:
    arrange(house, paper, service.move_to, "1", number=1)
    house.table(house.swede, paper, change(paper, 3, "They need lasting funding."))
    house.table(house.swede, paper, change(paper, 2, "Clusters."))
    assert order(house, paper) == ["1+6", "7", "4", "5", "3", "2"]


def test_when_the_text_moves_on_the_list_goes_along(house: House, paper: Paper) -> None:
    arrange(house, paper, service.move_to, "1", number=1)
    house.move_on(paper, ("Clusters link small firms with research.", "Clusters link firms with research."))
    assert order(house, paper) == ["1", "4", "5", "3", "2"]
    assert listed(house, paper).version.number == 2  # type: ignore[union-attr]


def test_a_paper_back_from_its_ballot_begins_its_next_list_as_the_last_one_was(
    house: House, paper: Paper
) -> None:
    arrange(house, paper, service.move, "2", by=-1)
    paper.stage = "consolidation"
    db.session.commit()
    access = access_paper(actor_of(house.secretary), paper.reference, at=clock.now(), lock="update")
    with transaction():
        items = service.take_for_ballot(access, at=clock.now())
    assert [item.kind for item in items][-1] == "final_text"
    arrange(house, paper, service.move, "2", by=-1)
    assert order(house, paper) == ["4", "2", "5", "3", "1"]
    assert [each.frozen_at is None for each in db.session.query(VotingList).order_by(VotingList.id)] == [
        False, True,
    ]  # fmt: skip


def test_only_who_opens_ballots_takes_the_list(house: House, paper: Paper) -> None:
    access = access_paper(actor_of(house.rapporteur), paper.reference, at=clock.now())
    with pytest.raises(NotAllowed):
        service.take_for_ballot(access, at=clock.now())


@pytest.mark.parametrize("statement", [
    "INSERT INTO voting_entry (list_id, amendment_id) SELECT id, 1 FROM voting_list",
    "UPDATE voting_entry SET rank = 0", "UPDATE voting_entry SET package = -1",
    "INSERT INTO voting_list (paper_id, version_id, arranged_at, version_counter)"
    " SELECT paper_id, version_id, arranged_at, 1 FROM voting_list",
    "UPDATE vote_request SET kind = 'en_bloc'",
    "INSERT INTO vote_request (amendment_id, association_id, kind, account_id, requested_at)"
    " SELECT amendment_id, association_id, kind, account_id, requested_at FROM vote_request",
])  # fmt: skip
def test_the_database_refuses_what_must_not_be(house: House, paper: Paper, statement: str) -> None:
    arrange(house, paper, service.move, "2", by=-1)
    ask(house, paper, "5", "separate", who=house.finn)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(db.text(statement))
