"""What holds of every voting list, whatever was tabled, arranged and requested."""

from collections import Counter
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from eca_policy.amendments.changes import Change, contradict, fingerprint, places
from eca_policy.text.paragraphs import Paragraph
from eca_policy.voting.items import Arrangement, Item, Listed, outcomes, voting_list
from eca_policy.voting.lapsing import Piece
from eca_policy.voting.moving import step, to_item
from eca_policy.voting.order import Tabled

TEXT = [Paragraph(f"p{number}", f"One two three four five number {number}.\n\n") for number in range(4)]
WORDINGS = (
    "One two three four five.", "One 2 three four five.", "One 2 3 four five.", "One two three four 5.",
    "Nothing of it.", "Two two.",
)  # fmt: skip
KEYS = range(1, 8)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Change, ...]:
    """Up to three changes, each thing said once."""
    made = {}
    for _ in range(draw(st.integers(1, 3))):
        where = draw(st.sampled_from(["", *(one.id for one in TEXT), "gone"]))
        kind = draw(st.sampled_from(["replace", "insert_after", "delete"])) if where else "insert_after"
        wording = "" if kind == "delete" else draw(st.sampled_from(WORDINGS))
        made[where, kind == "insert_after"] = Change(kind, where, wording)
    return tuple(made.values())


@st.composite
def amendments(draw: st.DrawFn) -> list[Tabled]:
    """Up to seven; some amend an earlier one at its places, as the verbs demand."""
    made: list[Tabled] = []
    for key in KEYS[: draw(st.integers(0, 7))]:
        parents = [one for one in made if one.parent is None]
        parent = draw(st.none() | st.sampled_from(parents)) if parents else None
        own = draw(changes())
        if parent is not None:
            own = tuple(
                Change(each.kind, each.paragraph_id, draw(st.sampled_from(WORDINGS)))
                for each in parent.changes
                if each.kind != "delete"
            )
            parent = parent if own else None
        made.append(Tabled(key, key, str(key), own or draw(changes()), parent.key if parent else None))
    return [one for one in made if draw(st.integers(0, 5))]


keys = st.sampled_from(KEYS)
arrangements = st.builds(
    Arrangement,
    ranks=st.dictionaries(keys, st.integers(1, 7)),
    packages=st.dictionaries(keys, st.integers(1, 2)),
    separate=st.frozensets(keys, max_size=2),
    split=st.frozensets(keys, max_size=3),
)


def changes_voted_on(listed: Listed) -> Counter[tuple[int, Change]]:
    return Counter(
        (piece.entry.key, change)
        for item in listed.items
        for piece in item.pieces
        for change in piece.changes
    )


@given(amendments(), arrangements)
def test_every_open_amendment_stands_in_one_item_or_in_all_its_parts(
    tabled: list[Tabled], arrangement: Arrangement
) -> None:
    listed = voting_list(tabled, TEXT, arrangement)
    entries = {each.key: each for each in listed.entries}
    assert sorted(key for each in entries.values() for key in each.amendments) == sorted(
        one.key for one in tabled
    )
    assert changes_voted_on(listed) == Counter(
        (each.key, change) for each in entries.values() for change in each.changes
    )
    for one in tabled:
        items = [item for item in listed.items if one.key in item.amendments]
        assert len(items) == 1 or [item.part for item in items] == list(range(1, items[0].parts + 1))


@given(amendments(), arrangements, st.randoms())
def test_the_order_of_what_comes_in_makes_no_difference(
    tabled: list[Tabled], arrangement: Arrangement, dice: object
) -> None:
    shuffled = list(tabled)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert voting_list(shuffled, TEXT, arrangement) == voting_list(tabled, TEXT, arrangement)


@given(amendments(), arrangements)
def test_an_item_lapses_only_by_earlier_ones_and_amends_only_later_ones(
    tabled: list[Tabled], arrangement: Arrangement
) -> None:
    items = voting_list(tabled, TEXT, arrangement).items
    assert [item.number for item in items] == list(range(1, len(items) + 1))
    for item in items:
        assert all(each < item.number for lapse in item.lapses_if for each in (*lapse.adopted, *lapse.unless))
        assert all(each > item.number for each in item.amends)
        assert not (item.kind in ("package", "final_text") and item.lapses_if)


@given(amendments(), arrangements)
def test_what_amends_stands_right_before_what_it_amends(
    tabled: list[Tabled], arrangement: Arrangement
) -> None:
    row = voting_list(tabled, TEXT, arrangement).entries
    for at, each in enumerate(row):
        if each.parent is not None:
            assert row[at + 1].parent == each.parent or row[at + 1].key == each.parent


@given(amendments(), arrangements, st.frozensets(st.integers(1, 12)))
def test_two_that_exclude_each_other_are_never_both_adopted(
    tabled: list[Tabled], arrangement: Arrangement, majorities: frozenset[int]
) -> None:
    items = voting_list(tabled, TEXT, arrangement).items
    found = outcomes(items, majorities)
    assert found.keys() == {item.number for item in items[:-1]}
    adopted = {number for number, outcome in found.items() if outcome not in ("rejected", "lapsed")}
    assert adopted <= majorities
    assert not any(lapse.holds(adopted) for number in adopted for lapse in items[number - 1].lapses_if)
    made = [
        p for n in adopted for p in items[n - 1].pieces if p.entry.parent is None and not amended(p, items)
    ]
    text = {one.id: one for one in TEXT}
    assert not any(contradict(one.changes, two.changes, text) for one in made for two in made if one != two)
    assert all(
        any(lapse.holds(adopted) for lapse in items[number - 1].lapses_if)
        for number, outcome in found.items()
        if outcome == "lapsed"
    )


def amended(piece: Piece, items: Sequence[Item]) -> bool:
    """Whether something on the list amends it."""
    return any(other.entry.parent == piece.entry.key for item in items for other in item.pieces)


@given(amendments())
def test_identical_amendments_share_an_entry_and_nobody_else_does(tabled: list[Tabled]) -> None:
    by_key = {one.key: one for one in tabled}
    for each in voting_list(tabled, TEXT).entries:
        assert len({fingerprint(by_key[key].changes) for key in each.amendments}) == 1
    roots = [one for one in tabled if one.parent is None]
    assert len(voting_list(roots, TEXT).entries) == len({fingerprint(one.changes) for one in roots})


@given(amendments(), arrangements, st.sampled_from([-1, 1]), st.integers(1, 9))
def test_moving_keeps_everything_and_is_undone_by_moving_back(
    tabled: list[Tabled], arrangement: Arrangement, by: object, number: int
) -> None:
    listed = voting_list(tabled, TEXT, Arrangement(ranks=arrangement.ranks))
    for each in listed.entries:
        ranks = step(listed, each.key, by)  # type: ignore[arg-type]
        assert ranks.keys() == {one.key for one in tabled} == to_item(listed, each.key, number).keys()
        there = voting_list(tabled, TEXT, Arrangement(ranks=ranks))
        back = voting_list(tabled, TEXT, Arrangement(ranks=step(there, each.key, -by)))  # type: ignore[operator]
        if there.stamp != listed.stamp:
            assert back.stamp == listed.stamp


@given(amendments(), st.dictionaries(keys, st.integers(1, 2)), st.frozensets(keys))
def test_whoever_asks_for_a_vote_apart_gets_it(
    tabled: list[Tabled], packages: dict[int, int], separate: frozenset[int]
) -> None:
    listed = voting_list(tabled, TEXT, Arrangement(packages=packages, separate=separate))
    for item in listed.items:
        assert item.kind != "package" or separate.isdisjoint(item.amendments)


@given(amendments())
def test_parts_are_the_places_of_an_amendment(tabled: list[Tabled]) -> None:
    listed = voting_list(tabled, TEXT, Arrangement(split=frozenset(KEYS)))
    for item in listed.items:
        for piece in item.pieces:
            assert len(places(piece.changes)) == 1
            assert item.kind == ("part" if item.parts else "amendments")
