"""The shape of what is typed about a ballot."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from flask import request
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FieldList, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from eca_policy.ballots.conduct import Conduct, Needs, Shown
from eca_policy.ballots.models import CHANNELS, Item
from eca_policy.ballots.words import channel_in_words, choice_in_words, choices_for
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.papers.fields import Choice, Day, TimeOfDay
from eca_policy.papers.forms import EndForm


class CloseForm(EndForm):
    """When a ballot closes, in Brussels time."""

    closes_on = Day(_l("Closes on"), validators=[InputRequired(_l("Write a date such as 2026-05-31."))])
    closes_time = TimeOfDay(
        _l("Closes at (Brussels time)"), validators=[InputRequired(_l("Write a time such as 17:00."))]
    )

    def close_typed(self) -> datetime | None:
        """The wall-clock time of the close; None while it is not whole."""
        if self.closes_on.data is None or self.closes_time.data is None:
            return None
        return datetime.combine(self.closes_on.data, self.closes_time.data)


class ExtendForm(CloseForm):
    """A later close, and why."""

    reason = TextAreaField(
        _l("Reason"), validators=[InputRequired(_l("Say why the close is put off: everybody is told."))]
    )


class CallOffForm(FlaskForm):
    """Why a ballot is given up before it opens."""

    reason = TextAreaField(
        _l("Reason"), validators=[InputRequired(_l("Say why the ballot is called off: everybody is told."))]
    )


class OpenForm(CloseForm):
    """All that is chosen when a ballot is opened.

    `seen` is the stamp of the voting list shown, `rules_seen` those of the procedures, `warned` the warnings,
    and `proposed` the close that was proposed: while nobody has changed it, another procedure proposes
    another one.
    """

    what = RadioField(_l("What is put to the vote"))
    procedure_key = Choice(_l("Procedure"))
    amendments_key = Choice(_l("Procedure for the amendments"), default="")
    item_keys = FieldList(Choice(_l("Procedure"), default=""))
    follow_up = RadioField(_l("When the silence is broken"), default="opens")
    follow_up_days = StringField(_l("Working days of the written vote"))
    opens = RadioField(_l("Opens"), default="now")
    opens_on = Day(_l("Opens on"))
    opens_time = TimeOfDay(_l("Opens at (Brussels time)"))
    counts_one = BooleanField(_l("Every association counts one, whatever its weight"))
    seen = HiddenField()
    rules_seen = HiddenField()
    warned = HiddenField()
    proposed = HiddenField()

    def offer(
        self, procedures: Sequence[tuple[str, str]], votes: Sequence[tuple[str, str]], items: Sequence[str]
    ) -> None:
        """Fill the choices; `votes` are the procedures that are no silence, and `items` the titles of what
        stands on the voting list before the text.
        """
        self.what.choices = [
            ("list", _("The amendments on the voting list, and then the text as a whole")),
            ("text", _("The text alone")),
        ]
        self.opens.choices = [("now", _("At once")), ("later", _("At a later day and time"))]
        self.follow_up.choices = [
            ("opens", _("The written vote opens by itself")), ("none", _("No written vote follows")),
        ]  # fmt: skip
        self.procedure_key.choices = procedures
        self.amendments_key.choices = [("", _("The same as for the text")), *votes]
        while len(self.item_keys) > len(items):
            self.item_keys.pop_entry()
        while len(self.item_keys) < len(items):
            self.item_keys.append_entry("")
        for entry, title in zip(self.item_keys, items, strict=True):
            entry.label.text = title
            entry.choices = [("", _("The same as for the other amendments")), *votes]

    def validate(self, extra_validators: Any = None) -> bool:
        """The shape of every field, and the instant at which the ballot opens."""
        is_valid = bool(super().validate(extra_validators))
        self.item_keys.errors = [sentence for each in self.item_keys.errors for sentence in each]
        self.require_opening()
        return is_valid and not self.errors

    def require_opening(self) -> None:
        """A later opening needs its day and its time."""
        if self.opens.data != "later":
            return
        if self.opens_on.data is None and not self.opens_on.errors:
            self.opens_on.errors = [_("Write a date such as 2026-05-31.")]
        if self.opens_time.data is None and not self.opens_time.errors:
            self.opens_time.errors = [_("Write a time such as 17:00.")]

    def opening_typed(self) -> datetime | None:
        """The wall-clock time of a later opening; None for at once, and while it is not whole."""
        if self.opens.data != "later" or self.opens_on.data is None or self.opens_time.data is None:
            return None
        return datetime.combine(self.opens_on.data, self.opens_time.data)

    def propose(self, end: Mapping[str, Any]) -> None:
        """Another close, unless one was typed; who opens the ballot gets the close that was shown."""
        if self.is_submitted() and "show" not in request.form:
            return
        proposal = f"{end['closes_on'].isoformat()} {end['closes_time'].isoformat('minutes')}"
        typed = self.close_typed()
        shown = typed.isoformat(" ", "minutes") if typed else ""
        if not self.is_submitted() or shown == self.proposed.data:
            for name, value in end.items():
                self[name].data, self[name].raw_data = value, None
        self.proposed.data = proposal


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
    if Conduct.from_dict(item.ballot.conduct).shown is Shown.TOTALS:
        say_who_sees_no_words(form, item)
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


def say_who_sees_no_words(form: PositionForm, item: Item) -> None:
    """Where positions are never shown by name, nor is what was written with them."""
    kept = _("Kept with the position; nobody else sees it, because this ballot shows only totals.")
    first = _("Optional.")
    if Conduct.from_dict(item.ballot.conduct).against_needs is not Needs.NOTHING:
        first = (
            _("Who objects gives a reason here.")
            if "silence" in item.rule
            else _("Who is against gives a reason here.")
        )
    form.explanation.description = f"{first} {kept}"
    form.reservation.description = " ".join(
        (
            _("Optional: in favour, except for this point."),
            kept,
            _("To have a reservation printed, make a statement."),
        )
    )
    form.proposed_change.description = f"{form.proposed_change.description} {kept}"


class CastingVoteForm(FlaskForm):
    """Who broke the ties; how, in a field for each of the items: see `casting_vote_form`."""

    note = StringField(
        _l("Who gave it, and when"),
        description=_l("For example: the chair, at the board on 12 May 2026."),
        validators=[InputRequired(_l("Say who gave the casting vote, and when: it is kept with it."))],
    )

    @property
    def ties(self) -> list[RadioField]:
        """The field of each item that is tied."""
        return [field for field in self if isinstance(field, RadioField)]

    @property
    def choices(self) -> dict[int, str]:
        """How the chair broke each tie, by the numbers of the items."""
        return {int(field.name.removeprefix("item-")): field.data or "" for field in self.ties}


def casting_vote_form(tied: Mapping[int, str], **shown: Any) -> CastingVoteForm:
    """The form for the ties on these items: their numbers with what they are about."""
    ties = {
        f"item-{number}": RadioField(
            title,
            choices=[SelectChoice("in_favour", _l("In favour")), SelectChoice("against", _l("Against"))],
            validators=[InputRequired(_l("Choose one of the positions."))],
        )
        for number, title in tied.items()
    }
    return cast(CastingVoteForm, type("TiesForm", (CastingVoteForm,), ties)(**shown))


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
