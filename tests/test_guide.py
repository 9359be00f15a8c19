"""The user guide names buttons and labels as the pages do: bold names are messages of the interface."""

import re
from collections.abc import Iterator

from eca_policy.exports.formats import FORMATS
from tests.catalogue import PLACEHOLDER, ROOT, found_in_the_source

GUIDE = ROOT / "docs" / "guide.md"
# What is bold and stands on no page as a message: the word that explains the convention itself.
EXCEPTIONS = {"bold"}
FEWEST_LETTERS = 8


def names_in(guide: str) -> set[str]:
    """What stands in bold, but for the words with a full stop that head a paragraph."""
    prose = re.sub(r"```.*?```", "", guide, flags=re.DOTALL)
    found = re.finditer(r"(?P<before>\n\n)?\*\*(?P<name>.+?)\*\*", prose, flags=re.DOTALL)
    return {plain(each["name"]) for each in found if each["before"] is None or not each["name"].endswith(".")}


def plain(text: str) -> str:
    """In one line, with straight quotes and small letters, without full stop or "(PDF)" at its end."""
    said = " ".join(text.split()).replace("’", "'").casefold().removesuffix(".")
    return re.sub(r" \([^()]+\)$", "", said)


def labels() -> Iterator[str]:
    """Every message of code and templates, and the names of the files that are offered."""
    for message in found_in_the_source():
        yield from [message] if isinstance(message, str) else message
    yield from (each.label for each in FORMATS.values())


def pattern(label: str) -> str:
    """Whatever may stand in the places of a message that has words enough of its own beside them."""
    written = re.escape(plain(label))
    if len(PLACEHOLDER.sub("", label)) < FEWEST_LETTERS:
        return written
    return re.sub(r"%\\\(\w+\\\)([sd])", lambda place: r"\d+" if place[1] == "d" else ".+", written)


def test_what_the_guide_has_in_bold_stands_on_the_pages() -> None:
    known = {plain(label) for label in labels()} | EXCEPTIONS
    placed = re.compile("|".join(pattern(label) for label in labels() if PLACEHOLDER.search(label)))
    unknown = {name for name in names_in(GUIDE.read_text()) - known if not placed.fullmatch(name)}
    assert not unknown, "Write the guide as the pages are written, or the other way round."


def test_what_heads_a_paragraph_is_no_name() -> None:
    guide = "In **bold**:\n\n**Still\nmissing:** says it. **Abstention** too.\n\n**Heads a paragraph.** So."
    assert names_in(guide) == {"bold", "still missing:", "abstention"}
