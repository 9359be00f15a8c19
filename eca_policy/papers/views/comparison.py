"""A comparison as a page shows it: what changed, with what did not folded between, and all of it in words."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from typing import Literal

from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.papers import queries, succession
from eca_policy.papers.models import Revision
from eca_policy.papers.places import Place, departure_in_words, move_in_words, places
from eca_policy.text.compare import Change, Row, RowKind

Status = RowKind | Literal["left"]


@dataclass(frozen=True)
class Said:
    """What is said of a paragraph, and the element of the page it leads to; "" for none."""

    sentence: str
    anchor: str = ""


@dataclass(frozen=True)
class ShownRow:
    """One paragraph: its status, what to call it, its words, and the changes before and after it.

    "left" is the place a paragraph was moved away from: it has no words.
    """

    id: str
    status: Status
    label: str | None
    changes: tuple[Change, ...] = ()
    is_reworded: bool = False
    said: tuple[Said, ...] = ()
    previous: str = ""
    next: str = ""

    @property
    def anchor(self) -> str:
        return f"left-{self.id}" if self.status == "left" else anchor(self.id)

    @property
    def before(self) -> tuple[Change, ...]:
        """The words of the earlier text, with what went."""
        return tuple(change for change in self.changes if change.kind != "insert")

    @property
    def after(self) -> tuple[Change, ...]:
        """The words of the later text, with what came."""
        return tuple(change for change in self.changes if change.kind != "delete")


@dataclass(frozen=True)
class Stretch:
    """Paragraphs one after the other that all changed, or that all stayed."""

    is_same: bool
    rows: tuple[ShownRow, ...]


@dataclass
class Telling:
    """What there is to say of paragraphs beside their words, by id."""

    old: Mapping[str, Place]
    new: Mapping[str, Place]
    said: dict[str, list[Said]] = field(default_factory=lambda: defaultdict(list))

    def move(self, moved: str) -> None:
        sentence = move_in_words(self.old[moved], self.new[moved])
        self.said[moved].append(Said(sentence, f"left-{moved}"))

    def merger(self, gone: str, into: str) -> None:
        self.said[gone].append(Said(_("merged into %(place)s", place=self.new[into].name), anchor(into)))
        came = _("%(place)s was merged into it", place=self.old[gone].former)
        self.said[into].append(Said(came, anchor(gone)))

    def split(self, part: str, whole: str) -> None:
        self.said[part].append(Said(_("split off from %(place)s", place=self.new[whole].name), anchor(whole)))
        went = _("%(place)s was split off from it", place=self.new[part].name)
        self.said[whole].append(Said(went, anchor(part)))


def anchor(paragraph_id: str) -> str:
    """The element of the page that shows what became of this paragraph."""
    return f"row-{paragraph_id}"


def folded_rows(rows: Sequence[Row], old: Revision, new: Revision) -> list[Stretch]:
    """The rows in stretches, each paragraph named by its number in the text that has it."""
    telling = Telling(places(old.paragraphs), places(new.paragraphs))
    tell(telling, rows, old, new)
    shown = linked([*with_places_left(rows, telling)])
    return [
        Stretch(is_same, tuple(stretch))
        for is_same, stretch in groupby(shown, key=lambda row: row.status == "same")
    ]


def tell(telling: Telling, rows: Sequence[Row], old: Revision, new: Revision) -> None:
    """Moves; and, from an earlier text to a later one, what was merged and what was split."""
    for row in rows:
        if row.kind == "moved":
            telling.move(row.id)
    if old.number >= new.number:
        return
    successors = queries.successors(new.paper_id)
    for row in rows:
        heir = succession.merged_into(row.id, successors, telling.new) if row.kind == "removed" else None
        if heir is not None and row.id in telling.old:
            telling.merger(row.id, heir)
    before = {row.id: row.old for row in rows if row.old is not None and row.id in telling.old}
    after = {row.id: row.new for row in rows if row.new is not None and row.id in telling.new}
    for part, whole in succession.split_off(before, after).items():
        telling.split(part, whole)


def with_places_left(rows: Sequence[Row], telling: Telling) -> Iterator[ShownRow]:
    """Every row, and where a paragraph was moved away, a line that says so."""
    left = defaultdict(list)
    stayed, moved = "", {row.id for row in rows if row.kind == "moved"}
    for one in telling.old:
        if one in moved:
            left[stayed].append(departure(one, telling))
        else:
            stayed = one
    yield from left[""]
    for row in rows:
        yield shown(row, telling)
        yield from left[row.id]


def departure(moved: str, telling: Telling) -> ShownRow:
    sentence = departure_in_words(telling.old[moved], telling.new[moved])
    return ShownRow(moved, "left", None, said=(Said(sentence, anchor(moved)),))


def shown(row: Row, telling: Telling) -> ShownRow:
    said = tuple(telling.said.get(row.id, ()))
    return ShownRow(row.id, row.kind, label(row.id, telling), row.changes, row.is_reworded, said)


def label(paragraph_id: str, telling: Telling) -> str | None:
    """The number in the later text; of what is gone, the one it had."""
    if paragraph_id in telling.new:
        return telling.new[paragraph_id].label
    former = telling.old.get(paragraph_id)
    return _("Former paragraph %(number)s", number=former.number) if former and former.number else None


def linked(rows: Sequence[ShownRow]) -> list[ShownRow]:
    """Each change knows the one before and the one after it."""
    anchors = [row.anchor for row in rows if is_change(row)]
    earlier, later = dict(zip(anchors[1:], anchors, strict=False)), dict(pairwise(anchors))
    return [
        replace(row, previous=earlier.get(row.anchor, ""), next=later.get(row.anchor, "")) for row in rows
    ]


def is_change(row: ShownRow) -> bool:
    return row.status not in ("same", "left")


def summary(stretches: Sequence[Stretch]) -> list[Said]:
    """How many paragraphs changed, were added, removed and moved, each leading to the first of its kind."""
    rows = [row for stretch in stretches for row in stretch.rows if is_change(row)]
    counts = Counter[str](row.status for row in rows)
    first: dict[str, str] = {row.status: row.anchor for row in reversed(rows)}
    kinds = [kind for kind in ("changed", "added", "removed", "moved") if counts[kind]]
    return [
        Said((in_short if at else in_full)(counts[kind])[kind], first[kind]) for at, kind in enumerate(kinds)
    ]


def in_full(number: int) -> dict[str, str]:
    """So many paragraphs, by what became of them."""
    return {
        "changed": ngettext("%(num)d paragraph changed", "%(num)d paragraphs changed", number),
        "added": ngettext("%(num)d paragraph added", "%(num)d paragraphs added", number),
        "removed": ngettext("%(num)d paragraph removed", "%(num)d paragraphs removed", number),
        "moved": ngettext("%(num)d paragraph moved", "%(num)d paragraphs moved", number),
    }


def in_short(number: int) -> dict[str, str]:
    """The same, after another number of paragraphs."""
    return {
        "changed": ngettext("%(num)d changed", "%(num)d changed", number),
        "added": ngettext("%(num)d added", "%(num)d added", number),
        "removed": ngettext("%(num)d removed", "%(num)d removed", number),
        "moved": ngettext("%(num)d moved", "%(num)d moved", number),
    }
