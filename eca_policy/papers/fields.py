"""Fields that refuse nonsense in our words: choices, days and times. Any feature's forms may use them."""

from datetime import date, datetime, time
from typing import Any

from wtforms import DateField, SelectField, TimeField
from wtforms.validators import ValidationError

from eca_policy.lib.i18n import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2100


class Choice(SelectField):
    """One of the things offered; with `coerce=int`, of rows."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        try:
            self.data = self.coerce(valuelist[0])
        except ValueError:
            self.data = None
            raise ValueError(_("Choose one of those offered.")) from None

    def pre_validate(self, form: Any) -> None:
        if self.data not in [value for value, *_rest in self.iter_choices()]:
            raise ValidationError(_("Choose one of those offered."))


class Day(DateField):
    """A day, written 2026-05-31; None where nothing was written."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = " ".join(valuelist).strip()
        if not typed:
            return
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            raise ValueError(_("Write a date such as 2026-05-31.")) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(_("Write a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR))
        self.data = day


class TimeOfDay(TimeField):
    """A time, written 17:00; None where nothing was written."""

    data: time | None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = " ".join(valuelist).strip()
        if not typed:
            return
        try:
            self.data = datetime.strptime(typed[:5], "%H:%M").time()  # noqa: DTZ007  (the zone is asked beside it)
        except ValueError:
            raise ValueError(_("Write a time such as 17:00.")) from None
