"""The block of YAML that papers carry before their text: read where it can be read, kept as it is in any
case.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import yaml

Value = str | tuple[str, ...]

MAX_CHARACTERS = 20_000
_FENCED = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?P<yaml>(?:.*\r?\n)*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)(?:[ \t]*\r?\n)*"
)
_ALIAS = re.compile(r"(?:^|[\s\[{,:-])[&*][^\s,\]}]+")


@dataclass(frozen=True)
class FrontMatter:
    """`raw + body` is the whole text. `values` is empty where `raw` is no readable YAML."""

    raw: str
    body: str
    values: Mapping[str, Value] = field(default_factory=dict)


def split(text: str) -> FrontMatter:
    """The front matter of a text, its values as words (dates as ISO, lists as tuples), and the text after
    it.
    """
    found = _FENCED.match(text)
    if not found or not _looks_like_yaml(found["yaml"]):
        return FrontMatter(raw="", body=text)
    return FrontMatter(raw=found[0], body=text[found.end() :], values=_values(found["yaml"]))


def _looks_like_yaml(source: str) -> bool:
    """A rule, a sentence and a second rule are no front matter: the first line with words must name a key."""
    lines = [line for line in source.splitlines() if line.strip() and not line.startswith("#")]
    return not lines or bool(re.match(r"[^\s:][^:]*:(?:\s|$)", lines[0]))


def _values(source: str) -> dict[str, Value]:
    if len(source) > MAX_CHARACTERS or _ALIAS.search(source):
        return {}
    try:
        loaded = yaml.load(source, Loader=_Words)  # noqa: S506  (a SafeLoader that makes no dates and numbers)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    read = ((str(key), _value(value)) for key, value in loaded.items())
    return {key: value for key, value in read if value}


def _value(value: object) -> Value:
    if isinstance(value, list):
        return tuple(word for word in map(_word, value) if word)
    return _word(value)


def _word(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else ""


class _Words(yaml.SafeLoader):
    """Every plain value is a word: `2.10` stays 2.10, `no` stays no, `2026-03-31` stays what was typed."""


_Words.yaml_implicit_resolvers = {}
