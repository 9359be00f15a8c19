"""The shape of what is typed about a ballot."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired

from eca_policy.ballots.words import choice_in_words, choices_for
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.papers.fields import Day
from eca_policy.papers.forms import EndForm


class OpenForm(EndForm):
    """When the ballot closes, in Brussels time."""

    closes_on = Day(_l("Closes on"), validators=[InputRequired(_l("Write a date such as 2026-05-31."))])


class PositionForm(FlaskForm):
    """The position of one association; `seen` tells which position the person was looking at."""

    choice = RadioField(_l("Position"), validators=[InputRequired(_l("Choose one of the positions."))])
    explanation = TextAreaField(
        _l("Explanation of vote"),
        description=_l("Optional; printed as written, with the result."),
    )
    reservation = TextAreaField(
        _l("Reservation"),
        description=_l("Optional: in favour, except for this point. Printed with the adopted paper."),
    )
    seen = HiddenField(default="0")

    @property
    def seen_counter(self) -> int:
        """The counter of the position shown, 0 for none or for nonsense."""
        return whole_number(self.seen.data) or 0


def position_form(rule: Mapping[str, Any], association_id: int, **shown: Any) -> PositionForm:
    """The form of one association on this ballot; several can stand on one page."""
    form = PositionForm(prefix=f"a{association_id}", **shown)
    form.choice.choices = [(choice, choice_in_words(choice, rule)) for choice in choices_for(rule)]
    return form
