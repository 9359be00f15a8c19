"""Where the text is split or merged around an amendment, its author is asked, and nothing is lost."""

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments import service
from eca_policy.amendments.carrying import carried
from eca_policy.amendments.changes import Change, fingerprint
from eca_policy.amendments.drafting import Proposal
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.text.paragraphs import Paragraph
from eca_policy.transaction import transaction
from tests.amendments.conftest import House, change
from tests.conftest import actor_of, sign_in

FIRST, SECOND = "Clusters need a stable framework.", "The Commission should therefore propose one soon."


def text(**sources: str) -> list[Paragraph]:
    return [Paragraph(its_id, source) for its_id, source in sources.items()]


def test_an_insertion_after_a_paragraph_that_was_split_stands_behind_both_parts_and_is_asked_about() -> None:
    old = text(a="The start.", b=f"{FIRST} {SECOND}", c="The end.")
    new = text(a="The start.", b=FIRST, n=SECOND, c="The end.")
    result = carried([Change("insert_after", "b", "New.")], old, new)
    assert (result.changes, result.stands) == ((Change("insert_after", "n", "New."),), False)


def test_a_wording_of_a_paragraph_that_was_split_is_asked_about() -> None:
    old = text(a="The start.", b=f"{FIRST} {SECOND}", c="The end.")
    new = text(a="The start.", b=FIRST, n=SECOND, c="The end.")
    assert not carried([Change("replace", "b", f"{FIRST} {SECOND} Now.")], old, new).stands


def test_an_insertion_between_paragraphs_that_were_merged_is_asked_about() -> None:
    old = text(a=FIRST, b=SECOND, c="The end.")
    new = text(a=f"{FIRST} {SECOND}", c="The end.")
    result = carried([Change("insert_after", "a", "New.")], old, new)
    assert (result.changes, result.stands) == ((Change("insert_after", "a", "New."),), False)


def test_two_insertions_that_come_to_one_place_are_one_and_neither_is_lost() -> None:
    old = text(a="The start.", b=FIRST, c=SECOND)
    changes = [Change("insert_after", "b", "One."), Change("insert_after", "c", "Two.")]
    result = carried(changes, old, text(a="The start."))
    assert (result.changes, result.stands) == ((Change("insert_after", "a", "One.\n\nTwo."),), False)


def test_one_paragraph_and_two_are_not_identical() -> None:
    one, two = ([Change("replace", "a", wording)] for wording in ("A. B.", "A.\n\nB."))
    assert fingerprint(one) != fingerprint(two)


def test_a_rewritten_amendment_keeps_a_reason(house: House) -> None:
    paper = house.paper()
    amendment = house.table(house.finn, paper, change(paper, 3, "They need lasting funding."))
    house.move_on(paper, ("stable", "multiannual"))
    proposal = Proposal(2, (change(paper, 3, "They need lasting, multiannual funding."),), " ")
    with pytest.raises(RuleBroken), transaction():
        service.rewrite(actor_of(house.finn), paper.reference, "1", proposal, seen=2, at=clock.now())
    assert amendment.reason == "Because."


@pytest.mark.parametrize(
    "name", ["draft-" + "9" * 5000, "draft-0", "draft-", "draft-９", "99999999999", "FI-"]
)
def test_nonsense_names_no_amendment(house: House, client: FlaskClient, name: str) -> None:
    paper = house.paper()
    sign_in(client, house.finn)
    page = f"/papers/{paper.reference}/amendments"
    assert client.get(f"{page}/{name}").status_code == 404
    assert client.get(f"{page}/new", query_string={"amendment": f"{name}\0"}).status_code in (404, 422)
