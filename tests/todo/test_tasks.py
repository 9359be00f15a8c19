"""What must still be done, for each kind of person."""

from datetime import UTC, datetime

import pytest

from eca_policy.accounts.models import Account
from eca_policy.ballots import casting, opening
from eca_policy.ballots.loading import load_presets
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.comments.models import Comment, Place
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper, Revision
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import add_revision, decide, make_paper

CLOSES = datetime(2027, 5, 18, 15, 0, tzinfo=UTC)


@pytest.fixture
def secretary(people: People) -> Account:
    return people.secretariat()


def kinds(account: Account) -> list[str]:
    return [task.kind for task in tasks_of(actor_of(account), at=clock.now())]


def open_ballot(paper: Paper, secretary: Account) -> None:
    with transaction():
        load_presets()
    with transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=CLOSES, at=clock.now())


def remark(paper: Paper, author: Account) -> Comment:
    actor = actor_of(author)
    comment = Comment(
        paper_id=paper.id, number=1, revision_id=db.session.query(Revision).first().id, author_id=author.id,
        association_id=actor.association_ids[0], type="general", body="Good.", body_html="<p>Good.</p>",
        created_at=clock.now(),
    )  # fmt: skip
    db.session.add(comment)
    db.session.commit()
    return comment


def test_a_head_is_asked_to_cast_until_the_position_stands(people: People, secretary: Account) -> None:
    head = people.person("head", people.association("FI"))
    paper = make_paper(secretary, stage="consolidation")
    open_ballot(paper, secretary)
    (task,) = tasks_of(actor_of(head), at=clock.now())
    assert (task.kind, task.due_at, task.association) == ("cast_position", CLOSES, "Association FI")
    actor = actor_of(head)
    with transaction():
        casting.cast_position(
            actor, paper.reference, 1, association_id=actor.association_ids[0], choice="against",
            at=clock.now(),
        )  # fmt: skip
    assert kinds(head) == []


def test_a_delegate_sees_that_the_association_has_not_voted(people: People, secretary: Account) -> None:
    finland = people.association("FI")
    people.person("head", finland)
    delegate = people.person("delegate", finland)
    open_ballot(make_paper(secretary, stage="consolidation"), secretary)
    assert kinds(delegate) == ["await_position"]


@pytest.mark.parametrize("for_a_period", [True, False])
def test_who_holds_a_proxy_is_asked_once_until_the_position_stands(
    people: People, secretary: Account, for_a_period: bool
) -> None:
    finland, spain = people.association("FI"), people.association("ES")
    holder, grantor = people.person("head", finland), people.person("head", spain)
    alternate = people.person("alternate", finland)
    paper = make_paper(secretary, stage="consolidation")
    open_ballot(paper, secretary)
    day, ballot = clock.now().date(), db.session.query(Ballot).one().id
    given = {"starts_on": day, "ends_on": day} if for_a_period else {"ballot_id": ballot}
    for more in (given, {"starts_on": day, "ends_on": day}):
        people.add(
            Proxy(grantor_id=spain.id, holder_id=finland.id, written="A letter.", given_by_id=grantor.id,
                  given_at=clock.now(), **more)
        )  # fmt: skip
    asked = [(task.kind, task.association) for task in tasks_of(actor_of(holder), at=clock.now())]
    assert asked == [("cast_position", "Association FI"), ("cast_by_proxy", "Association ES")]
    assert kinds(alternate) == ["cast_position"]
    with transaction():
        casting.cast_position(
            actor_of(grantor), paper.reference, 1, association_id=spain.id, choice="against", at=clock.now()
        )
    assert kinds(holder) == ["cast_position"]


def test_an_observer_has_no_vote_to_cast(people: People, secretary: Account) -> None:
    people.person("head", people.association("FI"))
    observer = people.person("head", people.association("UA", status="observer"))
    open_ballot(make_paper(secretary, stage="consolidation"), secretary)
    assert kinds(observer) == []


def test_a_delegation_is_asked_to_comment_until_one_of_it_has(people: People, secretary: Account) -> None:
    association = people.association("FI")
    head, delegate = people.person("head", association), people.person("delegate", association)
    paper = make_paper(secretary)
    assert kinds(head) == kinds(delegate) == ["write_comment"]
    remark(paper, delegate)
    assert kinds(head) == kinds(delegate) == []


def test_the_rapporteur_owes_an_answer_to_every_comment(people: People, secretary: Account) -> None:
    association = people.association("FI")
    rapporteur = people.person("delegate", association)
    paper = make_paper(secretary, rapporteurs=[rapporteur])
    comment = remark(paper, people.person("head", association))
    assert "answer_comments" in kinds(rapporteur)
    comment.disposition, comment.answered_by_id, comment.answered_at = "noted", rapporteur.id, clock.now()
    db.session.commit()
    assert "answer_comments" not in kinds(rapporteur)


def test_the_rapporteur_is_asked_to_look_where_the_words_of_a_comment_are_in_doubt(
    people: People, secretary: Account
) -> None:
    association = people.association("FI")
    rapporteur = people.person("delegate", association)
    paper = make_paper(secretary, rapporteurs=[rapporteur])
    comment = remark(paper, people.person("head", association))
    place = {"comment_id": comment.id, "revision_id": comment.revision_id, "engine": "test", "quote": ""}
    for number, status in enumerate(("anchored", "check", "moved"), start=1):
        db.session.add(
            Place(**place, number=number, status=status, paragraph_id=f"p{paper.id}-1", start=0, end=0,
                  created_at=clock.now())
        )  # fmt: skip
        db.session.commit()
        found = [
            task for task in tasks_of(actor_of(rapporteur), at=clock.now()) if task.kind == "check_comments"
        ]
        assert [task.number for task in found] == ([1] if status == "check" else [])
        assert "check_comments" not in kinds(secretary)


def test_a_changed_text_is_to_be_issued_before_the_ballot(people: People, secretary: Account) -> None:
    rapporteur = people.person("delegate", people.association("FI"))
    paper = make_paper(secretary, stage="consolidation", rapporteurs=[rapporteur])
    assert (kinds(rapporteur), kinds(secretary)) == ([], ["open_ballot"])
    add_revision(paper, rapporteur, "New words.")
    assert (kinds(rapporteur), kinds(secretary)) == (["issue_version"], [])


def test_the_secretariat_is_asked_to_publish_what_was_adopted(people: People, secretary: Account) -> None:
    head = people.person("head", people.association("FI"))
    paper = make_paper(secretary, stage="consolidation")
    decide(paper, secretary, {head: "in_favour"}, closes_at=CLOSES)
    assert kinds(secretary) == ["publish"]
    assert kinds(head) == []


def test_the_nearest_deadline_stands_first(people: People, secretary: Account) -> None:
    head = people.person("head", people.association("FI"))
    far = make_paper(secretary, closes_at=datetime(2027, 6, 1, tzinfo=UTC))
    near = make_paper(secretary, closes_at=datetime(2027, 5, 1, tzinfo=UTC))
    tasks = tasks_of(actor_of(head), at=clock.now())
    assert [task.paper.reference for task in tasks] == [near.reference, far.reference]


def test_a_draft_of_others_asks_nothing_of_anyone_else(people: People, secretary: Account) -> None:
    head = people.person("head", people.association("FI"))
    make_paper(secretary, stage="drafting")
    assert kinds(head) == []
    assert kinds(secretary) == ["open_consultation"]
