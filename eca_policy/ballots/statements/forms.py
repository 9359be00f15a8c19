"""The shape of what is typed about a statement."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired

from eca_policy.ballots.statements.queries import Recommendation
from eca_policy.ballots.statements.rules import KINDS
from eca_policy.ballots.statements.words import about_in_words, kind_explained, kind_names
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.papers.fields import Choice


class StatementForm(FlaskForm):
    """What an association declares; the form of one association among several on a page."""

    kind = RadioField(
        _l("Kind of statement"), validators=[InputRequired(_l("Choose the kind of statement."))]
    )
    about = Choice(_l("About"), default="")
    body = TextAreaField(_l("Words"), description=_l("Printed as written."))

    @property
    def paragraph_id(self) -> str:
        return str(self.about.data or "")


class ChangeForm(FlaskForm):
    """Other words for what was declared."""

    body = TextAreaField(_l("Words"), description=_l("Printed as written."))


def statement_form(association_id: int, recommendations: Sequence[Recommendation]) -> StatementForm:
    """The form of one association on this ballot's paper."""
    form = StatementForm(prefix=f"s{association_id}")
    names, explained = kind_names(), kind_explained()
    form.kind.choices = [(kind, f"{names[kind]}: {explained[kind]}") for kind in KINDS]
    form.about.choices = [
        ("", about_in_words(None)),
        *((one.paragraph_id, about_in_words(one)) for one in recommendations),
    ]
    return form
