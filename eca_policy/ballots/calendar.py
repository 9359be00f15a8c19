"""The close of a ballot as an entry for a calendar program (RFC 5545): in UTC, with an alarm a day before.

A ballot runs for weeks, and nobody is busy for so long: the entry is the last minutes before its close. The
same state gives the same bytes: nothing in it is the instant at which somebody fetches it.
"""

from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.silence import is_silence
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import in_words
from eca_policy.papers.models import Paper
from eca_policy.record import queries as record

PRODUCT = "-//European Clusters Alliance//ECA Policy//EN"
ALARM_BEFORE = timedelta(days=1)
LENGTH = timedelta(minutes=30)


def calendar_file(paper: Paper, ballot: Ballot, *, url: str, host: str) -> bytes:
    """The file in the reader's language. Fetched again after an extension, it moves the entry that is there,
    and cancels it when the ballot is given up: the name of the entry stays, and its number grows.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(entry(paper, ballot, url=url, host=host))
    return bytes(calendar.to_ical())


def entry(paper: Paper, ballot: Ballot, *, url: str, host: str) -> Event:
    summary = named(paper, ballot)
    event = Event()
    event.add("uid", f"ballot-{ballot.id}@{host}")
    event.add("sequence", len(ballot.extensions) + is_given_up(ballot))
    event.add("dtstamp", last_changed(ballot))
    event.add("dtstart", max(ballot.opens_at, ballot.closes_at - LENGTH))
    event.add("dtend", ballot.closes_at)
    event.add("summary", summary)
    event.add("description", described(paper, ballot, url))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if is_given_up(ballot) else "CONFIRMED")
    if not is_given_up(ballot) and ballot.closes_at - ballot.opens_at > ALARM_BEFORE:
        event.add_component(alarm(summary))
    return event


def named(paper: Paper, ballot: Ballot) -> str:
    """What happens at that time."""
    if is_silence(ballot):
        return _("Silence ends: %(title)s", title=paper.title)
    return _("Ballot closes: %(title)s", title=paper.title)


def is_given_up(ballot: Ballot) -> bool:
    """Called off, or its paper withdrawn: over without a decision."""
    return ballot.ended_at is not None and ballot.decision is None


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


def last_changed(ballot: Ballot) -> datetime:
    """The instant of the last change: given up, put off, or planned or opened, as the record has it."""
    if ballot.ended_at is not None and is_given_up(ballot):
        return ballot.ended_at
    if ballot.extensions:
        return ballot.extensions[-1].extended_at
    opened = record.last_about(("ballot", ballot.id), ("ballot:open",))
    return opened.at if opened is not None else ballot.opens_at
