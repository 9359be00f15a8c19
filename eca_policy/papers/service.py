"""The verbs of papers: start, write, issue, consult, withdraw. All that can happen to a paper before its
ballot is on this page.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy.orm.attributes import flag_modified

from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotVisible, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import following, messages, queries
from eca_policy.papers.drafting import (
    filled_from_text,
    new_reference,
    put_facts,
    readable,
    ready,
    write_revision,
    write_version,
)
from eca_policy.papers.facts import Facts, FactsRefused, Problem, one_line, problems_of
from eca_policy.papers.following import Issue, Save, Withdrawal
from eca_policy.papers.models import DocumentClass, Paper, Rapporteur, Revision, Version
from eca_policy.papers.presets import ALL_PRESETS, ClassFacts, check_class
from eca_policy.papers.queries import Access, access_paper, access_to
from eca_policy.papers.typeset import Typeset, known_blocks, stored_paragraphs
from eca_policy.papers.unreadable import readable_text
from eca_policy.papers.workflow import after
from eca_policy.permissions.guard import permit, require
from eca_policy.permissions.who_may import roles_of
from eca_policy.record import service as record
from eca_policy.text import numbering
from eca_policy.text.paragraphs import Paragraph, join
from eca_policy.transaction import locked_now

LONGEST_SUMMARY = 300
LONGEST_REASON = 2000


class EditedMeanwhile(ChangedMeanwhile):
    """Someone else saved the text after this person had begun. Carries both texts and what they came from."""

    def __init__(self, sentence: str, *, base: Revision, theirs: Revision, mine: str) -> None:
        super().__init__(sentence)
        self.base, self.theirs, self.mine = base, theirs, mine


class NothingChanged(RuleBroken):
    """The text is the version issued last."""


class EndInThePast(RuleBroken):
    """A consultation must still be open when it opens."""


class NoSuchParagraph(RuleBroken):
    """The paragraph is not in the text as it stands."""


class NotYoursToLead(RuleBroken):
    """A paper is led by an association of the person who starts it."""


def start_paper(
    actor: Actor, facts: Facts, text: str, *, lead_association_id: int | None, at: datetime
) -> Paper:
    """Start a paper with its first revision; the creator holds the pen."""
    permit(actor, "paper:create")
    refuse_foreign_lead(actor, lead_association_id)
    made = readable(text, None)
    facts = filled_from_text(facts, made)
    check_facts(facts, at=at)
    author_id = cast(int, actor.account_id)
    paper = Paper(
        reference=new_reference(at),
        stage="drafting",
        lead_association_id=lead_association_id,
        created_by_id=author_id,
        created_at=at,
        rapporteurs=[Rapporteur(account_id=author_id)],
    )
    put_facts(paper, facts)
    db.session.add(paper)
    db.session.flush()
    write_revision(paper, made, None, author_id=author_id, summary="", at=at)
    record.write(
        actor, "paper:create", ("paper", paper.id), at=at, paper_id=paper.id,
        association_id=lead_association_id, reference=paper.reference,
    )  # fmt: skip
    return paper


def refuse_foreign_lead(actor: Actor, lead_association_id: int | None) -> None:
    """The lead is one of the actor's own associations; the secretariat may name any, or none."""
    own = {term.association_id for term in actor.terms if not term.is_observer}
    if not actor.is_secretariat and (lead_association_id is None or lead_association_id not in own):
        raise NotYoursToLead(_("Choose one of your own associations to lead the paper."))


def check_facts(facts: Facts, *, at: datetime, standing_deadline: datetime | None = None) -> None:
    """Refuse facts that make no sense, or that name a document class there is not."""
    problems = list(problems_of(facts, at=at, standing_deadline=standing_deadline))
    if queries.document_class(facts.document_class_id) is None:
        problems.append(Problem("document_class_id", _("Choose one of the document classes.")))
    if problems:
        raise FactsRefused(problems)


def change_facts(actor: Actor, reference: str, facts: Facts, *, seen: int, at: datetime) -> Paper:
    """Change what is known about the paper. `seen` is the paper's counter as the person saw it."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:edit")
    if access.paper.version_counter != seen:
        raise ChangedMeanwhile(
            _("Someone else changed the facts meanwhile. What you wrote is below; compare, then save again.")
        )
    check_facts(facts, at=at, standing_deadline=access.paper.authority_deadline_at)
    changed = put_facts(access.paper, facts)
    if changed:
        flag_modified(access.paper, "title")  # addressees alone would not count the paper's counter up
        record.write(
            actor, "paper:change_facts", ("paper", access.paper.id), at=at, paper_id=access.paper.id,
            changed=changed,
        )  # fmt: skip
    return access.paper


def save_revision(
    actor: Actor, reference: str, text: str, *, base: int, summary: str = "", at: datetime
) -> Revision:
    """Save the text written on top of revision number `base`; the latest revision when nothing changed.

    Raises EditedMeanwhile when someone else saved in between: a later save never covers an earlier one.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:edit")
    latest = queries.latest_revision(access.paper)
    made = readable(text, latest)
    if made.front_matter == latest.front_matter and made.source == latest.source:
        return latest
    if base != latest.number:
        begun_from = revision_begun_from(access.paper, base)
        raise EditedMeanwhile(
            _("%(name)s saved this text while you were writing.", name=latest.author.name),
            base=begun_from, theirs=latest, mine=text,
        )  # fmt: skip
    return save_made(actor, access, made, latest, summary=summary, at=at)


def save_paragraphs(
    actor: Actor,
    reference: str,
    paragraphs: Sequence[Paragraph],
    *,
    base: int,
    summary: str = "",
    at: datetime,
) -> Revision:
    """Save a text that was put together paragraph by paragraph from revision number `base`: ids are kept as
    they are given. Nothing is merged here: whoever put it together begins anew when the text has moved on.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:edit")
    latest = queries.latest_revision(access.paper)
    if base != latest.number:
        raise ChangedMeanwhile(_("%(name)s saved this text meanwhile.", name=latest.author.name))
    made = ready(latest.front_matter + join([one.source for one in paragraphs]), known_blocks(paragraphs))
    return save_made(actor, access, made, latest, summary=summary, at=at)


def save_made(
    actor: Actor, access: Access, made: Typeset, latest: Revision, *, summary: str, at: datetime
) -> Revision:
    """One more revision, its line in the record; what hangs on the text follows."""
    said = readable_text(one_line(summary)[:LONGEST_SUMMARY], LONGEST_SUMMARY)
    revision = write_revision(
        access.paper, made, latest, author_id=cast(int, actor.account_id), summary=said, at=at
    )
    record.write(
        actor, "revision:save", ("revision", revision.id), at=at, paper_id=access.paper.id,
        number=revision.number, words=revision.words,
    )  # fmt: skip
    following.saved(Save(actor, access.paper, latest, revision, at))
    return revision


def revision_begun_from(paper: Paper, number: int) -> Revision:
    """The revision a text was written on top of; without it nobody can say what was changed."""
    try:
        return queries.revision(paper, number)
    except NotVisible:
        sentence = _("It is not known which text this was written on. Copy it, and edit the paper anew.")
        raise RuleBroken(sentence) from None


def mark_recommendation(actor: Actor, reference: str, paragraph_id: str, *, at: datetime) -> Revision:
    """Make a paragraph a recommendation; the latest revision when it is one already."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:edit")
    return rewrite_paragraph(actor, access, paragraph_id, numbering.mark_recommendation, at=at)


def unmark_recommendation(actor: Actor, reference: str, paragraph_id: str, *, at: datetime) -> Revision:
    """Make a recommendation a paragraph like the others."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:edit")
    return rewrite_paragraph(actor, access, paragraph_id, numbering.unmark_recommendation, at=at)


def rewrite_paragraph(
    actor: Actor, access: Access, paragraph_id: str, rewrite: Callable[[str], str], *, at: datetime
) -> Revision:
    """Save the latest text with one paragraph rewritten; the latest revision when that changes nothing."""
    latest = queries.latest_revision(access.paper)
    paragraphs = stored_paragraphs(latest.paragraphs)
    if paragraph_id not in {one.id for one in paragraphs}:
        raise NoSuchParagraph(
            _("This paragraph is no longer in the text. Look at the text as it is now, and choose again.")
        )
    sources = [rewrite(one.source) if one.id == paragraph_id else one.source for one in paragraphs]
    text = latest.front_matter + join(sources)
    return save_revision(actor, access.paper.reference, text, base=latest.number, at=at)


def appoint_rapporteur(actor: Actor, reference: str, account_id: int, *, at: datetime) -> Rapporteur:
    """Give the pen to one more person."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("rapporteur:appoint")
    if account_id in [one.account_id for one in access.paper.rapporteurs]:
        raise RuleBroken(_("This person is a rapporteur of the paper already."))
    if account_id not in [account.id for account in queries.possible_rapporteurs(at=at)]:
        raise RuleBroken(_("Choose one of the people listed."))
    rapporteur = Rapporteur(account_id=account_id)
    access.paper.rapporteurs.append(rapporteur)
    db.session.flush()
    record.write(actor, "rapporteur:appoint", ("account", account_id), at=at, paper_id=access.paper.id)
    messages.rapporteur_appointed(access.paper, rapporteur.account, at=at)
    return rapporteur


def dismiss_rapporteur(actor: Actor, reference: str, account_id: int, *, at: datetime) -> None:
    """Take the pen from one person; somebody always holds it."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("rapporteur:appoint")
    staying = [one for one in access.paper.rapporteurs if one.account_id != account_id]
    if len(staying) == len(access.paper.rapporteurs):
        raise RuleBroken(_("This person is not a rapporteur of the paper."))
    if not staying:
        raise RuleBroken(_("A paper needs a rapporteur. Appoint another one first."))
    access.paper.rapporteurs[:] = staying
    record.write(actor, "rapporteur:dismiss", ("account", account_id), at=at, paper_id=access.paper.id)


def issue_version(actor: Actor, reference: str, *, revision: int, note: str = "", at: datetime) -> Version:
    """Issue the text as last saved. `revision` is the number the person saw: no other text is issued."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("version:issue")
    latest = queries.latest_revision(access.paper)
    if latest.number != revision:
        raise ChangedMeanwhile(_("The text was saved again meanwhile. Read it as it is now, then issue it."))
    if queries.is_issued(access.paper):
        raise NothingChanged(_("Nothing was changed since the last version: it stands as it is."))
    return issue_latest(actor, access, note=note, at=at)


def issue_latest(actor: Actor, access: Access, *, note: str, at: datetime) -> Version:
    """The latest revision as the next version, with its line in the record."""
    before = queries.latest_version(access.paper)
    version = write_version(
        access.paper, queries.latest_revision(access.paper),
        issued_by_id=cast(int, actor.account_id), note=readable_text(note, LONGEST_REASON).strip(), at=at,
    )  # fmt: skip
    record.write(
        actor, "version:issue", ("version", version.id), at=at, paper_id=access.paper.id,
        number=version.number, revision=version.revision.number, sha256=version.sha256,
    )  # fmt: skip
    following.issued(Issue(actor, access.paper, before, version, at))
    return version


def open_consultation(actor: Actor, reference: str, *, closes_at: datetime, at: datetime) -> Paper:
    """Open the text to the comments of all delegations; a text not yet issued becomes the next version."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("consultation:open")
    refuse_end_in_the_past(closes_at, at=at)
    if not queries.is_issued(access.paper):
        issue_latest(actor, access, note="", at=at)
    access.paper.stage = after(access.stage, "open_consultation")
    access.paper.consultation_opened_at = at
    access.paper.consultation_closes_at = closes_at
    record.write(
        actor, "consultation:open", ("paper", access.paper.id), at=at, paper_id=access.paper.id,
        closes_at=closes_at.isoformat(),
    )  # fmt: skip
    messages.consultation_opened(access.paper, at=at)
    return access.paper


def refuse_end_in_the_past(closes_at: datetime, *, at: datetime) -> None:
    if closes_at <= at:
        raise EndInThePast(_("The consultation would already be over. Choose a later end."))


def extend_consultation(actor: Actor, reference: str, *, closes_at: datetime, at: datetime) -> Paper:
    """Move the end of a consultation that is still open.

    The instant is read inside the lock: what has come to its end meanwhile is not extended.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    locked_at = locked_now()
    access_to(actor, access.paper, at=locked_at).require("consultation:close")
    refuse_end_in_the_past(closes_at, at=locked_at)
    if closes_at == access.paper.consultation_closes_at:
        raise RuleBroken(_("This is the end it has already. Choose another one."))
    access.paper.consultation_closes_at = closes_at
    record.write(
        actor, "consultation:extend", ("paper", access.paper.id), at=locked_at, paper_id=access.paper.id,
        closes_at=closes_at.isoformat(),
    )  # fmt: skip
    messages.consultation_extended(access.paper, at=locked_at)
    return access.paper


def close_consultation(actor: Actor, reference: str, *, at: datetime) -> Paper:
    """End the consultation now, before its end; the instant is read inside the lock, as for extending."""
    access = access_paper(actor, reference, at=at, lock="update")
    locked_at = locked_now()
    now = access_to(actor, access.paper, at=locked_at)
    now.require("consultation:close")
    planned = cast(datetime, access.paper.consultation_closes_at)
    access.paper.stage = after(now.stage, "close_consultation")
    access.paper.consultation_closes_at = locked_at
    record.write(
        actor, "consultation:close", ("paper", access.paper.id), at=locked_at, paper_id=access.paper.id,
        planned=planned.isoformat(),
    )  # fmt: skip
    return access.paper


def settle_consultation(actor: Actor, paper_id: int) -> bool:
    """Write down that a consultation has come to its end: once, by whoever comes first. True for that one."""
    require("consultation:close", roles_of(actor), "consultation")
    paper = db.session.get_one(Paper, paper_id, with_for_update={"of": Paper}, populate_existing=True)
    locked_at = locked_now()
    closes_at = paper.consultation_closes_at
    if paper.stage != "consultation" or closes_at is None or locked_at < closes_at:
        return False
    paper.stage = after("consultation", "close_consultation")
    record.write(
        actor, "consultation:settle", ("paper", paper.id), at=locked_at, paper_id=paper.id,
        closed_at=closes_at.isoformat(),
    )  # fmt: skip
    return True


def withdraw(actor: Actor, reference: str, *, reason: str, at: datetime) -> Paper:
    """Withdraw the paper for good; everything written stays."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("paper:withdraw")
    why = readable_text(reason, LONGEST_REASON).strip()
    if not why:
        raise RuleBroken(_("Say why the paper is withdrawn: everyone who worked on it is told."))
    was_shared = access.stage != "drafting"
    access.paper.stage = after(access.stage, "withdraw")
    access.paper.withdrawn_at, access.paper.withdrawn_reason = at, why
    record.write(actor, "paper:withdraw", ("paper", access.paper.id), at=at, paper_id=access.paper.id)
    following.withdrawn(Withdrawal(actor, access.paper, at))
    messages.paper_withdrawn(access.paper, to_everyone=was_shared, at=at)
    return access.paper


def change_document_class(
    actor: Actor, class_id: int, facts: ClassFacts, *, procedure_keys: Collection[str], at: datetime
) -> DocumentClass:
    """Change names, time limits, procedure and template of a document class; papers under way keep their
    instants.
    """
    permit(actor, "class:edit")
    document_class = queries.document_class(class_id)
    if document_class is None:
        raise NotVisible(_("There is no such document class."))
    check_class(facts, procedure_keys)
    changed = [name for name in vars(facts) if getattr(document_class, name) != getattr(facts, name)]
    for name in changed:
        setattr(document_class, name, getattr(facts, name))
    if changed:
        record.write(actor, "class:change", ("document_class", class_id), at=at, changed=changed)
    return document_class


def load_presets() -> None:
    """Add the preset document classes that are not there yet; run at set-up, as often as one likes."""
    present = {document_class.key for document_class in queries.document_classes()}
    for preset in ALL_PRESETS:
        if preset.key not in present:
            db.session.add(DocumentClass(key=preset.key, **vars(preset.facts)))
