"""Makes a paper of 10,000 words with 200 amendments of 15 associations, half of them switched on."""

import random
import sys
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

sys.path.insert(0, str(Path(__file__).parents[1] / "pages"))

from making import delegates, edited, sentence, text

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.consolidation import queries, service
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.members import queries as members
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from eca_policy.transaction import transaction
from tests.making import make_paper

AMENDMENTS = 200


@dataclass(frozen=True)
class Made:
    """The address of the desk, who holds it, and what was made."""

    path: str
    holder: str
    words: int
    amendments: int
    associations: int
    switched_on: int
    conflicts: int


def make(app: Flask) -> Made:
    """Fill the empty database of this application."""
    dice = random.Random(1)
    with app.app_context():
        upgrade()
        people = list(delegates())
        holder = people[0]
        paper = make_paper(holder, text=text(dice), rapporteurs=[holder])
        actors = [members.actor_for(each, at=clock.now()) for each in people]
        for number in range(AMENDMENTS):
            table(actors[number % len(actors)], paper, dice)
        on = switch_on(actors[0], paper, dice)
        laid = desk(paper)
        conflicts = sum(bool(laid.desk.merged(place).contests) for place in laid.desk.places)
        words = latest_revision(paper).words
        return Made(
            f"/papers/{paper.reference}/consolidation", str(holder.email), words, AMENDMENTS, len(people), on,
            conflicts,
        )  # fmt: skip


def table(actor: Actor, paper: Paper, dice: random.Random) -> None:
    """Most reword a paragraph here and there; others insert, delete, or do so at two places."""
    version = latest_revision(paper)
    chosen = dice.sample([one for one in version.paragraphs if one["number"]], 2)
    changes = [change(one["id"], one["source"], dice) for one in chosen[: 1 + (dice.random() < 0.1)]]
    with transaction():
        proposal = Proposal(1, tuple(changes), sentence(dice, 20))
        draft = amendments.draft(actor, paper.reference, proposal, at=clock.now())
        amendments.table(actor, paper.reference, f"draft-{draft.id}", at=clock.now())


def change(paragraph_id: str, source: str, dice: random.Random) -> Change:
    kind = dice.choices(["replace", "insert_after", "delete"], [8, 2, 1])[0]
    if kind == "delete":
        return Change("delete", paragraph_id)
    if kind == "insert_after":
        return Change("insert_after", paragraph_id, sentence(dice, 25))
    return Change("replace", paragraph_id, edited(source.rstrip("\n"), dice))


def switch_on(actor: Actor, paper: Paper, dice: random.Random) -> int:
    """Open the desk, and accept every second amendment."""
    with transaction():
        service.open_desk(actor, paper.reference, at=clock.now())
    groups = desk(paper).desk.groups[::2]
    for group in groups:
        with transaction():
            service.choose(actor, paper.reference, group.name, "accepted", seen=group.token, at=clock.now())
    return len(groups)


def desk(paper: Paper) -> queries.Laid:
    row = queries.open_desk(paper)
    assert row is not None
    db.session.refresh(row)
    return queries.laid_out(row)
