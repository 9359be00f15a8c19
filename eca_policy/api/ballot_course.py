"""How a ballot is run and what has become of it, as plain JSON."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from eca_policy.api.plain import instant, instant_or_none
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.models import Ballot, CastingVote, Extension
from eca_policy.ballots.showing import files_of
from eca_policy.ballots.state import state_of
from eca_policy.lib.i18n import language
from eca_policy.outbox.service import link
from eca_policy.papers.queries import Access


def plain_course(access: Access, ballot: Ballot, *, at: datetime) -> dict[str, Any]:
    """State and instants, how it is run, what follows, and its files."""
    return {
        "state": state_of(ballot, access.stage, at=at),
        "called_off_at": instant_or_none(ballot.called_off_at),
        "called_off_because": ballot.called_off_because,
        "ended_at": instant_or_none(ballot.ended_at),
        "extensions": [plain_extension(each) for each in ballot.extensions],
        "result_version": ballot.result_version.number if ballot.result_version else None,
        "follow_up": plain_follow_up(ballot.follow_up),
        "conduct": plain_conduct(ballot.conduct),
        "files": plain_files(access, ballot),
    }


def plain_conduct(conduct: dict[str, Any]) -> dict[str, Any]:
    """Every part of it, also what is as usual."""
    return asdict(Conduct.from_dict(conduct))


def plain_extension(extension: Extension) -> dict[str, Any]:
    return {
        "closed_before": instant(extension.closed_before),
        "closes_at": instant(extension.closes_at),
        "reason": extension.reason,
        "extended_at": instant(extension.extended_at),
    }


def plain_follow_up(follow_up: dict[str, Any]) -> dict[str, Any] | None:
    if not follow_up:
        return None
    return {
        "procedure": follow_up["name_fi"] if language() == "fi" else follow_up["name"],
        "rule": follow_up["rule"],
        "conduct": plain_conduct(follow_up["conduct"]),
        "days": follow_up["days"],
    }


def plain_casting_vote(given: CastingVote | None) -> dict[str, Any] | None:
    if given is None:
        return None
    return {"choice": given.choice, "note": given.note, "entered_at": instant(given.entered_at)}


def plain_files(access: Access, ballot: Ballot) -> list[dict[str, str]]:
    where = {"reference": access.paper.reference, "number": ballot.number}
    return [{"name": name, "url": link("api.ballot_file", name=name, **where)} for name in files_of(ballot)]
