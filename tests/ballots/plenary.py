"""A paper on its way from tabled amendments through the vote on a voting list, one line for each step."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.ballots import casting, opening, settling
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Decision, Position
from eca_policy.ballots.opening import Opening
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.members.models import Association
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.voting import service as voting
from eca_policy.voting.items import Listed
from eca_policy.voting.queries import agenda
from tests.conftest import People, actor_of
from tests.making import make_paper

TABLING = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
CONSULTATION_ENDS = datetime(2026, 5, 1, 15, 0, tzinfo=UTC)
OPENED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CLOSES = datetime(2026, 5, 18, 15, 0, tzinfo=UTC)
CODES = ("FI", "SE", "ES", "FR")


@dataclass
class Plenary:
    """The people, the paper, and what they do. `travel` puts the clock to an instant."""

    people: People
    travel: Any
    text: str = ""
    language: str = "en"
    associations: dict[str, Association] = field(default_factory=dict)
    heads: dict[str, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.travel(TABLING)
        self.secretary = self.people.secretariat()
        for code in CODES:
            self.associations[code] = self.people.association(code)
            self.heads[code] = self.people.person("head", self.associations[code])
        self.rapporteur = self.people.person("delegate", self.associations["ES"])
        self.paper = self.make_paper()
        with transaction():
            load_presets()

    def make_paper(self) -> Paper:
        given: dict[str, Any] = {"text": self.text} if self.text else {}
        return make_paper(
            self.rapporteur, rapporteurs=[self.rapporteur], closes_at=CONSULTATION_ENDS,
            language=self.language, **given,
        )  # fmt: skip

    def at(self, number: int) -> str:
        """The id of the paragraph at this place of the text, headings counted; 0 is the beginning."""
        return f"p{self.paper.id}-{number}" if number else ""

    def table(self, code: str, *changes: Change, parent: str = "") -> Amendment:
        """Tabled by the head of an association."""
        with transaction():
            return self.row(code, *changes, parent=parent)

    def row(self, code: str, *changes: Change, parent: str = "") -> Amendment:
        """The same in a transaction of the caller's."""
        actor, version = actor_of(self.heads[code]), papers.latest_version(self.paper)
        assert version is not None
        proposal = Proposal(version.number, changes, "Because.", parent=parent)
        draft = amendments.draft(actor, self.paper.reference, proposal, at=clock.now())
        return amendments.table(actor, self.paper.reference, f"draft-{draft.id}", at=clock.now())

    def reword(self, code: str, number: int, wording: str, *, parent: str = "") -> Amendment:
        return self.table(code, Change("replace", self.at(number), wording), parent=parent)

    def insert(self, code: str, number: int, wording: str, *, parent: str = "") -> Amendment:
        return self.table(code, Change("insert_after", self.at(number), wording), parent=parent)

    def delete(self, code: str, number: int) -> Amendment:
        return self.table(code, Change("delete", self.at(number)))

    @property
    def listed(self) -> Listed:
        actor = actor_of(self.secretary)
        return agenda(access_paper(actor, self.paper.reference, at=clock.now())).listed

    def labels(self) -> list[str]:
        """What each item but the last is about: "4", "1=3", "2+5" for a package, "6/1" for a part."""
        return [
            "+".join("=".join(piece.entry.labels) for piece in item.pieces)
            + (f"/{item.part}" if item.part else "")
            for item in self.listed.items[:-1]
        ]

    def pack(self, *labels: str) -> None:
        with transaction():
            voting.pack(
                actor_of(self.rapporteur), self.paper.reference, labels, seen=self.listed.stamp,
                at=clock.now(),
            )  # fmt: skip

    def ask(self, code: str, label: str, kind: str) -> None:
        with transaction():
            voting.request_vote(actor_of(self.heads[code]), self.paper.reference, label, kind, at=clock.now())

    def open(self, *, closes_at: datetime = CLOSES, with_list: bool = True, **how: Any) -> Ballot:
        """Open the ballot when the consultation is over, on the list as it is."""
        if clock.now() < CONSULTATION_ENDS:
            self.travel(OPENED)
        chosen = Opening(procedure_key="simple_majority", seen=self.listed.stamp if with_list else "")
        with transaction():
            return opening.open_ballot(
                actor_of(self.secretary), self.paper.reference, closes_at=closes_at,
                how=replace(chosen, **how), at=clock.now(),
            )  # fmt: skip

    @property
    def ballot(self) -> Ballot:
        """The ballot opened last."""
        return db.session.query(Ballot).order_by(Ballot.number.desc()).limit(1).one()

    def vote(self, *, adopt: Collection[int], voters: Iterable[str] = ("FI", "SE", "FR")) -> None:
        """These associations are in favour of these items, and against all others."""
        numbers = [item.number for item in self.ballot.items]
        answers = {n: Answer("in_favour" if n in adopt else "against") for n in numbers}
        for code in voters:
            with transaction():
                casting.cast_positions(
                    actor_of(self.heads[code]), self.paper.reference, self.ballot.number,
                    association_id=self.associations[code].id, answers=answers, at=clock.now(),
                )  # fmt: skip

    def cast(self, code: str, choice: str, *, who: Account | None = None, **more: Any) -> Position:
        """One position on the text as a whole, by the head of the association or by somebody else."""
        with transaction():
            return casting.cast_position(
                actor_of(who or self.heads[code]), self.paper.reference, self.ballot.number,
                association_id=self.associations[code].id, choice=choice, at=clock.now(), **more,
            )  # fmt: skip

    def settle(self, *, at: datetime | None = None) -> Decision:
        """The close has come."""
        self.travel(at or self.ballot.closes_at)
        with transaction():
            decision = settling.settle(CLOCK, self.ballot)
        assert decision is not None
        return decision

    def decide(self, *, adopt: Collection[int]) -> dict[int, str]:
        """Open, vote and settle; the final text is adopted when the number of the last item is in `adopt`."""
        self.open()
        self.vote(adopt=adopt)
        self.settle()
        return self.outcomes()

    def outcomes(self) -> dict[int, str]:
        found = {item.number: item.decision for item in self.ballot.items}
        return {number: each.outcome for number, each in found.items() if each is not None}

    def amendments(self) -> dict[str, Amendment]:
        rows = db.session.query(Amendment).filter_by(paper_id=self.paper.id).order_by(Amendment.number)
        return {row.label or "": row for row in rows}

    def states(self) -> dict[str, str]:
        return {label: row.state for label, row in self.amendments().items()}

    @property
    def version(self) -> Version:
        """The version issued last."""
        found = papers.latest_version(self.paper)
        assert found is not None
        return found

    @property
    def reads(self) -> str:
        """The text of the version issued last."""
        return papers.whole_text(self.version.revision)
