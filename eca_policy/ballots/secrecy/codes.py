"""Codes of slips: what only the voter has, and everybody can look up after the close."""

import secrets
from collections.abc import Collection

# No two of these are taken for each other when read from paper or over the telephone; no vowels, no words.
ALPHABET = "234679CDFGHJKMNPQRTVWXY"
GROUPS, LENGTH = 3, 4


def new_code(taken: Collection[str] = ()) -> str:
    """A code such as KX7R-2FWM-9TDH, drawn by the system's source of secrets, that is not taken."""
    while True:
        code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(GROUPS))
        if code not in taken:
            return code
