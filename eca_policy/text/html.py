"""Changes as HTML: `ins` and `del` with words for those who cannot see them, and invisible changes spelled
out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from eca_policy.text.compare import Change

TAGS = {"delete": "del", "insert": "ins"}
_RUN = re.compile(r" {2,}\n|(\s)\1*")
_HARD = re.compile(r" {2,}\n?")


@dataclass(frozen=True)
class Labels:
    """The words of the reader's language. `deleted` and `inserted` are read out before the text they
    announce; the others stand for a change of nothing but spaces or line breaks. `hard_break` is what two
    spaces at the end of a line make: a line break that the reader sees.
    """

    deleted: str
    inserted: str
    space: str
    line_break: str
    no_break_space: str = "no-break space"
    tab: str = "tab"
    hard_break: str = "hard line break"


def changes_html(changes: Sequence[Change], labels: Labels) -> str:
    """Escaped HTML of one text; line breaks are left as they are (show it with `white-space: pre-wrap`)."""
    return "".join(_one(changes, at, labels) for at in range(len(changes)))


def _one(changes: Sequence[Change], at: int, labels: Labels) -> str:
    change = changes[at]
    if change.kind == "equal":
        return escape(change.text)
    tag = TAGS[change.kind]
    label = labels.deleted if change.kind == "delete" else labels.inserted
    announced = f'<span class="visually-hidden">{escape(label)} </span>'
    return f"<{tag}>{announced}{_invisible(changes, at, labels)}{escape(change.text)}</{tag}>"


def _invisible(changes: Sequence[Change], at: int, labels: Labels) -> str:
    """The names of what nobody sees, where a change is nothing else."""
    text = changes[at].text
    if text.strip():
        return ""
    ends_line = _is_before_line_end(changes, at)
    runs = [found[0] for found in _RUN.finditer(text)]
    names = [_name(run, labels) for run in runs[:-1]]
    names.append(labels.hard_break if ends_line and _HARD.fullmatch(runs[-1]) else _name(runs[-1], labels))
    return f'<span class="invisible-change">[{escape(", ".join(names))}]</span>'


def _is_before_line_end(changes: Sequence[Change], at: int) -> bool:
    """Whether the line ends after this change, on the side of the comparison that it belongs to."""
    other = "insert" if changes[at].kind == "delete" else "delete"
    following = next((one.text for one in changes[at + 1 :] if one.kind != other), "")
    return following.startswith("\n")


def _name(run: str, labels: Labels) -> str:
    if run.endswith("\n") and _HARD.fullmatch(run):
        return labels.hard_break
    names = {"\n": labels.line_break, "\t": labels.tab, " ": labels.space, "\u00a0": labels.no_break_space}
    unusual = labels.no_break_space if run[0] == "\u202f" else labels.space
    name = names.get(run[0], f"{unusual} U+{ord(run[0]):04X}")
    return name if len(run) == 1 else f"{name} × {len(run)}"
