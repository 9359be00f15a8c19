"""The shape of what is typed about a ballot."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from eca_policy.ballots.conduct import Conduct, Needs
from eca_policy.ballots.models import CHANNELS, Item
from eca_policy.ballots.words import channel_in_words, choice_in_words, choices_for
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.papers.fields import Day
from eca_policy.papers.forms import EndForm


class OpenForm(EndForm):
    """When the ballot closes, in Brussels time."""

    closes_on = Day(_l("Closes on"), validators=[InputRequired(_l("Write a date such as 2026-05-31."))])


class PositionForm(FlaskForm):
    """The position of one association on one item; `seen` tells which position the person was looking at.

    Several stand in one `<form>`, which brings the token against forgery.
    """

    class Meta:
        csrf = False

    choice = RadioField(_l("Position"), validators=[Optional()])
    explanation = TextAreaField(
        _l("Explanation of vote"),
        description=_l("Optional; printed as written, with the result."),
    )
    reservation = TextAreaField(
        _l("Reservation"),
        description=_l("Optional: in favour, except for this point. Printed with the adopted paper."),
    )
    proposed_change = TextAreaField(
        _l("Proposed change"), description=_l("Optional: what should stand in the text instead.")
    )
    would_favour = BooleanField(_l("We will be in favour if this is accepted"))
    seen = HiddenField(default="0")

    @property
    def seen_counter(self) -> int:
        """The counter of the position shown, 0 for none or for nonsense."""
        return whole_number(self.seen.data) or 0

    @property
    def words(self) -> list[Field]:
        """The fields that are written in, for giving their text back."""
        return [self.explanation, self.reservation, self.proposed_change]

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said here."""
        return not self.choice.data and not any((field.data or "").strip() for field in self.words)


def position_form(item: Item, association_id: int, **shown: Any) -> PositionForm:
    """The form of one association on one item; several can stand on one page."""
    form = PositionForm(prefix=f"a{association_id}-{item.number}", **shown)
    form.choice.choices = [(choice, choice_in_words(choice, item.rule)) for choice in choices_for(item.rule)]
    if len(item.ballot.items) == 1:
        form.choice.flags.required = True
    else:
        form.choice.label.text = _("Position on item %(number)s", number=item.number)
    say_what_a_no_needs(form, item)
    return form


def say_what_a_no_needs(form: PositionForm, item: Item) -> None:
    """What the procedure asks of a no is said beside the fields, before anybody is refused."""
    conduct, silent = Conduct.from_dict(item.ballot.conduct), "silence" in item.rule
    if conduct.against_needs is not Needs.NOTHING:
        form.explanation.description = (
            _("Who objects gives a reason here. Printed as written, with the result.")
            if silent
            else _("Who is against gives a reason here. Printed as written, with the result.")
        )
    if conduct.against_needs is Needs.REASON_AND_CHANGE:
        form.proposed_change.description = (
            _("Who objects says here what should stand in the text instead.")
            if silent
            else _("Who is against says here what should stand in the text instead.")
        )
    elif silent and conduct.amendment_objects:
        form.proposed_change.description = _(
            "Optional. Under this procedure a proposed change is an objection: choose “Objection” with it."
        )


class EntryForm(FlaskForm):
    """How a position came that the secretariat enters."""

    class Meta:
        csrf = False

    channel = RadioField(_l("How it came"), validators=[InputRequired(_l("Say how the position came."))])
    note = StringField(
        _l("Who gave it, and when"),
        description=_l("For example: letter of the head of delegation, dated 12 May 2026."),
        validators=[InputRequired(_l("Say who gave the position, and when: it is kept with it."))],
    )


def entry_form(**shown: Any) -> EntryForm:
    form = EntryForm(prefix="entry", **shown)
    form.channel.choices = [(channel, channel_in_words(channel)) for channel in CHANNELS]
    return form
