"""The shape of what is typed about comments. Lengths and hidden characters are the service's to judge."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from eca_policy.comments import rules
from eca_policy.comments.queries import association_names
from eca_policy.comments.quoting import as_read
from eca_policy.comments.words import disposition_names
from eca_policy.lib.actor import Actor
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.papers.reading import ShownParagraph

BEGINNING = 70
FORMATTING = _l("Markdown: **bold**, *italic*, - lists, [text](https://…) for links.")


class WordsField(TextAreaField):
    """Words of the text: a line or two, however long the other fields of the form are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, render_kw={"rows": 2}, **kwargs)


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
    occurrence = HiddenField()
    quote = WordsField(
        _l("Words this is about"),
        description=_l("Select them in the text, or copy them here. Left empty, it is the whole paragraph."),
    )
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
            del self.proposed_wording, self.quote


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


class PlaceForm(FlaskForm):
    """Where in the text a comment belongs. `seen` is the number of the place it replaces."""

    seen = HiddenField()
    paragraph = SelectField(_l("Paragraph"), coerce=str, validate_choice=False)
    quote = WordsField(
        _l("Words this is about"),
        description=_l("Copy them from the paragraph. Left empty, it is the whole paragraph."),
    )

    def __init__(self, paragraphs: Sequence[ShownParagraph], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraph.choices = [SelectChoice(each.id, beginning(each)) for each in paragraphs]


def beginning(paragraph: ShownParagraph) -> str:
    """A paragraph in a list: its number and how it begins."""
    words = shorten(as_read(paragraph.source), BEGINNING, placeholder="…")
    return f"{paragraph.number}. {words}" if paragraph.number else words
