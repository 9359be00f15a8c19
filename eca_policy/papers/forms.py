"""The shape of what is typed about a paper. What makes sense is said by `facts.py` and the verbs."""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FileField, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired

from eca_policy.lib import moments
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.names import whole_number
from eca_policy.papers.addressing import (
    COUNTRIES,
    LANGUAGES_OF_TEXTS,
    country_name,
    in_order_of_names,
    language_name,
)
from eca_policy.papers.facts import MOST_ADDRESSEES, AddresseeFacts, Facts, Problem, addressee, one_line
from eca_policy.papers.fields import Choice, Day, TimeOfDay
from eca_policy.papers.models import DocumentClass, Paper
from eca_policy.papers.words import level_names

ROWS = 3
END_OF_DAY = time(23, 59)
END_TIME = time(17)


@cache
def zones() -> list[str]:
    """The time zones of European authorities."""
    return [*sorted(name for name in available_timezones() if name.startswith("Europe/")), "UTC"]


class AddresseeRow(Form):
    """One addressee; a row in which nothing is written is none."""

    level = Choice(_l("Level"), default="")
    name = StringField(_l("Body that is asked to act"))
    country = Choice(_l("Country (national level)"), default="")
    nuts_code = StringField(_l("NUTS code (regional level)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nothing = [("", "–")]
        countries = in_order_of_names({code: country_name(code) for code in COUNTRIES})
        self.level.choices = nothing + list(level_names().items())
        self.country.choices = nothing + countries

    @property
    def is_blank(self) -> bool:
        return not any((self.level.data, one_line(self.name.data or ""), (self.nuts_code.data or "").strip()))

    def facts(self) -> AddresseeFacts:
        return addressee(
            self.level.data or "", self.name.data or "",
            country=self.country.data or "", nuts_code=self.nuts_code.data or "",
        )  # fmt: skip


class FactsForm(FlaskForm):
    """What is known about a paper besides its text."""

    title = StringField(_l("Title"))
    document_class_id = Choice(_l("Document class"), coerce=int)
    language = Choice(_l("Language of the text"))
    addressees = FieldList(FormField(AddresseeRow), min_entries=ROWS, max_entries=MOST_ADDRESSEES)
    file_title = StringField(_l("Title of the file"))
    file_reference = StringField(_l("Reference"), description=_l("For example COM(2024) 123."))
    file_url = StringField(_l("Link"), description=_l("The web address, beginning with https://."))
    deadline_on = Day(_l("The authority's deadline: day"))
    deadline_time = TimeOfDay(_l("Time"), description=_l("Without a time, the end of the day."))
    deadline_zone = Choice(_l("Time zone"), default="Europe/Brussels")

    def offer(self, classes: list[DocumentClass], *, finnish: bool) -> None:
        """Fill the choices."""
        self.document_class_id.choices = [(one.id, one.name_fi if finnish else one.name) for one in classes]
        names = {code: language_name(code) for code in LANGUAGES_OF_TEXTS}
        self.language.choices = in_order_of_names(names)
        self.deadline_zone.choices = [(zone, zone) for zone in zones()]

    def add_row(self) -> None:
        """One more empty addressee."""
        if len(self.addressees.entries) < MOST_ADDRESSEES:
            self.addressees.append_entry()

    def facts(self) -> Facts:
        """What was typed, as values; raises NoSuchTime."""
        return Facts(
            title=one_line(self.title.data or ""),
            document_class_id=self.document_class_id.data,
            language=self.language.data,
            addressees=tuple(row.form.facts() for row in self.filled_rows()),
            file_title=one_line(self.file_title.data or ""),
            file_url=one_line(self.file_url.data or ""),
            file_reference=one_line(self.file_reference.data or ""),
            authority_deadline_at=self.deadline(),
            authority_deadline_zone=self.deadline_zone.data,
        )

    def filled_rows(self) -> list[Any]:
        return [row for row in self.addressees if not row.form.is_blank]

    def deadline(self) -> datetime | None:
        if self.deadline_on.data is None:
            return None
        local = datetime.combine(self.deadline_on.data, self.deadline_time.data or END_OF_DAY)
        return moments.instant(local, ZoneInfo(self.deadline_zone.data))

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Put each sentence at its field; those of an addressee in the summary as well, with its number."""
        for problem in problems:
            field = self._fields.get(problem.field)
            if field is None:
                number, name = problem.field.removeprefix("addressees-").split("-")
                row = self.filled_rows()[int(number)]
                field = row.form[name]
                shown = self.addressees.entries.index(row) + 1
                self.form_errors.append(
                    _("Addressee %(number)s: %(sentence)s", number=shown, sentence=problem.sentence)
                )
            field.errors = [*field.errors, problem.sentence]


class StartForm(FactsForm):
    """A new paper: its facts, and its text pasted or uploaded."""

    lead_association_id = Choice(_l("Leading association"), coerce=int)
    text = TextAreaField(_l("Text"))
    upload = FileField(
        _l("Or upload a Markdown file"), description=_l("A text file in UTF-8; its front matter is kept.")
    )


class ChangeFactsForm(FactsForm):
    """The facts of a paper; `seen` is its counter when they were shown."""

    seen = HiddenField()


class TextForm(FlaskForm):
    """The text, and the number of the revision it was written on top of."""

    source = TextAreaField(_l("Text"))
    summary = StringField(
        _l("What did you change?"), description=_l("A few words, for the history; optional.")
    )
    base = HiddenField()


class IssueForm(FlaskForm):
    """A note to the version; `revision` is the number of the text that was shown."""

    note = TextAreaField(_l("Note"), description=_l("What is new in this version; optional."))
    revision = HiddenField()


class EndForm(FlaskForm):
    """When something ends, in Brussels time."""

    closes_on = Day(_l("Ends on"), validators=[DataRequired(_l("Write a date such as 2026-05-31."))])
    closes_time = TimeOfDay(
        _l("At (Brussels time)"), validators=[DataRequired(_l("Write a time such as 17:00."))]
    )

    def end(self) -> datetime | None:
        """The instant typed; None, with a sentence at its field, for a time that does not exist."""
        day, time_of_day = cast(date, self.closes_on.data), cast(time, self.closes_time.data)
        try:
            return moments.instant(datetime.combine(day, time_of_day))
        except moments.NoSuchTime:
            refuse_time(self.closes_time)
            return None


def refuse_time(field: Field) -> None:
    """The hour that the change to summer time skips."""
    field.errors = [_("The clocks skip this time that night. Choose another.")]


def end_shown(at: datetime) -> dict[str, date | time]:
    """What the form of an end starts with."""
    local = at.astimezone(BRUSSELS)
    return {"closes_on": local.date(), "closes_time": local.time()}


def proposed_end(*, days: int, at: datetime) -> dict[str, date | time]:
    """17:00 in Brussels, so many days after `at`."""
    return {"closes_on": at.astimezone(BRUSSELS).date() + timedelta(days=days), "closes_time": END_TIME}


class AppointForm(FlaskForm):
    """The person to appoint."""

    account_id = Choice(_l("Person"), coerce=int)


class WithdrawForm(FlaskForm):
    """Why the paper is withdrawn."""

    reason = TextAreaField(_l("Reason"), validators=[DataRequired(_l("Say why the paper is withdrawn."))])


def facts_shown(paper: Paper, addressees: tuple[AddresseeFacts, ...]) -> dict[str, Any]:
    """What the form of a paper's facts starts with."""
    shown: dict[str, Any] = {
        name: getattr(paper, name)
        for name in ("title", "document_class_id", "language", "file_title", "file_reference", "file_url")
    }
    if paper.authority_deadline_at is not None:
        local = paper.authority_deadline_at.astimezone(ZoneInfo(paper.authority_deadline_zone))
        shown |= {"deadline_on": local.date(), "deadline_time": local.time()}
    return shown | {
        "deadline_zone": paper.authority_deadline_zone,
        "seen": str(paper.version_counter),
        "addressees": [vars(one) for one in addressees],
    }


def number_in(field: HiddenField) -> int:
    """The number a hidden field carries; 0, which names nothing, for nonsense."""
    return whole_number(field.data) or 0
