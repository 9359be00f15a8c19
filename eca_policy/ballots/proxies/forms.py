"""The shape of what is typed about a proxy: for whom, on what and to whom; then its text."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies.rules import Period
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.members.models import Association
from eca_policy.papers.fields import Choice, Day
from eca_policy.papers.models import Paper

PERIOD = "period"
NOBODY = 0


class ScopeForm(FlaskForm):
    """Who gives to whom, and for what. It changes nothing, so its answers stand in an address."""

    class Meta:
        csrf = False

    grantor = Choice(_l("Association that gives the proxy"), coerce=int)
    on = RadioField(_l("What the proxy is for"), validate_choice=False)
    starts_on = Day(_l("First day"), description=_l("Of a proxy for a period; today or later."))
    ends_on = Day(_l("Last day"), description=_l("Of a proxy for a period; it is included."))
    holder = Choice(
        _l("Association that gets the proxy"),
        coerce=int,
        description=_l("Its head of delegation will cast the position."),
    )

    def validate_on(self, field: RadioField) -> None:
        if field.data not in [value for value, *_rest in field.iter_choices()]:
            raise ValidationError(_("Choose one of those offered."))

    def validate_grantor(self, field: Choice) -> None:
        self.refuse_nobody(field)

    def validate_holder(self, field: Choice) -> None:
        self.refuse_nobody(field)

    def refuse_nobody(self, field: Choice) -> None:
        if field.data == NOBODY:
            raise ValidationError(_("Choose an association."))

    def validate_starts_on(self, field: Day) -> None:
        self.refuse_no_day(field)

    def validate_ends_on(self, field: Day) -> None:
        self.refuse_no_day(field)

    def refuse_no_day(self, field: Day) -> None:
        if self.on.data == PERIOD and field.data is None and not field.errors:
            raise ValidationError(_("Write a date such as 2026-05-31."))

    @property
    def ballot(self) -> tuple[str, int] | None:
        """The paper's reference and the number of the ballot; None for a period."""
        reference, _slash, number = (self.on.data or "").partition("/")
        found = whole_number(number)
        return (reference, found) if found is not None else None

    @property
    def period(self) -> Period | None:
        """The days; None for a ballot, where days that were typed mean nothing."""
        if self.on.data != PERIOD or self.starts_on.data is None or self.ends_on.data is None:
            return None
        return Period(self.starts_on.data, self.ends_on.data)

    @property
    def only_grantor(self) -> str:
        """The name of the grantor where there is no choice."""
        choices = list(self.grantor.iter_choices())
        return str(choices[0][1]) if len(choices) == 1 else ""


def scope_form(
    typed: MultiDict[str, str], *, grantors: Sequence[Association], holders: Sequence[Association],
    ballots: Sequence[tuple[Ballot, Paper, str]],
) -> ScopeForm:  # fmt: skip
    """The form with what may be chosen; `ballots` come with their words. Nothing typed is no error yet.

    Where there is one answer only, it is given.
    """
    form = ScopeForm(formdata=typed or None)
    choose = SelectChoice(NOBODY, _("Choose an association"))
    given = [SelectChoice(each.id, each.name) for each in grantors]
    form.grantor.choices = given if len(given) == 1 else [choose, *given]
    form.holder.choices = [choose, *(SelectChoice(each.id, each.name) for each in holders)]
    form.on.choices = [
        *(SelectChoice(f"{paper.reference}/{ballot.number}", words) for ballot, paper, words in ballots),
        SelectChoice(PERIOD, _("Every ballot in a period")),
    ]
    if not ballots and not form.on.data:
        form.on.data = PERIOD
    return form


class TextForm(FlaskForm):
    """What the proxy says."""

    written = TextAreaField(
        _l("Text of the proxy"),
        description=_l("You may write it otherwise. It is kept as written."),
        validators=[InputRequired(_l("A proxy is given in writing: write what it says."))],
    )


class LetterForm(FlaskForm):
    """Where the letter is by which a proxy was given to the secretariat."""

    written = TextAreaField(
        _l("Where the letter is"),
        description=_l("From whom, dated when, and where it is kept."),
        validators=[InputRequired(_l("Say where the letter is by which the proxy was given."))],
    )
