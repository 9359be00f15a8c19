"""The shape of what is typed to sign in."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from eca_policy.lib.i18n import lazy_gettext as _l


class SignInForm(FlaskForm):
    """Address and password."""

    email = StringField(
        _l("E-mail address"), validators=[InputRequired(_l("Write your e-mail address.")), Length(max=320)]
    )
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
