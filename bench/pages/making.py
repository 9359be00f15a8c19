"""Makes an alliance of 15 associations and two papers of 10,000 words, with 20 comments and with 200."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask_migrate import upgrade

from eca_policy.accounts.models import Account
from eca_policy.comments import writing
from eca_policy.comments.models import Comment, Reply, Support
from eca_policy.comments.rules import ANSWERS, TYPES
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from eca_policy.text.markdown import render_short
from tests.making import make_paper

CODES = ("AT", "BE", "BG", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "IT", "LT", "PL", "PT", "SE")
VOCABULARY = [
    "the", "cluster", "region", "Commission", "shall", "support", "innovation", "market", "of", "and", "in",
    "for", "small", "firms", "research", "funding", "skills", "energy", "policy", "with", "member", "states",
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """The addresses of the two papers, and the reader: a delegate who may comment, reply and support."""

    quiet: str
    busy: str
    reader: str


def make(app: Flask) -> Made:
    """Fill the empty database of this application."""
    dice = random.Random(1)
    with app.app_context():
        upgrade()
        people = list(delegates())
        quiet, busy = (make_paper(people[0], text=text(dice)) for _ in range(2))
        add_comments(quiet, 20, people, dice)
        add_comments(busy, 200, people, dice)
        return Made(f"/papers/{quiet.reference}", f"/papers/{busy.reference}", str(people[3].email))


def delegates() -> Iterator[Account]:
    """One delegate for each association."""
    at = clock.now()
    for code in CODES:
        association = Association(
            code=code, name=f"Cluster Association {code}", country=code, weight=20, created_at=at
        )
        person = Account(email=f"{code.lower()}@example.org", name=f"Delegate of {code}", created_at=at)
        db.session.add_all([association, person])
        db.session.flush()
        db.session.add(
            TermOfOffice(
                account_id=person.id,
                association_id=association.id,
                role="delegate",
                starts_on=date(2026, 1, 1),
            )
        )
        db.session.commit()
        yield person


def sentence(dice: random.Random, length: int) -> str:
    return " ".join(dice.choices(VOCABULARY, k=length)).capitalize() + "."


def text(dice: random.Random) -> str:
    """About 10,000 words: 20 chapters of prose with a list, a note and a recommendation each, and a table."""
    return "\n\n".join(chapter(number, dice) for number in range(1, 21)) + "\n"


def chapter(number: int, dice: random.Random) -> str:
    prose = [" ".join(sentence(dice, 20) for _ in range(4)) for _ in range(5)]
    points = "\n".join(f"- {sentence(dice, 12)}" for _ in range(3))
    years = range(2021, 2027)
    rows = "\n".join(f"| {year} | {dice.randrange(100)} | {dice.randrange(100)} |" for year in years)
    blocks = [
        f"## {sentence(dice, 5)}",
        f"{prose[0]}[^{number}]",
        *prose[1:],
        points,
        f"| Year | Clusters | Regions |\n|---|---|---|\n{rows}" if number == 1 else sentence(dice, 15),
        f"{sentence(dice, 18)}\n{{: .recommendation }}",
        f"[^{number}]: {sentence(dice, 12)}",
    ]
    return "\n\n".join(blocks)


def add_comments(paper: Paper, count: int, people: Sequence[Account], dice: random.Random) -> None:
    """Comments all over the text: a third with wording, two thirds answered, with replies and supports."""
    revision = latest_revision(paper)
    for number in range(1, count + 1):
        paragraph = dice.choice(revision.paragraphs)
        typed = edited(paragraph["source"], dice) if number % 3 == 0 else ""
        proposed_wording, changes = writing.wording(typed, paragraph["source"])
        body = f"{sentence(dice, 15)} *{sentence(dice, 6)}*"
        comment = Comment(
            paper_id=paper.id,
            number=number,
            revision_id=revision.id,
            paragraph_id=paragraph["id"],
            association_id=number % len(people) + 1,
            author_id=people[number % len(people)].id,
            type=TYPES[number % len(TYPES)],
            body=body,
            body_html=render_short(body),
            proposed_wording=proposed_wording,
            changes=changes,
            created_at=clock.now() - timedelta(hours=count - number),
        )
        if number % 3:
            comment.disposition, comment.reason = dice.choice(ANSWERS), sentence(dice, 12)
            comment.answered_by_id, comment.answered_at = people[0].id, clock.now()
        db.session.add(comment)
        db.session.flush()
        add_echo(comment, number, people, dice)
    db.session.commit()


def edited(source: str, dice: random.Random) -> str:
    """The paragraph with one word in ten replaced and a sentence added."""
    replaced = (dice.choice(VOCABULARY) if dice.random() < 0.1 else each for each in source.split(" "))
    return f"{' '.join(replaced)} {sentence(dice, 8)}"


def add_echo(comment: Comment, number: int, people: Sequence[Account], dice: random.Random) -> None:
    """A reply to every second comment, and the support of none, one or two other associations."""
    at = comment.created_at + timedelta(minutes=30)
    if number % 2:
        other = people[(number + 5) % len(people)]
        body = sentence(dice, 12)
        db.session.add(
            Reply(
                comment_id=comment.id,
                author_id=other.id,
                association_id=(number + 5) % len(people) + 1,
                body=body,
                body_html=render_short(body),
                created_at=at,
            )
        )
    for step in range(1, number % 3 + 1):
        place = (number + step) % len(people)
        db.session.add(
            Support(
                comment_id=comment.id, association_id=place + 1, account_id=people[place].id, created_at=at
            )
        )
