"""The shape of what is typed to sign in, to choose a password, and about oneself."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Email, InputRequired, Length

from eca_policy.accounts import zones
from eca_policy.accounts.models import Account
from eca_policy.accounts.service import PASSWORD_LENGTH
from eca_policy.lib.i18n import LANGUAGES, language
from eca_policy.lib.i18n import lazy_gettext as _l

EMAIL_RULES = (
    InputRequired(_l("Write an e-mail address.")),
    Email(_l("Write an e-mail address such as name@example.org.")),
    Length(max=320, message=_l("An e-mail address has at most 320 characters.")),
)
NAME_RULES = (
    InputRequired(_l("Write a name.")),
    Length(max=200, message=_l("A name has at most 200 characters.")),
)
PASSWORD_RULES = (
    InputRequired(_l("Write a password.")),
    Length(*PASSWORD_LENGTH, message=_l("A password has %(min)d to %(max)d characters.")),
)
PASSWORD_HELP = _l("At least 12 characters. A few words in a row are easy to remember and hard to guess.")


def stripped(typed: str | None) -> str | None:
    """Without the spaces that come along when an address is pasted."""
    return typed.strip() if typed else typed


class SignInForm(FlaskForm):
    """Address and password."""

    email = StringField(_l("E-mail address"), filters=[stripped], validators=EMAIL_RULES)
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Write your password.")), Length(max=200)]
    )
    next = HiddenField()


class TokenForm(FlaskForm):
    """The program that will use a new API token."""

    name = StringField(
        _l("Name"),
        description=_l("The program that will use it, so that you know later which one to revoke."),
        validators=[InputRequired(_l("Write a name.")), Length(max=100)],
    )


class ForgottenForm(FlaskForm):
    """The address a new link goes to."""

    email = StringField(_l("E-mail address"), filters=[stripped], validators=EMAIL_RULES)


class ChoosePasswordForm(FlaskForm):
    """The first password, or a new one."""

    password = PasswordField(_l("New password"), description=PASSWORD_HELP, validators=PASSWORD_RULES)


class ChangePasswordForm(FlaskForm):
    """A new password for someone who knows the present one."""

    current = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Write your present password."))]
    )
    new = PasswordField(_l("New password"), description=PASSWORD_HELP, validators=PASSWORD_RULES)


class ProfileForm(FlaskForm):
    """What people say about themselves."""

    name = StringField(_l("Name"), description=_l("As the others see it."), validators=NAME_RULES)
    language = SelectField(
        _l("Language"),
        description=_l("Of the pages, and of the mails you get."),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    time_zone = SelectField(
        _l("Time zone"),
        description=_l("Deadlines are in Brussels time; yours is shown beside it."),
    )


def profile_form(account: Account, **shown: Any) -> ProfileForm:
    """The form of this person, with the time zones named in the language of the page."""
    form = ProfileForm(obj=account, **shown)
    named = zones.choices(language(), kept=account.time_zone)
    form.time_zone.choices = [SelectChoice(key, name) for key, name in named]
    return form
