"""Numbers of paragraphs and recommendations, and the mark that makes a block a recommendation.

The mark is an attribute line of its own, under the block or across a blank line from it: `{:
.recommendation }`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eca_policy.text.blocks import MARK, Kind, kind_of
from eca_policy.text.compare import Change
from eca_policy.text.paragraphs import Paragraph

MARK_LINE = "{: .recommendation }"
MARK_AT_END = re.compile(r"\n?" + MARK.pattern.removesuffix("$") + r"\s*$")
UNNUMBERED: frozenset[Kind] = frozenset({"heading", "rule", "footnote", "reference"})


@dataclass(frozen=True)
class Numbered:
    """A paragraph with its place: `number` among the paragraphs, `recommendation` among the
    recommendations.
    """

    id: str
    source: str
    kind: Kind
    number: int | None
    recommendation: int | None


def number(paragraphs: Sequence[Paragraph]) -> list[Numbered]:
    """Paragraphs count 1, 2, 3 …, recommendations on their own. Headings, rules, footnotes and link targets
    do not count as paragraphs; a marked heading counts as a recommendation.
    """
    numbered: list[Numbered] = []
    paragraph_count = recommendation_count = 0
    for paragraph in paragraphs:
        kind = kind_of(paragraph.source)
        counts, recommended = kind not in UNNUMBERED, is_recommendation(paragraph.source)
        paragraph_count += counts
        recommendation_count += recommended
        numbered.append(
            Numbered(
                paragraph.id,
                paragraph.source,
                kind,
                paragraph_count if counts else None,
                recommendation_count if recommended else None,
            )
        )
    return numbered


def is_recommendation(source: str) -> bool:
    """Whether the last line of this block is the mark, below something that can be marked."""
    lines = source.rstrip().split("\n")
    return len(lines) > 1 and bool(MARK.match(lines[-1])) and _can_be_marked(source)


def mark_recommendation(source: str) -> str:
    """The block with the mark under it; its blank lines after it are kept. Unchanged if marked or not
    markable.
    """
    body = source.rstrip("\n")
    if not body.strip() or is_recommendation(source) or not _can_be_marked(source):
        return source
    return f"{body}\n{MARK_LINE}{source[len(body) :]}"


def unmark_recommendation(source: str) -> str:
    """The block without the mark; its blank lines after it are kept."""
    if not is_recommendation(source):
        return source
    body = source.rstrip()
    return body[: body.rindex("\n")].rstrip("\n") + source[len(body) :].lstrip(" \t")


def _can_be_marked(source: str) -> bool:
    is_mark = MARK.match(source.strip("\n"))
    return not is_mark and kind_of(source) not in ("rule", "footnote", "reference")


def unmark_changes(changes: Sequence[Change]) -> list[Change]:
    """What changes in a block, without the mark, unless the mark comes or goes by itself."""
    is_whole = len({change.kind for change in changes}) == 1
    return [
        Change(change.kind, MARK_AT_END.sub("", change.text))
        if is_whole or change.kind == "equal"
        else change
        for change in changes
    ]
