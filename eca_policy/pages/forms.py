"""The shape of what is typed on pages made from several features."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eca_policy.amendments.words import scheme_names
from eca_policy.lib.i18n import lazy_gettext as _l


class DocumentClassForm(FlaskForm):
    """A document class: names, time limits, procedure, and a text to begin from."""

    name = StringField(_l("Name in English"), validators=[InputRequired(_l("Write the name."))])
    name_fi = StringField(_l("Name in Finnish"), validators=[InputRequired(_l("Write the name."))])
    consultation_days = IntegerField(
        _l("Days of consultation"), validators=[InputRequired(_l("Write a whole number of days."))]
    )
    ballot_days = IntegerField(
        _l("Days of the ballot"), validators=[InputRequired(_l("Write a whole number of days."))]
    )
    procedure_key = SelectField(_l("Decision procedure"))
    template = TextAreaField(
        _l("Text to begin from"), description=_l("Markdown; a new paper without a text of its own gets it.")
    )


class NumberingForm(FlaskForm):
    """How amendments are called."""

    scheme = RadioField(_l("Numbers of amendments"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme.choices = [SelectChoice(key, name) for key, name in scheme_names().items()]
