"""Two texts written on top of the same one, put together for a person to read: no word of either is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from eca_policy.text import front_matter, guard
from eca_policy.text.compare import Change, words
from eca_policy.text.merge import merge
from eca_policy.text.paragraphs import NewId, Paragraph, carry, join, split

FRONT_MATTER = "front-matter"


@dataclass(frozen=True)
class Clash:
    """A paragraph that both changed at the same words, each wording compared with what it was.

    None in the place of a comparison: that side took the paragraph out.
    """

    theirs: tuple[Change, ...] | None
    mine: tuple[Change, ...] | None


@dataclass(frozen=True)
class Proposal:
    """The merged text. Where the two clash, both wordings stand in it one after the other; `close` are
    paragraphs that hold both people's changes, so near each other that a person should read them.
    """

    text: str
    clashes: tuple[Clash, ...]
    close: tuple[Clash, ...]


def propose(base: Sequence[Paragraph], theirs: Sequence[Paragraph], mine: str, new_id: NewId) -> Proposal:
    """Merge `mine`, a text that the guard let through, with `theirs`; both came from `base`."""
    sides = [list(theirs), with_front_matter(guard.check(mine), base, new_id)]
    merged = merge(base, sides)
    wordings: list[Mapping[str, Paragraph]] = [{one.id: one for one in side} for side in (base, *sides)]
    clashing = dict.fromkeys(conflict.paragraph_id for conflict in merged.conflicts)
    text = join([both_wordings(one, *wordings[1:]) if one.id in clashing else one.source
                 for one in merged.paragraphs])  # fmt: skip
    known = wordings[0]
    close = [check.paragraph_id for check in merged.checks if check.base and check.paragraph_id in known]
    return Proposal(
        text,
        clashes=tuple(clash(one, *wordings) for one in clashing),
        close=tuple(clash(one, *wordings) for one in close),
    )


def with_front_matter(text: str, base: Sequence[Paragraph], new_id: NewId) -> list[Paragraph]:
    """A whole text as paragraphs; its front matter is one, so that it is merged like the rest."""
    matter = front_matter.split(text)
    carried = carry([one for one in base if one.id != FRONT_MATTER], split(matter.body), new_id)
    return [*front_matter_paragraph(matter.raw), *(replace(one, merged_from=()) for one in carried)]


def front_matter_paragraph(raw: str) -> list[Paragraph]:
    return [Paragraph(FRONT_MATTER, raw)] if raw else []


def both_wordings(merged: Paragraph, theirs: Mapping[str, Paragraph], mine: Mapping[str, Paragraph]) -> str:
    """Both wordings, theirs first; of a paragraph that one side took out, the other's."""
    found = [side[merged.id].source.strip("\n") for side in (theirs, mine) if merged.id in side]
    return "\n\n".join(found) + "\n\n"


def clash(
    paragraph_id: str,
    base: Mapping[str, Paragraph],
    theirs: Mapping[str, Paragraph],
    mine: Mapping[str, Paragraph],
) -> Clash:
    """What each side made of the paragraph."""
    was = base[paragraph_id].source.strip("\n")

    def compared(side: Mapping[str, Paragraph]) -> tuple[Change, ...] | None:
        return tuple(words(was, side[paragraph_id].source.strip("\n"))) if paragraph_id in side else None

    return Clash(compared(theirs), compared(mine))
