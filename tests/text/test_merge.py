"""Several people's changes come together; what contradicts is reported, and no word of anybody is lost."""

from itertools import count, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text.merge import Merged, merge
from eca_policy.text.paragraphs import Paragraph, carry, join, split
from eca_policy.text.tokens import is_word, tokens

from . import real, writing


def paper(*sources: str, **named: str) -> list[Paragraph]:
    numbered = {f"p{at}": source for at, source in enumerate(sources, start=1)}
    return [Paragraph(its_id, source) for its_id, source in (numbered | named).items()]


def merged_texts(base: str, *wordings: str) -> Merged:
    return merge(paper(base), [paper(wording) for wording in wordings])


def merged_files(base: str, *sides: str) -> Merged:
    origin = carry([], split(base), _ids("p"))
    return merge(origin, [carry(origin, split(side), _ids(f"s{at}-")) for at, side in enumerate(sides)])


def _ids(prefix: str):
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def words_of(text: str) -> set[str]:
    return {token for token in tokens(text) if is_word(token)}


def text_of(merged: Merged) -> str:
    return join([one.source for one in merged.paragraphs])


@pytest.mark.parametrize(
    ("base", "wordings", "expected"),
    [
        ("a b c", ["x b c", "a b y"], "x b y"),
        ("a b c", ["x b z", "a y c"], "x y z"),
        ("a b c", ["x b c", "x b c"], "x b c"),
        ("a b c", ["a c", "a b x"], "a x"),
        ("a b c d", ["a d", "a b d"], "a d"),
        ("a c", ["a x c", "a y c"], "a x y c"),
        ("The Commission shall act.", ["The Commission may act.", "The Commission shall act soon."],
         "The Commission may act soon."),
        ("States [act](a) now.", ["States [act](b) now.",
        "All States [act](a) now."], "All States [act](b) now."),
        ("a b c", ["x b c", "a y c", "a b z"], "x y z"),
        ("- one\n- two", ["- one\n- two\n- three", "- One\n- two"], "- One\n- two\n- three"),
    ],
)  # fmt: skip
def test_changes_to_different_words_are_all_made(base: str, wordings: list[str], expected: str) -> None:
    for order in permutations(wordings):
        merged = merged_texts(base, *order)
        assert [one.source for one in merged.paragraphs] == [expected]
        assert merged.conflicts == []


@pytest.mark.parametrize(
    ("base", "wordings", "contested", "sides"),
    [
        ("a b c", ["a x c", "a y c"], "b", ("x", "y")),
        ("a b c", ["a x c", "a c"], None, None),
        ("a b c d", ["a x d", "a b y d"], None, None),
        ("shall act now", ["may act now", "must act now", "will act now"], "shall", ("may", "must", "will")),
    ],
)
def test_changes_to_the_same_words_are_a_conflict(
    base: str, wordings: list[str], contested: str | None, sides: tuple[str, ...] | None
) -> None:
    merged = merged_texts(base, *wordings)
    assert len(merged.conflicts) == 1
    conflict = merged.conflicts[0]
    source = merged.paragraphs[0].source
    assert source[conflict.start : conflict.start + len(conflict.base)] == conflict.base
    if contested is not None:
        assert (conflict.base, conflict.sides) == (contested, sides)


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        (["a b", "a b x c"], "a b x"),
        (["a c", "a b", "a b x c"], "a x"),
        (["a c", "a b x c"], "a x c"),
    ],
)
def test_words_put_in_beside_what_another_takes_out_are_no_conflict(
    wordings: list[str], expected: str
) -> None:
    for order in permutations(wordings):
        merged = merged_texts("a b c", *order)
        assert merged.conflicts == []
        assert merged.paragraphs[0].source.split() == expected.split()


def test_words_put_in_between_two_that_another_takes_out_are_a_conflict() -> None:
    conflict = merged_texts("a b c d", "a d", "a b x c d").conflicts[0]
    assert (conflict.base, conflict.sides) == ("b c ", ("", "b x c "))


def test_a_sentence_that_two_people_rewrote_is_one_conflict() -> None:
    merged = merged_texts("All of this is old.", "None of that was new.", "Most of those are older.")
    assert len(merged.conflicts) < 3
    assert text_of(merged).startswith(merged.paragraphs[0].source)


def test_a_paragraph_taken_out_while_another_edits_it_is_a_conflict() -> None:
    merged = merge(paper("One.", "Two is here."), [paper("One."), paper("One.", "Two was here.")])
    assert [one.id for one in merged.paragraphs] == ["p1", "p2"]
    assert (merged.conflicts[0].base, merged.conflicts[0].sides) == ("Two is here.", ("", "Two was here."))


def test_a_paragraph_that_one_takes_out_and_nobody_edits_is_gone() -> None:
    merged = merge(
        paper("One.", "Two.", "Three."), [paper("One.", p3="Three."), paper("One!", "Two.", "Three.")]
    )
    assert [(one.id, one.source) for one in merged.paragraphs] == [("p1", "One!"), ("p3", "Three.")]
    assert merged.conflicts == []


def test_new_paragraphs_at_one_spot_are_all_kept_and_offered_for_a_check() -> None:
    sides = [paper("One.", x="New B.", p2="Two."), paper("One.", y="New A.", p2="Two.")]
    for order in permutations(sides):
        merged = merge(paper("One.", "Two."), order)
        assert [one.source for one in merged.paragraphs] == ["One.", "New A.", "New B.", "Two."]
        assert merged.conflicts == []
        assert [(check.paragraph_id, check.sides) for check in merged.checks] == [
            ("p1", ("New A.", "New B."))
        ]


def test_the_same_new_paragraph_from_two_people_stands_once() -> None:
    merged = merge(paper("One."), [paper("One.", x="New."), paper("One.", y="New.")])
    assert [one.source for one in merged.paragraphs] == ["One.", "New."]


def test_a_paragraph_moved_by_one_and_edited_by_another_is_both() -> None:
    base = paper("One.", "Two.", "Three.")
    moved = [base[1], base[2], base[0]]
    merged = merge(base, [moved, paper("One indeed.", "Two.", "Three.")])
    assert [(one.id, one.source) for one in merged.paragraphs] == [
        ("p2", "Two."), ("p3", "Three."), ("p1", "One indeed."),
    ]  # fmt: skip


def test_a_paragraph_moved_by_two_people_stands_once() -> None:
    base = paper("One.", "Two.", "Three.", "Four.")
    one, two, three, four = base
    merged = merge(base, [[two, one, three, four], [two, three, four, one]])
    assert sorted(paragraph.id for paragraph in merged.paragraphs) == ["p1", "p2", "p3", "p4"]


@given(writing.texts, writing.texts)
def test_with_one_changeset_the_merge_is_that_changeset(before: str, after: str) -> None:
    origin = carry([], split(before), _ids("p"))
    changed = carry(origin, split(after), _ids("n"))
    merged = merge(origin, [changed])
    assert [(one.id, one.source) for one in merged.paragraphs] == [(one.id, one.source) for one in changed]
    assert (merged.conflicts, merged.checks) == ([], [])


@given(writing.lines, st.lists(writing.lines, min_size=2, max_size=3))
def test_the_order_of_the_changesets_makes_no_difference(base: str, sides: list[str]) -> None:
    origin = carry([], split(base), _ids("p"))
    changesets = [carry(origin, split(side), _ids(f"s{at}-")) for at, side in enumerate(sides)]
    results = [merge(origin, order) for order in permutations(changesets)]
    assert all(result == results[0] for result in results)


@given(writing.sentences, st.lists(writing.sentences, min_size=2, max_size=3))
def test_the_order_of_wordings_makes_no_difference(base: str, wordings: list[str]) -> None:
    results = [merged_texts(base, *order) for order in permutations(wordings)]
    assert all(result == results[0] for result in results)


@given(writing.lines, writing.lines, writing.lines)
def test_no_new_word_of_anybody_is_lost(base: str, ours: str, theirs: str) -> None:
    merged = merged_files(base, ours, theirs)
    shown = words_of(text_of(merged)).union(
        *(words_of(side) for one in merged.conflicts for side in one.sides)
    )
    assert (words_of(ours) | words_of(theirs)) - words_of(base) <= shown


@real.needs_real
def test_where_git_and_the_person_agree_we_do_too() -> None:
    clean = [case for case in real.merges() if case["git_merge_file"] == "clean_same"]
    assert len(clean) == 6
    for case in clean:
        merged = merged_files(case["base"], case["ours"], case["theirs"])
        assert (merged.conflicts, merged.checks) == ([], []), case["merge"]
        assert text_of(merged) == case["merged_by_human"], case["merge"]


@real.needs_real
def test_where_the_person_wrote_something_else_it_is_only_the_end_of_the_file() -> None:
    differing = [case for case in real.merges() if case["git_merge_file"] == "clean_but_human_differs"]
    assert len(differing) == 3
    for case in differing:
        merged = merged_files(case["base"], case["ours"], case["theirs"])
        assert (merged.conflicts, merged.checks) == ([], []), case["merge"]
        assert text_of(merged) == case["merged_by_human"].rstrip("\n"), case["merge"]


@real.needs_real
def test_wherever_git_saw_a_conflict_a_person_is_asked_and_sees_both_sides() -> None:
    contested = [case for case in real.merges() if case["git_merge_file"] == "conflict"]
    assert len(contested) == 12
    for case in contested:
        origin = carry([], split(case["base"]), _ids("p"))
        ours, theirs = (carry(origin, split(case[side]), _ids(side)) for side in ("ours", "theirs"))
        merged = merge(origin, [ours, theirs])
        reported = [*merged.conflicts, *merged.checks]
        assert any(len(one.sides) > 1 for one in reported), case["merge"]
        for its_id in rewritten_by_both(origin, ours, theirs):
            sides = [side for one in reported if one.paragraph_id == its_id for side in one.sides]
            seen = set().union(*map(words_of, sides))
            for text in (ours, theirs):
                assert added_words(origin, text, its_id) <= seen, case["merge"]


def rewritten_by_both(*texts: list[Paragraph]) -> list[str]:
    """The paragraphs that both sides changed, and not alike."""
    origin, ours, theirs = ({one.id: one.source.strip() for one in text} for text in texts)
    return [
        its_id
        for its_id in origin.keys() & ours.keys() & theirs.keys()
        if len({origin[its_id], ours[its_id], theirs[its_id]}) == 3
    ]


def added_words(origin: list[Paragraph], text: list[Paragraph], its_id: str) -> set[str]:
    before, after = (words_of(one.source) for side in (origin, text) for one in side if one.id == its_id)
    return after - before


@real.needs_real
def test_in_no_real_merge_is_a_word_of_either_side_missing() -> None:
    for case in real.merges():
        merged = merged_files(case["base"], case["ours"], case["theirs"])
        sides = [side for one in merged.conflicts for side in one.sides]
        shown = words_of(text_of(merged)).union(*map(words_of, sides))
        ours, theirs, base = (words_of(case[side]) for side in ("ours", "theirs", "base"))
        assert (ours | theirs) - base <= shown, case["merge"]
        assert ours & theirs <= shown, case["merge"]
