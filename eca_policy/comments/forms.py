"""The shape of what is typed about comments. Lengths and hidden characters are the service's to judge."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eca_policy.comments import rules
from eca_policy.comments.queries import association_names
from eca_policy.comments.words import disposition_names
from eca_policy.lib.actor import Actor
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number

FORMATTING = _l("Markdown: **bold**, *italic*, - lists, [text](https://…) for links.")


class SpokenForm(FlaskForm):
    """Something said for an association; asks for which where the person acts for several."""

    association = SelectField(_l("For"), coerce=str, validate_choice=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        voices = rules.voices(actor)
        if len(voices) == 1:
            del self.association
            return
        names = association_names([each for each in voices if each is not None])
        nobody = SelectChoice("", _("the secretariat") if None in voices else _("Choose an association"))
        self.association.choices = [nobody, *(SelectChoice(str(each), name) for each, name in names.items())]

    @property
    def association_id(self) -> int | None:
        """The association chosen; a nonsense value is one that nobody acts for."""
        typed = self.association.data if self.association else ""
        if not typed:
            return None
        number = whole_number(typed)
        return -1 if number is None else number


class CommentForm(SpokenForm):
    """A comment on the paper, or on the paragraph it names."""

    paragraph = HiddenField()
    type = RadioField(
        _l("Kind"),
        choices=[
            SelectChoice("substantive", _l("Substantive: what the paper says")),
            SelectChoice("editorial", _l("Editorial: how it is said")),
            SelectChoice("general", _l("General: anything else")),
        ],
        default="substantive",
        validate_choice=False,
    )
    body = TextAreaField(
        _l("Comment"), description=FORMATTING, validators=[InputRequired(_l("Write the comment."))]
    )
    proposed_wording = TextAreaField(
        _l("Proposed wording"),
        description=_l("Where it helps: the paragraph as you would write it."),
    )

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(actor, *args, **kwargs)
        if not self.paragraph.data:
            del self.proposed_wording


class ReplyForm(SpokenForm):
    """A reply to a comment."""

    body = TextAreaField(
        _l("Reply"), description=FORMATTING, validators=[InputRequired(_l("Write the reply."))]
    )


class AnswerForm(FlaskForm):
    """What becomes of a comment, and why. `seen` says which answer is replaced."""

    seen = HiddenField()
    disposition = RadioField(_l("Disposition"), validate_choice=False)
    reason = TextAreaField(
        _l("Reason"),
        description=_l("Needed unless the comment is accepted. Its author is sent it by mail."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = disposition_names()
        self.disposition.choices = [SelectChoice(each, names[each].capitalize()) for each in rules.ANSWERS]
