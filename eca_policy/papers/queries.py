"""Reading papers: loading and authorising are one step."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import defer, joinedload

from eca_policy.accounts.models import Account
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.facts import AddresseeFacts, Facts
from eca_policy.papers.models import DocumentClass, Paper, Paragraph, Revision, Version
from eca_policy.papers.workflow import stage_at
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import STAGES, Role, Stage, may, roles_of

Lock = Literal["none", "share", "update"]


@dataclass(frozen=True)
class Access:
    """A paper as one actor may see it: with the roles they hold towards it and the stage it is in now."""

    actor: Actor
    paper: Paper
    roles: frozenset[Role]
    stage: Stage

    def may(self, action: str) -> bool:
        """For pages: whether to offer it."""
        return may(action, self.roles, self.stage)

    @property
    def is_visible(self) -> bool:
        """Whether the paper exists for this actor; a draft withdrawn stays with those who wrote it."""
        was_shared = self.stage != "withdrawn" or self.paper.consultation_opened_at is not None
        return self.may("paper:read") and (was_shared or self.may("draft:read"))

    def require(self, action: str) -> None:
        """For verbs: refuse with a sentence."""
        require(action, self.roles, self.stage)


def access_paper(actor: Actor, reference: str, *, at: datetime, lock: Lock = "none") -> Access:
    """Load and authorise: a paper this actor may not see does not exist for them (404)."""
    query = select(Paper).where(Paper.reference == reference)
    if lock != "none":
        query = query.with_for_update(read=lock == "share", of=Paper)
        query = query.execution_options(populate_existing=True)
    paper = db.session.scalar(query)
    if paper is None:
        raise NotVisible(_("There is no such paper."))
    access = access_to(actor, paper, at=at)
    if not access.is_visible:
        raise NotVisible(_("There is no such paper."))
    return access


def access_to(actor: Actor, paper: Paper, *, at: datetime) -> Access:
    """What this actor is towards a paper already loaded."""
    roles = roles_of(
        actor,
        lead_association_id=paper.lead_association_id,
        rapporteur_ids=[rapporteur.account_id for rapporteur in paper.rapporteurs],
    )
    stage = stage_at(paper.stage, consultation_closes_at=paper.consultation_closes_at, now=at)
    return Access(actor, paper, roles, stage)


def visible_papers(actor: Actor, *, at: datetime, stages: Collection[str] = STAGES) -> Sequence[Access]:
    """Every paper this actor may read, in these stages, the newest first."""
    papers = db.session.scalars(select(Paper).where(Paper.stage.in_(stages)).order_by(Paper.id.desc()))
    found = (access_to(actor, paper, at=at) for paper in papers)
    return [access for access in found if access.is_visible]


def latest_revision(paper: Paper) -> Revision:
    """The text as last saved; a paper always has one."""
    query = select(Revision).where(Revision.paper_id == paper.id).order_by(Revision.number.desc()).limit(1)
    return db.session.scalars(query).one()


def latest_version(paper: Paper) -> Version | None:
    """The version issued last, if any was."""
    query = select(Version).where(Version.paper_id == paper.id).order_by(Version.number.desc()).limit(1)
    return db.session.scalar(query)


def is_issued(paper: Paper) -> bool:
    """Whether the text as last saved is an issued version."""
    version = latest_version(paper)
    return version is not None and version.revision_id == latest_revision(paper).id


def versions(paper: Paper) -> Sequence[Version]:
    """Every issued version, v1 first; a text itself is read only where it is shown."""
    query = select(Version).where(Version.paper_id == paper.id).order_by(Version.number)
    texts = (Revision.front_matter, Revision.source, Revision.paragraphs, Revision.notes_html)
    light = [joinedload(Version.revision, innerjoin=True).defer(part) for part in texts]
    return db.session.scalars(query.options(*light)).all()


def whole_text(revision: Revision) -> str:
    """The text as it was written: front matter and source."""
    return revision.front_matter + revision.source


def revisions(access: Access) -> Sequence[Revision]:
    """Every save this person may read, the newest first, without the texts: all for those who write the
    paper, the issued ones for the others.
    """
    query = select(Revision).where(Revision.paper_id == access.paper.id).order_by(Revision.number.desc())
    if not access.may("draft:read"):
        query = query.where(Revision.id.in_(select(Version.revision_id)))
    light = defer(Revision.source), defer(Revision.paragraphs), defer(Revision.notes_html)
    return db.session.scalars(query.options(*light)).all()


def readable_revision(access: Access, number: int) -> Revision:
    """One save this person may read, or a 404."""
    found = revision(access.paper, number)
    if not access.may("draft:read") and not is_version(found):
        raise NotVisible(_("There is no such revision of this paper."))
    return found


def is_version(revision: Revision) -> bool:
    """Whether this save was issued."""
    return db.session.scalar(select(Version.id).where(Version.revision_id == revision.id)) is not None


def revision(paper: Paper, number: int) -> Revision:
    """One save, or a 404."""
    found = db.session.scalar(
        select(Revision).where(Revision.paper_id == paper.id, Revision.number == number)
    )
    if found is None:
        raise NotVisible(_("There is no such revision of this paper."))
    return found


def successors(paper_id: int) -> dict[str, str]:
    """Into which paragraph each one was merged that was."""
    rows = select(Paragraph).where(Paragraph.paper_id == paper_id, Paragraph.merged_into_id.is_not(None))
    return {gone.id: gone.merged_into_id or "" for gone in db.session.scalars(rows)}


def current_revision(access: Access, issued: Sequence[Version]) -> Revision:
    """The text in force: as last saved for those who write it, for all others the last version."""
    if issued and not access.may("paper:edit"):
        return issued[-1].revision
    return latest_revision(access.paper)


def version(paper: Paper, number: int) -> Version:
    """One issued version, or a 404."""
    found = db.session.scalar(select(Version).where(Version.paper_id == paper.id, Version.number == number))
    if found is None:
        raise NotVisible(_("There is no such version of this paper."))
    return found


def addressee_facts(paper: Paper) -> tuple[AddresseeFacts, ...]:
    """The addressees as plain values."""
    return tuple(AddresseeFacts(a.level, a.name, a.country, a.nuts_code) for a in paper.addressees)


def facts_of(paper: Paper) -> Facts:
    """The facts of a paper as plain values."""
    names = (field.name for field in fields(Facts) if field.name != "addressees")
    return Facts(addressees=addressee_facts(paper), **{name: getattr(paper, name) for name in names})


def document_classes() -> Sequence[DocumentClass]:
    """Every document class, in the order they were made."""
    return db.session.scalars(select(DocumentClass).order_by(DocumentClass.id)).all()


def document_class(class_id: int) -> DocumentClass | None:
    """One document class."""
    return db.session.get(DocumentClass, class_id)


def due_consultations(*, at: datetime) -> Sequence[Paper]:
    """Papers whose consultation is over and not yet written down as such."""
    return db.session.scalars(
        select(Paper)
        .where(Paper.stage == "consultation", Paper.consultation_closes_at <= at)
        .order_by(Paper.consultation_closes_at)
    ).all()


def possible_rapporteurs(*, at: datetime) -> list[Account]:
    """People of member associations and of the secretariat, in the order of their names."""
    terms = members.people_of(None, at=at)
    delegations = [t.account for t in terms if t.association is not None and t.association.status == "member"]
    people = dict.fromkeys([*delegations, *members.secretariat(at=at)])
    return sorted(people, key=lambda account: account.name.casefold())


def matching(papers: Iterable[Access], words: str) -> list[Access]:
    """Those whose title, reference or file holds every word, in whatever case and composition."""
    wanted = [folded(word) for word in words.split()]
    return [access for access in papers if all(word in searched(access.paper) for word in wanted)]


def searched(paper: Paper) -> str:
    return folded(" ".join((paper.reference, paper.title, paper.file_title, paper.file_reference)))


def folded(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def papers_started_by(account_id: int) -> int:
    """How many papers this person has started."""
    query = select(func.count()).select_from(Paper).where(Paper.created_by_id == account_id)
    return db.session.scalar(query) or 0


def latest_two(access: Access) -> tuple[Revision, Revision]:
    """What a comparison begins with: the last version and the text as it stands, or the last two saves."""
    saves = revisions(access)
    latest = saves[0]
    earlier = [one.revision for one in reversed(versions(access.paper)) if one.revision_id != latest.id]
    return (earlier or [*saves[1:2], latest])[0], latest
