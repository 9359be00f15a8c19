"""Which words of a new text are which words of the old one: the comparison, seen word by word.

What a comparison shows as unchanged stands on; what it shows as taken out is lost, even where a like word
was put in. A paragraph into which others were merged comes from all of them.
"""

from collections.abc import Sequence
from itertools import accumulate

from eca_policy.text import edits
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.readable import as_read
from eca_policy.text.tokens import Tokens, tokens


class Passage:
    """One paragraph of the new text, compared with the paragraphs of the old text that it comes from."""

    def __init__(self, origins: Sequence[Paragraph], new: Paragraph) -> None:
        taken_apart = [tokens(one.source) for one in origins]
        self.old = Tokens([piece for pieces in taken_apart for piece in pieces])
        self.new = Tokens(tokens(new.source))
        lengths = accumulate((len(one.source) for one in origins), initial=0)
        self.offsets = dict(zip((one.id for one in origins), lengths, strict=False))
        self.now_at = _now_at(self.old.pieces, self.new.pieces)
        """Where each token of the old text stands in the new one; None where it is lost."""

        self.came_along = frozenset(at for at in self.now_at if at is not None)
        """The tokens of the new text that stood in the old one."""


def _now_at(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    places: list[int | None] = []
    position = 0
    for edit in as_read(old, edits.between(old, new)):
        kept = edit.start - len(places)
        places += range(position, position + kept)
        places += [None] * (edit.end - edit.start)
        position += kept + len(edit.inserted)
    return places + list(range(position, position + len(old) - len(places)))
