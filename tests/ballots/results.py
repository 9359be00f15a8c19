"""Ballots as rows, for tests of what is shown of them: opened, voted on, and decided by the real verb."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import time_machine
from sqlalchemy import insert

from eca_policy.accounts.models import Account
from eca_policy.ballots import settling
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.extensions import db
from eca_policy.lib.actor import CLOCK
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_version
from eca_policy.transaction import transaction
from tests.conftest import People
from tests.making import make_paper

OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
TWO_THIRDS = {
    "conditions": [{"measure": "members", "base": "cast", "at_least": "2/3"}],
    "quorum": {"measure": "members", "at_least": "1/2"},
}
SILENCE = {"silence": {"objections": 3, "weight": "1/5"}}


def make_ballot(
    people: People,
    positions: Mapping[str, Any],
    *,
    rule: Mapping[str, Any] = TWO_THIRDS,
    shown: str = "live",
    items: Sequence[Mapping[str, Any]] = (),
    language: str = "en",
) -> tuple[Paper, Ballot, dict[str, Association]]:
    """An open ballot. `positions` by code: a choice, a mapping of more, or None for one that is missing;
    "left_out" for an observer. Each item before the final text may have "positions" of its own, and
    "rule" and "procedure".
    """
    secretary = people.secretariat()
    with time_machine.travel(OPENED, tick=False):
        paper = make_paper(secretary, stage="consolidation", language=language)
    paper.stage = "decision"
    ballot = add_ballot(paper, secretary, rule, shown)
    members = {code: add_to_roll(people, ballot, code, said) for code, said in positions.items()}
    rows = [*items, {"kind": "final_text", "positions": positions}]
    for number, row in enumerate(rows, start=1):
        said = row.get("positions", {})
        item = add_item(ballot, number, row, rule)
        for code, each in said.items():
            if shown != "secret" and each not in (None, "left_out"):
                add_position(item, members[code], secretary, each)
        if shown == "secret":
            choices = [each for each in said.values() if each not in (None, "left_out")]
            db.session.add(Box(item_id=item.id, slips=slips(choices)))
    if shown == "secret":
        voted = [members[code].id for code, each in positions.items() if each not in (None, "left_out")]
        for association_id in sorted(voted):
            db.session.execute(
                insert(Participation).values(ballot_id=ballot.id, association_id=association_id)
            )
    db.session.commit()
    db.session.refresh(ballot)
    return paper, ballot, members


def add_ballot(paper: Paper, secretary: Account, rule: Mapping[str, Any], shown: str) -> Ballot:
    version = latest_version(paper)
    assert version is not None
    ballot = Ballot(
        paper_id=paper.id, number=1, version_id=version.id, procedure_name="Position paper",
        procedure_name_fi="Kannanotto", rule=dict(rule), conduct={"shown": shown}, follow_up={},
        opens_at=OPENED, closes_at=CLOSES, opened_by_id=secretary.id,
    )  # fmt: skip
    db.session.add(ballot)
    db.session.flush()
    return ballot


def add_to_roll(people: People, ballot: Ballot, code: str, said: Any) -> Association:
    weight = said.get("weight", 10) if isinstance(said, Mapping) else 10
    association = people.association(code, weight)
    left_out = "observer" if said == "left_out" else ""
    db.session.add(
        RollEntry(
            ballot_id=ballot.id, association_id=association.id, code=code, weight=weight, left_out=left_out
        )
    )
    return association


def add_item(ballot: Ballot, number: int, row: Mapping[str, Any], rule: Mapping[str, Any]) -> Item:
    item = Item(
        ballot_id=ballot.id, number=number, kind=row.get("kind", "amendments"),
        rule=dict(row.get("rule", rule)), procedure_name=row.get("procedure", "Position paper"),
        procedure_name_fi="Kannanotto", pieces=row.get("pieces", []),
        lapses_if=row.get("lapses_if", []), amends=row.get("amends", []),
    )  # fmt: skip
    db.session.add(item)
    db.session.flush()
    return item


def add_position(item: Item, association: Association, by: Account, said: Any) -> None:
    more = dict(said) if isinstance(said, Mapping) else {"choice": said}
    more.pop("weight", None)
    db.session.add(
        Position(item_id=item.id, association_id=association.id, cast_by_id=by.id, cast_at=OPENED, **more)
    )


def slips(choices: Sequence[str]) -> list[list[str]]:
    return [[f"code-{number:02}", choice] for number, choice in enumerate(choices, start=1)]


def close(ballot: Ballot) -> Ballot:
    """Decide the ballot at its close."""
    with time_machine.travel(CLOSES, tick=False), transaction():
        settling.settle(CLOCK, ballot)
    db.session.refresh(ballot)
    return ballot
