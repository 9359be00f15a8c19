"""Where addressees are: countries and NUTS regions, as data."""

import csv
import re
from functools import cache
from pathlib import Path

from babel import Locale

from eca_policy.lib.i18n import language

# The member states of the Union, the EEA and Switzerland, and the candidates.
COUNTRIES = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "CH", "IS", "LI", "NO", "AL", "BA", "GE",
    "MD", "ME", "MK", "RS", "TR", "UA",
)  # fmt: skip
# The official languages of the Union, and those of the other countries above.
LANGUAGES_OF_TEXTS = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt",
    "nl", "pl", "pt", "ro", "sk", "sl", "sv", "bs", "is", "ka", "mk", "nb", "sq", "sr", "tr", "uk",
)  # fmt: skip
NUTS_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{1,3}")
NUTS_3 = Path(__file__).parent / "data" / "nuts3.csv"


@cache
def regions() -> dict[str, str]:
    """NUTS 3 regions: code to name. Source: EU Publications Office, CC BY 4.0."""
    with NUTS_3.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def nuts_codes() -> frozenset[str]:
    """The codes of every level: those of levels 1 and 2 begin those of level 3."""
    return frozenset(code[:length] for code in regions() for length in (3, 4, 5))


def is_nuts_code(code: str) -> bool:
    """Two letters for the country and one to three characters for the region, and a region there is."""
    return bool(NUTS_CODE.fullmatch(code)) and code in nuts_codes()


def region_name(code: str) -> str:
    """The name of a NUTS 3 region; of a larger one, its code."""
    return regions().get(code, code)


def country_name(code: str) -> str:
    """The country in the reader's language."""
    return str(Locale.parse(language()).territories.get(code, code))


def language_name(code: str) -> str:
    """The language in the reader's language."""
    return str(Locale.parse(language()).languages.get(code, code))


def in_order_of_names(names: dict[str, str]) -> list[tuple[str, str]]:
    """(code, name), as a reader looks for them."""
    return sorted(names.items(), key=lambda pair: pair[1].casefold())
