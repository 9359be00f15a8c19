"""The small parts every sentence about a ballot is made of: shares, percentages, weights, lists.

The translation functions are handed in and follow Flask-Babel's calling convention: variables are keyword
arguments, and a `%` is doubled only in a message that has variables. Messages are whole clauses with named
placeholders. A share ("two thirds") always stands where a nominative stands, so that languages with cases
need no other form of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

LARGEST_KEPT_IN_PARTS = 10
MOST_DECIMALS = 6


class Gettext(Protocol):
    """`gettext(message, **variables)`."""

    def __call__(self, message: str, /, **variables: object) -> str: ...


class NGettext(Protocol):
    """`ngettext(singular, plural, num, **variables)`; `num` is among the variables."""

    def __call__(self, singular: str, plural: str, num: int, /, **variables: object) -> str: ...


@dataclass(frozen=True)
class Language:
    """Both translation functions of one language."""

    gettext: Gettext
    ngettext: NGettext


def english(message: str, /, **variables: object) -> str:
    """The message as it stands in the source."""
    return message % variables if variables else message


def english_plural(singular: str, plural: str, num: int, /, **variables: object) -> str:
    """The message as it stands in the source, in the number that fits."""
    return (singular if num == 1 else plural) % {"num": num, **variables}


ENGLISH = Language(english, english_plural)


def N_(message: str) -> str:
    """Mark a message for the catalogue; it is translated where it is shown."""
    return message


def share(fraction: Fraction, say: Language) -> str:
    """A fraction of a rule in words: "two thirds", "55 %", "7/11"; always exact."""
    named = _named_shares(say).get(fraction)
    if named is not None:
        return named
    decimals = decimals_of_percentage(fraction)
    if decimals is None or (decimals and fraction.denominator <= LARGEST_KEPT_IN_PARTS):
        return str(fraction)
    if decimals == 0:
        return say.gettext("%(number)s %%", number=int(fraction * 100))
    before, after = divmod(int(fraction * 100 * 10**decimals), 10**decimals)
    return say.gettext("%(whole)s.%(decimals)s %%", whole=before, decimals=str(after).zfill(decimals))


def decimals_of_percentage(fraction: Fraction) -> int | None:
    """How many digits after the point say it exactly in per cent; None where no few do."""
    found = (places for places in range(MOST_DECIMALS + 1) if 100 * 10**places % fraction.denominator == 0)
    return next(found, None)


def _named_shares(say: Language) -> dict[Fraction, str]:
    return {
        Fraction(1, 2): say.gettext("half"),
        Fraction(1, 3): say.gettext("a third"),
        Fraction(2, 3): say.gettext("two thirds"),
        Fraction(1, 4): say.gettext("a quarter"),
        Fraction(3, 4): say.gettext("three quarters"),
        Fraction(1, 5): say.gettext("a fifth"),
        Fraction(2, 5): say.gettext("two fifths"),
        Fraction(3, 5): say.gettext("three fifths"),
        Fraction(4, 5): say.gettext("four fifths"),
    }


def percent_digits(part: Fraction, whole: Fraction, *, above: Fraction | None = None) -> tuple[str, str]:
    """`part` of `whole` in per cent as (digits before, digits after the point), cut off and never rounded up.

    One digit after the point; where the true share lies above the threshold `above`, as many more as it takes
    to show that (50.0004 % is more than half, 50.0 % does not look like it). Nothing of nothing is 0.0.
    """
    exact = part / whole if whole else Fraction(0)
    places = 1
    while (
        above is not None
        and exact > above
        and Fraction(int(exact * 100 * 10**places), 100 * 10**places) <= above
    ):
        places += 1
    before, after = divmod(int(exact * 100 * 10**places), 10**places)
    return str(before), str(after).zfill(places)


def percent(part: Fraction, whole: Fraction, say: Language, *, above: Fraction | None = None) -> str:
    """`percent_digits` with the decimal sign of the language."""
    before, after = percent_digits(part, whole, above=above)
    # Translators: a percentage; put the decimal sign of your language between the two numbers.
    return say.gettext("%(whole)s.%(decimals)s %%", whole=before, decimals=after)


def amount(number: Fraction) -> str:
    """A weight as a person writes it: 80, or 80 1/3 where a cap cuts one in parts."""
    whole, rest = divmod(number, 1)
    if not rest:
        return str(whole)
    return f"{whole} {rest}" if whole else str(rest)


def listed(clauses: Sequence[str], say: Language) -> str:
    """ "a, b and c"."""
    if len(clauses) == 1:
        return clauses[0]
    return say.gettext("%(clauses)s and %(last)s", clauses=", ".join(clauses[:-1]), last=clauses[-1])


def capitalised(text: str) -> str:
    """The text with its first letter as at the start of a sentence."""
    return text[:1].upper() + text[1:]


def decapitalised(text: str) -> str:
    """The text with its first letter as within a sentence."""
    return text[:1].lower() + text[1:]
