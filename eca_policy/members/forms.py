"""The shape of what the secretariat types about associations and people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from eca_policy.accounts.forms import EMAIL_RULES, NAME_RULES, stripped
from eca_policy.lib.i18n import LANGUAGES, language
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.members import countries
from eca_policy.members.facts import LONGEST_CODE, AssociationFacts
from eca_policy.members.models import STATUSES, Association, TermOfOffice
from eca_policy.members.words import role_in_words, status_in_words

DELEGATION = ("head", "alternate", "delegate")
HEAVIEST = 100_000


class AssociationForm(FlaskForm):
    """The facts of an association; `seen` tells which facts the person was looking at."""

    name = StringField(_l("Name"), validators=NAME_RULES)
    code = StringField(
        _l("Code"),
        description=_l("Short and lasting, such as FI or ES-CAT: it is part of addresses."),
        validators=[
            InputRequired(_l("Write a code such as FI.")),
            Length(max=LONGEST_CODE, message=_l("A code has at most %(max)d characters.")),
        ],
    )
    country = SelectField(_l("Country"), validators=[InputRequired(_l("Choose a country."))])
    weight = IntegerField(
        _l("Weight"),
        description=_l("How many cluster organisations it speaks for. Procedures that weigh votes use it."),
        validators=[
            InputRequired(_l("Write a whole number.")),
            NumberRange(0, HEAVIEST, message=_l("Write a whole number from %(min)d to %(max)d.")),
        ],
    )
    status = RadioField(_l("Status"), default="member")
    seen = HiddenField()

    def facts(self) -> AssociationFacts:
        """What was typed."""
        return AssociationFacts(
            self.code.data, self.name.data, self.country.data, self.weight.data, self.status.data
        )


def association_form(association: Association | None = None, **shown: Any) -> AssociationForm:
    """The form with its choices in the language of the page."""
    form = AssociationForm(obj=association, **shown)
    named = countries.choices(language(), kept=association.country if association else "")
    nowhere = SelectChoice("", _("Choose a country"))
    form.country.choices = [nowhere, *(SelectChoice(code, name) for code, name in named)]
    form.status.choices = [SelectChoice(status, status_in_words(status)) for status in STATUSES]
    return form


class OfficeForm(FlaskForm):
    """An office in a place; a new head says whose term ends: the one whose number stands in `head`."""

    role = RadioField(_l("Office"), validators=[InputRequired(_l("Choose an office."))])
    replaces = BooleanField()
    head = HiddenField()

    @property
    def replacing(self) -> int | None:
        """The term of the head that the person saw and chose to end; nonsense is no choice."""
        return whole_number(self.head.data) if self.replaces.data else None

    def offer(self, roles: Sequence[str], head: TermOfOffice | None) -> None:
        """The offices to choose from, and the question about the present head."""
        self.role.choices = [SelectChoice(role, role_in_words(role)) for role in roles]
        if head is not None:
            self.head.data = self.head.data or str(head.id)
            self.replaces.label.text = _("This ends the term of %(name)s", name=head.account.name)


class InviteForm(OfficeForm):
    """A person and their office, in one step."""

    email = StringField(_l("E-mail address"), filters=[stripped], validators=EMAIL_RULES)
    name = StringField(
        _l("Name"),
        description=_l("Whoever has an account already keeps the name they gave it."),
        validators=NAME_RULES,
    )
    language = SelectField(
        _l("Language"),
        description=_l("Of the invitation; the person can change it."),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    starts_on = DateField(_l("First day"), validators=[InputRequired(_l("Write a date such as 2026-05-31."))])
    ends_on = DateField(
        _l("Last day"), description=_l("Leave it empty when the end is not known."), validators=[Optional()]
    )


def invite_form(roles: Sequence[str], head: TermOfOffice | None, *, today: date) -> InviteForm:
    """The form for a place with these offices and this head."""
    form = InviteForm(starts_on=today)
    form.offer(roles, head)
    return form


def office_form(term: TermOfOffice, head: TermOfOffice | None, **shown: Any) -> OfficeForm:
    """The offices of the delegation that the holder of this term does not hold."""
    form = OfficeForm(**shown)
    form.offer([role for role in DELEGATION if role != term.role], head)
    return form
