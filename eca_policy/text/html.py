"""Changes as HTML: `ins` and `del` with words for those who cannot see them, and invisible changes spelled
out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eca_policy.text.compare import Change

TAGS = {"delete": "del", "insert": "ins"}


@dataclass(frozen=True)
class Labels:
    """The words of the reader's language. `deleted` and `inserted` are read out before the text they
    announce; `space` and `line_break` stand for a change of nothing but spaces or line breaks.
    """

    deleted: str
    inserted: str
    space: str
    line_break: str


def changes_html(changes: Sequence[Change], labels: Labels) -> str:
    """Escaped HTML of one text; line breaks are left as they are (show it with `white-space: pre-wrap`)."""
    return "".join(_one(change, labels) for change in changes)


def _one(change: Change, labels: Labels) -> str:
    if change.kind == "equal":
        return escape(change.text)
    tag = TAGS[change.kind]
    label = labels.deleted if change.kind == "delete" else labels.inserted
    announced = f'<span class="visually-hidden">{escape(label)} </span>'
    return f"<{tag}>{announced}{_text(change.text, labels)}</{tag}>"


def _text(text: str, labels: Labels) -> str:
    if text.strip():
        return escape(text)
    name = labels.line_break if "\n" in text else labels.space
    return f'<span class="invisible-change">[{escape(name)}]</span>{escape(text)}'
