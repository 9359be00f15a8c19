"""The report A9-0163/2024 of the European Parliament, from its amendments to the final vote.

The five amendments of the committee are those printed; of the others only numbers and places are published,
so that their words here are our own, at those places. The votes are the published ones, taken as they are.
"""

import csv
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from sqlalchemy import insert

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.ballots import opening, settling
from eca_policy.ballots.counted import case_positions, case_roll
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.models import Ballot, Item, Position, RollEntry
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.recount import case_data, recount
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.voting import service as voting
from eca_policy.voting.items import Listed
from eca_policy.voting.queries import agenda
from tests.amendments.test_real_report import printed
from tests.ballots.test_votes_of_parliament import SEATS, VOTES_FILE
from tests.conftest import NOW, People, actor_of
from tests.making import make_paper

TABLING = datetime(2026, 4, 10, 9, tzinfo=UTC)
SITTING = datetime(2026, 4, 24, 9, tzinfo=UTC)
CLOSES = datetime(2026, 4, 24, 12, tzinfo=UTC)
PUBLISHED_ORDER = ["1", "8", "2", "7", "3", "9", "4", "6", "5", "11", "12"]
OUTCOMES = {"ADOPTED": "adopted", "REJECTED": "rejected", "LAPSED": "lapsed"}

UNKNOWN_REASONS = {
    "6/3": "Fell because part 2 was rejected: for us the parts of an amendment stand by themselves.",
    "5/2": "Fell with the whole of amendment 5, once 6/1 was adopted; 6/1 says nothing of its second place.",
}
"""What the Parliament let lapse for reasons that a voting list does not know. Nobody voted on it, so that
here it is not adopted either."""

pytestmark = pytest.mark.shared("real/votes/ep_vote_items.csv", "real/votes/A9-0163-2024_EN.txt")


def rows() -> dict[str, dict[str, str]]:
    """The published items by what they are about: "8", "4=10", "6/1", "" for the final vote.

    The two rows that only announce a split vote have no result, and are no items.
    """
    found = {}
    with VOTES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if "A9-0163/2024" in row["vote_label"] and row["result"]:
                name = row["amendment_number"].replace("= ", "=").rstrip("=")
                found[f"{name}/{row['part']}" if row["part"] else name] = row
    return found


class Sitting:
    """The Parliament as 705 associations with one vote each; one person is head of all of them."""

    def __init__(self) -> None:
        self.people = People()
        self.secretary = self.people.secretariat()
        self.president: Account = self.people.add(
            Account(email="president@example.org", name="President", created_at=NOW)
        )
        self.seat_members()
        for name, base in (("component_members", "entitled"), ("votes_cast", "cast")):
            condition = {"measure": "members", "base": base, "more_than": "1/2"}
            self.people.add(ProcedureRow(key=name, name=name, name_fi=name, rule={"conditions": [condition]}))
        self.paper = make_paper(self.secretary, text=present_text(), closes_at=SITTING)

    def seat_members(self) -> None:
        db.session.execute(
            insert(Association),
            [
                {"code": f"M{n:03}", "name": f"Member {n:03}", "country": "EU", "weight": 1,
                 "status": "member", "created_at": NOW}
                for n in range(SEATS)
            ],
        )  # fmt: skip
        self.members = list(db.session.scalars(db.select(Association.id).order_by(Association.code)))
        db.session.execute(
            insert(TermOfOffice),
            [
                {"account_id": self.president.id, "association_id": one, "role": "head",
                 "starts_on": date(2026, 1, 1)}
                for one in self.members
            ],
        )  # fmt: skip
        db.session.commit()

    def table(self, group: int, *changes: Change) -> None:
        actor = actor_of(self.president)
        proposal = Proposal(1, changes, "Because.", association_id=self.members[group])
        with transaction():
            draft = amendments.draft(actor, self.paper.reference, proposal, at=clock.now())
            amendments.table(actor, self.paper.reference, f"draft-{draft.id}", at=clock.now())

    @property
    def listed(self) -> Listed:
        return agenda(access_paper(actor_of(self.secretary), self.paper.reference, at=clock.now())).listed

    def arrange(self) -> None:
        """Into the order in which the Parliament voted."""
        for label in reversed(PUBLISHED_ORDER):
            with transaction():
                voting.move_to(
                    actor_of(self.secretary), self.paper.reference, label, number=1,
                    seen=self.listed.stamp, at=clock.now(),
                )  # fmt: skip

    def split(self, label: str) -> None:
        with transaction():
            voting.request_vote(
                actor_of(self.president), self.paper.reference, label, "split",
                association_id=self.members[9], at=clock.now(),
            )  # fmt: skip

    def open(self) -> None:
        twelve = next(n for n, name in names(self.listed).items() if name == "12")
        how = Opening(
            procedure_key="votes_cast", seen=self.listed.stamp, amendments_key="component_members",
            item_keys={twelve: "votes_cast"},
        )  # fmt: skip
        with transaction():
            opening.open_ballot(
                actor_of(self.secretary), self.paper.reference, closes_at=CLOSES, how=how, at=clock.now()
            )

    def vote(self, published: dict[str, dict[str, str]]) -> None:
        """The positions as rows: which members they were is not published for this, only how many."""
        for item in ballot().items:
            row = published[name_of(item)]
            said: list[str] = []
            for choice in ("in_favour", "against", "abstention"):
                said += [choice] * int(row[choice] or 0)
            assert len(said) == int(row["voters"] or 0)
            given: dict[str, Any] = {
                "item_id": item.id,
                "cast_by_id": self.president.id,
                "cast_at": ballot().opens_at,
            }
            given |= {"explanation": "", "reservation": "", "version_counter": 1}
            if said:
                db.session.execute(
                    insert(Position),
                    [
                        given | {"association_id": member, "choice": choice}
                        for member, choice in zip(self.members, said, strict=False)
                    ],
                )
        db.session.commit()


def present_text() -> str:
    """The present texts; the last one sentence by sentence, since a split vote is one place by place."""
    *texts, annex = [present for present, _ in printed()]
    first, second = annex.split(" Members should take part")
    further = "The Bureau lays down the details of the training."
    decision = "Decides to amend its Rules of Procedure as set out above."
    return "\n\n".join([*texts, first, f"Members should take part{second}", further, decision]) + "\n"


def table_amendments(sitting: Sitting, paper: Paper) -> None:
    def at(number: int) -> str:
        return f"p{paper.id}-{number}"

    def reword(number: int, wording: str) -> Change:
        return Change("replace", at(number), wording)

    committee = ["\n\n".join(amended) for _, amended in printed()]
    annex, *members = printed()[4][1]
    annex_6 = "5\\. Members cooperate fully, and complete the training within six months."
    for number in range(4):
        sitting.table(0, reword(number + 1, committee[number]))
    sitting.table(0, reword(5, annex), reword(6, "\n\n".join(members)))
    sitting.table(2, reword(5, annex_6), reword(6, "Certificates are published."), Change("delete", at(7)))
    sitting.table(1, reword(2, "The Conference of Presidents may propose to end a term of office."))
    sitting.table(1, reword(1, "Members shall sign the declaration, and complete a course of their choice."))
    sitting.table(1, reword(3, "Where a rapporteur breaches the Code, the committee may replace them."))
    sitting.table(1, reword(4, committee[3]))
    sitting.table(1, reword(5, "5\\. Members are encouraged to cooperate."))
    sitting.table(1, Change("insert_after", at(8), "Asks for a review of the training after two years."))


def names(listed: Listed) -> dict[int, str]:
    """What each item of the list is about, as the published rows name it."""
    return {
        item.number: "=".join(label for piece in item.pieces for label in piece.entry.labels)
        + (f"/{item.part}" if item.part else "")
        for item in listed.items
    }  # fmt: skip


def name_of(item: Item) -> str:
    labels = "=".join(label for piece in item.pieces for label in piece["labels"])
    return f"{labels}/{item.part}" if item.part else labels


def ballot() -> Ballot:
    return db.session.query(Ballot).one()


@pytest.fixture
def sitting(people: People) -> Iterator[Sitting]:
    """The report, tabled, arranged, voted on and settled."""
    with time_machine.travel(TABLING, tick=False) as traveller:
        made = Sitting()
        table_amendments(made, made.paper)
        for label in ("5", "6"):
            made.split(label)
        traveller.move_to(SITTING)
        made.arrange()
        made.open()
        made.vote(rows())
        traveller.move_to(CLOSES)
        with transaction():
            settling.settle(CLOCK, ballot())
        yield made


def test_the_report_comes_to_its_published_results(sitting: Sitting) -> None:
    published, items = rows(), ballot().items
    assert [name_of(item) for item in items] == list(published)
    assert db.session.query(RollEntry).filter_by(left_out="").count() == SEATS
    for item in items:
        assert item.decision is not None
        name, said = name_of(item), OUTCOMES[published[name_of(item)]["result"]]
        if name in UNKNOWN_REASONS:
            assert (said, item.decision.outcome) == ("lapsed", "rejected")
        else:
            assert item.decision.outcome == said, name
    assert_the_final_vote(items[-1])
    assert_the_majorities(items)
    assert_what_became_of_the_text(sitting)
    for item in items:
        assert_recount_agrees(item)


def assert_the_final_vote(item: Item) -> None:
    assert item.decision is not None
    figures = item.decision.figures
    said = [figures[name]["members"] for name in ("in_favour", "against", "abstention", "present")]
    assert said == [473, 89, 53, 615]


def assert_the_majorities(items: list[Item]) -> None:
    """353 of 705 for the amendments to the Rules; of item 16, 274 in favour and 316 against, votes cast."""
    by_name = {name_of(item): item for item in items}
    assert {name for name, item in by_name.items() if item.procedure_name == "votes_cast"} == {"12", ""}
    third = by_name["3"].decision
    assert third is not None
    assert (third.figures["in_favour"]["members"], third.figures["conditions"][0]["needed"]) == (341, 353)
    assert third.figures["in_favour"]["members"] > third.figures["against"]["members"]


def assert_what_became_of_the_text(sitting: Sitting) -> None:
    states = {one.label: one.state for one in db.session.query(Amendment)}
    accepted = {label for label, state in states.items() if state == "accepted"}
    assert accepted == {"1", "4", "10"}
    assert (states["6"], states["8"], states["11"]) == ("accepted_with_changes", "lapsed", "lapsed")
    assert {states[label] for label in ("2", "3", "5", "7", "9", "12")} == {"rejected"}
    version = papers.latest_version(sitting.paper)
    assert version is not None
    assert sitting.paper.stage == "adopted"
    (_, first), (second, _), (third, _), (_, fourth), _ = printed()
    text = papers.whole_text(version.revision)
    assert text.startswith("\n\n".join([*first, second, third, *fourth]))
    assert "complete the training within six months.\n\nMembers should take part" in text
    assert ballot().result_version_id == version.id


def assert_recount_agrees(item: Item) -> None:
    """From the file, on the item's own figures: what lapsed is not decided by them."""
    assert item.decision is not None
    case = case_data(
        name_of(item) or "final", Procedure.from_dict(item.rule), case_roll(item.ballot),
        case_positions(item),
        outcome=Outcome.ADOPTED,
    )  # fmt: skip
    (again,) = recount(case)
    assert again.to_dict()["figures"] == item.decision.figures
    if item.decision.outcome != "lapsed":
        assert again.decision.outcome == item.decision.outcome
