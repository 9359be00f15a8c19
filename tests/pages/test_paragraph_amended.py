"""The history of a paragraph says through which amendments a wording came about."""

from flask.testing import FlaskClient

from tests.amendments.conftest import at, change, house
from tests.conftest import sign_in
from tests.consolidation.conftest import Room, room

__all__ = ["house", "room"]


def test_a_wording_names_the_amendments_it_came_through(room: Room, client: FlaskClient) -> None:
    paper, finn, swede = room.paper, room.house.finn, room.house.swede
    room.table(finn, change(paper, 3, "They need stable and public funding."))
    room.table(swede, change(paper, 2, "Clusters link all firms with research."))
    room.table(swede, change(paper, 3, "An entirely new demand.", "insert_after"))
    room.open()
    for label in "123":
        room.choose(label, "accepted")
    room.consolidate()
    version = room.finish()
    assert version is not None
    sign_in(client, swede)
    new = version.revision.paragraphs[3]["id"]
    pages = {
        place: client.get(f"/papers/{paper.reference}/paragraphs/{place}").text
        for place in (at(paper, 2), at(paper, 3), new, at(paper, 4))
    }
    assert [
        [label for label in "123" if f"Through amendment {label} of" in page] for page in pages.values()
    ] == [["2"], ["1"], ["3"], []]
    assert "Through amendment 1 of Association FI" in pages[at(paper, 3)]
