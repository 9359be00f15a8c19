"""A text as a row of paragraphs, each with an id that stays with it through every edit.

A part is one Markdown block *with the blank lines that follow it*, so that nothing about the layout is
lost: `join(split(s)) == s` for every text that does not begin with a blank line. A part that was edited and
comes without its line end gets a blank line after it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from eca_policy.text import likeness
from eca_policy.text.blocks import scan

NewId = Callable[[], str]


@dataclass(frozen=True)
class Paragraph:
    """One block of a text. `merged_from` names the paragraphs whose words went into this one in the last
    step.
    """

    id: str
    source: str
    merged_from: tuple[str, ...] = ()


def split(source: str) -> list[str]:
    """The Markdown blocks of a text, in order; blank lines before the first are dropped, newlines become
    \\n.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ended = [line + "\n" for line in lines[:-1]] + lines[-1:]
    return ["".join(ended[block.start : block.end]) for block in scan(lines)]


def join(parts: Sequence[str]) -> str:
    """The text of these parts; between two that would run together a blank line is put."""
    text: list[str] = []
    for part in parts:
        if not part.strip(" \t\r\n"):
            continue
        if text:
            text.append(_gap(text[-1], part))
        text.append(part)
    return "".join(text)


def carry(old: Sequence[Paragraph], new: Sequence[str], new_id: NewId) -> list[Paragraph]:
    """The new parts with the ids they had: the same, an edited or a moved block keeps its id.

    A block that was split keeps its id on the first half. Of blocks that were merged the first id stays,
    and the others are named in `merged_from`.
    """
    kept = likeness.pair([p.source for p in old], new)
    paragraphs = [
        Paragraph(old[kept.partner[at]].id if at in kept.partner else new_id(), source)
        for at, source in enumerate(new)
    ]
    for at, absorbed in kept.absorbed.items():
        paragraphs[at] = replace(paragraphs[at], merged_from=tuple(old[one].id for one in absorbed))
    return paragraphs


def _gap(before: str, after: str) -> str:
    if before.endswith("\n\n"):
        return ""
    if not before.endswith("\n"):
        return "\n\n"
    return "" if len(split(before + after)) == len(split(before)) + len(split(after)) else "\n"
