"""The secret ballot: what goes into the box, who is told what and when, and what comes out of it."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.api.models import IdempotencyKey
from eca_policy.ballots import casting, opening
from eca_policy.ballots.casting import Answer, BallotClosed, CastInSecret, NotOnTheRoll
from eca_policy.ballots.freezing import WeightsDiffer
from eca_policy.ballots.models import Position, Procedure
from eca_policy.ballots.secrecy.codes import ALPHABET, new_code
from eca_policy.ballots.secrecy.models import Box, Participation
from eca_policy.ballots.secrecy.queries import slips
from eca_policy.ballots.secrecy.service import HasVoted, ItemUnanswered, NotSecret
from eca_policy.ballots.showing import number_answered, roll_shown, sight_of
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, Refusal, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers.service import withdraw
from eca_policy.record.models import Entry
from eca_policy.todo.queries import tasks_of
from eca_policy.transaction import transaction
from tests.api.conftest import Program, make_token
from tests.ballots.secret_hall import CLOSES, OPENED, SecretHall, all_alike, secret_hall
from tests.conftest import People, actor_of, sign_in
from tests.making import make_paper

Travel = Callable[[object], None]
FIVE = ["FI0", "FI1", "FI2", "FI3", "FI4"]


@pytest.fixture
def travel() -> Iterator[Travel]:
    with time_machine.travel(OPENED, tick=False) as traveller:
        yield traveller.move_to


@pytest.fixture
def hall(app: Flask, travel: Travel) -> SecretHall:
    """Seven associations, the last represented by the head of the first; an amendment and the text."""
    return secret_hall(app, 7, by_proxy=1)


def refusal_of(hall: SecretHall, code: str, *choices: str, by: Account | None = None) -> Refusal:
    with pytest.raises(Refusal) as refused:
        hall.put_in(code, *choices, by=by)
    return refused.value


# Codes


def test_a_code_is_made_of_signs_that_nobody_takes_for_each_other() -> None:
    assert re.fullmatch(rf"([{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", new_code())
    assert not set("01IL5S8BOUZE") & set(ALPHABET)


def test_a_thousand_codes_are_a_thousand() -> None:
    assert len({new_code() for _ in range(1000)}) == 1000


def test_each_item_has_a_code_of_its_own(hall: SecretHall) -> None:
    codes = hall.put_in("FI0", "in_favour", "against")
    assert codes.keys() == {1, 2}
    assert len(set(codes.values())) == 2
    held = {item.number: db.session.get_one(Box, item.id).slips for item in hall.ballot.items}
    assert held == {1: [[codes[1], "in_favour"]], 2: [[codes[2], "against"]]}


# Into the box


def test_a_position_in_the_box_is_not_changed(hall: SecretHall) -> None:
    hall.put_in("FI0", "in_favour", "in_favour")
    refusal = refusal_of(hall, "FI0", "against", "against")
    assert isinstance(refusal, HasVoted)
    assert refusal.sentence == "Association FI0 has voted; a position in the box cannot be changed."
    assert [len(box.slips) for box in db.session.query(Box)] == [1, 1]


def test_a_proxy_votes_once_for_the_association_that_gave_it(hall: SecretHall) -> None:
    hall.put_in("FI6", "abstention", "in_favour")
    assert isinstance(refusal_of(hall, "FI6", "in_favour", "in_favour"), HasVoted)
    assert db.session.query(Participation).one().association_id == hall.associations["FI6"].id


def test_nobody_votes_for_an_association_without_its_proxy(hall: SecretHall) -> None:
    refusal = refusal_of(hall, "FI1", "in_favour", "in_favour", by=hall.heads["FI2"])
    assert isinstance(refusal, NotAllowed)


@pytest.mark.parametrize(
    ("choices", "rule"),
    [
        (("in_favour",), ItemUnanswered),
        ((), ItemUnanswered),
        (("in_favour", "in_favour", "in_favour"), ItemUnanswered),
        (("in_favour", "objection"), RuleBroken),
        (("in_favour", "perhaps"), RuleBroken),
    ],
)
def test_every_item_is_answered_at_once_with_a_position_that_is_offered(
    hall: SecretHall, choices: tuple[str, ...], rule: type[Refusal]
) -> None:
    assert isinstance(refusal_of(hall, "FI0", *choices), rule)
    assert db.session.query(Participation).count() == 0
    assert all(box.slips == [] for box in db.session.query(Box))


def test_a_slip_at_the_closing_instant_is_late_and_is_told_both_instants(
    hall: SecretHall, travel: Travel
) -> None:
    travel(CLOSES)
    refusal = refusal_of(hall, "FI0", "in_favour", "in_favour")
    assert isinstance(refusal, BallotClosed)
    assert refusal.sentence.startswith("The ballot closed at 18 May 2026, 17:00:00 CEST; your position was")


def test_who_joined_later_has_no_slip(hall: SecretHall, people: People) -> None:
    hall.associations["SE"] = people.association("SE")
    late = people.person("head", hall.associations["SE"])
    assert isinstance(refusal_of(hall, "SE", "in_favour", "in_favour", by=late), NotOnTheRoll)


def test_a_ballot_that_is_not_secret_has_no_box(app: Flask, travel: Travel) -> None:
    hall = secret_hall(app, 5, amended=False)
    open_one = make_paper(hall.secretary, stage="consolidation")
    db.session.query(Procedure).one().conduct = {}
    db.session.commit()
    with transaction():
        how = opening.Opening(procedure_key="in_secret")
        secretary = actor_of(hall.secretary)
        opening.open_ballot(secretary, open_one.reference, closes_at=CLOSES, how=how, at=clock.now())
    hall.paper = open_one
    assert isinstance(refusal_of(hall, "FI0", "in_favour"), NotSecret)


# Not by name


def test_a_position_by_name_is_refused(hall: SecretHall) -> None:
    with pytest.raises(CastInSecret), transaction():
        casting.cast_position(
            actor_of(hall.heads["FI0"]), hall.paper.reference, 1,
            association_id=hall.associations["FI0"].id, choice="in_favour", at=clock.now(),
        )  # fmt: skip
    assert db.session.query(Position).count() == 0


def test_the_secretariat_cannot_enter_a_position(hall: SecretHall) -> None:
    with pytest.raises(CastInSecret), transaction():
        casting.enter_positions(
            actor_of(hall.secretary), hall.paper.reference, 1, association_id=hall.associations["FI0"].id,
            answers={1: Answer("in_favour")}, channel="letter", note="Their head, today", at=clock.now(),
        )  # fmt: skip
    assert refusal_of(hall, "FI0", "in_favour", "in_favour", by=hall.secretary)


def test_a_program_is_told_where_the_box_is_and_leaves_nothing_behind(app: Flask, hall: SecretHall) -> None:
    program = Program(app, {"Authorization": f"Bearer {make_token(hall.heads['FI0'])}"})
    answer = program.put(f"/papers/{hall.paper.reference}/ballots/1/positions/FI0", {"choice": "in_favour"})
    assert answer.status_code == 422
    sentence = "This ballot is secret: vote on its page. Here your answer would be kept with the call."
    assert answer.get_json()["detail"] == sentence
    assert db.session.query(IdempotencyKey).count() == 0


def test_different_weights_are_refused_unless_each_counts_one(app: Flask, travel: Travel) -> None:
    hall = secret_hall(app, 5, amended=False)
    paper = make_paper(hall.secretary, stage="consolidation")
    hall.associations["FI0"].weight = 26
    db.session.commit()
    secretary, how = actor_of(hall.secretary), opening.Opening(procedure_key="in_secret")
    with pytest.raises(WeightsDiffer), transaction():
        opening.open_ballot(secretary, paper.reference, closes_at=CLOSES, how=how, at=clock.now())
    counting_one = opening.Opening(procedure_key="in_secret", counts_one=True)
    with transaction():
        opening.open_ballot(secretary, paper.reference, closes_at=CLOSES, how=counting_one, at=clock.now())


# Before the close


def test_before_the_close_nobody_is_shown_who_has_voted(hall: SecretHall) -> None:
    hall.put_in("FI0", "in_favour", "in_favour")
    lines = roll_shown(hall.ballot, own=())
    assert {line.has_answered for line in lines} == {None}
    assert number_answered(hall.ballot) is None
    assert not sight_of(hall.ballot).totals
    assert slips(hall.ballot, hall.ballot.items[0]) == []


def test_the_record_has_no_line_of_a_slip(hall: SecretHall) -> None:
    before = db.session.query(Entry).count()
    hall.put_in("FI0", "in_favour", "in_favour")
    assert db.session.query(Entry).count() == before


def test_head_and_alternate_are_told_that_not_how(hall: SecretHall, people: People) -> None:
    people.person("alternate", hall.associations["FI6"])
    hall.put_in("FI6", "recused", "abstention")
    mails = db.session.query(Mail).filter_by(message="cast_in_secret").all()
    assert [mail.address for mail in mails] == ["alternate.fi6@example.org"]
    words = mails[0].subject + mails[0].body_text + mails[0].body_html
    assert "by proxy" in words
    assert not re.search("recus|abst", words, re.IGNORECASE)


def test_the_outbox_shows_no_mail_that_tells_who_has_voted(app: Flask, hall: SecretHall) -> None:
    hall.put_in("FI0", "in_favour", "in_favour")
    mail = db.session.query(Mail).filter_by(message="cast_in_secret").one()
    client = sign_in(app.test_client(), hall.secretary)
    assert mail.subject not in client.get("/outbox").text
    assert client.get(f"/outbox/{mail.id}").status_code == 404
    assert client.get(f"/outbox/{mail.id}/body").status_code == 404


def test_a_task_is_done_for_the_own_association_and_stays_for_all_others(hall: SecretHall) -> None:
    hall.put_in("FI1", "in_favour", "in_favour")
    waiting = {
        code: [task.kind for task in tasks_of(actor_of(head), at=clock.now())].count("cast_position")
        for code, head in hall.heads.items()
    }
    assert waiting == {"FI0": 1, "FI1": 0, "FI2": 1, "FI3": 1, "FI4": 1, "FI5": 1}
    assert not any(task.association for task in tasks_of(actor_of(hall.secretary), at=clock.now())), (
        "The secretariat is shown who is missing."
    )


# After the close


def test_the_box_is_counted_at_the_close(hall: SecretHall, travel: Travel) -> None:
    all_alike(hall, FIVE[:4], "against", "in_favour")
    codes = hall.put_in("FI4", "in_favour", "abstention")
    travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "adopted"
    assert decision.figures["in_favour"]["members"] == 4
    assert decision.figures["abstention"]["members"] == 1
    first, final = hall.ballot.items
    assert [choice for code, choice in slips(hall.ballot, final) if code == codes[2]] == ["abstention"]
    assert [choice for _code, choice in slips(hall.ballot, first)].count("against") == 4
    assert slips(hall.ballot, first) == sorted(slips(hall.ballot, first))


def test_the_line_of_the_decision_names_who_took_part(hall: SecretHall, travel: Travel) -> None:
    all_alike(hall, FIVE[::-1], "in_favour", "in_favour")
    travel(CLOSES)
    hall.settle()
    line = db.session.query(Entry).filter_by(verb="ballot:decide").one()
    assert line.details["took_part"] == FIVE
    assert {shown.has_answered for shown in roll_shown(hall.ballot, own=())} == {True, False}


def test_who_is_recused_makes_it_harder_for_nobody(hall: SecretHall, travel: Travel) -> None:
    """Of seven, more than half are four; of four that are not recused, three."""
    all_alike(hall, FIVE[:3], "recused", "in_favour")
    all_alike(hall, ["FI3", "FI4", "FI5"], "in_favour", "recused")
    travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert (decision.outcome, decision.figures["entitled"]["members"]) == ("adopted", 4)


def test_with_four_slips_nothing_is_counted_and_they_are_destroyed(hall: SecretHall, travel: Travel) -> None:
    """The rule asks for a share of all entitled, who are there without any slip."""
    all_alike(hall, FIVE[:4], "against", "against")
    travel(CLOSES)
    decision = hall.settle()
    assert decision is not None
    assert decision.outcome == "no_decision"
    assert decision.figures["cast"]["members"] == 0
    assert [box.slips for box in db.session.query(Box)] == [[], []]
    assert sight_of(hall.ballot).who_voted is False
    line = db.session.query(Entry).filter_by(verb="ballot:decide").one()
    assert "took_part" not in line.details
    assert {item.decision.outcome for item in hall.ballot.items if item.decision} == {"no_decision"}


def test_a_paper_withdrawn_meanwhile_empties_the_box(hall: SecretHall, travel: Travel) -> None:
    all_alike(hall, FIVE, "in_favour", "in_favour")
    with transaction():
        withdraw(actor_of(hall.secretary), hall.paper.reference, reason="Overtaken.", at=clock.now())
    travel(CLOSES)
    hall.settle()
    assert [box.slips for box in db.session.query(Box)] == [[], []]
