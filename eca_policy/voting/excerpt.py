"""A change in short: the words that go and come, with a few around them. Pure."""

from collections.abc import Sequence

from eca_policy.text.compare import Change
from eca_policy.text.numbering import unmark_changes
from eca_policy.text.tokens import is_word, tokens

AROUND = 6
LONGEST = 60
GAP = "…"


def excerpt(compared: Sequence[Sequence[str]]) -> list[Change]:
    """What was compared, [[kind, text], …], without the words that stay far from any change.

    A long stretch that goes or comes is cut in its middle: the amendment itself has every word.
    """
    changes = unmark_changes([Change(kind, text) for kind, text in compared])  # type: ignore[arg-type]
    last = len(changes) - 1
    return [
        Change(each.kind, shortened(each.kind, each.text, is_first=at == 0, is_last=at == last))
        for at, each in enumerate(changes)
    ]


def shortened(kind: str, text: str, *, is_first: bool, is_last: bool) -> str:
    if kind != "equal":
        return cut(text, LONGEST // 2, LONGEST // 2)
    return cut(text, 0 if is_first else AROUND, 0 if is_last else AROUND)


def cut(text: str, head: int, tail: int) -> str:
    """The first and the last words of a text, with a gap between them where more stand there."""
    found = tokens(text)
    at = [index for index, token in enumerate(found) if is_word(token)]
    if len(at) <= head + tail + 2:
        return text
    before = "".join(found[: at[head - 1] + 1]) + " " if head else ""
    after = " " + "".join(found[at[-tail] :]) if tail else ""
    return f"{before}{GAP}{after}"
