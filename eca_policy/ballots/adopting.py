"""The text with everything that was adopted, as pure functions of plain values.

What contradicts an earlier item lapses, so that nothing should contradict here. Two that agree with every
other one by itself may still not agree with all together: such words stay as they were, and are counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eca_policy.amendments.changes import Change, applied
from eca_policy.text.merge import merge
from eca_policy.text.paragraphs import Paragraph
from eca_policy.text.weave import woven

Slot = tuple[str, bool]
"""What a change is about: a paragraph itself (False), or what is inserted after it (True)."""


@dataclass(frozen=True)
class Adopted:
    """What was adopted of an amendment, by its key; `parent` is the key of the amendment it amends."""

    key: int
    parent: int | None
    changes: tuple[Change, ...]


def amended_text(base: Sequence[Paragraph], adopted: Iterable[Adopted]) -> tuple[list[Paragraph], int] | None:
    """The text with all of these made, and on how many places they contradict each other; None where nothing
    is changed.
    """
    sets, contradictions = changesets(base, adopted)
    if not sets:
        return None
    merged = merge(base, [applied(base, changes, f"new{at}-") for at, changes in enumerate(sets)])
    return list(merged.paragraphs), contradictions + len(merged.conflicts)


def changesets(base: Sequence[Paragraph], adopted: Iterable[Adopted]) -> tuple[list[tuple[Change, ...]], int]:
    """What each amendment does to the text, as amended; and how many contradictions stand within one."""
    own: dict[int, tuple[Change, ...]] = {}
    amending: dict[int, list[Change]] = defaultdict(list)
    for one in adopted:
        if one.parent is None:
            own[one.key] = own.get(one.key, ()) + one.changes
        else:
            amending[one.parent] += one.changes
    sources = {one.id: one.source.strip("\n") for one in base}
    made = {key: [as_amended(change, amending[key], sources) for change in own[key]] for key in own}
    sets = [tuple(change for change, _ in changes) for changes in made.values()]
    return [each for each in sets if each], sum(count for changes in made.values() for _, count in changes)


def as_amended(change: Change, by: Sequence[Change], sources: Mapping[str, str]) -> tuple[Change, int]:
    """A change in the words of those that amend it, all of them where they agree; and how often they do not.

    What amends a part that was not adopted finds nothing here, and says nothing.
    """
    said = {each for each in by if slot(each) == slot(change)} - {change}
    gone = next((each for each in said if each.kind == "delete"), None)
    if gone is not None:
        return gone, 0
    if len(said) < 2:
        return next(iter(said), change), 0
    standing = change.wording or sources.get(change.paragraph_id, "")
    text, contradictions = woven(standing, sorted({each.wording for each in said}))
    return replace(next(iter(said)), wording=text), len(contradictions)


def slot(change: Change) -> Slot:
    return change.paragraph_id, change.kind == "insert_after"
