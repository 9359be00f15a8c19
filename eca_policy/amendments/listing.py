"""The list of a paper's amendments, in the order of the text: the variables of `amendments/index.html`."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from flask import get_template_attribute
from markupsafe import Markup

from eca_policy.amendments import rules
from eca_policy.amendments.changes import BEGINNING, fingerprint
from eca_policy.amendments.drawing import Drawn, Stands, address, drawn_changes, stands, vocabulary
from eca_policy.amendments.readings import Reading, readings
from eca_policy.amendments.words import state_names
from eca_policy.lib.i18n import language
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import shown_paragraphs

FILTERS = ("association", "state", "recommendation")


class Member(NamedTuple):
    """One of several amendments that say the same, with its address."""

    reading: Reading
    url: str


def listing_shown(access: Access, asked: Mapping[str, str]) -> dict[str, Any]:
    """Every amendment the reader may see, filtered as the address asks; nonsense asks for none."""
    versions = {each.id: each for each in papers.versions(access.paper)}
    latest = max(versions.values(), key=lambda each: each.number, default=None)
    found = readings(access)
    groups = in_text_order(identical(found), order_of(latest))
    chosen = [group for group in groups if any(is_asked_for(each, asked, latest) for each in group)]
    known = {
        id_: stands(each.revision) for id_, each in versions.items() if id_ in {r.version_id for r in found}
    }
    return {
        "paper": access.paper,
        "entries": [drawn_group(access, group, known[group[0].version_id]) for group in chosen],
        "shown": sum(map(len, chosen)),
        "total": len(found),
        "chosen": {name: asked.get(name, "") for name in FILTERS},
        "associations": associations_in(found),
        "states": states_in(found),
        "recommendations": recommendations(latest),
        "may_draft": access.may("amendment:draft") and bool(rules.tablers(access.actor)),
    }


def identical(found: Sequence[Reading]) -> list[list[Reading]]:
    """Amendments that change the same to the same, together, in the order of the first; drafts and withdrawn
    ones stand alone.
    """
    groups: dict[object, list[Reading]] = {}
    for each in found:
        alone = each.state in ("draft", "withdrawn") or not each.changes
        key = each.id if alone else (each.version_id, each.parent, fingerprint(each.as_changes()))
        groups.setdefault(key, []).append(each)
    return list(groups.values())


def order_of(version: Version | None) -> dict[str, int]:
    """The place of each paragraph in the text."""
    if version is None:
        return {}
    return {each.id: at for at, each in enumerate(shown_paragraphs(version.revision))}


def in_text_order(groups: Sequence[list[Reading]], order: Mapping[str, int]) -> list[list[Reading]]:
    """By the first place each changes; what is inserted after a paragraph comes behind what changes it, and
    last what no longer has a place.
    """

    def key(group: list[Reading]) -> tuple[int, bool]:
        if not group[0].changes:
            return len(order), False
        first = group[0].changes[0]
        at = -1 if first.paragraph_id == BEGINNING else order.get(first.paragraph_id, len(order))
        return at, first.kind == "insert_after"

    return sorted(groups, key=key)


def is_asked_for(reading: Reading, asked: Mapping[str, str], latest: Version | None) -> bool:
    """Whether the filters let this one through."""
    association, state, recommendation = (asked.get(name, "") for name in FILTERS)
    voices = [reading.association, *(each.association for each in reading.signers)]
    touched = marked(latest, recommendation) if recommendation else None
    return (
        (not association or association in voices)
        and (not state or reading.state == state)
        and (touched is None or touched in reading.paragraph_ids)
    )


def marked(version: Version | None, recommendation: str) -> str:
    """The paragraph that is the recommendation of this number; nonsense is none of them."""
    shown = shown_paragraphs(version.revision) if version else ()
    numbers = {str(each.recommendation): each.id for each in shown if each.recommendation}
    return numbers.get(recommendation, "nowhere")


def recommendations(version: Version | None) -> list[int]:
    """The numbers of the recommendations."""
    shown = shown_paragraphs(version.revision) if version else ()
    return [each.recommendation for each in shown if each.recommendation]


def associations_in(found: Sequence[Reading]) -> list[str]:
    """Everyone who stands behind one of these."""
    own = {each.association for each in found}
    return sorted(own | {signer.association for each in found for signer in each.signers})


def states_in(found: Sequence[Reading]) -> dict[str, str]:
    """The states that one of these is in, with their names."""
    present = {each.state for each in found}
    return {state: name for state, name in state_names().items() if state in present}


def drawn_group(access: Access, group: Sequence[Reading], known: Stands) -> Markup:
    """Amendments that say the same, as one entry of the list."""
    members = tuple(Member(each, address(access.paper.reference, each)) for each in group)
    return group_entry(members, drawn_changes(group[0], known), access.paper.language, language())


@lru_cache(maxsize=4096)
def group_entry(
    members: tuple[Member, ...], changes: tuple[Drawn, ...], text_language: str, language: str
) -> Markup:
    """One entry. Kept in memory, because it depends on nothing but its arguments."""
    draw = get_template_attribute("amendments/_drawn.html", "group")
    return Markup(draw(members, changes, text_language, vocabulary()))  # noqa: S704 - drawn by a template
