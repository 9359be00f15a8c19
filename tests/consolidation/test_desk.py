"""One desk, place by place: what agrees is made, what contradicts is shown with whose it is. No database."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.amendments.changes import BEGINNING, Change, applied
from eca_policy.consolidation.desk import Side, chosen_sides, has_all_of, key_of, settled, text_of, worded
from eca_policy.consolidation.marked import excerpt, rows
from eca_policy.consolidation.rules import Agreed, Chosen, Desk, Fault, Tabled, Worded, faults, grouped
from eca_policy.text.compare import Change as Compared
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.tokens import is_word, tokens

BASE = (
    Paragraph("a", "Clusters link small firms with research.\n\n"),
    Paragraph("b", "They need stable funding. The Union pays for it.\n\n"),
    Paragraph("c", "Fund clusters for seven years.\n"),
)
ON, WITH_CHANGES = Chosen("accepted"), Chosen("accepted_with_changes", "Because.")


def rewrite(place: str, wording: str) -> Change:
    return Change("replace", place, wording)


def tabled(number: int, *changes: Change, chosen: Chosen = ON, parent: int | None = None) -> Tabled:
    return Tabled(number, str(number), changes, number, parent, chosen)


def desk(*amendments: Tabled, compromises: tuple[Agreed, ...] = (), **decided: Worded) -> Desk:
    return Desk(BASE, grouped(amendments), compromises, decided)


def text(of: Desk) -> str:
    return text_of(of.text())


def kinds(of: Desk) -> list[str]:
    return [fault.kind for fault in faults(of)]


B_FIRST, B_LAST = (
    rewrite("b", "They need public funding. The Union pays for it."),
    rewrite("b", "They need stable funding. The Union and its members pay for it."),
)
B_OTHER = rewrite("b", "They need private funding. The Union pays for it.")
BOTH = "They need public funding. The Union and its members pay for it."


def test_only_what_is_switched_on_flows_into_the_text() -> None:
    off = desk(tabled(1, B_FIRST, chosen=Chosen("rejected", "No.")), tabled(2, B_LAST, chosen=Chosen()))
    assert text(off) == text_of(BASE)
    assert "stable funding. The Union and its members" in text(desk(tabled(1, B_LAST)))


def test_compatible_changes_to_one_paragraph_merge_word_by_word_and_are_offered_for_reading() -> None:
    place = desk(tabled(1, B_FIRST), tabled(2, B_LAST)).settled("b")
    assert place.text == BOTH
    assert not place.contests
    (check,) = place.checks
    assert {claim.text: claim.names for claim in check.claims} == {
        B_FIRST.wording: ("1",),
        B_LAST.wording: ("2",),
    }


def test_a_contradiction_names_who_is_behind_each_side() -> None:
    found = desk(tabled(1, B_FIRST), tabled(2, B_OTHER), tabled(3, B_LAST))
    (contest,) = found.settled("b").contests
    assert contest.base == "stable"
    assert [(claim.text, claim.names) for claim in contest.claims] == [
        ("private", ("2",)),
        ("public", ("1",)),
    ]
    assert "need stable funding. The Union and its members" in text(found)
    assert kinds(found) == ["conflict"]


def test_a_contested_word_that_stands_twice_is_told_apart() -> None:
    base = Paragraph("p", "the first and the second and the third")
    sides = (
        Side("1", (rewrite("p", "the first and this second and the third"),)),
        Side("2", (rewrite("p", "the first and that second and the third"),)),
        Side("3", (rewrite("p", "this first and the second and the third"),)),
    )
    (contest,) = settled(base, sides).contests
    assert [(claim.text, claim.names) for claim in contest.claims] == [("that", ("2",)), ("this", ("1",))]


def test_a_paragraph_that_one_deletes_and_another_edits_is_a_conflict_with_both_names() -> None:
    found = desk(tabled(1, Change("delete", "b")), tabled(2, B_FIRST))
    (contest,) = found.settled("b").contests
    assert [(claim.text, claim.names) for claim in contest.claims] == [
        ("", ("1",)),
        (B_FIRST.wording, ("2",)),
    ]
    assert chosen_sides(found.settled("b"), BASE[1], [""]) == ""


def test_what_several_insert_at_one_spot_is_kept_and_offered_for_reading() -> None:
    found = desk(
        tabled(1, Change("insert_after", "a", "One.")), tabled(2, Change("insert_after", "a", "Two."))
    )
    (check,) = found.settled("a").checks
    assert [(claim.text, claim.names) for claim in check.claims] == [("One.", ("1",)), ("Two.", ("2",))]
    assert "research.\n\nOne.\n\nTwo.\n\nThey" in text(found)


def test_taking_a_side_gives_the_whole_place_a_wording() -> None:
    found = desk(tabled(1, B_FIRST), tabled(2, B_OTHER), tabled(3, B_LAST))
    taken = chosen_sides(found.settled("b"), BASE[1], ["public"])
    assert taken == BOTH
    settled_so = desk(
        tabled(1, B_FIRST), tabled(2, B_OTHER), tabled(3, B_LAST), b=Worded(taken, found.key("b"))
    )
    assert settled_so.settled("b").text == BOTH
    assert faults(settled_so) == [Fault("not_as_asked", "b", "2")]


def test_a_wording_is_read_once_more_when_other_switches_are_on_than_it_was_made_for() -> None:
    both = desk(tabled(1, B_FIRST), tabled(2, B_OTHER))
    wording = Worded("They need public funding. The Union pays for it.", both.key("b"))
    with_a_third = desk(tabled(1, B_FIRST), tabled(2, B_OTHER), tabled(3, B_LAST), b=wording)
    assert with_a_third.is_outdated("b")
    assert "outdated" in kinds(with_a_third)
    only_the_first = desk(tabled(1, B_FIRST), b=wording)
    assert not only_the_first.is_outdated("b")
    assert faults(only_the_first) == []


def test_identical_amendments_are_one_group_and_share_the_last_choice() -> None:
    early, late = Chosen("rejected", "No.", step=3), Chosen("accepted", step=7)
    (group, other) = grouped(
        [tabled(1, B_FIRST, chosen=early), tabled(2, B_LAST), tabled(3, B_FIRST, chosen=late)]
    )
    assert (group.labels, group.chosen) == (("1", "3"), late)
    assert other.labels == ("2",)


def test_an_amendment_to_an_amendment_takes_its_place_when_both_are_on() -> None:
    parent = tabled(1, B_FIRST, Change("delete", "c"), chosen=WITH_CHANGES)
    child = tabled(2, rewrite("b", "They need more public funding. The Union pays for it."), parent=1)
    both = desk(parent, child)
    assert "more public funding" in text(both)
    assert "Fund clusters" not in text(both)
    assert not both.settled("b").contests
    assert faults(both) == []
    alone = desk(tabled(1, B_FIRST, chosen=Chosen("rejected", "No.")), child)
    assert faults(alone) == [Fault("without_parent", "b", "2", "1")]


def test_what_amends_a_decided_amendment_must_be_decided_too() -> None:
    child = tabled(2, rewrite("b", "They need more funding."), chosen=Chosen("left_open"), parent=1)
    assert kinds(desk(tabled(1, B_FIRST), child)) == ["without_decision"]
    assert kinds(desk(tabled(1, B_FIRST, chosen=Chosen("left_open")), child)) == []


def test_a_compromise_merges_with_what_else_is_on_and_is_read_again_on_another_text() -> None:
    wording = Worded("They need reliable funding. The Union pays for it.", key_of(BASE[1]))
    in_it = Chosen("in_compromise", "", 1)
    found = desk(
        tabled(1, B_FIRST, chosen=in_it), tabled(2, B_OTHER, chosen=in_it), tabled(3, B_LAST),
        compromises=(Agreed(1, "Both agree.", {"b": wording}),),
    )  # fmt: skip
    assert "reliable funding. The Union and its members pay" in text(found)
    assert faults(found) == []
    elsewhere = {"b": Worded(wording.text, "other"), "gone": wording}
    assert kinds(desk(compromises=(Agreed(1, "So.", elsewhere),))) == ["outdated", "gone"]


def test_decisions_that_need_a_reason_ask_for_it() -> None:
    owed = [Chosen("rejected"), Chosen("lapsed"), Chosen("accepted_with_changes")]
    free = [Chosen(), Chosen("accepted"), Chosen("left_open"), Chosen("rejected", "No.")]
    assert [kinds(desk(tabled(1, B_FIRST, chosen=chosen))) for chosen in owed] == [["reason"]] * 3
    assert [kinds(desk(tabled(1, B_FIRST, chosen=chosen))) for chosen in free] == [[]] * 4


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("They need stable funding.\n\nThe Union pays for it.", ["b", "~1"]),
        ("Something else entirely", ["b"]),
        ("A new beginning here.\n\nThey need stable funding. The Union pays for it.", ["~1", "b"]),
        ("", []),
    ],
)
def test_a_persons_wording_keeps_the_paragraph_where_it_is_like_it(text: str, ids: list[str]) -> None:
    assert [one.id for one in worded(BASE[1], text)] == ids


def test_what_is_written_in_the_place_of_a_deleted_paragraph_is_new() -> None:
    assert [one.id for one in worded(BASE[1], "Something else entirely", is_gone=True)] == ["~1"]


def test_pieces_say_through_whom_each_word_came() -> None:
    sides = (Side("1", (B_FIRST,)), Side("2", (B_LAST,)))
    (row,) = rows(BASE[1], settled(BASE[1], sides).paragraphs, sides)
    assert [(piece.kind, piece.text, piece.names) for piece in row.pieces if piece.kind != "equal"] == [
        ("delete", "stable", ("1",)), ("insert", "public", ("1",)),
        ("delete", "pays", ("2",)), ("insert", "and its members pay", ("2",)),
    ]  # fmt: skip


def test_the_mark_of_a_recommendation_is_shown_only_where_it_comes_or_goes() -> None:
    base = Paragraph("r", "Fund it.\n{: .recommendation }\n")
    kept = (Paragraph("r", "Fund them.\n{: .recommendation }\n"),)
    gone = (Paragraph("r", "Fund it.\n"),)
    assert "recommendation" not in "".join(piece.text for piece in rows(base, kept, ())[0].pieces)
    assert "recommendation" in "".join(piece.text for piece in rows(base, gone, ())[0].pieces)


def test_contested_words_are_pieces_of_their_own() -> None:
    sides = (Side("1", (B_FIRST,)), Side("2", (B_OTHER,)))
    place = settled(BASE[1], sides)
    (row,) = rows(BASE[1], place.paragraphs, sides, place.contests)
    assert [(piece.kind, piece.text) for piece in row.pieces] == [
        ("equal", "They need "), ("contested", "stable"), ("equal", " funding. The Union pays for it."),
    ]  # fmt: skip


def test_a_wording_has_all_of_an_amendment_only_when_every_change_is_made() -> None:
    side = Side("1", (B_FIRST, Change("insert_after", "b", "More.")))
    full = (Paragraph("b", BOTH), Paragraph("x", "Other."), Paragraph("y", "More."))
    assert has_all_of(BASE[1], side, full)
    assert not has_all_of(BASE[1], side, full[:2])
    assert not has_all_of(BASE[1], side, [Paragraph("b", B_LAST.wording), full[2]])
    assert has_all_of(BASE[1], Side("2", (Change("delete", "b"),)), ())
    assert not has_all_of(BASE[1], Side("2", (Change("delete", "b"),)), BASE[1:2])


def test_a_change_is_shown_with_the_words_around_it() -> None:
    long = "word " * 40
    short = excerpt([Compared("equal", long), Compared("insert", "new "), Compared("equal", "end.")], 11)
    assert [one.text for one in short] == ["… word word ", "new ", "end."]
    between = excerpt(
        [Compared("delete", "a"), Compared("equal", long.strip()), Compared("insert", "b")], 11
    )  # fmt: skip
    assert between[1].text == "word word … word word"


# Properties

WORDS = ["the", "Commission", "shall", "act", "**now**", "[^1]", "é", ",", ".", "funding"]
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
texts = st.lists(phrases, min_size=1, max_size=4).map(
    lambda found: tuple(Paragraph(f"p{at}", f"{one}\n\n") for at, one in enumerate(found))
)


@st.composite
def amended(draw: st.DrawFn, most: int = 4) -> tuple[tuple[Paragraph, ...], list[tuple[Change, ...]]]:
    """A text, and what several amendments do to it."""
    base = draw(texts)
    one = st.builds(
        lambda kind, at, wording: Change(kind, base[at % len(base)].id, "" if kind == "delete" else wording),
        st.sampled_from(["replace", "insert_after", "delete"]), st.integers(0, 3), phrases,
    )  # fmt: skip
    several = st.lists(
        one, min_size=1, max_size=2, unique_by=lambda c: (c.paragraph_id, c.kind == "insert_after")
    )
    found = draw(st.lists(several.map(tuple), min_size=1, max_size=most))
    return base, found


def laid_out(base: tuple[Paragraph, ...], found: list[tuple[Change, ...]]) -> Desk:
    return Desk(base, grouped(tabled(at, *changes) for at, changes in enumerate(found, start=1)))


@given(amended())
def test_of_amendments_that_do_not_touch_each_other_the_desk_applies_all(
    made: tuple[tuple[Paragraph, ...], list[tuple[Change, ...]]],
) -> None:
    base, found = made
    apart, taken = [], set()
    for changes in found:
        here = {change.paragraph_id for change in changes}
        if not here & taken:
            apart.append(changes)
            taken |= here
    together = applied(base, [change for changes in apart for change in changes], "x")
    assert text_of(laid_out(base, apart).text()) == text_of(together)


@given(amended(3))
def test_the_order_of_amendments_makes_no_difference(
    made: tuple[tuple[Paragraph, ...], list[tuple[Change, ...]]],
) -> None:
    base, found = made
    sides = [Side(str(at), changes) for at, changes in enumerate(found)]
    for one in base:
        here = [Side(s.name, tuple(c for c in s.changes if c.paragraph_id == one.id)) for s in sides]
        results = [settled(one, order) for order in permutations(here)]
        assert all(result == results[0] for result in results)


@given(amended())
def test_no_inserted_word_of_what_is_on_is_missing_from_text_and_conflicts_together(
    made: tuple[tuple[Paragraph, ...], list[tuple[Change, ...]]],
) -> None:
    base, found = made
    result = laid_out(base, found)
    claims = [
        claim
        for place in result.places
        for contest in result.settled(place).contests
        for claim in contest.claims
    ]
    shown = words_of(text_of(result.text())).union(*(words_of(claim.text) for claim in claims))
    asked = set().union(*(words_of(change.wording) for changes in found for change in changes))
    assert asked - words_of(text_of(base)) <= shown
    assert all(claim.names for claim in claims)


def words_of(text: str) -> set[str]:
    return {token for token in tokens(text) if is_word(token)}


def test_what_is_put_before_the_first_paragraph_has_a_place_of_its_own() -> None:
    found = desk(tabled(1, Change("insert_after", BEGINNING, "A motto.")))
    assert found.settled(BEGINNING).text == "A motto."
    assert text(found).startswith("A motto.\n\nClusters")
