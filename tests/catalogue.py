"""The Finnish catalogue as tests read it, and every message of code and templates."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent
PO = ROOT / "eca_policy" / "translations" / "fi" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%%")

# What is the same in both languages: a key, an example, and sentences made of their parts alone.
SAME = {"Ctrl", "%(clause)s.", "%(number)s %%", "{code}: {position} ({item})"}


def catalogue() -> Catalog:
    """The Finnish catalogue as it is kept."""
    with PO.open("rb") as kept:
        return read_po(kept, locale="fi", abort_invalid=True)


@cache
def translated() -> Mapping[str | tuple[str, ...], Message]:
    """Its messages, by their English."""
    return {message.id: message for message in catalogue() if message.id}


@cache
def found_in_the_source() -> set[str | tuple[str, ...]]:
    """Every message of code and templates, found as script/translate finds it."""
    words = re.search(r'--keywords "([^"]+)"', (ROOT / "script" / "translate").read_text())
    assert words, "script/translate names its keywords in another way now: read them here as it does."
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = extract_from_dir(str(ROOT), methods, options, parse_keywords(words[1].split()))
    return {message for _, _, message, _, _ in found if message}


def texts(message: Message, side: str) -> list[str]:
    """One side of a message as a list: its only form, or both its numbers."""
    text = getattr(message, side)
    return [text] if isinstance(text, str) else list(text)
