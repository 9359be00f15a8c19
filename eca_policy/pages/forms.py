"""The shape of what is typed on pages made from several features."""

from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

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
