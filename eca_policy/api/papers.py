"""Papers: the list, one paper, its text, its versions and its record; and a new revision of its text."""

from collections.abc import Sequence
from typing import Any

from flask import Response

from eca_policy import web
from eca_policy.accounts.models import Account
from eca_policy.api import asked, shown
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.plain import codes, instant, instant_or_none, names
from eca_policy.api.specification import refused
from eca_policy.ballots.queries import ballots_of
from eca_policy.comments.texts import text_shown
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries, service
from eca_policy.papers.models import Revision, Version
from eca_policy.papers.queries import Access, access_paper, visible_papers
from eca_policy.papers.service import EditedMeanwhile
from eca_policy.record import queries as record
from eca_policy.record.models import Entry
from eca_policy.web import current_actor

FASTER: dict[int | str, Any] = {
    409: refused("Someone else saved meanwhile: `base` and `theirs` hold both other texts.")
}


class NoSuchPage(RuleBroken):
    """The cursor names no paper the reader sees."""


@api.get("/papers")
@web.signed_in
@api.input(asked.PapersAsked, location="query")
@api.output(shown.PapersPage)
def list_papers(query_data: dict[str, Any]) -> dict[str, Any]:
    """The papers you may read."""
    stage, after, limit = query_data["stage"], query_data["after"], query_data["limit"]
    visible = visible_papers(current_actor(), at=clock.now())
    rest = [access for access in following(visible, after) if stage in (None, access.stage)]
    page = rest[:limit]
    return {
        "papers": [plain_paper(access) for access in page],
        "next": page[-1].paper.reference if len(rest) > limit else None,
    }


def following(visible: Sequence[Access], after: str | None) -> Sequence[Access]:
    """The papers after the one at which the page before ended."""
    if after is None:
        return visible
    for position, access in enumerate(visible, start=1):
        if access.paper.reference == after:
            return visible[position:]
    raise NoSuchPage(_("There is no page after this paper. Start again without `after`."))


@api.get("/papers/<reference:reference>")
@web.signed_in
@api.output(shown.OnePaper)
def show_paper(reference: str) -> dict[str, Any]:
    """A paper without its text."""
    access = seen(reference)
    return {**plain_paper(access), "ballots": len(ballots_of(access.paper))}


def seen(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())


def plain_paper(access: Access) -> dict[str, Any]:
    paper = access.paper
    return {
        "reference": paper.reference,
        "title": paper.title,
        "language": paper.language,
        "document_class": paper.document_class.key,
        "stage": access.stage,
        "lead": paper.lead_association.code if paper.lead_association else None,
        "rapporteurs": [each.account.name for each in paper.rapporteurs],
        "addressees": paper.addressees,
        "file": {
            "title": paper.file_title,
            "url": paper.file_url,
            "reference": paper.file_reference,
            "deadline": instant_or_none(paper.authority_deadline_at),
        },
        "created_at": instant(paper.created_at),
        "consultation_closes_at": instant_or_none(paper.consultation_closes_at),
        "published_at": instant_or_none(paper.published_at),
    }


@api.get("/papers/<reference:reference>/text")
@web.signed_in
@api.input(asked.TextAsked, location="query")
@api.output(shown.TextShown)
def show_text(reference: str, query_data: dict[str, Any]) -> dict[str, Any]:
    """The text of a paper, paragraph by paragraph."""
    access = seen(reference)
    asked = query_data["version"]
    revision = queries.version(access.paper, asked).revision if asked else text_shown(access)
    issued = {version.revision_id: version.number for version in queries.versions(access.paper)}
    return {
        "reference": reference,
        "language": access.paper.language,
        "revision": revision.number,
        "version": issued.get(revision.id),
        "text": queries.whole_text(revision),
        "paragraphs": revision.paragraphs,
        "notes_html": revision.notes_html,
    }


@api.post("/papers/<reference:reference>/revisions")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.RevisionBody)
@api.output(shown.RevisionShown, status_code=201)
@api.doc(responses=FASTER)
def save_revision(reference: str, headers_data: dict[str, Any], json_data: dict[str, Any]) -> Answer:
    """Save the text as the next revision. An unchanged text gives the revision that stands."""

    def change() -> dict[str, Any]:
        return plain_revision(
            service.save_revision(
                current_actor(), reference, json_data["text"],
                base=json_data["base"], summary=json_data["summary"], at=clock.now(),
            )
        )  # fmt: skip

    return once(headers_data["key"], 201, change)


def plain_revision(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.number,
        "words": revision.words,
        "summary": revision.summary,
        "author": db.session.get_one(Account, revision.author_id).name,
        "created_at": instant(revision.created_at),
    }


@api.errorhandler(EditedMeanwhile)
def answer_edited_meanwhile(refusal: EditedMeanwhile) -> Response:
    """Both other texts, so that a program can merge its own into them."""
    return web.problem(
        refusal.status,
        refusal.sentence,
        rule=type(refusal).__name__,
        base={"revision": refusal.base.number, "text": queries.whole_text(refusal.base)},
        theirs={"revision": refusal.theirs.number, "text": queries.whole_text(refusal.theirs)},
    )


@api.get("/papers/<reference:reference>/versions")
@web.signed_in
@api.output(shown.VersionsShown)
def list_versions(reference: str) -> dict[str, Any]:
    """The issued versions of a paper."""
    return {"versions": [plain_version(each) for each in queries.versions(seen(reference).paper)]}


def plain_version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "revision": version.revision.number,
        "sha256": version.sha256,
        "note": version.note,
        "issued_by": version.issued_by.name,
        "issued_at": instant(version.issued_at),
    }


@api.get("/papers/<reference:reference>/record")
@web.signed_in
@api.output(shown.RecordShown)
def show_record(reference: str) -> dict[str, Any]:
    """Every step of a paper: who, for whom, what, when."""
    access = seen(reference)
    access.require("record:read")
    entries = record.of_paper(access.paper.id)
    people = names({entry.actor_id for entry in entries})
    associations = codes(entry.association_id for entry in entries)
    return {
        "entries": [
            plain_entry(each, people.get(each.actor_id), associations.get(each.association_id))
            for each in entries
        ]
    }


def plain_entry(entry: Entry, actor: str | None, association: str | None) -> dict[str, Any]:
    return {
        "number": entry.number,
        "at": instant(entry.at),
        "verb": entry.verb,
        "actor": actor,
        "association": association,
        "details": entry.details,
        "hash": entry.hash,
    }
