"""The extract of the minutes: valid for listeners and the archive, complete, and in the paper's language."""

from typing import Any

import pytest

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.statements.service import make_statement
from eca_policy.exports.minutes import minutes
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.ballots.conftest import Convene, convened
from tests.ballots.results import SILENCE, close, make_ballot
from tests.ballots.statement_hall import Hall, hall
from tests.conftest import People, actor_of
from tests.exports.test_pdf import failures, text
from tests.exports.test_roll_call import ITEMS, SAID, SEVEN

__all__ = ["convened", "hall"]


def shown(data: bytes) -> str:
    """The words of the file on one line."""
    return " ".join(text(data).split())


def decided(people: People, positions: dict[str, Any], **more: Any) -> tuple[Paper, Ballot]:
    paper, ballot, _ = make_ballot(people, positions, **more)
    return paper, close(ballot)


def test_the_minutes_are_valid_ua_1_and_a_2a(people: People) -> None:
    made = minutes(*decided(people, SAID, items=ITEMS))
    assert made.complaint is None
    assert failures(made.data) == []


def test_the_minutes_say_what_was_voted_on_how_and_what_came_of_it(people: People) -> None:
    paper, ballot = decided(people, SAID)
    said = shown(minutes(paper, ballot).data)
    for words in (
        f"{paper.reference}, ballot 1", "EXTRACT OF THE MINUTES", "Version 1, issued on 4 May 2026",
        ballot.version.sha256[:20], "Adopted if at least two thirds of the votes cast are in favour",
        "4 May 2026, 11:00 CEST", "18 May 2026, 17:00 CEST", "Adopted with reservations: 3 of 4 votes cast",
        "Ääni, «pour» and a second line", "=1+1", "Proposed change, in favour if it is made",
        "entered by the secretariat, by letter: Dr Weber, 6 May", "Association UA (observer",
        "1 association: Association PL", "Version 1 is adopted as it stands",
    ):  # fmt: skip
        assert words in said, words


def test_the_items_are_in_the_minutes_with_who_took_which_position(people: People) -> None:
    said = shown(minutes(*decided(people, SAID, items=ITEMS)).data)
    assert "Item 1: Amendment 1 Adopted: 2 of 3 votes cast in favour" in said
    assert "In favour (2): Association ES, Association FI" in said
    assert "Lapsed, because of the adoption of item 1." in said


def test_the_minutes_say_the_result_once(people: People) -> None:
    paper, ballot = decided(people, SAID, items=ITEMS)
    said = shown(minutes(paper, ballot).data)
    assert said.count("Adopted with reservations: 3 of 4 votes cast") == 1
    assert "Adopted. Adopted" not in said
    assert "Lapsed. Lapsed" not in said


def test_the_minutes_say_by_which_rule_of_its_own_an_item_was_decided(people: People) -> None:
    rule = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}
    items = [ITEMS[0] | {"rule": rule, "procedure": "Amendments"}, ITEMS[1]]
    said = shown(minutes(*decided(people, SAID, items=items)).data)
    assert said.count("Decided by another procedure than the text: Amendments. Adopted if more than") == 1


def test_the_minutes_are_in_the_language_of_the_paper(people: People) -> None:
    paper, ballot = decided(people, SAID, language="fi")
    said = shown(minutes(paper, ballot).data)
    assert "OTE PÖYTÄKIRJASTA" in said
    assert "EXTRACT" not in said


def test_the_same_ballot_gives_the_same_bytes(people: People) -> None:
    paper, ballot = decided(people, SAID)
    assert minutes(paper, ballot).data == minutes(paper, ballot).data


def test_minutes_of_a_silence_name_who_objected(people: People) -> None:
    positions = SAID | {code: {"choice": "objection", "explanation": "Stop."} for code in ("FR", "ES", "DE")}
    said = shown(minutes(*decided(people, positions, rule=SILENCE)).data)
    assert "The silence was broken" in said
    assert "Association FR, Explanation Stop." in said


@pytest.mark.parametrize("conduct", ["totals", "secret"])
def test_minutes_name_no_position_that_is_not_shown(people: People, conduct: str) -> None:
    positions = {
        code: {"choice": said, "explanation": "Ours."} if said else None for code, said in SEVEN.items()
    }
    taken = SEVEN if conduct == "secret" else positions
    said = shown(minutes(*decided(people, taken, shown=conduct)).data)
    assert "Association IT 10 Has answered" in said
    assert "Ours." not in said
    assert "Against 1" in said
    assert ("code-06 Against" in said) is (conduct == "secret")


def test_a_sign_in_no_font_is_spelled_out(people: People) -> None:
    made = minutes(*decided(people, SAID | {"ES": {"choice": "in_favour", "explanation": "Yes ✅"}}))
    assert made.complaint is not None
    assert made.complaint.kind == "spelled_out"
    assert failures(made.data) == []


def test_the_minutes_say_what_each_statement_is_and_what_it_is_about(hall: Hall) -> None:
    """In the words of the associations, with the recommendation where one is meant; none withdrawn."""
    hall.state("ES", "reservation", "Seven years are too few.", paragraph_id=hall.recommendation)
    hall.state("FI", "minority_statement", "Мы против, ei näin.")
    hall.state("FR", "opt_out", "")
    hall.withdraw(hall.state("FR", "reservation", "Never mind."))
    hall.adopted()
    said = shown(minutes(hall.paper, hall.ballot).data)
    for words in (
        "Reservations and explanations",
        "Association ES, Reservation (Recommendation 1) Seven years are too few.",
        "Association FI, Minority statement Мы против, ei näin.",
        "Association FR, Opt-out does not stand behind the paper",
    ):
        assert words in said, words
    assert "Never mind." not in said


def test_a_statement_on_what_the_vote_took_out_names_the_version(convened: Convene) -> None:
    plenary = convened(text="Intro.\n\nFund it.\n{: .recommendation }\n\nLeave it.\n{: .recommendation }\n")
    plenary.delete("FI", 2)
    plenary.decide(adopt={1, 2})
    with transaction():
        make_statement(
            actor_of(plenary.heads["FR"]), plenary.paper.reference, 1, kind="reservation", body="Keep it!",
            association_id=plenary.associations["FR"].id, paragraph_id=plenary.at(2), at=clock.now(),
        )  # fmt: skip
    said = shown(minutes(plenary.paper, plenary.ballot).data)
    assert "Association FR, Reservation (Recommendation 1 of version 1) Keep it!" in said
