"""What the mails of a silence procedure say: that silence agrees, what breaks it, and what follows."""

from datetime import timedelta

import pytest

from eca_policy.ballots import settling
from eca_policy.ballots.following_up import end_of_vote
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.tasks import remind
from eca_policy.lib.actor import CLOCK
from eca_policy.outbox.models import Mail
from eca_policy.transaction import transaction
from tests.ballots.opened import CLOSES, CODES, MORNING, Alliance, procedure, voters
from tests.ballots.voting_room import words

DAY = timedelta(days=1)


def silence(house: Alliance, *, days: int = 5, opens_at: object = None, **conduct: object) -> Ballot:
    procedure("silence", followed_by="position_paper", conduct=conduct)
    return house.open(procedure_key="silence", follow_up_days=days, opens_at=opens_at)


def broken(house: Alliance, **conduct: object) -> Ballot:
    """The vote that follows a silence which all three broke."""
    silence(house, **conduct)
    for code in CODES:
        house.cast(code, "objection")
    house.clock.move_to(CLOSES)
    with transaction():
        settling.settle(CLOCK, house.ballot)
    return house.ballot


def only(house: Alliance, message: str) -> Mail:
    """One mail of the kind, in the words in which all of them come."""
    found = house.mails(message)
    assert len({mail.body_text for mail in found}) == 1
    return found[0]


def test_a_silence_is_announced_as_adopted_unless_somebody_objects(house: Alliance) -> None:
    silence(house)
    mail = only(house, "silence_opened")
    assert house.receivers("silence_opened") == voters(*CODES)
    assert house.mails("ballot_opened") == []
    assert mail.subject.startswith("Adopted unless objections come by 18 May 2026, 17:00 CEST: ")
    assert "the text is adopted unless objections come by 18 May 2026, 17:00 CEST." in mail.body_text
    assert "Who agrees need do nothing: silence is agreement." in mail.body_text
    assert "Adopted unless at least 3 associations, or those with a fifth of the weight, object." in (
        mail.body_text
    )
    assert "Who objects says so here, and can take it back until the silence ends:" in mail.body_text
    assert "Cast" not in mail.body_text + mail.body_html


@pytest.mark.parametrize(
    ("objects", "sentence"),
    [(True, "Who proposes a change objects."), (False, "A proposed change alone is no objection.")],
)
def test_it_says_whether_a_proposed_change_objects(house: Alliance, objects: bool, sentence: str) -> None:
    silence(house, amendment_objects=objects)
    assert sentence in only(house, "silence_opened").body_text


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (5, "a written vote opens at once: “Position paper”, for 5 working days."),
        (0, "no written vote is prepared: the text goes back to consolidation."),
    ],
)
def test_it_says_what_follows_when_the_silence_is_broken(house: Alliance, days: int, sentence: str) -> None:
    silence(house, days=days)
    assert f"If the silence is broken, {sentence}" in only(house, "silence_opened").body_text


def test_what_is_said_once_for_all_is_not_offered_to_be_taken_back(house: Alliance) -> None:
    silence(house, may_change=False)
    assert "what is said is final" in only(house, "silence_opened").body_text


def test_the_pages_of_the_mails_say_what_their_texts_say(house: Alliance) -> None:
    broken(house)
    for message in ("silence_opened", "written_vote_opened", "ballot_decided"):
        mail = only(house, message)
        page = words(mail.body_html)
        for line in mail.body_text.splitlines():
            if not line.startswith(("http", "For your calendar", "The figures", "The silence procedure")):
                assert line.removeprefix("- ") in page


def test_a_planned_silence_says_from_when_until_when(house: Alliance) -> None:
    silence(house, opens_at=MORNING + DAY)
    mail = only(house, "silence_opened")
    assert "runs from 5 May 2026, 11:00 CEST to 18 May 2026, 17:00 CEST" in mail.body_text
    assert mail.subject.startswith("Silence procedure from 5 May 2026, 11:00 CEST: ")


def test_before_the_end_nobody_is_asked_for_a_missing_position(house: Alliance) -> None:
    silence(house)
    house.cast("FI", "objection")
    house.clock.move_to(CLOSES - DAY)
    remind()
    assert house.receivers("silence_reminder") == voters("ES", "FR")
    assert house.mails("ballot_reminder") == []
    mail = next(each for each in house.mails("silence_reminder") if "head.es" in each.address)
    assert mail.subject.startswith("Silence ends at 18 May 2026, 17:00 CEST: ")
    assert "If Association ES objects, say so before. Who agrees need do nothing." in mail.body_text
    assert "missing" not in mail.body_text


def test_the_vote_after_a_broken_silence_says_why_it_is_held(house: Alliance) -> None:
    vote = broken(house)
    mail = only(house, "written_vote_opened")
    assert house.receivers("written_vote_opened") == voters(*CODES)
    assert mail.subject.startswith("Silence broken, written vote open: ")
    assert vote.closes_at == end_of_vote(CLOSES, 5, at=CLOSES)
    assert "has therefore opened, and runs until 25 May 2026, 17:00 CEST." in mail.body_text
    assert "The silence was broken: 3 associations objected" in mail.body_text
    assert "Objected: Association ES, Association FI, Association FR" in mail.body_text
    assert "What was said in the silence does not count here. Cast your association's position" in (
        mail.body_text
    )
    assert "/ballots/2" in mail.body_text
    assert "/ballots/1" in mail.body_text


def test_where_only_totals_are_shown_the_mail_names_nobody(house: Alliance) -> None:
    broken(house, shown="totals")
    mail = only(house, "written_vote_opened")
    assert "3 associations objected" in mail.body_text
    assert "Association" not in mail.body_text + mail.body_html


def test_everybody_who_learns_that_the_silence_was_broken_learns_of_the_vote(house: Alliance) -> None:
    broken(house)
    mail = only(house, "ballot_decided")
    assert mail.subject.startswith("Silence broken: ")
    assert "A written vote on the same text has therefore opened, and runs until 25 May" in mail.body_text
    assert "/ballots/2" in mail.body_text


def test_no_vote_is_promised_where_none_was_prepared(house: Alliance) -> None:
    silence(house, days=0)
    for code in CODES:
        house.cast(code, "objection")
    house.clock.move_to(CLOSES)
    with transaction():
        settling.settle(CLOCK, house.ballot)
    assert "written vote" not in only(house, "ballot_decided").body_text
