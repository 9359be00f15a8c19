"""A text made ready to be stored: paragraphs with their ids, their numbers and their HTML, rendered once."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from eca_policy.text import front_matter, guard
from eca_policy.text.markdown import Rendered, render
from eca_policy.text.numbering import Numbered, number
from eca_policy.text.paragraphs import NewId, Paragraph, carry, join, split
from eca_policy.text.plain import word_count_of

ENGINE = "text/1"
"""Written beside each revision: which engine made its paragraphs and its HTML."""


@dataclass(frozen=True)
class Typeset:
    """A text ready to be stored; `front_matter + source` is the text. `merged` maps an id that went into
    another paragraph to that one.
    """

    front_matter: str
    source: str
    paragraphs: list[dict[str, Any]]
    notes_html: str
    merged: dict[str, str]

    @property
    def ids(self) -> list[str]:
        return [paragraph["id"] for paragraph in self.paragraphs]

    @property
    def words(self) -> int:
        """How many words a reader counts, front matter apart."""
        return word_count_of(Rendered([one["html"] for one in self.paragraphs], self.notes_html))


def typeset(text: str, old: Sequence[Paragraph], new_id: NewId) -> Typeset:
    """The text with the ids it had in `old`; raises guard.Unreadable."""
    matter = front_matter.split(guard.check(text))
    return typeset_body(matter.raw, matter.body, old, new_id)


def typeset_body(raw: str, body: str, old: Sequence[Paragraph], new_id: NewId) -> Typeset:
    """The same for a text whose front matter is known, as it was checked."""
    carried = carry(old, split(body), new_id)
    rendered = render(carried)
    return Typeset(
        front_matter=raw,
        source=join([paragraph.source for paragraph in carried]),
        paragraphs=[as_stored(one, html) for one, html in zip(number(carried), rendered.blocks, strict=True)],
        notes_html=rendered.notes,
        merged={gone: paragraph.id for paragraph in carried for gone in paragraph.merged_from},
    )


def as_typed(raw: str, paragraphs: Sequence[Paragraph]) -> Typeset:
    """A text that cannot be set, as it was typed: every paragraph shown with its marks, in plain words."""
    lines = [escape(one.source.strip("\n")).replace("\n", "<br>\n") for one in paragraphs]
    return Typeset(
        front_matter=raw,
        source=join([one.source for one in paragraphs]),
        paragraphs=[
            as_stored(one, f"<p>{html}</p>") for one, html in zip(number(paragraphs), lines, strict=True)
        ],
        notes_html="",
        merged={},
    )


def as_stored(paragraph: Numbered, html: str) -> dict[str, Any]:
    """One element of `Revision.paragraphs`."""
    return {
        "id": paragraph.id,
        "source": paragraph.source,
        "kind": paragraph.kind,
        "number": paragraph.number,
        "recommendation": paragraph.recommendation,
        "html": html,
    }


def stored_paragraphs(stored: Sequence[dict[str, Any]]) -> list[Paragraph]:
    """The paragraphs of a stored revision, as the text engine takes them."""
    return [Paragraph(paragraph["id"], paragraph["source"]) for paragraph in stored]


def known_blocks(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Paragraphs by the blocks they hold: the first block of each keeps its id; a further one is nobody's."""
    return [
        Paragraph(one.id if at == 0 else f"{one.id}/{at}", part)
        for one in paragraphs
        for at, part in enumerate(split(one.source))
    ]
