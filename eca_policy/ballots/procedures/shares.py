"""Shares as people type them: "2/3", "55 %", "0.55" and "0,55", converted exactly and never rounded."""

import re
from fractions import Fraction

PARTS = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
PER_CENT = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,9}))?\s*%")
DECIMAL = re.compile(r"([0-9]{1,9})[.,]([0-9]{1,9})")
LARGEST_KEPT_IN_PARTS = 10


def as_fraction(typed: str) -> str:
    """The share as the grammar of procedures has it, such as "11/20".

    What cannot be understood is given back as it was typed, so that the one reader of procedures refuses it.
    """
    text = typed.strip()
    if match := PARTS.fullmatch(text):
        return f"{match[1]}/{match[2]}"
    if match := PER_CENT.fullmatch(text):
        return _text(_decimal(match[1], match[2] or "") / 100)
    if match := DECIMAL.fullmatch(text):
        return _text(_decimal(match[1], match[2]))
    return text


def as_typed(share: Fraction | None) -> str:
    """The share as a person would type it: "2/3", "55 %", "7/30"; "" for none."""
    if share is None:
        return ""
    is_plain = 1 < share.denominator <= LARGEST_KEPT_IN_PARTS
    if is_plain or 100 % share.denominator:
        return _text(share)
    return f"{int(share * 100)} %"


def _decimal(whole: str, decimals: str) -> Fraction:
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _text(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
