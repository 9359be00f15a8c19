"""The text of the desk, place by place, as pure functions of plain values.

A place is a paragraph of the version with what is inserted after it, or BEGINNING: what stands before the
first one. Each place is merged by itself, so that a switch changes one place and no other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256

from eca_policy.amendments.changes import BEGINNING, Change, applied
from eca_policy.text.merge import Conflict, merge
from eca_policy.text.paragraphs import Paragraph, carry, join, split
from eca_policy.text.tokens import is_word, tokens

PROBE = "\ue000"
"""A character that no text has: put in the place of contested words, it shows who changed those."""

MADE = "~"
"""Begins the ids of what a person wrote; ids of paragraphs never hold it."""


@dataclass(frozen=True)
class Side:
    """What one amendment, a group of identical ones, or a compromise does at one place; `name` is unique."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Claim:
    """A wording, and whose it is; "" takes the words out."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Contest:
    """Words that sides changed differently; they stand unchanged in their paragraph, from `start` on."""

    paragraph_id: str
    base: str
    claims: tuple[Claim, ...]
    start: int


@dataclass(frozen=True)
class Close:
    """Several people's changes, all made, so near each other that a person should read them once more."""

    base: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Settled:
    """A place with the changes made that agree; where they contradict, it reads as the version."""

    paragraphs: tuple[Paragraph, ...]
    contests: tuple[Contest, ...] = ()
    checks: tuple[Close, ...] = ()

    @property
    def text(self) -> str:
        return text_of(self.paragraphs)


@lru_cache(maxsize=8192)
def settled(base: Paragraph | None, sides: tuple[Side, ...]) -> Settled:
    """The place of this paragraph (None: the beginning) with the changes of these sides.

    The order of the sides makes no difference.
    """
    before = [base] if base else []
    if not sides:
        return Settled(tuple(before))
    wordings = {side.name: made_by(base, side) for side in sorted(sides, key=lambda side: side.name)}
    merged = merge(before, list(wordings.values()))
    contests = tuple(contested(base, merged.conflicts, wordings)) if base else ()
    checks = [
        Close(check.base, tuple(Claim(text, whose(text, check.base, base, wordings)) for text in check.sides))
        for check in merged.checks
    ]
    return Settled(tuple(merged.paragraphs), contests, tuple(checks))


def made_by(base: Paragraph | None, side: Side) -> list[Paragraph]:
    """The place as this side alone would have it."""
    return applied([base] if base else [], side.changes, f"{MADE}{side.name}{MADE}")


def whose(
    text: str, about: str, base: Paragraph | None, wordings: Mapping[str, Sequence[Paragraph]]
) -> tuple[str, ...]:
    """The sides that have this wording of the paragraph; without `about`, those that insert this text."""
    if about and base:
        return tuple(name for name, made in wordings.items() if body_of(base.id, made) == text)
    return tuple(name for name, made in wordings.items() if inserted_text(base, made) == text)


def inserted_text(base: Paragraph | None, made: Sequence[Paragraph]) -> str:
    return text_of([one for one in made if base is None or one.id != base.id])


def contested(
    base: Paragraph, conflicts: Sequence[Conflict], wordings: Mapping[str, Sequence[Paragraph]]
) -> Iterator[Contest]:
    """Each conflict with the names behind its sides."""
    bodies = {name: body_of(base.id, made) for name, made in wordings.items()}
    after = 0
    for conflict in conflicts:
        if "" in bodies.values() and conflict.base == body(base):
            owners = bodies
        else:
            after, owners = owners_of(base, conflict, bodies, after)
        claims = (
            Claim(text, tuple(name for name, own in owners.items() if own == text)) for text in conflict.sides
        )
        yield Contest(conflict.paragraph_id, conflict.base, tuple(claims), conflict.start)


def owners_of(
    base: Paragraph, conflict: Conflict, bodies: Mapping[str, str], after: int
) -> tuple[int, dict[str, str]]:
    """What each side has in the place of the contested words, and where these end in the base.

    The words may stand in the base several times: those are meant at which exactly the sides of the conflict
    are found. Where none is, whoever has the words of a side is behind it, and the others took them out.
    """
    for start in occurrences(body(base), conflict.base, after):
        end = start + len(conflict.base)
        own = {name: own_words(base, start, end, wording) for name, wording in bodies.items()}
        found = {name: text for name, text in own.items() if text is not None}
        if set(found.values()) == set(conflict.sides):
            return end, found
    having = {
        name: text for name, wording in bodies.items() for text in conflict.sides if text and text in wording
    }
    return after, {**{name: "" for name, own in bodies.items() if own != body(base)}, **having}


def own_words(base: Paragraph, start: int, end: int, wording: str) -> str | None:
    """What this wording has in the place of these words of the base; None where it leaves them."""
    source = body(base)
    probe = source[:start] + PROBE + source[end:]
    conflicts = merge([base], [[replace(base, source=wording)], [replace(base, source=probe)]]).conflicts
    return next((side for conflict in conflicts for side in conflict.sides if PROBE not in side), None)


def occurrences(text: str, words: str, after: int) -> Iterator[int]:
    at = text.find(words, after)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def chosen_sides(place: Settled, base: Paragraph | None, taken: Sequence[str]) -> str:
    """The text of the place with one side taken in each contest; `taken` has their texts in order."""
    if not base:
        return place.text
    kept = {one.id: one for one in place.paragraphs}
    source = kept[base.id].source
    for contest, text in reversed(list(zip(place.contests, taken, strict=True))):
        source = source[: contest.start] + text + source[contest.start + len(contest.base) :]
    return text_of([replace(one, source=source) if one.id == base.id else one for one in place.paragraphs])


def worded(base: Paragraph | None, text: str, *, is_gone: bool = False) -> tuple[Paragraph, ...]:
    """The place as a person wrote it. The paragraph of the version stays the block that is like it, else the
    first one; unless the changes take it out, and nothing like it stands there.
    """
    ids = (f"{MADE}{at}" for at in range(1, 10_000))
    blocks = carry([base] if base else [], split(text.strip("\n")), lambda: next(ids))
    if base is None or not blocks or is_gone or base.id in {one.id for one in blocks}:
        return tuple(map(bare, blocks))
    return (replace(bare(blocks[0]), id=base.id), *map(bare, blocks[1:]))


def key_of(base: Paragraph | None, sides: Iterable[Side] = ()) -> str:
    """Changes whenever what a wording was made from changes: the paragraph, or what is switched on there."""
    made_from = (body(base) if base else "", sorted((side.name, side.changes) for side in sides))
    return sha256(repr(made_from).encode()).hexdigest()


def has_all_of(base: Paragraph | None, side: Side, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a text of this place has everything that this side asks for."""
    own = made_by(base, side)
    present = {body(one) for one in paragraphs}
    asked = [body(one) for one in own if base is None or one.id != base.id]
    return present.issuperset(asked) and (base is None or reads_as_asked(base, own, paragraphs))


def reads_as_asked(base: Paragraph, own: Sequence[Paragraph], paragraphs: Sequence[Paragraph]) -> bool:
    """The same for the paragraph itself: it is gone as asked, or all words that should come or go did so.

    Words are counted and not aligned: of two wordings of one sentence, a comparison may pair other words than
    their authors meant.
    """
    asked, now = body_of(base.id, own), body_of(base.id, paragraphs)
    if asked == body(base):
        return True
    if not (asked and now):
        return asked == now
    was, wanted, made = (Counter(pieces(text)) for text in (body(base), asked, now))
    return wanted - was <= made - was and was - wanted <= was - made


def has_nothing_of(base: Paragraph | None, side: Side, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether no word that this side brings into the paragraph came; of one that brings none, whether none
    went that it takes out.
    """
    if base is None:
        return False
    asked, now = body_of(base.id, made_by(base, side)), body_of(base.id, paragraphs)
    was, wanted, made = (Counter(filter(is_word, pieces(text))) for text in (body(base), asked, now))
    brings, takes = wanted - was, was - wanted
    return not (brings & (made - was) if brings else takes & (was - made))


def pieces(text: str) -> list[str]:
    return [token for token in tokens(text) if not token.isspace()]


def bare(paragraph: Paragraph) -> Paragraph:
    return replace(paragraph, merged_from=())


def body(paragraph: Paragraph) -> str:
    return paragraph.source.rstrip("\n")


def body_of(paragraph_id: str, made: Iterable[Paragraph]) -> str:
    """The words of this paragraph; "" where it is taken out."""
    return next((body(one) for one in made if one.id == paragraph_id), "")


def text_of(paragraphs: Sequence[Paragraph]) -> str:
    return join([one.source for one in paragraphs]).strip("\n")


def replacing(text: str, place: str) -> tuple[Change, ...]:
    """The change that makes a place read so: what a compromise does."""
    if place == BEGINNING:
        return (Change("insert_after", BEGINNING, text),) if text.strip() else ()
    return (Change("replace", place, text),) if text.strip() else (Change("delete", place),)
