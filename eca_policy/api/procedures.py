"""Decision procedures, as data and in words."""

from typing import Any

from eca_policy import web
from eca_policy.api import shown
from eca_policy.api.blueprint import api
from eca_policy.ballots import queries
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.explain_conduct import conduct_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.procedure import Procedure
from eca_policy.lib.i18n import gettext, language, ngettext


@api.get("/procedures")
@web.signed_in
@api.output(shown.ProceduresShown)
def list_procedures() -> dict[str, Any]:
    """Every decision procedure: how it is counted and how its ballots are run."""
    return {"procedures": [plain_procedure(each) for each in queries.procedures()]}


def plain_procedure(row: ProcedureRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "name": row.name_fi if language() == "fi" else row.name,
        "rule": row.rule,
        "sentence": rule_sentence(Procedure.from_dict(row.rule), gettext, ngettext),
        "conduct": row.conduct,
        "conduct_sentence": conduct_sentence(Conduct.from_dict(row.conduct), gettext, ngettext),
        "followed_by": row.followed_by or None,
    }
