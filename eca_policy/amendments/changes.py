"""What an amendment does to a text, as pure functions of plain values."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from eca_policy.text.blocks import kind_of
from eca_policy.text.merge import merge
from eca_policy.text.paragraphs import Paragraph, split

Kind = Literal["replace", "insert_after", "delete"]
KINDS: tuple[Kind, ...] = ("replace", "insert_after", "delete")
BEGINNING = ""
"""The paragraph after which stands what is inserted before the first one."""


@dataclass(frozen=True)
class Change:
    """One thing an amendment does. `wording` is Markdown: the paragraph as it shall read, or the new ones.

    `paragraph_id` is BEGINNING only for what is inserted before the first paragraph; `wording` is "" only for
    a deletion.
    """

    kind: Kind
    paragraph_id: str
    wording: str = ""


Changes = Sequence[Change]


def applied(base: Sequence[Paragraph], changes: Changes, prefix: str) -> list[Paragraph]:
    """The text with these changes made; what they insert gets ids that begin with `prefix`.

    A paragraph that shall read as several stays the first of them. Changes to paragraphs that the text does
    not have are left out.
    """
    doing = {change.paragraph_id: change for change in changes if change.kind != "insert_after"}
    result = inserted_at(BEGINNING, changes, prefix)
    for paragraph in base:
        change = doing.get(paragraph.id)
        if change is None:
            result.append(paragraph)
        elif change.kind == "replace":
            result += replaced(paragraph, change.wording, prefix)
        result += inserted_at(paragraph.id, changes, prefix)
    return result


def replaced(paragraph: Paragraph, wording: str, prefix: str) -> list[Paragraph]:
    """The paragraph as it shall read, with the blank lines it had; of several blocks the first has its id."""
    gap = paragraph.source[len(paragraph.source.rstrip("\n")) :]
    first, *further = split(wording.strip("\n")) or [""]
    new = [Paragraph(f"{prefix}{paragraph.id}.{at}", part) for at, part in enumerate(further, start=1)]
    return [Paragraph(paragraph.id, first if further else first + gap), *new]


def inserted_at(paragraph_id: str, changes: Changes, prefix: str) -> list[Paragraph]:
    """What is inserted after this paragraph, block by block."""
    found = [c.wording for c in changes if c.kind == "insert_after" and c.paragraph_id == paragraph_id]
    parts = [part for wording in found for part in split(wording.strip("\n"))]
    return [Paragraph(f"{prefix}{paragraph_id}+{at}", part) for at, part in enumerate(parts, start=1)]


def instead(parent: Changes, child: Changes) -> tuple[Change, ...]:
    """The changes of an amendment as another one amends them: what that one says stands at its places."""

    def place(change: Change) -> tuple[str, bool]:
        return change.paragraph_id, change.kind == "insert_after"

    said = {place(change) for change in child}
    return (*(change for change in parent if place(change) not in said), *child)


def fingerprint(changes: Changes) -> tuple[tuple[str, str, str], ...]:
    """The same for amendments that change the same to the same, whatever spaces nobody sees."""
    return tuple(sorted((c.paragraph_id, c.kind, _as_read(c.wording)) for c in changes))


def _as_read(wording: str) -> str:
    """The blocks of a wording with single spaces; the lines of a list, a table or code stay lines."""
    blocks = []
    for part in split(wording.strip()):
        lines = [" ".join(line.split()) for line in part.strip().splitlines()]
        blocks.append((" " if kind_of(part) == "paragraph" else "\n").join(lines))
    return "\n\n".join(blocks)


def places(changes: Changes) -> tuple[str, ...]:
    """The paragraphs an amendment stands at, in the order of its changes, each once."""
    return tuple(dict.fromkeys(change.paragraph_id for change in changes))


def by_place(amendments: Mapping[int, Changes]) -> dict[str, list[int]]:
    """Which amendments stand at each paragraph, in the order given."""
    found: dict[str, list[int]] = defaultdict(list)
    for key, changes in amendments.items():
        for place in places(changes):
            found[place].append(key)
    return found


def contradict(first: Changes, second: Changes, base: Mapping[str, Paragraph]) -> bool:
    """Whether the two cannot both be made: they change the same words differently.

    What both insert at one spot is kept and is no contradiction; nor is what both change alike.
    """
    shared = [place for place in places(first) if place in places(second) and place in base]
    return any(contradict_at(base[place], first, second) for place in shared)


def contradict_at(paragraph: Paragraph, first: Changes, second: Changes) -> bool:
    """The same for one paragraph."""
    sides = [touching(paragraph.id, changes) for changes in (first, second)]
    if not all(sides):
        return False
    return bool(merge([paragraph], [applied([paragraph], side, "") for side in sides]).conflicts)


def touching(paragraph_id: str, changes: Changes) -> list[Change]:
    """The changes to the paragraph itself, not what is inserted after it."""
    return [c for c in changes if c.paragraph_id == paragraph_id and c.kind != "insert_after"]
