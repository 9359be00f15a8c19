"""The shape of what is put into the box."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.words import headed
from eca_policy.ballots.words import choice_in_words, choices_for
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number


class BoxForm(FlaskForm):
    """A position on every item for one association; `is_confirmed` comes from the page that asks again."""

    association = HiddenField()
    is_confirmed = HiddenField(default="")

    @property
    def association_id(self) -> int:
        """Whom it is for; 0 for nonsense."""
        return whole_number(self.association.data) or 0

    @property
    def items(self) -> list[RadioField]:
        return [field for field in self if isinstance(field, RadioField)]

    @property
    def choices(self) -> dict[int, str]:
        """The positions by the numbers of the items."""
        return {int(field.short_name.removeprefix("item")): field.data for field in self.items}


def box_form(ballot: Ballot, association_id: int | None = None) -> BoxForm:
    """The form of one association; without one, as it was sent. Several stand on one page, hence the ids."""
    fields = {
        f"item{item.number}": RadioField(
            headed(item),
            choices=[SelectChoice(each, choice_in_words(each, item.rule)) for each in choices_for(item.rule)],
            validators=[InputRequired(_l("Choose one of the positions."))],
        )
        for item in ballot.items
    }
    made: type[BoxForm] = type("BoxForm", (BoxForm,), fields)
    if association_id is None:
        return with_own_ids(made())
    return with_own_ids(made(formdata=None, association=str(association_id)))


def with_own_ids(form: BoxForm) -> BoxForm:
    for field in form:
        field.id = f"a{form.association_id}-{field.name}"
    return form
