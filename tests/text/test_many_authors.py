"""Five people change one text. What must come of it is worked out word by word, without comparing texts."""

from collections.abc import Iterable
from itertools import count, pairwise

from hypothesis import given
from hypothesis import strategies as st

from eca_policy.text.merge import Merged, merge
from eca_policy.text.paragraphs import Paragraph, carry, join, split
from eca_policy.text.tokens import is_word, tokens

from . import writing

AUTHORS = 5
LENGTH = 9
BASE = [f"w{at}" for at in range(LENGTH)]
KEEP, DELETE = "", "-"

# What an author does to each word (keep it, take it out, put another in its place), and what they put in
# before it. The first word stays, and changes that touch each other are not made by one author, because then
# nobody can say which of them touched which word.
words = st.sampled_from([KEEP, KEEP, KEEP, KEEP, DELETE, DELETE, "x", "y"])
insertions = st.sampled_from([KEEP, KEEP, KEEP, KEEP, "i", "j"])
plans = st.tuples(
    st.lists(words, min_size=LENGTH, max_size=LENGTH),
    st.lists(insertions, min_size=LENGTH + 1, max_size=LENGTH + 1),
).map(lambda plan: apart(*plan))
Plan = tuple[tuple[str, ...], tuple[str, ...]]


def apart(changes: list[str], inserted: list[str]) -> Plan:
    changes[0] = KEEP
    for before, after in pairwise(range(LENGTH)):
        if changes[before] and changes[after] and (changes[before], changes[after]) != (DELETE, DELETE):
            changes[after] = KEEP
    for at in range(LENGTH + 1):
        around = changes[max(0, at - 1) : at + 1]
        inserted[at] = KEEP if any(around) or at == 0 else inserted[at]
    return tuple(changes), tuple(inserted)


def wording(plan: Plan) -> str:
    changes, inserted = plan
    text: list[str] = []
    for at, word in enumerate(BASE):
        text += [f"{inserted[at]}{at}"] if inserted[at] else []
        text += {KEEP: [word], DELETE: []}.get(changes[at], [f"{changes[at]}{at}"])
    return " ".join([*text, f"{inserted[-1]}{LENGTH}"] if inserted[-1] else text)


def contested(plans: Iterable[Plan]) -> bool:
    """Whether two plans touch the same word differently, or one puts words into what another takes out."""
    plans = list(plans)
    if any(len({changes[at] for changes, _ in plans} - {KEEP}) > 1 for at in range(LENGTH)):
        return True
    return any(
        changes[at - 1] == changes[at] == DELETE and any(inserted[at] for _, inserted in plans)
        for changes, _ in plans
        for at in range(1, LENGTH)
    )


def expected(plans: list[Plan]) -> list[str]:
    text: list[str] = []
    for at in range(LENGTH + 1):
        text += sorted({f"{inserted[at]}{at}" for _, inserted in plans if inserted[at]})
        if at < LENGTH:
            done = {changes[at] for changes, _ in plans} - {KEEP}
            text += [BASE[at]] if not done else [f"{one}{at}" for one in done if one != DELETE]
    return text


def merged_wordings(*wordings: str) -> Merged:
    return merge([Paragraph("p", " ".join(BASE))], [[Paragraph("p", one)] for one in wordings])


def words_of(text: str) -> set[str]:
    return {token for token in tokens(text) if is_word(token)}


def shown(merged: Merged) -> set[str]:
    sides = [side for one in merged.conflicts for side in one.sides]
    return words_of(join([one.source for one in merged.paragraphs])).union(*map(words_of, sides))


def _ids(prefix: str):
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


@given(st.lists(plans, min_size=1, max_size=AUTHORS))
def test_a_conflict_is_reported_exactly_when_two_touch_the_same_words_differently(chosen: list[Plan]) -> None:
    merged = merged_wordings(*map(wording, chosen))
    assert bool(merged.conflicts) == contested(chosen)
    if not merged.conflicts:
        assert merged.paragraphs[0].source.split() == expected(chosen)


@given(st.lists(plans, min_size=2, max_size=AUTHORS))
def test_no_inserted_word_of_five_is_lost(chosen: list[Plan]) -> None:
    added = set().union(*(words_of(wording(plan)) for plan in chosen)) - set(BASE)
    merged = merged_wordings(*map(wording, chosen))
    assert added <= shown(merged)
    for one in merged.conflicts:
        text = merged.paragraphs[0].source
        assert text[one.start : one.start + len(one.base)] == one.base
        assert list(one.sides) == sorted(set(one.sides))


@given(st.lists(plans, min_size=1, max_size=AUTHORS))
def test_what_one_does_alone_is_done(chosen: list[Plan]) -> None:
    first = wording(chosen[0])
    for wordings in ([first], [first, first], [first] * AUTHORS, [first, " ".join(BASE)]):
        merged = merged_wordings(*wordings)
        assert (merged.conflicts, merged.paragraphs[0].source) == ([], first)


@given(st.data(), writing.lines, st.lists(writing.lines, min_size=AUTHORS, max_size=AUTHORS))
def test_the_order_of_five_texts_makes_no_difference(data, base: str, sides: list[str]) -> None:
    origin = carry([], split(base), _ids("p"))
    changesets = [carry(origin, split(side), _ids(f"s{at}-")) for at, side in enumerate(sides)]
    other_order = data.draw(st.permutations(changesets))
    assert merge(origin, other_order) == merge(origin, changesets)


@given(writing.lines, st.lists(writing.lines, min_size=2, max_size=AUTHORS))
def test_no_new_word_of_five_texts_is_lost(base: str, sides: list[str]) -> None:
    origin = carry([], split(base), _ids("p"))
    changesets = [carry(origin, split(side), _ids(f"s{at}-")) for at, side in enumerate(sides)]
    added = set().union(*map(words_of, sides)) - words_of(base)
    assert added <= shown(merge(origin, changesets))


PARAGRAPHS = [f"Paragraph {word} stands here." for word in ("one", "two", "three", "four")]
STAY, GO = 0, 1
fates = st.lists(st.sampled_from([STAY, STAY, GO, 2, 3]), min_size=4, max_size=4)


def its_text(fate: list[int]) -> list[Paragraph]:
    """Each paragraph stays, goes, or gets other words in the middle."""
    texts = {STAY: "{}", 2: "{} And more.", 3: "Now: {}"}
    return [
        Paragraph(f"p{at}", texts[does].format(PARAGRAPHS[at])) for at, does in enumerate(fate) if does != GO
    ]


@given(st.lists(fates, min_size=1, max_size=AUTHORS))
def test_a_paragraph_is_contested_exactly_when_one_takes_it_out_and_another_rewrites_it(
    chosen: list[list[int]],
) -> None:
    base = its_text([STAY] * 4)
    merged = merge(base, [its_text(fate) for fate in chosen])
    for at in range(4):
        does = {fate[at] for fate in chosen}
        is_contested = GO in does and bool(does & {2, 3})
        assert (f"p{at}" in {one.paragraph_id for one in merged.conflicts}) == is_contested
        stands = [one.source for one in merged.paragraphs if one.id == f"p{at}"]
        if is_contested:
            assert stands == [PARAGRAPHS[at]]
        else:
            text = ("Now: " if 3 in does else "") + PARAGRAPHS[at] + (" And more." if 2 in does else "")
            assert stands == ([] if GO in does else [text])
