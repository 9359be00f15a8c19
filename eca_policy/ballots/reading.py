"""Reading untrusted JSON values strictly, so that every problem is found in one go.

A wrong value is noted and a harmless one stands in for it; who reads must refuse in the end if anything was
noted.
"""

import re
from collections.abc import Collection, Iterator
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from eca_policy.ballots.problems import Problem

FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
STAND_IN = Fraction(1, 2)
LONGEST_TEXT = 200
Name = TypeVar("Name", bound=StrEnum)


class Node:
    """One value of the data, with the way to it and the problems noted so far."""

    def __init__(self, value: object, path: str = "", problems: list[Problem] | None = None) -> None:
        self.value = value
        self.path = path
        self.problems: list[Problem] = [] if problems is None else problems

    def wrong(self, code: str, **facts: object) -> None:
        """Note a problem here."""
        self.problems.append(Problem(self.path, code, facts))

    def fields(self, known: Collection[str], *, required: Collection[str] = ()) -> dict[str, "Node"]:
        """The values of an object by key; other keys than those known are a problem."""
        if not isinstance(self.value, dict):
            self.wrong("not_an_object")
            return {}
        for key in self.value:
            if key not in known:
                self.wrong("unknown_key", key=printable(key), known=", ".join(known))
        for key in required:
            if key not in self.value:
                self.wrong("missing_key", key=key)
        return {key: self._below(f".{key}", self.value[key]) for key in known if key in self.value}

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """The pairs of an object whose keys are names."""
        if not isinstance(self.value, dict):
            self.wrong("not_an_object")
            return
        for key, value in self.value.items():
            below = self._below(f"[{printable(key)}]", value)
            yield Node(key, below.path, self.problems).text(), below

    def items(self, *, most: int | None = None) -> Iterator["Node"]:
        """The values of a list."""
        if not isinstance(self.value, list):
            self.wrong("not_a_list")
            return
        if most is not None and len(self.value) > most:
            self.wrong("too_many", most=most)
            return
        for index, value in enumerate(self.value):
            yield self._below(f"[{index}]", value)

    def whole(self, least: int, most: int) -> int:
        """A whole number in the range; `true` and 3.0 are not whole numbers."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            self.wrong("not_a_whole_number")
            return least
        if not least <= self.value <= most:
            self.wrong("out_of_range", least=least, most=most)
            return least
        return self.value

    def yes_or_no(self) -> bool:
        """`true` or `false`, and nothing that only looks like it."""
        if not isinstance(self.value, bool):
            self.wrong("not_yes_or_no")
            return False
        return self.value

    def fraction(self) -> Fraction:
        """A fraction from 0 to 1, written as a text such as "2/3"."""
        match = FRACTION.fullmatch(self.value) if isinstance(self.value, str) else None
        if match is None:
            self.wrong("not_a_fraction")
            return STAND_IN
        above, below = int(match[1]), int(match[2])
        if below == 0:
            self.wrong("zero_denominator")
            return STAND_IN
        if above > below:
            self.wrong("above_one")
            return STAND_IN
        return Fraction(above, below)

    def positive_fraction(self) -> Fraction:
        """A fraction above 0."""
        fraction = self.fraction()
        if fraction == 0:
            self.wrong("always_met")
            return STAND_IN
        return fraction

    def one_of(self, names: type[Name]) -> Name:
        """A member of the enumeration, by its value."""
        for name in names:
            if self.value == name.value:
                return name
        self.wrong("not_one_of", known=", ".join(names))
        return next(iter(names))

    def text(self) -> str:
        """A text that is not empty and can be written to a file."""
        if (
            not isinstance(self.value, str)
            or not 1 <= len(self.value) <= LONGEST_TEXT
            or _has_surrogates(self.value)
        ):
            self.wrong("not_text", most=LONGEST_TEXT)
            return "?"
        return self.value

    def _below(self, step: str, value: object) -> "Node":
        return Node(value, f"{self.path}{step}".removeprefix("."), self.problems)


def printable(key: object) -> str:
    """A key of a stranger's file, short and safe to show."""
    return str(key)[:60].encode("utf-8", "backslashreplace").decode()


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)
