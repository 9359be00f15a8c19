"""The text with what was accepted: as changes to look at, or clean.

Kept in memory, because it depends on nothing but the text and the amendments.
"""

from collections.abc import Sequence
from functools import lru_cache

from eca_policy.amendments.changes import Change, applied, instead
from eca_policy.amendments.readings import Reading
from eca_policy.papers.models import Revision
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.text import compare, numbering
from eca_policy.text.markdown import render
from eca_policy.text.merge import merge
from eca_policy.text.paragraphs import Paragraph

Text = tuple[Paragraph, ...]
Changesets = tuple[tuple[Change, ...], ...]


def accepted_changes(found: Sequence[Reading]) -> Changesets:
    """What each accepted amendment does; an accepted amendment to one takes the place of its words."""
    accepted = [each for each in found if each.state == "accepted"]
    own = {each.label: each.as_changes() for each in accepted if not each.parent}
    for child in (each for each in accepted if each.parent in own):
        own[child.parent] = instead(own[child.parent], child.as_changes())
    return tuple(own.values())


def text_of(revision: Revision) -> Text:
    return tuple(stored_paragraphs(revision.paragraphs))


@lru_cache(maxsize=16)
def with_accepted(base: Text, changesets: Changesets) -> Text:
    """The text with all of these made; words on which two contradict stay as they were."""
    sides = [applied(base, changes, f"new{at}-") for at, changes in enumerate(changesets)]
    return tuple(merge(base, sides).paragraphs) if sides else base


@lru_cache(maxsize=16)
def compared(base: Text, changesets: Changesets) -> tuple[compare.Row, ...]:
    """Each paragraph against what it was."""
    return tuple(compare.revisions(base, with_accepted(base, changesets)))


@lru_cache(maxsize=16)
def clean(base: Text, changesets: Changesets) -> tuple[tuple[numbering.Numbered, str], ...]:
    """The paragraphs with their numbers and their HTML."""
    text = with_accepted(base, changesets)
    return tuple(zip(numbering.number(text), render(text).blocks, strict=True))
