"""Where an amendment strikes the text, as plain values; `words.py` says it in the reader's language.

A paragraph is looked at by its *parts*: the sentences of prose, the items of a list, the rows of a table, the
lines of code. A *step* says what becomes of one part, or of several that follow each other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz.distance import Indel

from eca_policy.amendments.changes import Kind
from eca_policy.text.blocks import ITEM, NESTED, TABLE_LINE, is_blank, kind_of
from eca_policy.text.compare import words
from eca_policy.text.edits import Span, changed
from eca_policy.text.numbering import is_recommendation, unmark_recommendation
from eca_policy.text.paragraphs import split

Unit = Literal["sentence", "item", "row", "line"]
Act = Literal["insert", "delete", "reword", "insert_words", "delete_words"]
Whole = Literal["", "delete", "reword", "insert", "mark", "unmark", "insert_words", "delete_words"]

MOST_STEPS = 3
"""A paragraph that changes in more places is said to change in several."""

STILL_ITSELF = 0.5
"""How like what stands there a wording must be to be the same part, reworded."""

_END = r"(?:(?<!\\)[.!?…]|:(?=\s*\n))[\"'’”»)\]]*(?:\[\^[^\]\s]+\])*"
_ENDS = re.compile(rf"{_END}(?=\s+[\"'‘“„«(\[*_]*[\dA-ZÀ-ÖØ-ÞĀ-Ž\u0391-\u03a9\u0400-\u042f])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Arts?|Nos?|Dr|Mrs?|Ms|St|Prof|cf|e\.g|i\.e|vol|pp?|paras?|Recs?|ks|esim|mm|vrt|ns|nro)"
    r"|(?:^|[\s(])[A-Z]|^\s*\d+)\.$"
)


@dataclass(frozen=True)
class Stand:
    """The paragraph an amendment hangs on: `number` is None for what has none, such as a heading, whose words
    are its `title`. `kind` is "" before the first paragraph, "gone" for one that the text no longer has.
    """

    kind: str
    number: int | None = None
    title: str = ""


BEFORE_ALL = Stand("")
GONE = Stand("gone")


@dataclass(frozen=True)
class Step:
    """What becomes of the parts `first` to `last`, counted from 1.

    To insert whole parts, `first` is the part after which they come, 0 for the beginning.
    """

    act: Act
    first: int
    last: int


@dataclass(frozen=True)
class Place:
    """Where one change strikes, and how.

    `whole` says what becomes of the paragraph as a whole; else `steps` say what becomes of its parts, each a
    `unit`, and there are none where these are too many to name. `new` counts the paragraphs that come after
    it, the first of which is a `new_kind`.
    """

    stand: Stand
    whole: Whole = ""
    unit: Unit = "sentence"
    steps: tuple[Step, ...] = ()
    new: int = 0
    new_kind: str = "paragraph"


def place(kind: Kind, stand: Stand, standing: str, wording: str) -> Place:
    """The place of one change: `standing` is the Markdown that stands there, `wording` what shall."""
    blocks = split(wording.strip("\n"))
    if kind == "insert_after":
        return Place(stand, "insert", new=len(blocks), new_kind=kind_of(blocks[0]) if blocks else "paragraph")
    if kind == "delete" or not blocks:
        return Place(stand, "delete")
    old, first, further = standing.strip("\n"), blocks[0].strip("\n"), blocks[1:]
    if not further:
        return _within(stand, old, first)
    found = Place(stand, "insert") if old.split() == first.split() else _within(stand, old, first)
    return replace(found, new=len(further), new_kind=kind_of(further[0]))


def _within(stand: Stand, old: str, new: str) -> Place:
    """What becomes of the paragraph itself."""
    before, after = unmark_recommendation(old), unmark_recommendation(new)
    if before.strip() == after.strip() and is_recommendation(old) != is_recommendation(new):
        return Place(stand, "mark" if is_recommendation(new) else "unmark")
    unit = _unit(old)
    old_parts, new_parts = parts(before, unit), parts(after, unit)
    steps = tuple(_steps(old_parts, new_parts))
    if not steps or kind_of(old) != kind_of(new) or stand.kind == "heading" or _is_all(steps, len(old_parts)):
        return Place(stand, "reword", unit)
    if len(old_parts) == len(steps) == 1 and steps[0].act in ("insert_words", "delete_words"):
        return Place(stand, "insert_words" if steps[0].act == "insert_words" else "delete_words")
    return Place(stand, "", unit, steps if len(steps) <= MOST_STEPS else ())


def _is_all(steps: Sequence[Step], count: int) -> bool:
    """Whether every part is reworded, and nothing comes beside them."""
    return all(step.act == "reword" for step in steps) and sum(map(_size, steps)) == count


def _size(step: Step) -> int:
    return step.last - step.first + 1


def _unit(source: str) -> Unit:
    units: dict[str, Unit] = {"list": "item", "table": "row", "code": "line"}
    return units.get(kind_of(source), "sentence")


def parts(source: str, unit: Unit) -> list[str]:
    """The parts of a paragraph, in order; a list's items with what is nested in them, a table's rows without
    its head.
    """
    if unit == "sentence":
        return sentences(source)
    lines = [line for line in source.split("\n") if not is_blank(line)]
    if unit == "item":
        return _items(lines)
    if unit == "row":
        return [_cells(line) for line in lines if not TABLE_LINE.match(line)][1:]
    return lines


def _cells(line: str) -> str:
    return " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))


def _items(lines: Sequence[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if items and (NESTED.match(line) or not ITEM.match(line)):
            items[-1] += "\n" + line
        else:
            items.append(line)
    return [re.sub(r"^ *\d+\.", "1.", each) for each in items]


def sentences(source: str) -> list[str]:
    """The sentences of a piece of prose; an abbreviation or an initial ends none."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(source):
        if not _ABBREVIATED.search(source[start : end.end()]):
            found.append(source[start : end.end()].strip())
            start = end.end()
    rest = source[start:].strip()
    return [*found, rest] if rest else found


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    plain_old, plain_new = ([" ".join(each.split()) for each in side] for side in (old, new))
    for span in changed(plain_old, plain_new):
        yield from _steps_of(span, old, new)


def _steps_of(span: Span, old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    gone, come = span.old_end - span.old_start, span.new_end - span.new_start
    if not gone:
        yield Step("insert", span.old_start, span.old_start)
    elif not come:
        yield Step("delete", span.old_start + 1, span.old_end)
    elif gone == 1:
        yield from _one_among(span.old_start + 1, old[span.old_start], new[span.new_start : span.new_end])
    elif come == 1 and gone > 1:
        yield from _one_left(span.old_start + 1, old[span.old_start : span.old_end], new[span.new_start])
    elif gone == come:
        for at in range(gone):
            act = _act(old[span.old_start + at], new[span.new_start + at])
            yield Step(act, span.old_start + at + 1, span.old_start + at + 1)
    else:
        yield Step("reword", span.old_start + 1, span.old_end)


def _one_among(at: int, old: str, new: Sequence[str]) -> Iterator[Step]:
    """One part gave way to one or more: what it became is the likest of them, the others are new."""
    likest = _likest(old, new)
    if likest > 0:
        yield Step("insert", at - 1, at - 1)
    yield Step(_act(old, new[likest]), at, at)
    if likest < len(new) - 1:
        yield Step("insert", at, at)


def _one_left(at: int, old: Sequence[str], new: str) -> Iterator[Step]:
    """Of several parts one is left: the likest became it, the others went; or it is like none of them."""
    likest = _likest(new, old)
    if Indel.normalized_similarity(old[likest], new) < STILL_ITSELF:
        yield Step("reword", at, at + len(old) - 1)
        return
    if likest > 0:
        yield Step("delete", at, at + likest - 1)
    yield Step(_act(old[likest], new), at + likest, at + likest)
    if likest < len(old) - 1:
        yield Step("delete", at + likest + 1, at + len(old) - 1)


def _likest(one: str, others: Sequence[str]) -> int:
    return max(range(len(others)), key=lambda each: Indel.normalized_similarity(one, others[each]))


def _act(old: str, new: str) -> Act:
    """Whether words only come, or only go, within one part."""
    kinds = {change.kind for change in words(old, new)}
    if "delete" not in kinds:
        return "insert_words"
    return "delete_words" if "insert" not in kinds else "reword"
