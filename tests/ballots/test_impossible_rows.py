"""What the database refuses, whatever the code does: on both databases."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from eca_policy.ballots import opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import (
    Ballot,
    EarlierPosition,
    Extension,
    Item,
    ItemDecision,
    Position,
    Procedure,
    Reminder,
    RollEntry,
)
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.ballots.statements.models import Statement
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import NOW, People, actor_of
from tests.making import make_paper

LATER, SECOND = NOW + timedelta(days=1), timedelta(seconds=1)
DAY = date(2026, 5, 4)
Row = dict[str, Any]
KEPT = (
    "finland", "sweden", "france", "norway", "observer", "latecomer", "head", "secretary", "paper", "item",
    "ballot", "over", "secret", "third",
)  # fmt: skip


class Vault:
    """A database with one row of everything a ballot has, and makers of further ones."""

    def __init__(self) -> None:
        people = People()
        self.finland, self.sweden, self.france = (people.association(code) for code in ("FI", "SE", "FR"))
        self.norway = people.association("NO")  # nobody is entitled to act for it
        self.observer = people.association("UA", status="observer")
        self.head = people.person("head", self.finland)
        for other in (self.sweden, self.france, self.observer):
            people.person("head", other)
        self.secretary = people.secretariat()
        with transaction():
            load_presets()
        self.over, self.third, self.secret = self.opened(), self.opened(), self.opened(shown="secret")
        self.ballot = self.opened()
        self.at, self.closes_at = self.ballot.opens_at, self.ballot.closes_at
        self.over.ended_at = self.at
        self.latecomer = people.association("IS")  # no member yet when the roll was frozen
        self.paper = db.session.get_one(Paper, self.ballot.paper_id)
        self.item = self.ballot.items[0]
        with transaction():
            db.session.add_all([self.position(), self.proxy(), self.extension()])
            db.session.add(to_one_ballot := self.proxy(ballot=True))
            db.session.add_all([self.statement(), self.statement(paragraph_id=f"p{self.paper.id}-4")])
            db.session.add_all([self.decision(), self.participation(), self.reminder()])
            db.session.add_all([Box(item_id=self.item.id, slips=[["a", "in_favour"]]), self.opt_out()])
            db.session.flush()
            self.position_id = db.session.scalars(db.select(Position.id)).one()
            self.proxy_id = to_one_ballot.id
            db.session.add(self.earlier())
        self.forget()

    def opened(self, **conduct: str) -> Ballot:
        db.session.query(Procedure).filter_by(key="simple_majority").one().conduct = conduct
        db.session.commit()
        paper, how = (
            make_paper(self.secretary, stage="consolidation"),
            Opening(procedure_key="simple_majority"),
        )
        with transaction():
            return opening.open_ballot(
                actor_of(self.secretary), paper.reference, closes_at=clock.now() + timedelta(days=9), how=how,
                at=clock.now(),
            )  # fmt: skip

    def forget(self) -> None:
        """Keep the ids alone, so that the session knows of no row that the database must refuse."""
        version_id = self.ballot.version_id
        self.item_over, self.item_in_secret, self.item_of_third = (
            ballot.items[0].id for ballot in (self.over, self.secret, self.third)
        )
        for name in KEPT:
            setattr(self, name, SimpleNamespace(id=getattr(self, name).id, version_id=version_id))
        db.session.expunge_all()

    def position(self, **other: Any) -> Position:
        facts: Row = {"item_id": self.item.id, "association_id": self.finland.id, "choice": "in_favour"}
        return Position(**facts | {"cast_by_id": self.head.id, "cast_at": self.at} | other)

    def another_position(self, **other: Any) -> Position:
        return self.position(association_id=self.sweden.id, **other)

    def earlier(self, **other: Any) -> EarlierPosition:
        facts: Row = {"position_id": self.position_id, "choice": "against"}
        facts |= {"explanation": "", "reservation": "", "proposed_change": "", "would_favour": False}
        facts |= {"channel": "", "channel_note": "", "cast_by_id": self.head.id, "cast_at": self.at}
        return EarlierPosition(**facts | other)

    def proxy(self, *, ballot: bool = False, **other: Any) -> Proxy:
        what: Row = {"ballot_id": self.ballot.id} if ballot else {"starts_on": DAY, "ends_on": DAY}
        facts: Row = {"grantor_id": self.finland.id, "holder_id": self.sweden.id, "written": "A letter."}
        return Proxy(**facts | what | {"given_by_id": self.head.id, "given_at": NOW} | other)

    def extension(self, **other: Any) -> Extension:
        facts: Row = {"ballot_id": self.ballot.id, "closed_before": NOW, "closes_at": LATER}
        return Extension(**facts | {"extended_by_id": self.secretary.id, "extended_at": NOW} | other)

    def statement(self, **other: Any) -> Statement:
        facts: Row = {"ballot_id": self.ballot.id, "association_id": self.finland.id, "kind": "reservation"}
        return Statement(**facts | {"body": "Not 3.", "made_by_id": self.head.id, "made_at": NOW} | other)

    def opt_out(self, **other: Any) -> Statement:
        return self.statement(**{"kind": "opt_out", "body": ""} | other)

    def decision(self, **other: Any) -> ItemDecision:
        facts: Row = {"item_id": self.item.id, "outcome": "adopted", "figures": {}, "sentence": "."}
        return ItemDecision(**facts | {"decided_at": NOW} | other)

    def further_item(self, **other: Any) -> Item:
        facts: Row = {"ballot_id": self.ballot.id, "number": 2, "kind": "amendments", "rule": {}}
        return Item(**facts | {"procedure_name": "", "procedure_name_fi": ""} | other)

    def participation(self, **other: Any) -> Participation:
        return Participation(**{"ballot_id": self.secret.id, "association_id": self.finland.id} | other)

    def reminder(self) -> Reminder:
        return Reminder(ballot_id=self.ballot.id, closes_at=NOW, hours=24, sent_at=NOW)

    def roll_entry(self, **other: Any) -> RollEntry:
        return RollEntry(
            **{"ballot_id": self.ballot.id, "association_id": self.latecomer.id, "weight": 1} | other
        )

    def second_ballot(self, **other: Any) -> Ballot:
        facts: Row = {"paper_id": self.paper.id, "number": 2, "version_id": self.ballot.version_id}
        facts |= {"procedure_name": "", "procedure_name_fi": "", "rule": {}, "opens_at": NOW}
        return Ballot(
            **facts | {"closes_at": LATER, "opened_by_id": self.secretary.id, "ended_at": NOW} | other
        )


IMPOSSIBLE: dict[str, Callable[[Vault], Any]] = {
    "a second position of one association": lambda v: v.position(choice="against"),
    "a position that is none": lambda v: v.another_position(choice="yes"),
    "in favour of a change nobody wrote": lambda v: v.another_position(would_favour=True),
    "a position that came by pigeon": lambda v: v.another_position(channel="pigeon"),
    "entered and by proxy at once": lambda v: v.another_position(channel="letter", proxy_id=1),
    "a position under a proxy there is not": lambda v: v.another_position(proxy_id=999),
    "a position of an observer": lambda v: v.position(association_id=v.observer.id),
    "a position of one for whom nobody acts": lambda v: v.position(association_id=v.norway.id),
    "a position of one not on the roll": lambda v: v.position(association_id=v.latecomer.id),
    "a position by name in a secret ballot": lambda v: v.position(item_id=v.item_in_secret),
    "a position after the decision": lambda v: v.position(item_id=v.item_over),
    "a position before the ballot opens": lambda v: v.another_position(cast_at=v.at - SECOND),
    "a position at the close": lambda v: v.another_position(cast_at=v.closes_at),
    "against, with a reservation": lambda v: v.another_position(choice="against", reservation="Not 3."),
    "entered without a note": lambda v: v.another_position(channel="letter"),
    "a note of how it came that came no way": lambda v: v.another_position(channel_note="By whom?"),
    "a position under the proxy of another": lambda v: v.another_position(proxy_id=v.proxy_id),
    "a position under a proxy for another ballot": lambda v: v.position(
        item_id=v.item_of_third, proxy_id=v.proxy_id
    ),
    "an earlier position that is none": lambda v: v.earlier(choice="yes"),
    "a proxy to oneself": lambda v: v.proxy(holder_id=v.finland.id),
    "a proxy that nobody wrote": lambda v: v.proxy(written=""),
    "a proxy for a ballot and a period": lambda v: v.proxy(
        ballot=True, grantor_id=v.france.id, starts_on=DAY, ends_on=DAY
    ),
    "a proxy for nothing": lambda v: v.proxy(starts_on=None, ends_on=None),
    "a proxy for good": lambda v: v.proxy(ends_on=None),
    "a proxy that began never": lambda v: v.proxy(starts_on=None),
    "a proxy that ends before it begins": lambda v: v.proxy(ends_on=DAY - timedelta(days=1)),
    "two proxies for one ballot": lambda v: v.proxy(ballot=True, holder_id=v.france.id),
    "a proxy revoked by nobody": lambda v: v.proxy(grantor_id=v.france.id, revoked_at=NOW),
    "a proxy revoked at no time": lambda v: v.proxy(grantor_id=v.france.id, revoked_by_id=v.head.id),
    "a close put off to before": lambda v: v.extension(closes_at=NOW),
    "a statement of no kind": lambda v: v.statement(kind="remark", paragraph_id=None),
    "a reservation without a word": lambda v: v.statement(association_id=v.sweden.id, body=""),
    "opting out of a recommendation": lambda v: v.opt_out(paragraph_id=f"p{v.paper.id}-4"),
    "opting out twice": lambda v: v.opt_out(),
    "two reservations about the paper": lambda v: v.statement(),
    "two reservations about one recommendation": lambda v: v.statement(paragraph_id=f"p{v.paper.id}-4"),
    "a statement of one not on the roll": lambda v: v.statement(association_id=v.latecomer.id),
    "a statement of an observer": lambda v: v.statement(association_id=v.observer.id),
    "a statement withdrawn by nobody": lambda v: v.opt_out(association_id=v.sweden.id, withdrawn_at=NOW),
    "a statement withdrawn at no time": lambda v: v.opt_out(
        association_id=v.sweden.id, withdrawn_by_id=v.head.id
    ),
    "an item decided twice": lambda v: v.decision(outcome="rejected"),
    "a second text as a whole": lambda v: v.further_item(kind="final_text"),
    "an item of no kind": lambda v: v.further_item(kind="motion"),
    "two items of one number": lambda v: v.further_item(number=1),
    "taking part in a secret ballot twice": lambda v: v.participation(),
    "an observer in a secret ballot": lambda v: v.participation(association_id=v.observer.id),
    "voting secretly in a ballot that is not": lambda v: v.participation(ballot_id=v.ballot.id),
    "a second box for one item": lambda v: Box(item_id=v.item.id, slips=[]),
    "the same reminder twice": lambda v: v.reminder(),
    "left out for no known reason": lambda v: v.roll_entry(left_out="disliked"),
    "twice on the roll": lambda v: v.roll_entry(association_id=v.finland.id),
    "a second running ballot": lambda v: v.second_ballot(ended_at=None),
    "called off, and still running": lambda v: v.second_ballot(
        opens_at=LATER, closes_at=LATER + timedelta(1), called_off_at=NOW, ended_at=None
    ),
    "called off after it opened": lambda v: v.second_ballot(called_off_at=NOW + timedelta(seconds=1)),
    "closed when it opens": lambda v: v.second_ballot(closes_at=NOW),
    "a text that nobody issued came of it": lambda v: v.second_ballot(result_version_id=999),
}

FORBIDDEN = (
    "DELETE FROM position", "DELETE FROM earlier_position", "UPDATE earlier_position SET choice = 'against'",
    "UPDATE ballot_roll SET weight = 1", "DELETE FROM ballot_roll", "DELETE FROM proxy",
    "UPDATE ballot_item SET number = 9", "DELETE FROM ballot_item",
    "UPDATE ballot_extension SET reason = 'x'",
    "DELETE FROM ballot_extension", "UPDATE item_decision SET outcome = 'rejected'",
    "DELETE FROM item_decision", "DELETE FROM secret_participation", "DELETE FROM secret_box",
    "UPDATE secret_participation SET ballot_id = ballot_id", "DELETE FROM statement",
    "UPDATE position SET choice = 'against'", "UPDATE position SET association_id = association_id + 1",
    "UPDATE proxy SET holder_id = holder_id + 1", "UPDATE proxy SET written = 'x'",
    "UPDATE proxy SET revoked_at = given_at", "UPDATE proxy SET revoked_by_id = given_by_id",
    "UPDATE statement SET body = 'x'", "UPDATE statement SET withdrawn_at = made_at",
    "UPDATE statement SET withdrawn_by_id = made_by_id",
    "UPDATE statement SET withdrawn_at = made_at, withdrawn_by_id = made_by_id, body = 'x'",
)  # fmt: skip


@pytest.fixture
def vault(database_url: str, app_on: Callable[..., Flask]) -> Iterator[Vault]:
    with app_on(database_url).app_context():
        yield Vault()


def test_the_database_refuses_the_impossible_and_to_forget(vault: Vault) -> None:
    taken = []
    for name, make in IMPOSSIBLE.items():
        if is_taken(lambda m=make: db.session.add(m(vault))):  # type: ignore[misc]
            taken.append(name)
    for statement in FORBIDDEN:
        if is_taken(lambda s=statement: db.session.execute(text(s))):  # type: ignore[misc]
            taken.append(statement)
    suspended = "UPDATE association SET suspended_on = '2026-05-04' WHERE status = 'member'"
    if is_taken(lambda: db.session.execute(text(suspended))):
        taken.append(suspended)
    assert not taken


def is_taken(change: Callable[[], object]) -> bool:
    """Whether the database took the change, which it should refuse."""
    try:
        with transaction():
            change()
    except DBAPIError:
        db.session.expunge_all()
        return False
    return True


def test_the_possible_is_taken(vault: Vault) -> None:
    """So that none of the above is refused for another reason: each with one thing put right."""
    for row in (
        vault.another_position(
            would_favour=True, proposed_change="Say seven.", channel="telephone", channel_note="Head, 4 May.",
            reservation="Not 3.",
        ),
        vault.position(association_id=vault.france.id, cast_at=vault.closes_at - SECOND),
        vault.proxy(ballot=True, grantor_id=vault.france.id), vault.opt_out(association_id=vault.france.id),
        vault.further_item(), vault.participation(association_id=vault.sweden.id),
        vault.second_ballot(opens_at=LATER, closes_at=LATER + timedelta(1), called_off_at=NOW),
        vault.proxy(grantor_id=vault.france.id, revoked_at=NOW, revoked_by_id=vault.head.id),
        vault.opt_out(association_id=vault.sweden.id, withdrawn_at=NOW, withdrawn_by_id=vault.head.id),
    ):  # fmt: skip
        with transaction():
            db.session.add(row)
    with transaction():
        standing = "revoked_at = given_at, revoked_by_id = given_by_id WHERE revoked_at IS NULL"
        db.session.execute(text(f"UPDATE proxy SET {standing}"))
        db.session.add(vault.proxy(ballot=True, holder_id=vault.france.id))
        standing = "withdrawn_at = made_at, withdrawn_by_id = made_by_id WHERE withdrawn_at IS NULL"
        db.session.execute(text(f"UPDATE statement SET {standing}"))
        db.session.add_all([vault.statement(), vault.opt_out()])


def test_what_ended_once_ends_no_second_time(vault: Vault) -> None:
    ends = {"proxy": ("revoked", "given"), "statement": ("withdrawn", "made")}
    for table, (ended, began) in ends.items():
        update = f"UPDATE {table} SET {ended}_at = {began}_at, {ended}_by_id = {began}_by_id"
        with transaction():
            db.session.execute(text(update))
        assert not is_taken(lambda u=update: db.session.execute(text(u)))  # type: ignore[misc]


def test_a_position_changes_only_into_one_that_can_be_once_what_it_was_is_kept(vault: Vault) -> None:
    change = "UPDATE position SET choice = 'against'"
    assert not is_taken(lambda: db.session.execute(text(change)))  # what the vault kept is another one
    with transaction():
        db.session.add_all(
            [vault.earlier(choice="in_favour"), proxy := vault.proxy(grantor_id=vault.france.id)]
        )
    db.session.refresh(proxy)
    taken = [
        wrong for wrong in (
            f"{change}, reservation = 'Not 3.'", f"{change}, channel = 'letter'",
            "UPDATE position SET association_id = (SELECT id FROM association WHERE code = 'SE')",
            "UPDATE position SET cast_at = (SELECT MAX(closes_at) FROM ballot)",
            f"UPDATE position SET proxy_id = {proxy.id}",
        ) if is_taken(lambda w=wrong: db.session.execute(text(w)))  # type: ignore[misc]
    ]  # fmt: skip
    assert not taken
    with transaction():
        db.session.execute(text(change))


def test_positions_by_proxy_go_with_their_own_proxy(vault: Vault) -> None:
    with transaction():
        proxy = vault.proxy(ballot=True, grantor_id=vault.france.id)
        db.session.add(proxy)
        db.session.flush()
        db.session.add(vault.position(association_id=vault.france.id, proxy_id=proxy.id))
