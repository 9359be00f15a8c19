"""Two real papers, sixty revisions each, with a comment on every sentence of every tenth: none strays.

What is checked here counts words and knows nothing of how anchors are carried.
"""

import re
import time
from collections import Counter

import pytest

from eca_policy.text.anchor import Anchor

from . import histories, real
from .histories import Step

LEAST = {"anchored": 1.0, "moved": 1.0, "changed": 0.5, "check": 0.3}


def words(text: str) -> list[str]:
    return re.findall(r"https?://[^\s)]+|\w+(?:[.,/'’‑-]\w+)*", text)


def common(one: list[str], other: list[str]) -> int:
    """How many words two rows have in common in the same order; the textbook's table."""
    row = [0] * (len(other) + 1)
    for word in one:
        before, row = row, [0]
        for at, another in enumerate(other):
            row.append(before[at] + 1 if word == another else max(before[at + 1], row[-1]))
    return row[-1]


def source_of(text: histories.Text, paragraph_id: str) -> str:
    return next((one.source for one in text if one.id == paragraph_id), "")


def heirs(step: Step) -> set[str]:
    """The paragraphs that hold what the paragraph of an anchor held, as recorded."""
    its_id = step.anchor.paragraph_id
    return {its_id} | {one.id for one in step.new if its_id in one.merged_from}


def tracers(text: histories.Text) -> set[str]:
    """Words that a text has once: wherever they are, they are the same."""
    return {
        word for word, times in Counter(words(" ".join(one.source for one in text))).items() if times == 1
    }


def assert_on_its_own_words(step: Step) -> None:
    now = step.result.anchor
    assert now is not None
    quoted, reads = words(step.anchor.quote), words(now.quote)
    assert source_of(step.new, now.paragraph_id)[now.start : now.end] == now.quote
    assert common(quoted, reads) >= LEAST[step.result.status] * len(quoted) - 0.5
    assert not reads or {reads[0], reads[-1]} <= set(quoted), "words of others at its edge"
    if step.was_detached or now.paragraph_id not in heirs(step):
        before = source_of(step.old, now.paragraph_id)
        assert now.quote == step.anchor.quote.strip()
        assert before.count(now.quote) < source_of(step.new, now.paragraph_id).count(now.quote)


def assert_where_its_traceable_words_are(step: Step, traceable: set[str]) -> None:
    """What stands once in both texts shows where the quoted words went."""
    now = step.result.anchor
    assert now is not None
    own = [word for word in words(step.anchor.quote) if word in traceable]
    source = source_of(step.new, now.paragraph_id)
    if step.result.status in ("anchored", "moved"):
        assert set(own) <= set(words(now.quote))
    if own and not set(own) & set(words(sentences_around(source, now))):
        assert not set(own) & set(words(source)), "its words stand in another sentence of the paragraph"


def sentences_around(source: str, anchor: Anchor) -> str:
    begin = max(source.rfind(end, 0, anchor.start) for end in (". ", "\n"))
    ends = [source.find(end, anchor.end - 1) for end in (". ", "\n")]
    return source[begin + 1 : min([end for end in ends if end >= 0], default=len(source))]


def assert_rightly_detached(step: Step) -> None:
    """Nothing is given up whose paragraph was not touched."""
    was, now = (source_of(text, step.anchor.paragraph_id) for text in (step.old, step.new))
    assert step.was_detached or was != now


@real.needs_real
@pytest.mark.parametrize("name", histories.NAMES)
def test_no_comment_ever_lands_on_words_that_are_not_its_own(name: str) -> None:
    texts = histories.versions(name)
    start = time.process_time()
    checked = 0
    for first in range(0, len(texts) - 1, 10):
        for steps in histories.replayed(texts[first:]):
            traceable = tracers(steps[0].old) & tracers(steps[0].new) if steps else set()
            for step in steps:
                if step.result.anchor is None:
                    assert_rightly_detached(step)
                elif step.result.anchor != step.anchor or step.was_detached:
                    assert_on_its_own_words(step)
                    assert_where_its_traceable_words_are(step, traceable)
                checked += 1
    assert checked > 5_000
    assert time.process_time() - start < 20
