"""A form as a browser sends it."""

from dataclasses import fields
from typing import Any

from werkzeug.datastructures import MultiDict

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.procedures.form import TypedCondition, TypedProcedure, as_form


def sent(procedure: Procedure, conduct: Conduct | None = None, **more: Any) -> MultiDict[str, str]:
    """The fields that the form of this procedure sends; `seen` is sent beside them."""
    seen = more.pop("seen", None)
    form = fields_of(as_form(procedure, conduct or Conduct(), **more))
    if seen is not None:
        form.add("seen", seen)
    return form


def fields_of(typed: TypedProcedure) -> MultiDict[str, str]:
    """Every field of a form; a tick is only sent where it is set."""
    form: MultiDict[str, str] = MultiDict()
    for field in fields(typed):
        value = getattr(typed, field.name)
        if isinstance(value, str):
            form.add(field.name, value)
        elif value is True:
            form.add(field.name, "1")
    for row in typed.conditions:
        for part in fields(TypedCondition):
            form.add(part.name, getattr(row, part.name))
    return form
