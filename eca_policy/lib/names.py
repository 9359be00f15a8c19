"""Names as people type them, brought into one form at the door: the same name is then the same bytes."""

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
