"""The close of a ballot as an entry for a calendar program (RFC 5545): in UTC, with an alarm a day before.

A ballot runs for weeks, and nobody is busy for so long: the entry is the last minutes before its close.
"""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.silence import is_silence
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words
from eca_policy.papers.models import Paper

PRODUCT = "-//European Clusters Alliance//ECA Policy//EN"
ALARM_BEFORE = timedelta(days=1)
LENGTH = timedelta(minutes=30)


def calendar_file(paper: Paper, ballot: Ballot, *, url: str, host: str, at: datetime) -> bytes:
    """The file in the reader's language. Fetched again after an extension, it moves the entry that is there:
    the name of the entry stays, and its number grows.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry(paper, ballot, url=url, host=host, at=at))
    return bytes(calendar.to_ical())


def entry(paper: Paper, ballot: Ballot, *, url: str, host: str, at: datetime) -> Event:
    summary = named(paper, ballot)
    event = Event()
    event.add("uid", f"ballot-{ballot.id}@{host}")
    event.add("sequence", len(ballot.extensions) + (ballot.called_off_at is not None))
    event.add("dtstamp", last_changed(ballot, at=at))
    event.add("dtstart", max(ballot.opens_at, ballot.closes_at - LENGTH))
    event.add("dtend", ballot.closes_at)
    event.add("summary", summary)
    event.add("description", described(paper, ballot, url))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if ballot.called_off_at is not None else "CONFIRMED")
    if ballot.called_off_at is None and ballot.closes_at - ballot.opens_at > ALARM_BEFORE:
        event.add_component(alarm(summary))
    return event


def named(paper: Paper, ballot: Ballot) -> str:
    """What happens at that time."""
    if is_silence(ballot):
        return _("Silence ends: %(title)s", title=paper.title)
    return _("Ballot closes: %(title)s", title=paper.title)


def described(paper: Paper, ballot: Ballot, url: str) -> str:
    """What the entry says beside its name: from when until when, and what is to be done."""
    spoken = {
        "reference": paper.reference,
        "version": ballot.version.number,
        "opens": in_words(ballot.opens_at, language()),
        "closes": in_words(ballot.closes_at, language()),
        "url": url,
    }
    if is_silence(ballot):
        return _(
            "%(reference)s, version %(version)s: silence from %(opens)s to %(closes)s. "
            "Who agrees need do nothing; who objects says so here: %(url)s",
            **spoken,
        )
    return _(
        "%(reference)s, version %(version)s: open from %(opens)s to %(closes)s. "
        "Cast your association's position here: %(url)s",
        **spoken,
    )


def alarm(summary: str) -> Alarm:
    """A day before the close, whatever the clocks do that night."""
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", summary)
    made.add("trigger", -ALARM_BEFORE, parameters={"RELATED": "END"})
    return made


def last_changed(ballot: Ballot, *, at: datetime) -> datetime:
    """The instant of the last change, so that the same state gives the same bytes."""
    if ballot.called_off_at is not None:
        return ballot.called_off_at
    if ballot.extensions:
        return ballot.extensions[-1].extended_at
    return min(ballot.opens_at, at)
