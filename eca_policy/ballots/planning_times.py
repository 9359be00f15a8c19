"""What is wrong with the times typed on the page that opens a ballot, said before anybody opens it."""

from datetime import datetime, timedelta

from eca_policy.ballots.forms import OpenForm
from eca_policy.ballots.times import OpeningInThePast, OpeningTooFar, refuse_wrong_times
from eca_policy.ballots.warnings import Planned
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.moments import NoSuchTime, instant
from eca_policy.papers.fields import Day, TimeOfDay


def instant_or_none(typed: datetime | None) -> datetime | None:
    """The instant of a wall-clock time; None for one that does not exist."""
    try:
        return instant(typed) if typed is not None else None
    except NoSuchTime:
        return None


def time_faults(form: OpenForm, planned: Planned, *, at: datetime) -> dict[str, str]:
    """Why the ballot could not open or close then, by "opens" and "closes"; {} where it can."""
    faults = {}
    if form.opens.data == "later" and planned.opens is None:
        faults["opens"] = why_no_instant(form.opens_on, form.opens_time)
    if planned.closes_at is None:
        faults["closes"] = why_no_instant(form.closes_on, form.closes_time)
    if "opens" in faults:
        return faults
    closes = planned.closes_at or (planned.opens or at) + timedelta(days=1)
    try:
        refuse_wrong_times(planned.opens, closes, at=at)
    except (OpeningInThePast, OpeningTooFar) as refusal:
        faults["opens"] = refusal.sentence
    except RuleBroken as refusal:
        faults["closes"] = refusal.sentence
    return faults


def why_no_instant(day: Day, time: TimeOfDay) -> str:
    """What is still to write, or the hour that the change to summer time skips."""
    if day.data is None:
        return " ".join(day.process_errors) or _("Write a date such as 2026-05-31.")
    if time.data is None:
        return " ".join(time.process_errors) or _("Write a time such as 17:00.")
    return _("The clocks skip this time that night. Choose another.")
