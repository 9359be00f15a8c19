"""What the pages of the editor show, as plain values for their templates."""

from dataclasses import dataclass, replace
from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.counting import Count
from eca_policy.ballots.explain import reasons, sentence
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.explain_missing import missing_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.presets import ALL_PRESETS, PRESETS
from eca_policy.ballots.procedure import MOST_CONDITIONS, Procedure
from eca_policy.ballots.procedures import service
from eca_policy.ballots.procedures.dry_run import Line, lines, try_out
from eca_policy.ballots.procedures.form import TypedProcedure, as_form
from eca_policy.ballots.procedures.trial import CASTING_VOTES, CHOICES, TypedTrial
from eca_policy.ballots.procedures.understood import Errors, Understood, understand
from eca_policy.ballots.procedures.words import labels, options, trial_choices
from eca_policy.ballots.reach import with_all_in_favour
from eca_policy.ballots.wording import Language
from eca_policy.ballots.words import outcome_in_words, outcome_tone
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext, ngettext
from eca_policy.lib.i18n import gettext as _


@dataclass(frozen=True)
class ShownProcedure:
    """One procedure of the list."""

    key: str
    name: str
    rule: str
    conduct: str
    followed_by: str
    classes: list[str]
    is_preset: bool


@dataclass(frozen=True)
class Outcome:
    """What the dry run comes to; `missing` is "" where a casting vote has settled it, and `never` says why
    nothing could be adopted on this roll.
    """

    label: str
    tone: str
    sentence: str
    missing: str
    never: str
    lines: list[Line]


@dataclass(frozen=True)
class Fault:
    """One sentence on what is wrong, with the field it is about."""

    field: str
    label: str
    sentence: str


def listed() -> list[ShownProcedure]:
    """Every procedure, in words."""
    return [shown(row) for row in queries.procedures()]


def shown(row: ProcedureRow) -> ShownProcedure:
    """A procedure that is kept, in words."""
    return ShownProcedure(
        key=row.key,
        name=service.named(row),
        rule=rule_sentence(Procedure.from_dict(row.rule), gettext, ngettext),
        conduct=conduct_sentence(Conduct.from_dict(row.conduct), gettext, ngettext),
        followed_by=name_of(row.followed_by),
        classes=service.classes_of(row.key),
        is_preset=row.key in PRESETS,
    )


def form_of(row: ProcedureRow) -> TypedProcedure:
    """The form of a procedure that is kept."""
    return as_form(
        Procedure.from_dict(row.rule), Conduct.from_dict(row.conduct),
        name=row.name, name_fi=row.name_fi, followed_by=row.followed_by,
    )  # fmt: skip


def form_of_copy(key: str) -> TypedProcedure:
    """The form of a new procedure that starts from this one, or a 404; it needs a name of its own."""
    row = next((each for each in queries.procedures() if each.key == key), None)
    if row is None:
        raise NotVisible(_("There is no such procedure."))
    return replace(form_of(row), name="", name_fi="")


def form_of_preset(key: str) -> TypedProcedure:
    """The form that starts from a preset as it was delivered; an empty one where there is none."""
    preset = PRESETS.get(key)
    if preset is None:
        return TypedProcedure()
    return as_form(
        Procedure.from_dict(dict(preset.rule)), Conduct.from_dict(dict(preset.conduct)),
        followed_by=preset.followed_by or "",
    )  # fmt: skip


def in_words(typed: TypedProcedure, trial: TypedTrial, understood: Understood) -> dict[str, Any]:
    """Variables of `_words.html` and `_outcome.html`: what a script exchanges while one types."""
    return {
        "understood": understood,
        "faults": faults_of(understood.errors),
        "written_vote": name_of(typed.written_vote),
        "trial": trial,
        "outcome": outcome_of(trial, understood),
    }


def faults_of(errors: Errors) -> list[Fault]:
    """The sentences in the order of the form, each with the name of its field."""
    named = labels()
    order = [*named]
    found = [
        Fault(name, label_of(name, named), said) for name, sentences in errors.items() for said in sentences
    ]
    return sorted(found, key=lambda fault: order.index(fault.field.split("-")[0]))


def label_of(name: str, named: dict[str, str]) -> str:
    """What a field is called; one of a row of the conditions with its number."""
    field, _dash, row = name.partition("-")
    return f"{named['condition']} {int(row) + 1}, {named[field]}" if row else named[field]


def name_of(key: str) -> str:
    """The name of a procedure in the reader's language, "" when there is none."""
    return next((service.named(row) for row in queries.procedures() if row.key == key), "")


def outcome_of(trial: TypedTrial, understood: Understood) -> Outcome | None:
    """What would be decided; None while the rule or the roll makes no sense."""
    if understood.procedure is None or not trial.voters:
        return None
    tried = try_out(understood.procedure, trial.roll, trial.taken, casting_vote=trial.casting)
    decision = tried.decision
    never = why_never(understood.procedure, decision.count)
    return Outcome(
        label=outcome_in_words(decision.outcome),
        tone=outcome_tone(decision.outcome),
        sentence=sentence(decision, gettext, ngettext),
        missing="" if decision.casting_vote or never else missing_sentence(tried.missing, gettext, ngettext),
        never=never,
        lines=lines(decision, Language(gettext, ngettext)),
    )


def why_never(procedure: Procedure, counted: Count) -> str:
    """Why this roll can never adopt anything; "" where it can."""
    best = with_all_in_favour(procedure, counted)
    if best.outcome.is_adopted:
        return ""
    why = reasons(best, Language(gettext, ngettext))
    return _(
        "By this rule nothing can be adopted on this roll: even with everybody in favour, %(reasons)s.",
        reasons=why,
    )


def editor(
    typed: TypedProcedure,
    trial: TypedTrial,
    *,
    standing: ProcedureRow | None,
    errors: Errors | None = None,
    refusal: str = "",
    focus: str = "",
) -> dict[str, Any]:
    """Variables of `editor.html`. `errors` stand at their fields; `refusal` above them all."""
    votes = [row for row in queries.procedures() if "silence" not in row.rule and row is not standing]
    return {
        "form": typed,
        "errors": errors or {},
        "summary": faults_of(errors or {}),
        "refusal": refusal,
        "focus": focus,
        "labels": labels(),
        "options": {**options(), "followed_by": [(row.key, service.named(row)) for row in votes]},
        "trial_choices": [(choice, trial_choices()[choice]) for choice in CHOICES],
        "casting_votes": [(choice, trial_choices()[choice]) for choice in CASTING_VOTES],
        "can_add": len(typed.conditions) < MOST_CONDITIONS,
        "standing": standing,
        "standing_now": shown(standing) if standing else None,
        "used_by": service.used_by(standing.key) if standing else [],
        "presets": [] if standing else ALL_PRESETS,
        **in_words(typed, trial, understand(typed)),
    }
