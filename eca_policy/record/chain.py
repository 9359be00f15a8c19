"""What makes the record tamper-evident: each entry's hash covers its facts and the hash before it. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

START = "0" * 64


def digest(facts: Mapping[str, Any], previous: str) -> str:
    """SHA-256 in hexadecimal over the canonical JSON of `facts` after the `previous` hash."""
    canonical = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def first_break(entries: Iterable[tuple[int, Mapping[str, Any], str]]) -> int | None:
    """The number of the first entry (number, facts, stored hash) that does not fit, or None: all fit.

    Numbers run 1, 2, 3 … without a gap, so that a removed entry shows.
    """
    previous = START
    for expected, (number, facts, stored) in enumerate(entries, start=1):
        if number != expected or digest(facts, previous) != stored:
            return number
        previous = stored
    return None
