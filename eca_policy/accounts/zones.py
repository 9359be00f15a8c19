"""The time zones a person can choose: those of Europe, named in the reader's language."""

from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import get_timezone_location

EUROPE = (
    "Atlantic/Azores", "Atlantic/Canary", "Atlantic/Faroe", "Atlantic/Madeira", "Atlantic/Reykjavik",
    "Europe/Amsterdam", "Europe/Andorra", "Europe/Athens", "Europe/Belgrade", "Europe/Berlin",
    "Europe/Bratislava", "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Chisinau",
    "Europe/Copenhagen", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv",
    "Europe/Lisbon", "Europe/Ljubljana", "Europe/London", "Europe/Luxembourg", "Europe/Madrid",
    "Europe/Malta", "Europe/Monaco", "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague",
    "Europe/Riga", "Europe/Rome", "Europe/San_Marino", "Europe/Sarajevo", "Europe/Skopje", "Europe/Sofia",
    "Europe/Stockholm", "Europe/Tallinn", "Europe/Tirane", "Europe/Vaduz", "Europe/Vienna",
    "Europe/Vilnius", "Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich", "Asia/Nicosia", "Asia/Tbilisi",
    "Asia/Yerevan", "UTC",
)  # fmt: skip


def choices(language: str, *, kept: str) -> list[tuple[str, str]]:
    """(key, name) in the order of the names; `kept` is there even when it is not one of ours."""
    named = ((key, name_of(key, language)) for key in {*EUROPE, kept})
    return sorted(named, key=lambda choice: choice[1])


def name_of(key: str, language: str) -> str:
    """For example "Finland (Helsinki)"."""
    territory = get_global("zone_territories").get(key)
    if territory is None or territory == "001":
        return key
    city = get_timezone_location(ZoneInfo(key), locale=language, return_city=True)
    return f"{Locale.parse(language).territories[territory]} ({city})"
