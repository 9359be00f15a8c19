"""Names and numbers as people type them, brought into one form at the door."""

import unicodedata

HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


class UnreadableName(ValueError):
    """Something in the name cannot be seen: a control character, or one that turns the reading direction."""


def one_line(typed: str) -> str:
    """The name in composed form (NFC), on one line, with single spaces. Raises UnreadableName.

    Invisible characters are refused, not removed: two names that look alike must not be two names.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(character) in HIDDEN for character in name):
        raise UnreadableName(name)
    return name


def whole_number(typed: str | None) -> int | None:
    """The row number or page that a field or an address carries; None for nonsense.

    ASCII digits only, and few enough for every database: `int` would take Arabic digits and 10**20.
    """
    typed = typed or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
