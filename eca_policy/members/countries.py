"""The countries an association can be from: those of the continent, named in the reader's language."""

from babel import Locale

EUROPE = (
    "AD", "AL", "AM", "AT", "AZ", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FO",
    "FR", "GB", "GE", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK",
    "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "SM", "TR", "UA", "XK",
)  # fmt: skip


def name_of(country: str, language: str) -> str:
    """The country in this language; the code itself where no name is known."""
    return str(Locale.parse(language).territories.get(country, country))


def choices(language: str, *, kept: str = "") -> list[tuple[str, str]]:
    """(code, name) in the order of the names; `kept` is there even when it is not one of these."""
    codes = {*EUROPE, kept} - {""}
    return sorted(((code, name_of(code, language)) for code in codes), key=lambda choice: choice[1])
