"""What became of paragraphs from one text to a later one: moved, split, merged. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from rapidfuzz.distance import Indel, LCSseq

from eca_policy.text import edits
from eca_policy.text.likeness import TAKEN_OVER, content


def moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The ids that both texts have and that stand elsewhere among the others now."""
    known = set(old)
    arrived = (new[span.new_start : span.new_end] for span in edits.changed(old, new))
    return {one for stretch in arrived for one in stretch if one in known}


def split_off(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    """New paragraphs that are the later part of the one before them, by id, with the id of that one.

    Each text is id to source, in its order. A split paragraph keeps its id on the first part.
    """
    found: dict[str, str] = {}
    kept = None
    for one, source in new.items():
        if one in old:
            kept = one
        elif kept is not None and _is_part(source, was=old[kept], now=new[kept]):
            found[one] = kept
    return found


def _is_part(source: str, *, was: str, now: str) -> bool:
    """Whether the words of `source` stood in a paragraph that has lost them since."""
    if was == now:
        return False
    part, before, after = content(source), content(was), content(now)
    if LCSseq.similarity(part, before) < TAKEN_OVER * len(part):
        return False
    together = Indel.normalized_similarity(before, after + part)
    return bool(together > Indel.normalized_similarity(before, after))


def merged_into(gone: str, successors: Mapping[str, str], new: Collection[str]) -> str | None:
    """The paragraph of the later text that holds the words of `gone`; None where nobody knows one.

    `successors` says of a paragraph into which it was merged, which may have been merged further.
    """
    return next((one for one in _line_of(gone, successors) if one in new), None)


def _line_of(gone: str, successors: Mapping[str, str]) -> Iterator[str]:
    met = {gone}
    while (heir := successors.get(gone)) is not None and heir not in met:
        met.add(heir)
        yield heir
        gone = heir
