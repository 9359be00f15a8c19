"""What became of paragraphs: moved, split, merged; with plain values."""

from hypothesis import given
from hypothesis import strategies as st

from eca_policy.papers.places import Place, departure_in_words, move_in_words, places
from eca_policy.papers.succession import merged_into, moved, split_off
from eca_policy.papers.views.comparison import ShownRow, Stretch, linked, summary

BOTH = "Clusters link small firms. They need money that stays for seven years."
FIRST, SECOND = "Clusters link small firms.", "They need money that stays for seven years."
ids = st.lists(st.sampled_from("abcdefg"), unique=True)


@given(ids, ids)
def test_what_did_not_move_stands_in_the_same_order(old: list[str], new: list[str]) -> None:
    gone = moved(old, new)
    assert gone <= set(old) & set(new)
    stayed = [one for one in old if one in new and one not in gone]
    assert stayed == [one for one in new if one in stayed]


@given(ids)
def test_nothing_moves_in_a_text_that_stays(old: list[str]) -> None:
    assert moved(old, old) == set()


def test_the_later_part_of_a_paragraph_is_known() -> None:
    assert split_off({"a": BOTH}, {"a": FIRST, "b": SECOND}) == {"b": "a"}


def test_a_third_part_is_known_as_well() -> None:
    whole = f"{BOTH} Authorities should plan for it."
    parts = {"a": FIRST, "b": SECOND, "c": "Authorities should plan for it."}
    assert split_off({"a": whole}, parts) == {"b": "a", "c": "a"}


def test_a_new_paragraph_after_an_edited_one_is_no_part_of_it() -> None:
    assert split_off({"a": BOTH}, {"a": FIRST, "b": "Regions decide on smart specialisation."}) == {}


def test_words_that_stayed_where_they_were_and_are_repeated_are_no_split() -> None:
    assert split_off({"a": BOTH}, {"a": BOTH, "b": SECOND}) == {}
    assert split_off({"a": BOTH}, {"a": BOTH.replace("small", "young"), "b": SECOND}) == {}


def test_what_was_merged_twice_is_found_at_the_end_of_the_line() -> None:
    successors = {"a": "b", "b": "c"}
    assert merged_into("a", successors, ["c"]) == "c"
    assert merged_into("a", successors, ["b", "c"]) == "b"
    assert merged_into("a", successors, ["d"]) is None
    assert merged_into("d", successors, ["c"]) is None


def test_a_circle_of_mergers_ends() -> None:
    assert merged_into("a", {"a": "b", "b": "a"}, ["c"]) is None


def stored(*numbers: int | None) -> list[dict[str, object]]:
    return [{"id": f"p{at}", "number": number} for at, number in enumerate(numbers)]


def test_a_heading_is_placed_by_the_paragraph_before_it() -> None:
    found = places(stored(None, 1, None, 2))
    assert [found[f"p{at}"].spot for at in range(4)] == [
        "at the beginning", "paragraph 1", "after paragraph 1", "paragraph 2",
    ]  # fmt: skip


def test_a_move_is_said_from_where_to_where() -> None:
    fourth, ninth = Place(4, 3), Place(9, 8)
    assert move_in_words(fourth, ninth) == "was paragraph 4, now paragraph 9"
    assert move_in_words(Place(None, 0), Place(None, 8)) == "was at the beginning, now after paragraph 8"
    assert move_in_words(fourth, fourth) == "still paragraph 4"
    assert departure_in_words(fourth, ninth) == "Paragraph 4 moved to paragraph 9"
    assert departure_in_words(fourth, fourth) == "Paragraph 4 moved from here, now paragraph 4"
    assert departure_in_words(Place(None, 0), Place(None, 8)) == (
        "A heading or note moved from here, now after paragraph 8"
    )


def rows(*statuses: str) -> list[ShownRow]:
    return linked([ShownRow(f"p{at}", status, None) for at, status in enumerate(statuses)])  # type: ignore[arg-type]


def test_each_change_leads_to_the_next_and_the_one_before() -> None:
    shown = rows("same", "changed", "left", "added", "same", "moved")
    ways = [(row.previous, row.next) for row in shown]
    assert ways == [
        ("", ""), ("", "row-p3"), ("", ""), ("row-p1", "row-p5"), ("", ""), ("row-p3", ""),
    ]  # fmt: skip


def test_the_summary_counts_and_leads_to_the_first_of_each_kind() -> None:
    shown = rows("same", "removed", "changed", "left", "changed", "moved", "changed", "added")
    said = [(one.sentence, one.anchor) for one in summary([Stretch(False, tuple(shown))])]
    assert said == [
        ("3 paragraphs changed", "row-p2"), ("1 added", "row-p7"), ("1 removed", "row-p1"),
        ("1 moved", "row-p5"),
    ]  # fmt: skip


def test_a_summary_begins_with_what_there_is() -> None:
    assert [one.sentence for one in summary([Stretch(False, tuple(rows("removed", "moved")))])] == [
        "1 paragraph removed", "1 moved",
    ]  # fmt: skip
