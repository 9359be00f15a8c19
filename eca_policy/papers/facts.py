"""The facts of a paper, as plain values, and what can be wrong with them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.addressing import COUNTRIES, LANGUAGES_OF_TEXTS, is_nuts_code, region_name
from eca_policy.papers.models import LEVELS
from eca_policy.text import guard

MOST_ADDRESSEES = 50


@dataclass(frozen=True)
class AddresseeFacts:
    """A body asked to act; `country` goes with the national level, `nuts_code` with the regional."""

    level: str
    name: str
    country: str | None = None
    nuts_code: str | None = None


@dataclass(frozen=True)
class Facts:
    """What is known about a paper besides its text."""

    title: str
    document_class_id: int
    language: str
    addressees: tuple[AddresseeFacts, ...] = ()
    file_title: str = ""
    file_url: str = ""
    file_reference: str = ""
    authority_deadline_at: datetime | None = None
    authority_deadline_zone: str = "Europe/Brussels"


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in a sentence; fields of the third addressee begin "addressees-2-"."""

    field: str
    sentence: str


class FactsRefused(RuleBroken):
    """One or more facts make no sense."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


def one_line(typed: str) -> str:
    """What was typed into a short field, in normal form: composed accents, single spaces."""
    return " ".join(unicodedata.normalize("NFC", typed).split())


def problems_of(
    facts: Facts, *, at: datetime, standing_deadline: datetime | None = None
) -> Iterator[Problem]:
    """Everything that is wrong; a deadline that stands already may be over by now."""
    deadline = facts.authority_deadline_at
    if deadline is not None and deadline <= at and deadline != standing_deadline:
        yield Problem("deadline_on", _("This deadline is over. Write the coming one, or none."))
    if not facts.title:
        yield Problem("title", _("Give the paper a title."))
    yield from too_long("title", facts.title, 300)
    if facts.language not in LANGUAGES_OF_TEXTS:
        yield Problem("language", _("Choose one of the languages."))
    yield from too_long("file_title", facts.file_title, 300)
    yield from too_long("file_reference", facts.file_reference, 100)
    yield from too_long("file_url", facts.file_url, 1000)
    if facts.file_url and not is_web_address(facts.file_url):
        yield Problem(
            "file_url", _("Write a whole web address, beginning with https://, as the browser shows it.")
        )
    if len(facts.addressees) > MOST_ADDRESSEES:
        yield Problem("addressees", _("Name at most %(most)s addressees.", most=MOST_ADDRESSEES))
    for row, addressee in enumerate(facts.addressees):
        for problem in problems_of_addressee(addressee):
            yield Problem(f"addressees-{row}-{problem.field}", problem.sentence)


def problems_of_addressee(addressee: AddresseeFacts) -> Iterator[Problem]:
    """The level brings a country or a region, and a body is named."""
    if addressee.level not in LEVELS:
        yield Problem("level", _("Choose the level: European Union, national or regional."))
    if addressee.level == "national" and addressee.country not in COUNTRIES:
        yield Problem("country", _("Choose the country of this authority."))
    if addressee.level == "regional" and not is_nuts_code(addressee.nuts_code or ""):
        yield Problem(
            "nuts_code", _("Write the NUTS code of the region, such as FI1B1: two letters, then up to three.")
        )
    if not addressee.name:
        yield Problem("name", _("Name the body that is asked to act."))
    yield from too_long("name", addressee.name, 200)


def too_long(field: str, value: str, most: int) -> Iterator[Problem]:
    """A short field holds so much and nothing hidden."""
    if len(value) > most:
        yield Problem(field, _("Keep it under %(most)s characters.", most=most))
        return
    try:
        guard.check(value)
    except guard.Unreadable:
        yield Problem(
            field, _("There is a character in it that nobody can see, or too many marks. Write it anew.")
        )


def is_web_address(address: str) -> bool:
    """An address of the web and of nothing else: what a reader may safely be sent to."""
    if any(character.isspace() for character in address) or "\\" in address:
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def addressee(level: str, name: str, *, country: str, nuts_code: str) -> AddresseeFacts:
    """An addressee as typed: only what its level needs is kept, and a region names itself."""
    code = nuts_code.strip().upper()
    named = one_line(name)
    if level == "regional" and not named and is_nuts_code(code):
        named = region_name(code)
    return AddresseeFacts(
        level=level,
        name=named,
        country=country if level == "national" else None,
        nuts_code=code if level == "regional" else None,
    )
