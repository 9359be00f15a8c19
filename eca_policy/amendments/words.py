"""States, numbering and places of amendments in words."""

from collections.abc import Iterable

from babel.lists import format_list

from eca_policy.amendments.ordinals import Case, part
from eca_policy.amendments.place import Place, Stand, Step, Unit
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language, ngettext

TONES = {
    "draft": "neutral",
    "tabled": "accent",
    "withdrawn": "neutral",
    "accepted": "success",
    "accepted_with_changes": "info",
    "rejected": "danger",
    "lapsed": "warning",
    "in_compromise": "info",
}


def state_names() -> dict[str, str]:
    return {
        "draft": _("draft"),
        "tabled": _("tabled"),
        "withdrawn": _("withdrawn"),
        "accepted": _("accepted"),
        "accepted_with_changes": _("accepted with changes"),
        "rejected": _("rejected"),
        "lapsed": _("lapsed"),
        "in_compromise": _("in a compromise"),
    }


def scheme_names() -> dict[str, str]:
    return {
        "per_paper": _("One row of numbers for each paper: 1, 2, 3 …"),
        "per_association": _("A row for each association on a paper: FI-1, FI-2, ES-1 …"),
    }


def together(names: Iterable[str]) -> str:
    """ "FI-3 and SE-1": several names in one sentence."""
    speech = language()
    return format_list(list(names), locale="en_GB" if speech == "en" else speech)


def how_names() -> dict[str, str]:
    """How a wording came to be."""
    return {
        "written": _("as tabled"),
        "carried": _("carried to the new version: its words still stood"),
        "proposed": _("as it would read in the new version"),
        "confirmed": _("confirmed for the new version"),
        "rewritten": _("rewritten for the new version"),
    }


def place_in_words(place: Place) -> str:
    """ "Paragraph 12, after the second sentence, insert": where one change strikes."""
    said = whole_in_words(place) if place.whole else _parts_in_words(place)
    if place.whole == "insert" or not place.new:
        return said
    after = ngettext(
        "insert %(num)d new paragraph after it", "insert %(num)d new paragraphs after it", place.new
    )
    return f"{said}; {after}"


def stand_in_words(stand: Stand) -> str:
    """ "Paragraph 12", or what a block without a number is."""
    if stand.number:
        return _("Paragraph %(number)s", number=stand.number)
    if stand.kind == "heading":
        return _("Heading “%(title)s”", title=stand.title)
    names = {"": _("The beginning"), "gone": _("A paragraph that is no longer in the text")}
    return names.get(stand.kind) or _("Passage without a number")


def whole_in_words(place: Place) -> str:
    """What becomes of a paragraph as a whole."""
    if place.whole == "insert":
        return _inserted_in_words(place)
    number, where = place.stand.number, stand_in_words(place.stand)
    if number and place.whole in ("delete", "reword"):
        return {
            "delete": _("Delete paragraph %(number)s", number=number),
            "reword": _("Reword paragraph %(number)s", number=number),
        }[place.whole]
    return {
        "delete": _("%(where)s, delete it", where=where),
        "reword": _("%(where)s, reword it", where=where),
        "insert_words": _("%(where)s, insert words", where=where),
        "delete_words": _("%(where)s, delete words", where=where),
        "mark": _("%(where)s, make it a recommendation", where=where),
        "unmark": _("%(where)s, no longer a recommendation", where=where),
    }[place.whole]


def _inserted_in_words(place: Place) -> str:
    what = new_in_words(place.new, place.new_kind)
    if not place.stand.kind:
        return _("At the beginning, insert %(what)s", what=what)
    if place.stand.number:
        return _("After paragraph %(number)s, insert %(what)s", number=place.stand.number, what=what)
    if place.stand.kind == "heading":
        return _("After the heading “%(title)s”, insert %(what)s", title=place.stand.title, what=what)
    return _("%(where)s, insert %(what)s after it", where=stand_in_words(place.stand), what=what)


def new_in_words(number: int, kind: str) -> str:
    """What is inserted."""
    names = {"heading": _("a new heading"), "list": _("a new list"), "table": _("a new table")}
    if number == 1 and kind in names:
        return names[kind]
    return ngettext("a new paragraph", "%(num)d new paragraphs", number)


def _parts_in_words(place: Place) -> str:
    where = stand_in_words(place.stand)
    if not place.steps:
        return _("%(where)s, in several places", where=where)
    said = [step_in_words(step, place.unit) for step in place.steps]
    return f"{where}, {'; '.join(said)}"


def step_in_words(step: Step, unit: Unit) -> str:
    """What becomes of one part of a paragraph."""

    def named(case: Case) -> str:
        return part(unit, step.first, step.last, case=case, language=language())

    if step.act == "insert":
        if not step.first:
            return _("at its beginning, insert")
        return _("after %(part)s, insert", part=named("genitive"))
    if step.act == "delete":
        return _("delete %(part)s", part=named("nominative"))
    if step.act == "reword":
        return _("reword %(part)s", part=named("nominative"))
    inside = named("inessive")
    return {
        "insert_words": _("in %(part)s, insert words", part=inside),
        "delete_words": _("in %(part)s, delete words", part=inside),
    }[step.act]
