"""Amendments voted on with the text: each may have a rule of its own, but a ballot is run in one way.

How it is run (who sees what when, what a position must say, proxies) follows the procedure of the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.explain_conduct import differing_clauses
from eca_policy.ballots.models import Procedure
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.lib.i18n import gettext as _


class CannotDecideAmendments(RuleBroken):
    """A procedure that cannot decide amendments beside that of the text; `item` 0 when chosen for all."""

    def __init__(self, sentence: str, item: int) -> None:
        super().__init__(sentence)
        self.item = item


@dataclass(frozen=True)
class Together:
    """The procedure of the text, that of the amendments, and those of single items by their number."""

    text: Procedure
    amendments: Procedure
    items: Mapping[int, Procedure]

    @property
    def chosen(self) -> Iterator[tuple[int, Procedure]]:
        """What was chosen beside the procedure of the text, with the number of its item, 0 for all."""
        if self.amendments.key != self.text.key:
            yield 0, self.amendments
        for number, procedure in self.items.items():
            if procedure.key != self.text.key:
                yield number, procedure

    @property
    def others(self) -> Sequence[Procedure]:
        """Each of them once."""
        return list({procedure.key: procedure for _number, procedure in self.chosen}.values())


def refuse_other_conduct(together: Together) -> None:
    """Nobody votes in the open who was promised a secret ballot."""
    for item, sentence in refusals(together).items():
        raise CannotDecideAmendments(sentence, item)


def refusals(together: Together) -> dict[int, str]:
    """Why what was chosen cannot decide the amendments, by the number of the item, 0 for all."""
    found = {number: why_not(together.text, procedure) for number, procedure in together.chosen}
    return {number: sentence for number, sentence in found.items() if sentence}


def why_not(text: Procedure, other: Procedure) -> str:
    """Why amendments cannot be decided by the other procedure beside the text; "" where they can."""
    if "silence" in other.rule:
        return _("A silence procedure has one question only. Choose another procedure for the amendments.")
    if Conduct.from_dict(other.conduct).is_secret and not Conduct.from_dict(text.conduct).is_secret:
        return _(
            "“%(other)s” is secret, but the ballot is run by the procedure of the text, “%(text)s”, which is "
            "not: positions on the amendments would have names. Choose a secret one for the text, too, or "
            "another one here.",
            other=name_of(other),
            text=name_of(text),
        )  # fmt: skip
    return ""


def what_does_not_hold(text: Procedure, other: Procedure) -> str:
    """How the other procedure would run a ballot and this one is not; "" where it makes no difference."""
    clauses = differing_clauses(
        Conduct.from_dict(other.conduct), Conduct.from_dict(text.conduct), gettext, ngettext
    )
    if not clauses:
        return ""
    return _(
        "Of “%(other)s” only the rule holds for the amendments. The ballot is run by “%(text)s”, so this "
        "does not hold: %(clauses)s.",
        other=name_of(other),
        text=name_of(text),
        clauses="; ".join(clauses),
    )


def name_of(procedure: Procedure) -> str:
    return procedure.name_fi if language() == "fi" else procedure.name
