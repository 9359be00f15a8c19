"""A comparison as a page shows it: what changed, with what did not folded between."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Revision
from eca_policy.text.compare import Change, Row


@dataclass(frozen=True)
class ShownRow:
    """One paragraph: its status, what to call it, and its words."""

    status: str
    label: str | None
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Stretch:
    """Paragraphs one after the other that all changed, or that all stayed."""

    is_same: bool
    rows: tuple[ShownRow, ...]


def folded_rows(rows: Sequence[Row], old: Revision, new: Revision) -> list[Stretch]:
    """The rows in stretches, each paragraph named by its number in the text that has it."""
    numbers = {one["id"]: one["number"] for revision in (old, new) for one in revision.paragraphs}
    shown = [ShownRow(row.kind, label(numbers.get(row.id)), row.changes) for row in rows]
    return [
        Stretch(is_same, tuple(stretch))
        for is_same, stretch in groupby(shown, key=lambda row: row.status == "same")
    ]


def label(number: int | None) -> str | None:
    return _("Paragraph %(number)s", number=number) if number else None
