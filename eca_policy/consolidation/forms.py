"""The shape of what is typed at the desk."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.papers.fields import Choice


class WordingForm(FlaskForm):
    """The wording of a place; `seen` is the token of what it was written on."""

    source = TextAreaField(_l("Wording"))
    seen = HiddenField()


class CompromiseForm(FlaskForm):
    """A compromise, and the amendments it replaces."""

    labels = SelectMultipleField(
        _l("Amendments it replaces"), option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )
    source = TextAreaField(_l("Wording"))
    reason = TextAreaField(_l("Reason"))
    seen = HiddenField()

    def __init__(self, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.labels.choices = choices
        self.labels.validate_choice = False  # the verb says what is wrong with one, in a sentence


class FinishForm(FlaskForm):
    """The last word on a desk: a note to the version, and the token of what was read."""

    note = TextAreaField(_l("Note to the version"))
    seen = HiddenField()


class HolderForm(FlaskForm):
    """Whom the desk is handed to."""

    account_id = Choice(_l("Rapporteur"), coerce=int)
