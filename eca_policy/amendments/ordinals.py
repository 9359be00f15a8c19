"""The parts of a paragraph as a person counts them: "the second sentence", "toisen virkkeen".

Finnish needs the case as well: nominative ("poistetaan toinen virke"), genitive ("toisen virkkeen jälkeen"),
inessive ("toisessa virkkeessä"). Beyond the tenth, and for several together, figures stand for words.
"""

from typing import Literal

from eca_policy.amendments.place import Unit

Case = Literal["nominative", "genitive", "inessive"]

ENGLISH = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
FINNISH: dict[Case, tuple[str, ...]] = {
    "nominative": (
        "ensimmäinen", "toinen", "kolmas", "neljäs", "viides",
        "kuudes", "seitsemäs", "kahdeksas", "yhdeksäs", "kymmenes",
    ),
    "genitive": (
        "ensimmäisen", "toisen", "kolmannen", "neljännen", "viidennen",
        "kuudennen", "seitsemännen", "kahdeksannen", "yhdeksännen", "kymmenennen",
    ),
    "inessive": (
        "ensimmäisessä", "toisessa", "kolmannessa", "neljännessä", "viidennessä",
        "kuudennessa", "seitsemännessä", "kahdeksannessa", "yhdeksännessä", "kymmenennessä",
    ),
}  # fmt: skip
FINNISH_UNITS: dict[Unit, dict[Case, str]] = {
    "sentence": {"nominative": "virke", "genitive": "virkkeen", "inessive": "virkkeessä"},
    "item": {"nominative": "luetelmakohta", "genitive": "luetelmakohdan", "inessive": "luetelmakohdassa"},
    "row": {"nominative": "rivi", "genitive": "rivin", "inessive": "rivissä"},
    "line": {"nominative": "koodirivi", "genitive": "koodirivin", "inessive": "koodirivissä"},
}


def part(unit: Unit, first: int, last: int, *, case: Case, language: str) -> str:
    """The parts `first` to `last` of a paragraph, counted from 1."""
    if language == "fi":
        return finnish(unit, first, last, case)
    return english(unit, first, last)


def english(unit: str, first: int, last: int) -> str:
    if first == last:
        return f"the {english_ordinal(first)} {unit}"
    joint = "and" if last == first + 1 else "to"
    return f"the {english_ordinal(first)} {joint} {english_ordinal(last)} {unit}s"


def english_ordinal(number: int) -> str:
    if number <= len(ENGLISH):
        return ENGLISH[number - 1]
    is_teen = number % 100 in (11, 12, 13)
    ending = "th" if is_teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def finnish(unit: Unit, first: int, last: int, case: Case) -> str:
    name = FINNISH_UNITS[unit][case]
    if first != last:
        return f"{first}.–{last}. {name}"
    words = FINNISH[case]
    return f"{words[first - 1]} {name}" if first <= len(words) else f"{first}. {name}"
