"""Which words of a new text are which words of the old one: the comparison, seen word by word.

What the comparison keeps stands on; what it takes out is lost, even where a like word was put in. A paragraph
into which others were merged comes from all of them. In a list and a table each item and row is compared with
what became of it, as paragraphs are in a paper: otherwise the words that most items begin with would lead
from one that was taken out to the next.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from eca_policy.text import edits
from eca_policy.text.blocks import kind_of
from eca_policy.text.likeness import pair
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.readable import placed
from eca_policy.text.tokens import Tokens, tokens

_STARTS = {
    "list": re.compile(r"^[ \t]*(?:[-+*]|\d{1,9}\.)(?=[ \t]|$)", re.MULTILINE),
    "table": re.compile(r"^(?=.*\S)", re.MULTILINE),
}

Pieces = list[str]
Places = list[int | None]


class Passage:
    """One paragraph of the new text, compared with the paragraphs of the old text that it comes from."""

    def __init__(self, origins: Sequence[Paragraph], new: Paragraph) -> None:
        before = [item for one in origins for item in _items(one.source)]
        after = _items(new.source)
        self.old, self.new = Tokens(_joined(map(tokens, before))), Tokens(_joined(map(tokens, after)))
        lengths = accumulate((len(one.source) for one in origins), initial=0)
        self.offsets = dict(zip((one.id for one in origins), lengths, strict=False))
        self.now_at = _by_items(before, after)
        """Where each token of the old text stands in the new one; None where it is lost."""

        self.came_along = frozenset(at for at in self.now_at if at is not None)
        """The tokens of the new text that stood in the old one."""


def _items(source: str) -> list[str]:
    """A list item by item, a table row by row, anything else whole."""
    starts = _STARTS.get(kind_of(source))
    cuts = [found.start() for found in starts.finditer(source)] if starts else []
    return [source[start:end] for start, end in pairwise([0, *cuts, len(source)]) if start < end]


def _by_items(old: Sequence[str], new: Sequence[str]) -> Places:
    """The words of each item where its words are now; an item that was taken out has none."""
    before, after = list(map(tokens, old)), list(map(tokens, new))
    if len(old) == 1 or len(new) == 1:
        return _by_words(_joined(before), _joined(after))
    old_starts, new_starts = _starts(before), _starts(after)
    places: Places = [None] * old_starts[-1]
    kept = pair(old, new)
    for at, partner in kept.partner.items():
        origins = sorted([partner, *kept.absorbed.get(at, [])])
        word_at = [place for one in origins for place in range(old_starts[one], old_starts[one + 1])]
        now_at = _by_words(_joined(before[one] for one in origins), after[at])
        for place, now in zip(word_at, now_at, strict=True):
            places[place] = None if now is None else new_starts[at] + now
    return places


def _by_words(old: Sequence[str], new: Sequence[str]) -> Places:
    places: Places = []
    position = 0
    for edit in placed(old, edits.between(old, new)):
        kept = edit.start - len(places)
        places += range(position, position + kept)
        places += [None] * (edit.end - edit.start)
        position += kept + len(edit.inserted)
    return places + list(range(position, position + len(old) - len(places)))


def _starts(parts: Sequence[Pieces]) -> list[int]:
    return [0, *accumulate(map(len, parts))]


def _joined(parts: Iterable[Pieces]) -> Pieces:
    return [piece for part in parts for piece in part]
