"""From rows to a snapshot: everything an export says about a version, at one instant."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.decided import decided_sentence
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.models import Ballot, Position
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.showing import Sight, sight_of
from eca_policy.ballots.statements.queries import Stated, stated, statements_of
from eca_policy.ballots.statements.words import about_in_words
from eca_policy.exports.labels import translated_labels
from eca_policy.exports.snapshot import Answered, Said, Snapshot, SnapshotParagraph, Votes
from eca_policy.lib.i18n import LANGUAGES, gettext, ngettext, speaking
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.moments import day_in_words
from eca_policy.outbox.service import link
from eca_policy.papers.models import Paper, Revision, Version


def cover_language(paper: Paper) -> str:
    """The language of the cover: the paper's own where the interface speaks it, else English."""
    return paper.language if paper.language in LANGUAGES else "en"


def freeze(paper: Paper, version: Version, *, at: datetime, published_at: datetime | None = None) -> Snapshot:
    """The version with all that its cover says. With `published_at`, as it is published."""
    speaks = cover_language(paper)
    ballot = adopting_ballot(paper, version)
    with speaking(speaks):
        return Snapshot(
            reference=paper.reference,
            title=paper.title,
            language=paper.language,
            document_class=paper.document_class.name_fi if speaks == "fi" else paper.document_class.name,
            status=status(ballot, language=speaks),
            frozen_at=at,
            sha256=version.sha256,
            version=version.number,
            dates=dates(version, ballot, published_at, language=speaks),
            answers=answered(paper),
            addressees=tuple(addressee.name for addressee in paper.addressees),
            public_url=link("public.paper", reference=paper.reference) if published_at else None,
            labels=translated_labels(),
            **text_of(version.revision),
            **decided(ballot),
        )


def text_of(revision: Revision) -> dict[str, Any]:
    """The text as it was rendered when it was saved."""
    return {
        "front_matter": revision.front_matter,
        "notes_html": revision.notes_html,
        "paragraphs": tuple(SnapshotParagraph(**paragraph) for paragraph in revision.paragraphs),
    }


def adopting_ballot(paper: Paper, version: Version) -> Ballot | None:
    """The ballot that adopted this version, if one did."""
    if paper.stage != "adopted":
        return None
    ballot = ballots.latest_ballot(paper)
    decided = None if ballot is None else ballot.result_version_id or ballot.version_id
    return ballot if decided == version.id else None


def status(ballot: Ballot | None, *, language: str) -> str:
    """What the text is worth: adopted, or a draft."""
    if ballot is None or ballot.decision is None:
        return _("Draft, not adopted")
    on = day_in_words(ballot.decision.decided_at, language)
    if ballot.decision.outcome == "adopted_with_reservations":
        return _("Adopted with reservations on %(day)s", day=on)
    return _("Adopted on %(day)s", day=on)


def dates(
    version: Version, ballot: Ballot | None, published_at: datetime | None, *, language: str
) -> tuple[str, ...]:
    """The days that matter, one line each."""
    lines = [_("Version issued on %(day)s", day=day_in_words(version.issued_at, language))]
    if ballot is not None and ballot.decision is not None:
        lines.append(_("Adopted on %(day)s", day=day_in_words(ballot.decision.decided_at, language)))
    if published_at is not None:
        lines.append(_("Published on %(day)s", day=day_in_words(published_at, language)))
    return tuple(lines)


def answered(paper: Paper) -> Answered | None:
    """The file of the authority that the paper answers."""
    if not paper.file_title:
        return None
    return Answered(title=paper.file_title, url=paper.file_url, reference=paper.file_reference)


def decided(ballot: Ballot | None) -> dict[str, Any]:
    """Procedure, votes, result, who stands behind it, and what associations had to say."""
    if ballot is None or ballot.decision is None:
        return {}
    sight = sight_of(ballot)
    said = stated(ballot)
    return {
        "procedure": rule_sentence(Procedure.from_dict(ballot.rule), gettext, ngettext),
        "result": decided_sentence(ballot),
        "votes": votes(ballot, ballot.decision.figures) if sight.totals else None,
        "supporting": tuple(supporters(ballot)) if sight.positions else (),
        "reservations": tuple(reservations(ballot, sight, said)),
        "objections": tuple(objections(ballot, sight)),
        "minority_statements": tuple(as_said(each) for each in said if is_dissent(each, sight)),
        "opt_outs": tuple(as_said(each) for each in said if each.statement.kind == "opt_out"),
    }


def votes(ballot: Ballot, figures: Mapping[str, Any]) -> Votes:
    """How many took each position; a vote against a text under silence is an objection."""
    groups = ("in_favour", "against", "abstention", "not_voting", "recused", "objection")
    counts = {name: figures[name]["members"] for name in groups}
    if "silence" not in ballot.rule:
        return Votes(**counts | {"objection": None})
    return Votes(**counts | {"objection": counts["objection"] + counts["against"], "against": 0})


def supporters(ballot: Ballot) -> list[str]:
    """Who stands behind the paper and has not opted out: those in favour; after a silence, all on the roll
    who did not object.
    """
    opted_out = {each.association_id for each in statements_of(ballot) if each.kind == "opt_out"}
    is_silence = "silence" in ballot.rule
    return [
        line.association.name
        for line in ballots.roll_call(ballot)
        if not line.left_out
        and line.association.id not in opted_out
        and (stands_behind(line.position) or (is_silence and line.position is None))
    ]


def stands_behind(position: Position | None) -> bool:
    return position is not None and position.choice == "in_favour"


def reservations(ballot: Ballot, sight: Sight, said: Sequence[Stated]) -> Iterator[Said]:
    """Those given with a position, where positions are shown; then those made as a statement."""
    for position in positions_shown(ballot, sight):
        if position.reservation:
            yield Said(position.association.name, position.reservation)
    for each in said:
        if each.statement.kind == "reservation" and not is_dissent(each, sight):
            yield as_said(each)


def objections(ballot: Ballot, sight: Sight) -> Iterator[Said]:
    """Those that did not break a silence: each stands as a reservation, with or without words."""
    for position in positions_shown(ballot, sight):
        if position.choice == "objection":
            yield Said(position.association.name, position.explanation)


def positions_shown(ballot: Ballot, sight: Sight) -> list[Position]:
    positions = ballots.positions(ballot.items[-1]) if sight.positions else ()
    return sorted(positions, key=lambda position: position.association.name)


def is_dissent(each: Stated, sight: Sight) -> bool:
    """A minority statement, or the reservation of one that everybody sees was against the text after all."""
    kind = each.statement.kind
    return kind == "minority_statement" or (kind == "reservation" and each.is_misfit and sight.positions)


def as_said(each: Stated) -> Said:
    return Said(each.statement.association.name, each.statement.body, about(each))


def about(each: Stated) -> str:
    """The recommendation a statement means; "" for the paper as a whole."""
    return about_in_words(each.recommendation) if each.recommendation else ""
