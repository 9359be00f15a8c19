"""Anchors keep to their words through every change, and never land on others."""

import time
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eca_policy.text.anchor import Anchor, Carried, carry, carry_all, find, restore
from eca_policy.text.paragraphs import Paragraph, split
from eca_policy.text.paragraphs import carry as carry_ids
from eca_policy.text.tokens import tokens

from . import writing


def paper(*sources: str, **named: str) -> list[Paragraph]:
    numbered = {f"p{at}": source for at, source in enumerate(sources, start=1)}
    return [Paragraph(its_id, source) for its_id, source in (numbered | named).items()]


def on(quote: str, old: list[Paragraph], occurrence: int = 1) -> Anchor:
    found = (find(one.id, one.source, quote, occurrence=occurrence) for one in old)
    return next(anchor for anchor in found if anchor)


def carried(quote: str, old: str, new: str, occurrence: int = 1) -> tuple[str, str | None]:
    before = paper(old)
    return said(carry(on(quote, before, occurrence), before, paper(new)))


def said(result: Carried) -> tuple[str, str | None]:
    return result.status, result.anchor.quote if result.anchor else None


# Within one paragraph


@pytest.mark.parametrize(
    ("quote", "old", "new", "status", "now"),
    [
        ("shall act", "States shall act now.", "States shall act now.", "anchored", "shall act"),
        ("shall act", "States shall act now.", "All States shall act soon.", "anchored", "shall act"),
        ("shall act", "States shall act.", "States really shall act.", "anchored", "shall act"),
        ("shall act", "States shall act.", "States shall act today.", "anchored", "shall act"),
        ("shall act", "States shall act now.", "States shall\nact now.", "anchored", "shall\nact"),
        ("shall act", "States shall act now.", "States **shall** act now.", "anchored", "shall** act"),
        ("shall act", "States shall act.", "States shall not act.", "changed", "shall not act"),
        ("shall act", "States shall act.", "States shall, act.", "changed", "shall, act"),
        ("A, B and C", "A, B and C go.", "A B and C go.", "changed", "A B and C"),
        ("shall act", "States shall act.", "States may act.", "changed", "act"),
        ("act now.", "We act now.", "We act now!", "anchored", "act now"),
        ("One two three four.", "One two three four.", "One two 3 4.", "changed", "One two"),
        ("one two three four", "one two three four x", "one 2 3 4 x", "detached", None),
        ("a1 b2 c3 d4 e5 f6", "a1 b2 c3 d4 e5 f6 g7", "a1 b2 x x x x x x g7", "check", "a1 b2"),
        ("shall act", "States shall act.", "States rest.", "detached", None),
        ("–", "Then – now.", "Then – right now.", "anchored", "–"),
        ("–", "Then – now.", "Then, now.", "detached", None),
        ("the plan", "See [the plan](a) now.", "See [the plan](a) today.", "anchored", "[the plan](a)"),
        ("the plan", "See [the plan](a) now.", "See [the plan](b) now.", "detached", None),
        ("👩‍👩‍👧 a", "x 👩‍👩‍👧 a y", "x z 👩‍👩‍👧 a y", "anchored", "👩‍👩‍👧 a"),
        ("(as said)", "Act (as said) now", "Act (as well said) now", "changed", "(as well said)"),
    ],
)  # fmt: skip
def test_the_status_says_how_much_still_stands(
    quote: str, old: str, new: str, status: str, now: str | None
) -> None:
    assert carried(quote, old, new) == (status, now)


def test_an_item_takes_its_anchors_along_through_its_list() -> None:
    old = "- Members shall meet in spring.\n- Observers shall not vote.\n- Fees are due in May.\n"
    new = "- Fees are due in May.\n- Observers shall never vote.\n- Members shall meet in spring.\n"
    assert carried("Members shall meet", old, new) == ("anchored", "Members shall meet")
    assert carried("shall not vote", old, new) == ("changed", "shall never vote")
    assert carried("Fees are due in May.", old, new) == ("anchored", "Fees are due in May.")


def test_an_anchor_does_not_stray_to_the_next_item_that_begins_alike() -> None:
    old = "- Free by default to sign the agreement.\n- Free by default to publish a new work here.\n"
    new = "- Free by default to publish a new work here.\n"
    assert carried("Free by default to sign the agreement.", old, new) == ("detached", None)
    assert carried("Free by default to publish", old, new) == ("anchored", "Free by default to publish")


def test_a_row_takes_its_anchors_along_through_its_table() -> None:
    old = "| who | what |\n|---|---|\n| Members | shall vote |\n| Observers | shall watch |\n"
    new = "| who | what |\n|---|---|\n| Observers | shall watch well |\n| Members | shall vote |\n"
    assert carried("shall vote", old, new) == ("anchored", "shall vote")
    assert carried("Observers shall watch", old, new) == ("anchored", "Observers | shall watch")


def test_over_several_items_that_parted_the_anchor_keeps_most_of_its_words() -> None:
    old = "- One is first here.\n- Two is second here now.\n- Three is third here.\n"
    new = "- Two is second here now.\n- Three is third here.\n- One is first here.\n"
    quote = "One is first here.\nTwo is second here now.\nThree is third here."
    assert carried(quote, old, new) == ("changed", "Two is second here now.\n- Three is third here.")


def test_of_two_like_words_the_anchor_keeps_to_its_own() -> None:
    old, new = "Members act. Observers act. All act.", "Observers act. All act."
    assert carried("act", old, new, occurrence=1) == ("detached", None)
    before = paper(old)
    result = carry(on("act", before, 3), before, paper(new))
    assert result.anchor == Anchor("p1", 19, 22, "act")


def test_an_anchor_in_mid_word_takes_the_whole_word() -> None:
    result = carry(Anchor("p1", 2, 6, "ates"), paper("States act."), paper("All States act."))
    assert said(result) == ("anchored", "States")


def test_a_mark_of_the_sentence_before_is_not_taken_along() -> None:
    assert carried("to grow. We act well", "Free to grow. We act well.", "Free! We act well.") == (
        "changed", "We act well",
    )  # fmt: skip


def test_an_anchor_that_does_not_fit_its_text_is_not_carried_by_its_place() -> None:
    assert carry(Anchor("p1", 0, 3, "xyz"), paper("abc def"), paper("abc def ghi")).status == "detached"
    assert carry(Anchor("p9", 0, 3, "abc"), paper("abc def"), paper("abc def ghi")).status == "detached"


# Beyond the paragraph


def test_words_that_went_to_another_paragraph_exactly_have_moved() -> None:
    old = paper("First. Members shall act.", "Second.")
    result = carry(on("Members shall act.", old), old, paper("First.", "Second. Members shall act."))
    assert result == Carried("moved", Anchor("p2", 8, 26, "Members shall act."))


def test_words_that_went_within_the_paragraph_have_moved() -> None:
    old, new = (
        "Act. Members shall meet every year in spring here.",
        "Members shall meet every year in spring here. Act.",
    )
    assert carried("Act.", old, new) == ("moved", "Act.")


def test_a_paragraph_that_was_moved_takes_its_anchors_along() -> None:
    old = paper("One is here.", "Two is here.")
    assert carry(on("Two", old), old, old[::-1]) == Carried("anchored", on("Two", old))


def test_an_anchor_never_lands_on_the_like_words_of_somebody_else() -> None:
    old = paper("Members shall act.", "Observers shall act.")
    for new in (paper(p2="Observers shall act."), paper("Members rest.", "Observers shall act.")):
        assert carry(on("shall act", old), old, new) == Carried("detached", None)


def test_words_that_another_paragraph_came_to_have_by_losing_some_are_not_taken() -> None:
    old = paper("Members shall act.", "Observers shall not act.")
    new = paper("Members rest.", "Observers shall act.")
    assert carry(on("shall act", old), old, new) == Carried("detached", None)


def test_a_quotation_that_stands_twice_is_detached() -> None:
    old = paper("Members shall act.", "Second.")
    new = paper(x="Members shall act.", y="Then: Members shall act.")
    assert carry(on("Members shall act.", old), old, new).status == "detached"


def test_a_quotation_inside_other_words_has_not_moved_there() -> None:
    old = paper("We act.", "Second.")
    assert carry(on("act", old), old, paper("We rest.", "Second interaction.")).status == "detached"


def test_words_go_along_into_the_paragraph_theirs_was_merged_into() -> None:
    old = paper("Members shall act now.", "Observers shall not act.")
    new = [Paragraph("p1", "Members shall act now. Observers shall never act.", ("p2",))]
    second = carry(on("shall not act", old), old, new)
    assert said(second) == ("changed", "shall never act")
    assert said(carry(on("Observers shall", old), old, new)) == ("moved", "Observers shall")
    assert said(carry(on("Members shall act now.", old), old, new)) == ("anchored", "Members shall act now.")


def test_the_second_half_of_a_split_paragraph_takes_its_anchors_along() -> None:
    ids = count(1)
    old = paper("Members shall act every day of the year. Observers shall watch them act every day.")
    halves = split("Members shall act every day of the year.\n\nObservers shall watch them act every day.")
    new = carry_ids(old, halves, lambda: f"n{next(ids)}")
    assert said(carry(on("shall watch", old), old, new)) == ("moved", "shall watch")
    assert said(carry(on("Members shall", old), old, new)) == ("anchored", "Members shall")


# Coming back


def test_words_that_come_back_into_their_paragraph_are_anchored_again() -> None:
    anchor = Anchor("p1", 7, 10, "two")
    assert restore(anchor, paper("One and two and three.")) == Carried("anchored", Anchor("p1", 8, 11, "two"))


def test_a_paragraph_that_comes_back_with_a_new_id_has_its_anchors_again() -> None:
    anchor = Anchor("p2", 0, 11, "Two is here")
    new = paper("One.", n7="Two is here.")
    assert restore(anchor, new, old=paper("One.")) == Carried("anchored", Anchor("n7", 0, 11, "Two is here"))


def test_words_that_come_up_elsewhere_while_their_paragraph_stands_have_moved() -> None:
    anchor = Anchor("p1", 4, 9, "shall")
    assert restore(anchor, paper("We may.", "They shall.")).status == "moved"


def test_words_that_stood_elsewhere_all_the_while_have_not_come_back() -> None:
    anchor = Anchor("p1", 4, 9, "shall")
    text = paper("We may.", "They shall.")
    assert restore(anchor, paper("We may go.", "They shall."), old=text) == Carried("detached", None)
    like = paper("They shall act.")
    assert restore(Anchor("p1", 0, 5, "shall"), paper("They shall act now."), old=like).status == "detached"


@pytest.mark.parametrize("new", [paper("We may."), paper("shall shall", x="shall"), []])
def test_words_that_are_not_there_or_twice_stay_detached(new: list[Paragraph]) -> None:
    assert restore(Anchor("p1", 3, 8, "shall"), new) == Carried("detached", None)


# Finding what was selected


@pytest.mark.parametrize(
    ("source", "quote", "expected"),
    [
        ("States **shall act** now", "shall act", "shall act"),
        ("States **shall act** now", "States shall", "States **shall"),
        ("States **shall** act now", "States shall", "States **shall**"),
        ("States **shall** act now", "shall act", "**shall** act"),
        ("See [the *plan*](https://a.eu/x) now", "plan now", "[the *plan*](https://a.eu/x) now"),
        ("See [the plan](https://a.eu \"T\") now", "the plan", "[the plan](https://a.eu \"T\")"),
        ("See ![A map](m.png) now", "A map", "![A map](m.png)"),
        ("See [the plan][p] now", "the plan now", "[the plan][p] now"),
        ("See <https://a.eu> now", "https://a.eu", "<https://a.eu>"),
        ("two\nlines  \nbroken", "two lines broken", "two\nlines  \nbroken"),
        ("- one\n- two\n  1. three\n", "one\ntwo\nthree", "one\n- two\n  1. three"),
        ("| a | b |\n|---|--:|\n| 1 | **2** |", "b\n1\t2", "b |\n|---|--:|\n| 1 | **2**"),
        ("> One.\n> Two.\n", "One. Two.", "One.\n> Two."),
        ("## A heading\n", "A heading", "A heading"),
        ("Title\n=====\n", "Title", "Title"),
        ("```python\nx = 1\n```\n", "x = 1", "x = 1"),
        ("1\\. First \\*", "1. First", "1\\. First"),
        ("R&amp;D &copy; now", "R&D © now", "R&amp;D &copy; now"),
        ("don’t act", "don’t", "don’t"),
        ("re\u0301sume\u0301".replace("e\u0301", "é"), "re\u0301sume\u0301", "résumé"),
        ("10\u00a0km on", "10 km", "10\u00a0km"),
        ("clusters[^n] act[^2] in 2019[^3] now", "clusters1 act2 in 20193 now",
         "clusters[^n] act[^2] in 2019[^3] now"),
        ("clusters[^n] act", "clusters act", "clusters[^n] act"),
        ("[^n]: A note.", "A note", "A note"),
        ("Act now.\n{: .recommendation }\n", "Act now.", "Act now."),
        ("**cross**-border", "cross-border", "**cross**-border"),
        ("👩‍👩‍👧 and 🇫🇮", "🇫🇮", "🇫🇮"),
        ("a | b", "|", "|"),
        ("български текст", "текст", "текст"),
    ],
)  # fmt: skip
def test_what_a_reader_selected_is_found_in_the_source(source: str, quote: str, expected: str) -> None:
    anchor = find("p", source, quote)
    assert anchor is not None
    assert anchor.quote == expected == source[anchor.start : anchor.end]


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("States act", "rest"), ("don’t act", "don't"), ("a b", ""), ("a b", " \n"), ("", "a"), ("a", "a b"),
        ("See [the plan](https://a.eu)", "https://a.eu"), ("[a]: https://a.eu", "a"), ("a[^1] b", "\x00"),
        ("- one\n- two", "- one x"), ("Act.\n{: .recommendation }", "recommendation"),
    ],
)  # fmt: skip
def test_what_the_page_does_not_show_is_not_found(source: str, quote: str) -> None:
    assert find("p", source, quote) is None


def test_whole_words_are_counted_first() -> None:
    source = "Interaction: act, react, [act](a) and act."
    starts = [found.start for n in (1, 2, 3) if (found := find("p", source, "act", occurrence=n))]
    assert starts == [source.index(" act") + 1, source.index("[act"), source.rindex("act")]
    assert find("p", source, "act", occurrence=4) is None
    assert find("p", source, "act", occurrence=0) is None


def test_a_selection_in_mid_word_takes_whole_words() -> None:
    anchor = find("p", "The Commission shall", "mission sha")
    assert anchor == Anchor("p", 4, 20, "Commission shall")


@pytest.mark.parametrize(
    ("source", "quote"),
    [
        ("a" * 60_000, "a" * 30_000), ("1 " * 29_000 + "[^1]", "1" * 2_000), ("a&" * 30_000, "a&" * 1_000),
        ("**a** " * 10_000, "a " * 3_000),
    ],
)  # fmt: skip
def test_no_selection_takes_long_to_find(source: str, quote: str) -> None:
    start = time.process_time()
    find("p", source, quote, occurrence=3)
    assert time.process_time() - start < 5


# Whatever happens

papers = st.lists(writing.sentences.filter(str.strip), min_size=1, max_size=5)


@given(papers, papers, st.data())
def test_whatever_changes_an_anchor_keeps_what_it_promises(old: list[str], new: list[str], data) -> None:
    ids = count(1)
    before = carry_ids([], old, lambda: f"p{next(ids)}")
    after = carry_ids(before, new, lambda: f"n{next(ids)}")
    held = data.draw(st.sampled_from(before))
    ends = sorted(data.draw(st.lists(st.integers(0, len(held.source)), min_size=2, max_size=2, unique=True)))
    anchor = Anchor(held.id, ends[0], ends[1], held.source[ends[0] : ends[1]])
    assume(anchor.quote.strip())
    result = carry(anchor, before, after)
    if result.anchor is None:
        assert result.status == "detached"
        return
    now = next(one.source for one in after if one.id == result.anchor.paragraph_id)
    assert now[result.anchor.start : result.anchor.end] == result.anchor.quote
    if held.source != now:
        assert result.anchor.quote == result.anchor.quote.strip() != ""
        cuts = {len("".join(tokens(now)[:at])) for at in range(len(tokens(now)) + 1)}
        assert {result.anchor.start, result.anchor.end} <= cuts


@given(papers, st.data())
def test_in_an_unchanged_text_every_anchor_stays(sources: list[str], data) -> None:
    text = paper(*sources)
    one = data.draw(st.sampled_from(text))
    anchor = find(one.id, one.source, one.source)
    assume(anchor)
    assert carry_all([anchor], text, text) == [Carried("anchored", anchor)]


WORDS = [f"{letter}{number}" for number in range(12) for letter in "abc"]


@given(st.integers(0, 20), st.integers(1, 15), st.lists(st.booleans(), min_size=36, max_size=36))
def test_the_kept_share_decides(start: int, length: int, stays: list[bool]) -> None:
    """Words that no two are alike: what must come out can be counted without comparing."""
    now = [word if kept else f"x{word}" for word, kept in zip(WORDS, stays, strict=True)]
    old, new = paper(" ".join(WORDS)), paper(" ".join(now))
    kept = [at for at in range(start, start + length) if stays[at]]
    share = len(kept) / length
    status = (
        "anchored" if share == 1 else "changed" if share >= 0.5 else "check" if share >= 0.3 else "detached"
    )
    quote = " ".join(now[kept[0] : kept[-1] + 1]) if share >= 0.3 else None
    assert said(carry(on(" ".join(WORDS[start : start + length]), old), old, new)) == (status, quote)


@given(writing.texts, writing.texts, st.integers(1, 3))
def test_whatever_is_found_is_the_slice_it_says(source: str, quote: str, occurrence: int) -> None:
    for wanted in (quote, source[3:9]):
        anchor = find("p", source, wanted, occurrence=occurrence)
        assert anchor is None or source[anchor.start : anchor.end] == anchor.quote != ""
