"""The order of the paragraphs of a merged text: who stands where after everybody inserted, moved and
removed.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from eca_policy.text import edits
from eca_policy.text.paragraphs import Paragraph

Run = list[Paragraph]
BEGINNING = -1


@dataclass(frozen=True)
class Arranged:
    """The paragraphs in order, and what several authors put at one spot: after which paragraph, and the
    runs.
    """

    paragraphs: list[Paragraph]
    gathered: dict[str, list[Run]]


def arranged(
    base: Sequence[Paragraph], changesets: Sequence[Sequence[Paragraph]], staying: frozenset[str]
) -> Arranged:
    """The paragraphs of the base that stay, and the new ones of every changeset, each in its place.

    Each new or moved paragraph stands after the paragraph of the base it follows in its author's text. Runs
    of several authors at one spot are all kept, in the order of their words; equal runs are one.
    """
    place = {one.id: at for at, one in enumerate(base)}
    runs: dict[int, list[Run]] = defaultdict(list)
    for texts in changesets:
        for anchor, run in _runs(base, texts, place).items():
            runs[anchor].append([one for one in run if one.id not in place or one.id in staying])
    moved = _claim_moved(runs, place)
    result = Arranged([], {})
    for at in range(BEGINNING, len(base)):
        if at != BEGINNING and base[at].id in staying and base[at].id not in moved:
            result.paragraphs.append(base[at])
        distinct = _distinct(runs[at], place)
        result.paragraphs.extend(one for run in distinct for one in run)
        if len(distinct) > 1:
            result.gathered[base[at].id if at != BEGINNING else ""] = distinct
    return result


def _runs(base: Sequence[Paragraph], texts: Sequence[Paragraph], place: dict[str, int]) -> dict[int, Run]:
    """What an author put after each paragraph of the base that they left in its order."""
    known = [one.id for one in texts if one.id in place]
    remaining = [one.id for one in base if one.id in set(known)]
    moved = {
        known[at] for span in edits.changed(remaining, known) for at in range(span.new_start, span.new_end)
    }
    runs: dict[int, Run] = defaultdict(list)
    anchor = BEGINNING
    for one in texts:
        if one.id in place and one.id not in moved:
            anchor = place[one.id]
        else:
            runs[anchor].append(one)
    return runs


def _claim_moved(runs: dict[int, list[Run]], place: dict[str, int]) -> set[str]:
    """A paragraph moved by several people stands once, at the earliest of its new places."""
    moved: set[str] = set()
    for anchor in sorted(runs):
        runs[anchor].sort(key=lambda run: _rank(run, place))
        for run in runs[anchor]:
            again = [one for one in run if one.id in moved]
            run[:] = [one for one in run if one not in again]
            moved.update(one.id for one in run if one.id in place)
    return moved


def _distinct(runs: list[Run], place: dict[str, int]) -> list[Run]:
    distinct: dict[tuple[str, ...], Run] = {}
    for run in sorted(runs, key=lambda run: _rank(run, place)):
        if run:
            distinct.setdefault(_words(run), run)
    return list(distinct.values())


def _rank(run: Run, place: dict[str, int]) -> tuple[tuple[str, ...], list[tuple[bool, str]]]:
    """The order of runs at one spot: by their words; of equal ones first what the base already knows."""
    return _words(run), [(one.id not in place, one.id) for one in run]


def _words(run: Run) -> tuple[str, ...]:
    return tuple(one.source.strip("\n") for one in run)
