"""A paper in every stage, for journeys that look at pages and not at how a paper comes to them."""

from collections.abc import Mapping
from datetime import timedelta

import time_machine
from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import casting, opening, settling
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot, Procedure
from eca_policy.ballots.opening import Opening
from eca_policy.ballots.secrecy.service import cast_in_secret
from eca_policy.comments import service as comments
from eca_policy.comments.service import Answer, Remark
from eca_policy.consolidation import service as consolidation
from eca_policy.consolidation.holding import show_draft
from eca_policy.consolidation.queries import laid_out
from eca_policy.exports import service as exports
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK, Actor
from eca_policy.members.models import Association
from eca_policy.papers import queries as papers
from eca_policy.papers import service as writing
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.making import TEXT, acting, add_revision, decide, issue, make_paper

RICH = (
    TEXT
    + """
## What we ask for

| Who | What | When |
|---|---|---:|
| European Commission | A budget line | 2027 |
| Ministries[^1] | A window, with Donaudampfschifffahrtsgesellschaftskapitänspatentverordnung | 2028 |

1. First, **count** what there is.
2. Then ask the [clusters](https://example.org/a-long-address/that-goes-on/and-on/and-on/without-a-break/anywhere).

> A quotation, with `code` in it.

```
a line of code that is rather longer than the screen of a telephone is wide, and that nobody may break
```

[^1]: Of economy, in most countries.
"""
)
VOTERS = ("ES", "FR", "DE", "PL", "IT", "RO", "PT", "AT", "HU")


def person(email: str) -> Account:
    """Someone of the demo alliance, by the part of the address before the @."""
    return db.session.scalars(select(Account).filter_by(email=f"{email}@example.org")).one()


def started(stage: str, *, text: str = RICH) -> Paper:
    """A paper of Spain in a stage before the decision; its delegate holds the pen."""
    author = person("delegate.es")
    spain = db.session.scalars(select(Association).filter_by(code="ES")).one()
    title = f"Clusters in the next budget: {stage}"
    return make_paper(author, stage=stage, lead=spain, rapporteurs=[author], text=text, title=title)


def commented(paper: Paper) -> None:
    """Three comments, the first with a wording, a reply and a support, the third on exact words."""
    finland, germany = acting(person("head.fi")), acting(person("delegate.de"))
    wording = Remark("substantive", "Say *which* ones.", f"p{paper.id}-2", "Clusters link all small firms.")
    with transaction():
        comments.write_comment(finland, paper.reference, wording, at=clock.now())
        comments.write_comment(germany, paper.reference, Remark("general", "Well done."), at=clock.now())
        exact = Remark("editorial", "Stable, or large?", f"p{paper.id}-3", quote="need stable funding")
        comments.write_comment(germany, paper.reference, exact, at=clock.now())
        comments.reply(germany, paper.reference, 1, body="Agreed.", at=clock.now())
        comments.support(germany, paper.reference, 1, at=clock.now())
    amended(paper)


def amended(paper: Paper) -> None:
    """Amendments of Finland and Germany: co-signed, the same twice, withdrawn; and a draft of Finland."""
    finland, germany = acting(person("head.fi")), acting(person("delegate.de"))
    change = Change("replace", f"p{paper.id}-3", "They need stable, *public* funding.")
    with transaction():
        draft = amendments.draft(
            finland, paper.reference, Proposal(1, (change,), "Say whose."), at=clock.now()
        )
        amendments.table(finland, paper.reference, f"draft-{draft.id}", at=clock.now())
        amendments.cosign(germany, paper.reference, "1", at=clock.now())
        table(germany, paper, Change("insert_after", "", "Clusters matter."), "It begins too early.")
        table(finland, paper, Change("delete", f"p{paper.id}-4"), "It is said elsewhere.")
        table(germany, paper, change, "We think so too.")
        amendments.withdraw(finland, paper.reference, "3", at=clock.now())
        second = Change("replace", f"p{paper.id}-2", "Clusters link *all* firms.")
        amendments.draft(finland, paper.reference, Proposal(1, (second,), "All."), at=clock.now())


def table(actor: Actor, paper: Paper, change: Change, reason: str) -> None:
    """One more amendment, tabled."""
    draft = amendments.draft(actor, paper.reference, Proposal(1, (change,), reason), at=clock.now())
    amendments.table(actor, paper.reference, f"draft-{draft.id}", at=clock.now())


def moved_on() -> Paper:
    """A paper in consultation whose second version changed what two amendments touch."""
    paper = started("consultation")
    finland, author = acting(person("head.fi")), person("delegate.es")
    with transaction():
        table(finland, paper, Change("replace", f"p{paper.id}-3", "They need lasting funding."), "For years.")
        table(
            finland,
            paper,
            Change("replace", f"p{paper.id}-2", "Clusters link firms with research."),
            "Short.",
        )
    text = RICH.replace("stable", "multiannual").replace("small firms", "firms")
    latest = papers.latest_revision(paper)
    with transaction():
        saved = writing.save_revision(
            acting(author), paper.reference, text, base=latest.number, at=clock.now()
        )
        writing.issue_version(acting(author), paper.reference, revision=saved.number, at=clock.now())
    return paper


def in_doubt(paper: Paper) -> None:
    """The words of the third comment are rewritten in a draft, so far that a person must look."""
    text = RICH.replace("They need stable funding.", "They ask for public and predictable funding.")
    with transaction():
        writing.save_revision(acting(person("delegate.es")), paper.reference, text, base=1, at=clock.now())


def at_the_desk(paper: Paper) -> None:
    """The desk of an amended paper: a contradiction, a reason owed, and the draft shown to the members."""
    germany, spain = acting(person("head.de")), acting(person("delegate.es"))
    proposals = (
        Change("replace", f"p{paper.id}-3", "They need stable, *private* funding."),
        Change("delete", f"p{paper.id}-8"),
    )
    with transaction():
        for change in proposals:
            draft = amendments.draft(germany, paper.reference, Proposal(1, (change,), "So."), at=clock.now())
            amendments.table(germany, paper.reference, f"draft-{draft.id}", at=clock.now())
    with transaction():
        desk = consolidation.open_desk(spain, paper.reference, at=clock.now())
        for label, decision in (("1", "accepted"), ("5", "accepted"), ("6", "rejected")):
            seen = next(g.token for g in laid_out(desk).desk.groups if label in g.labels)
            consolidation.choose(spain, paper.reference, label, decision, seen=seen, at=clock.now())
        show_draft(spain, paper.reference, at=clock.now())


def consolidated() -> Paper:
    """A paper with one comment answered and two that wait, edited since version 1."""
    paper = started("consultation")
    commented(paper)
    paper.stage, paper.consultation_closes_at = "consolidation", clock.now() - timedelta(seconds=1)
    paper.consultation_opened_at = paper.consultation_closes_at - timedelta(days=28)
    db.session.commit()
    author = person("delegate.es")
    with transaction():
        answer = Answer("partly_accepted", "Only the **first** half.")
        comments.answer(acting(author), paper.reference, 1, answer, at=clock.now())
    issue(paper, add_revision(paper, author, RICH.replace("small firms", "small and young firms")), author)
    return paper


def at_the_vote() -> Paper:
    """A paper whose ballot is open, with one position cast."""
    paper = started("consolidation")
    closes_at = clock.now() + timedelta(days=14)
    with transaction():
        load_presets()
        opening.open_ballot(
            acting(person("secretariat")), paper.reference, closes_at=closes_at, at=clock.now()
        )
    france = acting(person("head.fr"))
    with transaction():
        casting.cast_position(
            france, paper.reference, 1, association_id=france.association_ids[0], choice="in_favour",
            at=clock.now(),
        )  # fmt: skip
    return paper


def to_vote() -> Paper:
    """A paper in consolidation whose amendments are open: they can be put to the vote with the text."""
    paper = started("consultation")
    amended(paper)
    paper.stage, paper.consultation_closes_at = "consolidation", clock.now() - timedelta(seconds=1)
    paper.consultation_opened_at = paper.consultation_closes_at - timedelta(days=28)
    db.session.commit()
    return paper


def planned() -> Paper:
    """A paper whose ballot opens tomorrow."""
    paper = started("consolidation")
    how = Opening(opens_at=clock.now() + timedelta(days=1))
    with transaction():
        opening.open_ballot(
            acting(person("secretariat")), paper.reference, closes_at=clock.now() + timedelta(days=9),
            how=how, at=clock.now(),
        )  # fmt: skip
    return paper


def in_secret() -> tuple[Paper, Paper]:
    """A paper whose secret ballot is open, and one whose box was counted."""
    secretary, papers = person("secretariat"), (started("consolidation"), started("consolidation"))
    choices = ("in_favour", "in_favour", "against", "abstention", "in_favour", "in_favour", "recused")
    # The alliance's own weights differ: here every association counts one.
    how = opening.Opening(procedure_key="in_secret", counts_one=True)
    closes_at = clock.now() + timedelta(days=14)
    db.session.add(
        Procedure(
            key="in_secret", name="Secret ballot", name_fi="Salainen äänestys", conduct={"shown": "secret"},
            rule={"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]},
        )
    )  # fmt: skip
    db.session.commit()
    for paper in papers:
        with transaction():
            opening.open_ballot(
                acting(secretary), paper.reference, closes_at=closes_at, how=how, at=clock.now()
            )
        for code, choice in zip(VOTERS, choices, strict=False):
            put_in(acting(person(f"head.{code.lower()}")), paper, choice)
    counted = db.session.query(Ballot).filter_by(paper_id=papers[1].id).one()
    with time_machine.travel(closes_at, tick=False), transaction():
        settling.settle(CLOCK, counted)
    return papers


def put_in(voter: Actor, paper: Paper, choice: str) -> None:
    with transaction():
        cast_in_secret(
            voter, paper.reference, 1, association_id=voter.association_ids[0], choices={1: choice},
            at=clock.now(),
        )  # fmt: skip


def decided(choice: str) -> Paper:
    """A paper the alliance has adopted (`in_favour`) or rejected (`against`)."""
    paper = started("consolidation")
    positions = {person(f"head.{code.lower()}"): choice for code in VOTERS}
    decide(paper, person("secretariat"), positions, closes_at=clock.now() + timedelta(minutes=1))
    return paper


def published() -> Paper:
    """An adopted paper with its public page."""
    paper = decided("in_favour")
    with transaction():
        exports.publish(acting(person("secretariat")), paper.reference, at=clock.now())
    return paper


def every_stage() -> Mapping[str, str]:
    """A paper in every stage; their references by the stage."""
    made = {stage: started(stage) for stage in ("drafting", "consultation", "withdrawn")}
    commented(made["consultation"])
    in_doubt(made["consultation"])
    made |= {"consolidation": consolidated(), "decision": at_the_vote(), "published": published()}
    made["moved_on"] = moved_on()
    made |= {"adopted": decided("in_favour"), "rejected": decided("against")}
    made["secret"], made["counted"] = in_secret()
    made["desk"] = started("consultation")
    amended(made["desk"])
    at_the_desk(made["desk"])
    made |= {"to_vote": to_vote(), "planned": planned()}
    return {stage: paper.reference for stage, paper in made.items()}
