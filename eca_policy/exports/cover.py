"""The facts on the cover, in their order: the one place that says what a cover shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from eca_policy.exports.addresses import is_linkable
from eca_policy.exports.snapshot import Answered, Said, Snapshot, Votes


@dataclass(frozen=True)
class Line:
    """A line of a fact; `url` makes it a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Fact:
    """One row of the cover block."""

    label: str
    lines: tuple[Line, ...]


def facts(snapshot: Snapshot) -> tuple[Fact, ...]:
    """What the cover shows, without the facts that are not known."""
    return tuple(
        Fact(snapshot.label(key), lines) for key, lines in _rows(snapshot) if any(line.text for line in lines)
    )


def _rows(snapshot: Snapshot) -> Iterator[tuple[str, tuple[Line, ...]]]:
    yield "reference", _lines(_numbered(snapshot))
    yield "status", _lines(snapshot.status)
    yield "date", _lines(*snapshot.dates)
    yield "answers", (_answered(snapshot.answers),) if snapshot.answers else ()
    yield "addressees", _lines(*snapshot.addressees)
    yield "procedure", _lines(snapshot.procedure)
    yield "votes", _lines(_count(snapshot, snapshot.votes)) if snapshot.votes else ()
    yield "result", _lines(snapshot.result or "")
    yield "supporting", _lines(", ".join(snapshot.supporting))
    yield "reservations", _lines(*map(_said, snapshot.reservations))
    yield "objections", _lines(*map(_said, snapshot.objections))
    yield "minority_statements", _lines(*map(_said, snapshot.minority_statements))
    yield "opt_outs", _lines(*map(_said, snapshot.opt_outs))
    if snapshot.public_url:
        yield "public_url", (Line(snapshot.public_url, snapshot.public_url),)
    yield "sha256", _lines(snapshot.sha256)


def _lines(*texts: str) -> tuple[Line, ...]:
    return tuple(Line(text) for text in texts)


def _said(each: Said) -> str:
    about = f" ({each.about})" if each.about else ""
    text = f": {each.text}" if each.text else ""
    return f"{each.association}{about}{text}"


def _numbered(snapshot: Snapshot) -> str:
    version = "" if snapshot.version is None else f", {snapshot.label('version')} {snapshot.version}"
    return snapshot.reference + version


def _answered(answered: Answered) -> Line:
    reference = f" ({answered.reference})" if answered.reference else ""
    return Line(answered.title + reference, answered.url if is_linkable(answered.url) else "")


def _count(snapshot: Snapshot, votes: Votes) -> str:
    """Label first, so that no language has to inflect it: "in favour 12, against 1, abstentions 1 …"."""
    counts = _counts_of_vote(votes) if votes.objection is None else _counts_of_silence(votes)
    return ", ".join(f"{snapshot.label(key)} {count}" for key, count in counts.items())


def _counts_of_vote(votes: Votes) -> dict[str, int]:
    return {
        "in_favour": votes.in_favour,
        "against": votes.against,
        "abstention": votes.abstention,
        **({"recused": votes.recused} if votes.recused else {}),
        "not_voting": votes.not_voting,
    }


def _counts_of_silence(votes: Votes) -> dict[str, int]:
    return {
        "objection": votes.objection or 0,
        "no_objection": votes.in_favour,
        **({"recused": votes.recused} if votes.recused else {}),
        "silent": votes.not_voting,
    }
