"""Real papers through all their revisions, with a comment on every sentence: what becomes of each comment."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise

from eca_policy.text.anchor import Anchor, Carried, carry_all, find, restore
from eca_policy.text.paragraphs import Paragraph, carry, split

from . import real

NAMES = ("18f-open-source-policy.en.jsonl", "disic-ouverture.fr.jsonl")
SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
Text = list[Paragraph]


@dataclass(frozen=True)
class Step:
    """One comment on its way from one revision to the next; `was_detached` before it."""

    old: Text
    new: Text
    anchor: Anchor
    was_detached: bool
    result: Carried


def versions(name: str) -> list[Text]:
    """The revisions of a paper, with the ids of their paragraphs."""
    ids = count(1)
    found: list[Text] = []
    for text in real.history(name):
        found.append(carry(found[-1] if found else [], split(text), lambda: f"p{next(ids)}"))
    return found


def comments_on(text: Text) -> list[Anchor]:
    """A comment on every sentence."""
    found = (
        find(one.id, one.source, sentence)
        for one in text
        for sentence in dict.fromkeys(SENTENCE.findall(one.source))
    )
    return list(dict.fromkeys(anchor for anchor in found if anchor))


def replayed(texts: list[Text]) -> Iterator[list[Step]]:
    """The comments of the first of these texts through all later ones, one list a revision."""
    last_known = comments_on(texts[0])
    detached = [False] * len(last_known)
    for old, new in pairwise(texts):
        carried = carry_all(last_known, old, new)
        results = [
            restore(anchor, new, old=old) if lost else result
            for anchor, lost, result in zip(last_known, detached, carried, strict=True)
        ]
        yield [
            Step(old, new, anchor, lost, result)
            for anchor, lost, result in zip(last_known, detached, results, strict=True)
        ]
        detached = [result.anchor is None for result in results]
        last_known = [result.anchor or anchor for anchor, result in zip(last_known, results, strict=True)]
