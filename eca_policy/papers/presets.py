"""Document classes to start from, as plain data; their procedures are those of the same alliance."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.unreadable import readable_text

TEMPLATES = Path(__file__).parent / "data" / "templates"
LONGEST_NAME = 100
MOST_DAYS = 366
LONGEST_TEMPLATE = 20_000


@dataclass(frozen=True)
class ClassFacts:
    """What a document class brings: time limits in whole days, a procedure's key, a text to begin from."""

    name: str
    name_fi: str
    consultation_days: int
    ballot_days: int
    procedure_key: str
    template: str


@dataclass(frozen=True)
class Preset:
    """A document class under a key that never changes."""

    key: str
    facts: ClassFacts


def check_class(facts: ClassFacts, procedure_keys: Collection[str]) -> None:
    """Refuse what makes no document class."""
    if not facts.name or not facts.name_fi:
        raise RuleBroken(_("Name the document class in English and in Finnish."))
    if max(len(facts.name), len(facts.name_fi)) > LONGEST_NAME:
        raise RuleBroken(_("Keep the name under %(most)s characters.", most=LONGEST_NAME))
    if not all(1 <= days <= MOST_DAYS for days in (facts.consultation_days, facts.ballot_days)):
        raise RuleBroken(_("Write a number of days between 1 and %(most)s.", most=MOST_DAYS))
    if facts.procedure_key not in procedure_keys:
        raise RuleBroken(_("Choose one of the decision procedures."))
    if len(facts.template) > LONGEST_TEMPLATE:
        raise RuleBroken(_("Keep the template under %(most)s characters.", most=LONGEST_TEMPLATE))
    for text in (facts.name, facts.name_fi, facts.template):
        readable_text(text, LONGEST_TEMPLATE)  # refuses what nobody can see, and what no database keeps


def preset(key: str, name: str, name_fi: str, days: tuple[int, int], procedure_key: str) -> Preset:
    """A preset with the template of its name; `days` are those of the consultation and of the ballot."""
    template = (TEMPLATES / f"{key}.md").read_text(encoding="utf-8")
    return Preset(key, ClassFacts(name, name_fi, *days, procedure_key, template))


ALL_PRESETS = (
    preset("position_paper", "Position paper", "Kannanotto", (21, 14), "position_paper"),
    preset("joint_recommendation", "Joint recommendation", "Yhteinen suositus", (21, 14), "double_majority"),
    preset("expert_contribution", "Expert contribution", "Asiantuntijalausunto", (10, 7), "simple_majority"),
    preset(
        "third_party_position", "Third-party position", "Ulkopuolisen kannan tukeminen", (5, 5), "silence"
    ),
)
