"""Makes a comparison read well: the smallest set of edits is often a scatter of single words and spaces.

Two edits with only a space, a comma or one short word between them become one, and an edit that could stand
in two places is put where a sentence or a word begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eca_policy.text.edits import Edit
from eca_policy.text.tokens import is_word

SHORT_WORD = 4
"""Letters up to which a single word between two replacements is drawn into them ("the", "of", "mit",
"että").
"""


SEPARATORS = ".!?:;[]()|"
"""Where these stand between two edits, the reader sees two edits."""


@dataclass(frozen=True)
class Step:
    """Text that stayed, then text that was replaced by other text; each may be empty."""

    kept: str
    deleted: str
    inserted: str


def steps(old: Sequence[str], edits: Sequence[Edit]) -> list[Step]:
    """The edits of a text in order, as text, with what stayed before each."""
    result: list[Step] = []
    position = 0
    for edit in edits:
        kept, deleted = old[position : edit.start], old[edit.start : edit.end]
        result.append(Step("".join(kept), "".join(deleted), "".join(edit.inserted)))
        position = edit.end
    return [*result, Step("".join(old[position:]), "", "")]


def as_read(old: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """The edits as a reader would mark them."""
    return placed(old, _joined(old, edits))


def _joined(old: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """Edits drawn together where what stands between them is too little to be read as unchanged."""
    joined: list[Edit] = []
    for edit in edits:
        hides = _is_invisible(old, edit) or (bool(joined) and _is_invisible(old, joined[-1]))
        if joined and not hides and _is_too_little(old[joined[-1].end : edit.start], joined[-1], edit):
            last = joined.pop()
            between = tuple(old[last.end : edit.start])
            joined.append(Edit(last.start, edit.end, last.inserted + between + edit.inserted))
        else:
            joined.append(edit)
    return joined


def _is_invisible(old: Sequence[str], edit: Edit) -> bool:
    """A change of nothing but spaces is shown by itself: among words nobody would see it."""
    return all(token.isspace() for token in (*old[edit.start : edit.end], *edit.inserted))


def _is_too_little(between: Sequence[str], before: Edit, after: Edit) -> bool:
    if any("\n" in token for token in between):
        return False
    words = [token for token in between if is_word(token)]
    if not words:
        return not any(character in SEPARATORS for token in between for character in token)
    both_replace = all(edit.inserted and edit.end > edit.start for edit in (before, after))
    return both_replace and len(words) == 1 and len(words[0]) <= SHORT_WORD


def placed(old: Sequence[str], edits: Sequence[Edit]) -> list[Edit]:
    """Each pure insertion or deletion slid to its best place among those that mean the same."""
    placed: list[Edit] = []
    for at, edit in enumerate(edits):
        floor = placed[-1].end + 1 if placed else 0
        ceiling = edits[at + 1].start - 1 if at + 1 < len(edits) else len(old)
        placed.append(max(equivalents(old, edit, floor, ceiling), key=lambda one: _merit(old, one)))
    return placed


def equivalents(old: Sequence[str], edit: Edit, floor: int, ceiling: int) -> list[Edit]:
    """The places to which a pure insertion or deletion can move without changing either text."""
    if edit.inserted and edit.end > edit.start:
        return [edit]
    found = [edit]
    while (left := _left(old, found[-1])) and left.start >= floor:
        found.append(left)
    last = edit
    while (right := _right(old, last)) and right.end <= ceiling:
        found.append(right)
        last = right
    return found


def _left(old: Sequence[str], edit: Edit) -> Edit | None:
    moved = edit.inserted or tuple(old[edit.start : edit.end])
    if edit.start == 0 or old[edit.start - 1] != moved[-1]:
        return None
    inserted = (moved[-1], *moved[:-1]) if edit.inserted else ()
    return Edit(edit.start - 1, edit.end - 1, inserted)


def _right(old: Sequence[str], edit: Edit) -> Edit | None:
    moved = edit.inserted or tuple(old[edit.start : edit.end])
    if edit.end == len(old) or old[edit.end] != moved[0]:
        return None
    inserted = (*moved[1:], moved[0]) if edit.inserted else ()
    return Edit(edit.start + 1, edit.end + 1, inserted)


def _merit(old: Sequence[str], edit: Edit) -> int:
    """Best after a line, then after a sentence, then after a space; among equals the first found."""
    before = "".join(old[max(0, edit.start - 2) : edit.start])
    if not before or before.endswith("\n"):
        return 3
    if before.endswith((". ", "! ", "? ", ": ", "; ")):
        return 2
    return int(before.endswith(" "))
