"""Whatever the texts are, a ballot that closes is decided: text, ids and pages of what nobody foresaw."""

import time

import pytest
from flask.testing import FlaskClient

from eca_policy.amendments.changes import Change
from eca_policy.exports.formats import FORMATS
from eca_policy.text.guard import MAX_LINES
from eca_policy.transaction import transaction
from tests.ballots.conftest import Convene
from tests.ballots.plenary import Plenary
from tests.conftest import sign_in


def adopt_all(plenary: Plenary) -> None:
    """Every item gets its majority; the paper is adopted, whatever its text has become."""
    plenary.decide(adopt=range(1, len(plenary.listed.items) + 1))
    assert plenary.paper.stage == "adopted"


def test_a_text_of_which_nothing_is_left_is_still_decided_and_shown(
    plenary: Plenary, client: FlaskClient
) -> None:
    for number in range(1, 5):
        plenary.delete("FI", number)
    adopt_all(plenary)
    assert (plenary.reads, plenary.version.revision.paragraphs) == ("", [])
    shown(plenary, client)


def test_a_text_that_amendments_push_over_its_limit_stands_as_it_was_typed(
    convened: Convene, client: FlaskClient
) -> None:
    many = MAX_LINES // 2 - 10
    long, longer = "Less < more" + "\nm" * many, "Too" + "\nmuch" * many
    plenary = convened(text="One.\n\nTwo **strong** words.\n\n" + "A line.\n" * 30)
    plenary.reword("FI", 1, long)
    plenary.insert("SE", 2, longer)
    adopt_all(plenary)
    assert plenary.reads == f"{long}\n\nTwo **strong** words.\n\n{longer}\n\n" + "A line.\n" * 30
    stored = plenary.version.revision.paragraphs
    assert [one["id"] for one in stored][:2] == [plenary.at(1), plenary.at(2)]
    assert stored[1]["html"] == "<p>Two **strong** words.</p>"
    assert "Less &lt; more" in stored[0]["html"]
    assert "shown as it was typed" in plenary.version.note
    shown(plenary, client)


def test_marks_that_only_together_are_too_tangled_do_not_hold_a_decision_up(plenary: Plenary) -> None:
    plenary.reword("FI", 2, "[" * 25 + "Clusters link small firms with research.")
    plenary.reword("SE", 2, "Clusters link small firms with research." + "[" * 25)
    adopt_all(plenary)
    assert plenary.states() == {"1": "accepted", "2": "accepted"}
    assert "[" * 25 + "Clusters link small firms with research." + "[" * 25 in plenary.reads


def test_what_looks_like_front_matter_is_text_when_it_was_voted_on_as_text(plenary: Plenary) -> None:
    plenary.insert("FI", 0, "---\ntitle: Another one\n---")
    adopt_all(plenary)
    assert plenary.version.revision.front_matter == ""
    assert plenary.reads.startswith("---\ntitle: Another one\n---\n\n## Why")
    assert "Another one" in plenary.version.revision.paragraphs[0]["html"] + str(
        plenary.version.revision.paragraphs[1]["html"]
    )


def test_footnotes_lists_and_tables_come_out_as_they_were_voted_on(convened: Convene) -> None:
    plenary = convened(
        text="A claim[^1].\n\n- one\n- two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n[^1]: A source.\n"
    )
    plenary.reword("FI", 3, "| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |")
    plenary.insert("SE", 2, "- three\n\nA second claim[^2].")
    plenary.insert("FR", 4, "[^2]: Another source.")
    adopt_all(plenary)
    assert plenary.reads == (
        "A claim[^1].\n\n- one\n- two\n\n- three\n\nA second claim[^2].\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\n[^1]: A source.\n[^2]: Another source."
    )
    ids = [one["id"] for one in plenary.version.revision.paragraphs]
    assert [one for one in ids if one.startswith("p")] == [plenary.at(number) for number in range(1, 5)]
    assert "Another source" in plenary.version.revision.notes_html


@pytest.mark.parametrize("same", ["They need funding.", "Clusters."])
def test_equal_paragraphs_keep_their_own_ids(convened: Convene, same: str) -> None:
    plenary = convened(text=f"{same}\n\nBetween.\n\n{same}\n\nAfter.\n\n{same}\n")
    plenary.delete("FI", 1)
    plenary.reword("SE", 4, same)
    adopt_all(plenary)
    ids = [one["id"] for one in plenary.version.revision.paragraphs]
    assert ids == [plenary.at(number) for number in (2, 3, 4, 5)]


def test_two_hundred_amendments_to_ten_thousand_words_are_decided_in_seconds(convened: Convene) -> None:
    sentence = "Clusters of small firms need stable funding for research and training in every region. "
    plenary = convened(text="\n\n".join(f"Paragraph {n}. {sentence * 4}" for n in range(180)) + "\n")
    assert plenary.version.revision.words > 10_000
    with transaction():
        for number in range(200):
            place = plenary.at(number % 180 + 1)
            kind = ("replace", "insert_after", "delete")[number % 3]
            wording = "" if kind == "delete" else f"Paragraph {number}. {sentence * 3} And more {number}."
            plenary.row("FI" if number % 2 else "SE", Change(kind, place, wording))  # type: ignore[arg-type]
    plenary.open()
    plenary.vote(adopt=range(1, 300))
    begun = time.process_time()
    plenary.settle()
    assert time.process_time() - begun < 30, "A job that takes so long is killed, and tried again for ever."
    assert plenary.paper.stage == "adopted"
    assert "tabled" not in plenary.states().values()


def shown(plenary: Plenary, client: FlaskClient) -> None:
    """The pages of the paper, and every export of its adopted version."""
    sign_in(client, plenary.secretary)
    address = f"/papers/{plenary.paper.reference}"
    number = plenary.version.number
    pages = [address, f"{address}/ballots/1", f"{address}/amendments", f"{address}/compare"]
    for page in [*pages, *(f"{address}/versions/{number}/{kind}" for kind in FORMATS)]:
        response = client.get(page)
        assert response.status_code in (200, 302), (page, response.status_code)
