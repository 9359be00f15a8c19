"""The voting list in words."""

from collections.abc import Iterable, Mapping

from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.papers.reading import ShownParagraph
from eca_policy.voting.falling import Lapse
from eca_policy.voting.items import Item, Listed

OUTCOME_TONES = {
    "adopted": "success",
    "adopted_as_amended": "success",
    "without_effect": "neutral",
    "rejected": "danger",
    "lapsed": "warning",
}


def outcome_names() -> dict[str, str]:
    return {
        "adopted": _("adopted"),
        "adopted_as_amended": _("adopted as amended"),
        "without_effect": _("adopted without effect"),
        "rejected": _("not adopted"),
        "lapsed": _("lapses"),
    }


def deed(kind: str, paragraph_id: str | None) -> str:
    """What a change does at its place; at the beginning of the text nothing stands before it."""
    if paragraph_id is None:
        return _("insert")
    return {"replace": _("reword"), "delete": _("delete"), "insert_after": _("insert after it")}[kind]


def request_names() -> dict[str, str]:
    return {"separate": _("separate vote"), "split": _("split vote")}


def place_in_words(paragraph_id: str | None, paragraphs: Mapping[str, ShownParagraph]) -> str:
    """Where a change stands; None is the beginning of the text."""
    if paragraph_id is None:
        return _("The beginning")
    paragraph = paragraphs.get(paragraph_id)
    if paragraph is None:
        return _("A paragraph that is no longer in the text")
    if paragraph.number:
        return _("Paragraph %(number)s", number=paragraph.number)
    return _("Heading") if paragraph.kind == "heading" else _("Passage")


def item_in_words(item: Item) -> str:
    """What an item is about, in few words: "Amendment 4", "Amendments 4, 7 (identical)"."""
    if item.kind == "final_text":
        return _("The text as a whole, with what was adopted")
    names = listing(label for piece in item.pieces for label in piece.entry.labels)
    if item.kind == "package":
        return _("Amendments %(labels)s together", labels=names)
    if len(item.amendments) > 1:
        name = _("Amendments %(labels)s (identical)", labels=names)
    else:
        name = _("Amendment %(label)s", label=names)
    if item.kind == "part":
        return _("%(name)s, part %(part)s of %(parts)s", name=name, part=item.part, parts=item.parts)
    return name


def lapses_in_words(item: Item) -> list[str]:
    """When the item lapses, a sentence for each way in which it can."""
    plain = [lapse.adopted[0] for lapse in item.lapses_if if is_plain(lapse)]
    first = [
        ngettext(
            "Lapses if item %(items)s is adopted.", "Lapses if one of the items %(items)s is adopted.",
            len(plain), items=listing(plain),
        )
    ]  # fmt: skip
    return (first if plain else []) + [
        conditional_lapse(lapse) for lapse in item.lapses_if if not is_plain(lapse)
    ]


def is_plain(lapse: Lapse[int]) -> bool:
    return len(lapse.adopted) == 1 and not lapse.unless


def conditional_lapse(lapse: Lapse[int]) -> str:
    if lapse.unless:
        return _(
            "Lapses if item %(items)s is adopted without item %(unless)s.",
            items=listing(lapse.adopted),
            unless=listing(lapse.unless),
        )
    first, second = lapse.adopted
    return _("Lapses if items %(first)s and %(second)s are both adopted.", first=first, second=second)


def amends_in_words(item: Item, label: str) -> str:
    """That an item amends an amendment, and what that means."""
    return _(
        "Amends amendment %(label)s: if this is adopted, item %(items)s is voted on as amended.",
        label=label,
        items=listing(item.amends),
    )


def reason_apart(listed: Listed, key: int) -> str:
    """Why what was put into a package is voted on apart."""
    entry = listed.entry_of(key)
    label = listing(entry.labels) if entry else ""
    return {
        "requested": _("An association has requested a vote apart on amendment %(label)s.", label=label),
        "amended": _(
            "Amendment %(label)s amends another or is amended itself: it is voted on apart.", label=label
        ),
        "contested": _(
            "Amendment %(label)s excludes another that is voted on before it or together with it: it is voted"
            " on apart.",
            label=label,
        ),
    }[listed.apart[key]]


def listing(parts: Iterable[object]) -> str:
    return ", ".join(map(str, parts))
