"""In which order amendments are put to the vote, what lapses with what, and what is voted on together."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from eca_policy.amendments.changes import Change, Kind
from eca_policy.text.paragraphs import Paragraph
from eca_policy.voting.excerpt import excerpt
from eca_policy.voting.falling import Lapse
from eca_policy.voting.items import Arrangement, Listed, outcomes, voting_list
from eca_policy.voting.moving import can_step, step, to_item
from eca_policy.voting.order import Tabled, departure

TEXT = [
    Paragraph("a", "Clusters link small firms with research and with schools.\n\n"),
    Paragraph("b", "They need stable funding for seven years.\n\n"),
    Paragraph("c", "Fund them.\n"),
]
WORDINGS = {
    "much": "Regions alone decide what is paid.",
    "some": "They need public funding for ten years.",
    "little": "They need lasting funding for seven years.",
    "elsewhere": "They need stable funding for seven whole years.",
}


def to_b(wording: str) -> Change:
    return Change("replace", "b", WORDINGS.get(wording, wording))


def at(paragraph: str, wording: str = "New words.", kind: Kind = "replace") -> Change:
    return Change(kind, paragraph, "" if kind == "delete" else wording)


def tabled(*each: Change | tuple[Change, ...], parents: dict[int, int] | None = None) -> list[Tabled]:
    """Amendments 1, 2, 3 … that make these changes; `parents` says which amends which."""
    made = [one if isinstance(one, tuple) else (one,) for one in each]
    return [
        Tabled(key, key, str(key), changes, (parents or {}).get(key))
        for key, changes in enumerate(made, start=1)
    ]


def order(listed: Listed) -> list[tuple[int, ...]]:
    return [item.amendments for item in listed.items if item.kind != "final_text"]


def listed(found: Sequence[Tabled], **arranged: object) -> Listed:
    return voting_list(found, TEXT, Arrangement(**arranged))  # type: ignore[arg-type]


def test_amendments_stand_in_the_order_of_the_text() -> None:
    found = tabled(at("c"), at("", kind="insert_after"), at("a"), at("b"))
    assert order(listed(found)) == [(2,), (3,), (4,), (1,)]


def test_what_is_inserted_after_a_paragraph_comes_after_the_changes_to_it() -> None:
    found = tabled(at("a", kind="insert_after"), at("b"), at("a"))
    assert order(listed(found)) == [(3,), (1,), (2,)]


def test_an_amendment_of_several_places_stands_at_its_first() -> None:
    assert order(listed(tabled(at("b"), (at("c"), at("a"))))) == [(2,), (1,)]


def test_at_one_place_the_furthest_from_the_text_is_first() -> None:
    found = tabled(to_b("little"), to_b("much"), at("b", kind="delete"), to_b("some"))
    assert order(listed(found)) == [(3,), (2,), (4,), (1,)]


def test_equally_far_stands_as_it_was_tabled() -> None:
    found = tabled(at("b", "They need firm funding for seven years."), to_b("little"))
    assert order(listed(found)) == [(1,), (2,)]
    inserted = tabled(at("b", "Short.", "insert_after"), at("b", "A good deal longer.", "insert_after"))
    assert order(listed(inserted)) == [(1,), (2,)]


@pytest.mark.parametrize(("old", "new", "share"), [
    ("one two three", "one two three", Fraction(0)),
    ("one two three", "four five six", Fraction(1)),
    ("one two", "one three", Fraction(1, 2)),
    ("one two", "", Fraction(1)),
    ("one *two*", "one **two**", Fraction(0)),
    ("one two three four", "one two three", Fraction(1, 7)),
    ("", "", Fraction(0)),
])  # fmt: skip
def test_how_far_a_wording_departs_is_the_share_of_words(old: str, new: str, share: Fraction) -> None:
    assert departure(old, new) == share


def test_identical_amendments_are_one_item_and_lapse_nothing_of_each_other() -> None:
    found = tabled(to_b("some"), at("a"), at("b", " They need public  funding\nfor ten years. "))
    made = listed(found)
    assert order(made) == [(2,), (1, 3)]
    assert all(not item.lapses_if for item in made.items)


def test_amendments_that_change_nothing_any_more_are_not_one() -> None:
    assert order(listed([Tabled(1, 1, "1", ()), Tabled(2, 2, "2", ())])) == [(1,), (2,)]


def test_a_deletion_makes_everything_that_rewords_the_paragraph_lapse() -> None:
    found = tabled(at("b", kind="delete"), to_b("some"), at("b", kind="insert_after"), at("c"))
    made = listed(found)
    assert [item.lapses_if for item in made.items] == [(), (Lapse((1,)),), (), (), ()]


def test_what_can_be_made_together_does_not_lapse() -> None:
    made = listed(tabled(to_b("little"), to_b("elsewhere")))
    assert all(not item.lapses_if for item in made.items)


def test_of_several_that_exclude_each_other_the_last_lapses_with_each_earlier_one() -> None:
    made = listed(tabled(at("b", kind="delete"), to_b("much"), to_b("some")))
    assert [item.lapses_if for item in made.items][2] == (Lapse((1,)), Lapse((2,)))
    assert outcomes(made.items, [1, 3]) == {1: "adopted", 2: "lapsed", 3: "lapsed"}
    assert outcomes(made.items, [2, 3]) == {1: "rejected", 2: "adopted", 3: "lapsed"}
    assert outcomes(made.items, [3]) == {1: "rejected", 2: "rejected", 3: "adopted"}


def test_what_lapses_makes_nothing_else_lapse() -> None:
    both = at("c", kind="delete")
    made = listed(tabled(at("b", kind="delete"), (to_b("some"), both), at("c", "Pay them.")))
    assert outcomes(made.items, [1, 2, 3]) == {1: "adopted", 2: "lapsed", 3: "adopted"}


# Amendments to amendments


def test_a_change_to_an_amendment_is_voted_on_right_before_it() -> None:
    found = tabled(
        at("a"), to_b("some"), to_b("little"), at("b", "They need public funding."), parents={4: 2}
    )
    made = listed(found)
    assert order(made) == [(1,), (4,), (2,), (3,)]
    assert made.items[1].amends == (3,)


def test_the_amended_one_is_voted_on_as_amended_and_does_not_lapse() -> None:
    made = listed(tabled(to_b("some"), at("b", "They need public funding."), parents={2: 1}))
    assert made.items[1].lapses_if == ()
    assert outcomes(made.items, [1, 2]) == {1: "adopted", 2: "adopted_as_amended"}
    assert outcomes(made.items, [1]) == {1: "without_effect", 2: "rejected"}
    assert outcomes(made.items, [2]) == {1: "rejected", 2: "adopted"}


def test_what_amends_an_amendment_falls_with_it() -> None:
    child = at("b", "They need public funding for ten long years.")
    made = listed(tabled(at("b", kind="delete"), to_b("some"), child, parents={3: 2}))
    assert order(made) == [(1,), (3,), (2,)]
    assert [item.lapses_if for item in made.items[:3]] == [(), (Lapse((1,)),), (Lapse((1,)),)]


def test_two_that_amend_one_amendment_exclude_each_other_by_its_words() -> None:
    children = (
        at("b", "They need EU funding for ten years."),
        at("b", "They need local funding for ten years."),
    )
    made = listed(tabled(to_b("some"), *children, parents={2: 1, 3: 1}))
    assert [item.lapses_if for item in made.items[:3]] == [(), (Lapse((1,)),), ()]
    apart = (children[0], at("b", "They need public funding for ten whole years."))
    made = listed(tabled(to_b("some"), *apart, parents={2: 1, 3: 1}))
    assert all(not item.lapses_if for item in made.items)


def test_two_wordings_of_one_inserted_paragraph_exclude_each_other() -> None:
    found = tabled(
        at("b", "Start now.", "insert_after"), at("b", "Start soon.", "insert_after"),
        at("b", "Start later.", "insert_after"), parents={2: 1, 3: 1},
    )  # fmt: skip
    assert [item.lapses_if for item in listed(found).items[:3]] == [(), (Lapse((1,)),), ()]


def test_an_amendment_may_exclude_another_only_as_amended() -> None:
    gentle, stern = to_b("little"), at("b", "They need lasting funding for ten years.")
    rival = at("b", "They need stable funding for nine years.")
    made = listed(tabled(gentle, stern, rival, parents={2: 1}), ranks={1: 1, 3: 2})
    assert order(made) == [(2,), (1,), (3,)]
    assert made.items[2].lapses_if == (Lapse((1, 2)),)
    assert outcomes(made.items, [1, 3])[3] == "adopted"
    assert outcomes(made.items, [2, 3])[3] == "adopted"
    assert outcomes(made.items, [1, 2, 3])[3] == "lapsed"


def test_an_amendment_may_exclude_another_no_longer_once_amended() -> None:
    stern, gentle = at("b", "They need lasting funding for ten years."), to_b("little")
    rival = at("b", "They need stable funding for nine years.")
    made = listed(tabled(stern, gentle, rival, parents={2: 1}), ranks={1: 1, 3: 2})
    assert made.items[2].lapses_if == (Lapse((2,), unless=(1,)),)
    assert outcomes(made.items, [1, 2, 3])[3] == "adopted"
    assert outcomes(made.items, [2, 3])[3] == "lapsed"


def test_without_its_parent_an_amendment_stands_by_itself() -> None:
    found = [one for one in tabled(to_b("some"), to_b("little"), parents={2: 1}) if one.key == 2]
    assert order(listed(found)) == [(2,)]


def test_amendments_to_identical_amendments_amend_one_entry() -> None:
    child = at("b", "They need public funding.")
    made = listed(tabled(to_b("some"), to_b("some"), child, child, parents={3: 1, 4: 2}))
    assert order(made) == [(3, 4), (1, 2)]


# Split votes, packages, separate votes


def test_a_split_vote_puts_each_place_to_the_vote_by_itself() -> None:
    wide = (to_b("some"), at("b", "More.", "insert_after"), at("c", kind="delete"))
    made = listed(tabled(wide, at("c", "Pay them.")), split=frozenset({1}))
    parts = [(item.kind, item.part, item.parts) for item in made.items[:2]]
    assert parts == [("part", 1, 2), ("part", 2, 2)]
    assert [len(item.pieces[0].changes) for item in made.items[:2]] == [2, 1]
    assert made.items[2].lapses_if == (Lapse((2,)),)


def test_what_has_one_place_cannot_be_split() -> None:
    made = listed(tabled(at("a")), split=frozenset({1}))
    assert made.items[0].kind == "amendments"


def test_only_the_part_that_is_excluded_lapses() -> None:
    found = tabled(at("a", kind="delete"), (at("a", "Other."), at("c", kind="delete")))
    assert [item.lapses_if for item in listed(found).items[:2]] == [(), (Lapse((1,)),)]
    made = listed(found, split=frozenset({2}))
    assert [item.lapses_if for item in made.items[:3]] == [(), (Lapse((1,)),), ()]


def test_a_part_is_amended_where_the_other_one_changes_it() -> None:
    wide = (at("a", "First."), at("c", "Pay them."))
    made = listed(tabled(wide, at("c", "Pay them well."), parents={2: 1}), split=frozenset({1}))
    assert order(made) == [(2,), (1,), (1,)]
    assert made.items[0].amends == (3,)


def test_a_package_is_one_item_at_the_place_of_its_first_entry() -> None:
    made = listed(tabled(at("a"), at("b"), at("c")), packages={1: 1, 3: 1})
    assert order(made) == [(1, 3), (2,)]
    assert [item.kind for item in made.items] == ["package", "amendments", "final_text"]


@pytest.mark.parametrize("kind", ["separate", "split"])
def test_an_association_that_asks_takes_an_entry_out_of_its_package(kind: str) -> None:
    found = tabled((at("a"), at("b")), at("b", "More.", "insert_after"), at("c"))
    made = listed(found, packages={1: 1, 2: 1, 3: 1}, **{kind: frozenset({1})})
    assert made.apart == {1: "requested"}
    assert [item.amendments for item in made.items if item.kind == "package"] == [(2, 3)]


def test_nobody_is_alone_in_a_package() -> None:
    made = listed(tabled(at("a"), at("c")), packages={1: 1, 2: 1}, separate=frozenset({2}))
    assert [item.kind for item in made.items] == ["amendments", "amendments", "final_text"]


def test_what_could_lapse_is_no_part_of_a_package() -> None:
    found = tabled(at("b", kind="delete"), to_b("some"), at("c"), at("a"))
    made = listed(found, packages={2: 1, 3: 1, 4: 2, 1: 2})
    assert order(made) == [(4, 1), (2,), (3,)]
    assert made.apart == {2: "contested"}
    assert made.items[1].lapses_if == (Lapse((1,)),)


def test_what_is_amended_is_no_part_of_a_package() -> None:
    found = tabled(to_b("some"), at("b", "They need public funding."), at("a"), at("c"), parents={2: 1})
    made = listed(found, packages={1: 1, 3: 1, 4: 1})
    assert made.apart == {1: "amended"}
    assert order(made) == [(3, 4), (2,), (1,)]


def test_the_last_item_is_the_text_as_a_whole() -> None:
    assert [item.kind for item in listed([]).items] == ["final_text"]
    made = listed(tabled(at("a")))
    assert (made.items[-1].number, made.items[-1].kind, made.items[-1].amendments) == (2, "final_text", ())
    assert outcomes(made.items, [1, 2]) == {1: "adopted"}


# Moving


def test_an_entry_moves_up_and_down_and_stays_at_the_ends() -> None:
    found = tabled(at("a"), at("b"), at("c"))
    made = listed(found)
    assert step(made, 2, -1) == {2: 1, 1: 2, 3: 3}
    assert step(made, 2, 1) == {1: 1, 3: 2, 2: 3}
    assert step(made, 1, -1) == {1: 1, 2: 2, 3: 3}
    assert [can_step(made, key, -1) for key in (1, 2)] == [False, True]
    assert [can_step(made, key, 1) for key in (2, 3)] == [True, False]
    assert not made.is_rearranged
    assert listed(found, ranks=step(made, 2, -1)).is_rearranged


@pytest.mark.parametrize(("number", "keys"), [
    (1, [4, 1, 2, 3]), (2, [1, 4, 2, 3]), (4, [1, 2, 3, 4]), (99, [1, 2, 3, 4]),
])  # fmt: skip
def test_an_entry_moves_to_a_place(number: int, keys: list[int]) -> None:
    made = listed(tabled(at("a"), at("a", kind="insert_after"), at("b"), at("c")))
    ranks = to_item(made, 4, number)
    assert sorted(ranks, key=ranks.__getitem__) == keys


def test_an_amendment_takes_along_what_amends_it() -> None:
    found = tabled(at("a"), to_b("some"), at("b", "They need public funding."), parents={3: 2})
    made = listed(found)
    assert order(listed(found, ranks=step(made, 2, -1))) == [(3,), (2,), (1,)]
    assert order(listed(found, ranks=step(made, 1, 1))) == [(3,), (2,), (1,)]


def test_what_amends_an_amendment_moves_only_among_its_like() -> None:
    children = (at("b", "They need EU funding."), at("b", "They need local funding for ten years."))
    found = tabled(at("a"), to_b("some"), *children, parents={3: 2, 4: 2})
    made = listed(found)
    assert order(made) == [(1,), (3,), (4,), (2,)]
    assert not can_step(made, 3, -1)
    assert order(listed(found, ranks=step(made, 3, 1))) == [(1,), (4,), (3,), (2,)]
    assert order(listed(found, ranks=to_item(made, 4, 1))) == [(1,), (4,), (3,), (2,)]


def test_a_package_moves_as_one() -> None:
    found = tabled(at("a"), at("b"), at("c"))
    packages = {1: 1, 3: 1}
    made = listed(found, packages=packages)
    assert order(listed(found, packages=packages, ranks=step(made, 3, 1))) == [(2,), (1, 3)]


def test_a_newcomer_stands_before_its_neighbour_at_its_place() -> None:
    found = tabled(at("a"), to_b("some"), at("c"), at("b", kind="delete"))
    ranks = {3: 1, 2: 2, 1: 3}
    assert order(listed(found, ranks=ranks)) == [(3,), (4,), (2,), (1,)]


def test_a_newcomer_alone_at_its_place_stands_after_the_one_before() -> None:
    found = tabled(at("a"), at("c"), at("b"))
    assert order(listed(found, ranks={2: 1, 1: 2})) == [(2,), (1,), (3,)]


def test_an_identical_newcomer_joins_the_one_that_was_moved() -> None:
    found = tabled(at("a"), at("c"), at("c"))
    assert order(listed(found, ranks={2: 1, 1: 2})) == [(2, 3), (1,)]


def test_the_stamp_changes_with_the_list_and_with_nothing_else() -> None:
    found = tabled(at("a"), at("b"))
    made = listed(found)
    assert listed(found[::-1]).stamp == made.stamp
    assert listed(found, ranks={1: 1, 2: 2}).stamp == made.stamp
    others = [
        listed(found, ranks={2: 1, 1: 2}), listed(found, packages={1: 1, 2: 1}), listed(found[:1]),
    ]  # fmt: skip
    assert len({each.stamp for each in others} | {made.stamp}) == 4


# The change in short


def test_an_excerpt_keeps_what_changes_and_the_words_around_it() -> None:
    words = " ".join(f"w{number}" for number in range(30))
    found = excerpt([["equal", words + " "], ["delete", "old"], ["insert", "new"], ["equal", " " + words]])
    assert [each.kind for each in found] == ["equal", "delete", "insert", "equal"]
    assert found[0].text == "… w24 w25 w26 w27 w28 w29 "
    assert found[3].text == " w0 w1 w2 w3 w4 w5 …"


def test_an_excerpt_leaves_out_the_mark_of_a_recommendation_that_stays() -> None:
    found = excerpt(
        [["equal", "Fund "], ["delete", "us"], ["insert", "all"], ["equal", ".\n{: .recommendation }\n"]]
    )
    assert [each.text for each in found] == ["Fund ", "us", "all", "."]
    (new,) = excerpt([["insert", "Fund schools.\n{: .recommendation }"]])
    assert new.text == "Fund schools."
    made = excerpt([["equal", "Fund all."], ["insert", "\n{: .recommendation }"]])
    assert made[1].text == "\n{: .recommendation }"


def test_an_excerpt_cuts_a_long_insertion_in_its_middle() -> None:
    words = " ".join(f"w{number}" for number in range(200))
    (found,) = excerpt([["insert", words]])
    assert found.text.startswith("w0 w1 ")
    assert found.text.endswith(" w199")
    assert " … " in found.text
    assert len(found.text.split()) == 61


def test_an_excerpt_leaves_short_words_alone() -> None:
    assert excerpt([["equal", "They need "], ["insert", "stable"]])[0].text == "They need "
