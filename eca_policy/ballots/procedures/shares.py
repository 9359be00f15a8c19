"""Shares as people type them: "2/3", "55 %", "66.7 %", "0.55" and "0,55", exactly and never rounded."""

import re
from fractions import Fraction

from eca_policy.ballots.wording import LARGEST_KEPT_IN_PARTS, decimals_of_percentage

PARTS = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
PER_CENT = re.compile(r"([0-9]{1,9})(?:[.,]([0-9]{1,9}))?\s*%")
WHOLE = re.compile(r"[0-9]{1,9}")
DECIMAL = re.compile(r"([0-9]{1,9})[.,]([0-9]{1,9})")


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
    if WHOLE.fullmatch(text):
        return f"{int(text)}/1"
    return text


def as_typed(share: Fraction | None) -> str:
    """The share as a person would type it: "2/3", "55 %", "7/30"; "" for none."""
    if share is None:
        return ""
    decimals = decimals_of_percentage(share)
    if 1 < share.denominator <= LARGEST_KEPT_IN_PARTS or decimals is None:
        return _text(share)
    whole, rest = divmod(share * 100 * 10**decimals, 10**decimals)
    return f"{whole}.{int(rest):0{decimals}} %" if decimals else f"{whole} %"


def _decimal(whole: str, decimals: str) -> Fraction:
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def _text(share: Fraction) -> str:
    return f"{share.numerator}/{share.denominator}"
