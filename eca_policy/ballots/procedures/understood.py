"""What was typed, understood: the procedure and its conduct, or a sentence for each field that is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.problems import InputError, Problem, ProcedureError, problem_sentence
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.procedures.form import TypedProcedure, field_of
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.lib.i18n import gettext as _

Errors = dict[str, list[str]]


@dataclass(frozen=True)
class Understood:
    """`errors`: sentences by the name of the field."""

    procedure: Procedure | None = None
    conduct: Conduct | None = None
    errors: Errors = field(default_factory=dict)

    @property
    def rule_in_words(self) -> str:
        return rule_sentence(self.procedure, gettext, ngettext) if self.procedure else ""

    @property
    def conduct_in_words(self) -> str:
        return conduct_sentence(self.conduct, gettext, ngettext) if self.conduct else ""


def understand(typed: TypedProcedure) -> Understood:
    """Read rule and conduct with the grammar's own reader, which finds every problem in one go."""
    procedure: Procedure | None = None
    conduct: Conduct | None = None
    problems: list[Problem] = []
    try:
        procedure = Procedure.from_dict(typed.rule())
    except ProcedureError as error:
        problems += error.problems
    try:
        conduct = Conduct.from_dict(typed.conduct())
    except ProcedureError as error:
        problems += error.problems
    return Understood(procedure, conduct, by_field(problems))


def by_field(problems: Iterable[Problem]) -> Errors:
    """Each sentence once at its field."""
    errors: Errors = {}
    for problem in problems:
        sentences = errors.setdefault(field_of(problem.path), [])
        if (said := in_words(problem)) not in sentences:
            sentences.append(said)
    return errors


def in_words(problem: Problem) -> str:
    """The sentence for who types, where the grammar's own speaks to who writes JSON."""
    choose = _("Choose one of the answers offered.")
    sentences = {
        "not_a_fraction": _("Write a share such as “2/3”, “55 %” or “0.55”, with up to nine digits."),
        "above_one": _(
            "A share cannot be more than the whole: write at most “100 %” or “1/1”. "
            "A percentage needs its sign."
        ),
        "never_met": _("Nothing is more than the whole: choose “at least” with “100 %”."),
        "always_met": _("A share of 0 is always reached: write one above 0, such as “2/3” or “55 %”."),
        "not_a_whole_number": _("Write a whole number."),
        "empty": _("Write at least one condition, or the fewest associations in favour."),
        "conditions_or_silence": choose,
        "one_limit": choose,
        "unknown_key": choose,
        "not_one_of": choose,
    }
    return sentences.get(problem.code) or problem_sentence(Problem("", problem.code, problem.facts), gettext)


def refusal_in_words(error: InputError) -> str:
    """All that is wrong with data that came without a form."""
    return " ".join(problem_sentence(problem, gettext) for problem in error.problems)
