"""Writing a paper's rows: its reference, its addressees, a revision with its paragraphs, a version."""

import secrets
import string
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select, update

from eca_policy.extensions import db
from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries
from eca_policy.papers.addressing import LANGUAGES_OF_TEXTS
from eca_policy.papers.facts import AddresseeFacts, Facts, one_line
from eca_policy.papers.last_read import note_read
from eca_policy.papers.models import Addressee, Paper, Paragraph, Revision, Version
from eca_policy.papers.typeset import ENGINE, Typeset, stored_paragraphs, typeset
from eca_policy.papers.unreadable import refused
from eca_policy.text.front_matter import split
from eca_policy.text.guard import Unreadable
from eca_policy.text.paragraphs import Paragraph as TextParagraph
from eca_policy.text.plain import plain
from eca_policy.transaction import queue_up

REFERENCE_LOCK = 0x0ECB
LETTERS = string.ascii_lowercase
LETTERS_AND_DIGITS = LETTERS + string.digits


class NothingWritten(RuleBroken):
    """A revision without a text."""


def new_reference(at: datetime) -> str:
    """The next "ECA-2026-001" of the year in Brussels. Two at once queue here and get different ones."""
    queue_up(REFERENCE_LOCK)
    prefix = f"ECA-{at.astimezone(BRUSSELS).year}-"
    last = db.session.scalar(
        select(Paper.reference)
        .where(Paper.reference.startswith(prefix))
        .order_by(func.length(Paper.reference).desc(), Paper.reference.desc())
        .limit(1)
    )
    number = int(last.removeprefix(prefix)) + 1 if last else 1
    return f"{prefix}{number:03}"


def new_paragraph_id() -> str:
    """A permanent id such as "k3f9x2ab": it begins with a letter, so that it can name an element."""
    return secrets.choice(LETTERS) + "".join(secrets.choice(LETTERS_AND_DIGITS) for _ in range(7))


def readable(source: str, base: Revision | None) -> Typeset:
    """The text with the ids it had in `base`; refused in a sentence where it cannot be taken."""
    old = stored_paragraphs(base.paragraphs) if base else []
    return ready(source, old)


def ready(source: str, old: Sequence[TextParagraph]) -> Typeset:
    """The text with the ids of these paragraphs, which need not be those of one revision."""
    try:
        made = typeset(source, old, new_paragraph_id)
    except Unreadable as problem:
        raise refused(problem) from None
    if not made.paragraphs:
        raise NothingWritten(_("There is no text yet. Write something first."))
    return made


def write_revision(
    paper: Paper, made: Typeset, base: Revision | None, *, author_id: int, summary: str, at: datetime
) -> Revision:
    """One more revision of the paper; its new paragraphs get their rows."""
    keep_paragraphs(paper, made, {one["id"] for one in base.paragraphs} if base else set())
    revision = Revision(
        paper_id=paper.id,
        number=base.number + 1 if base else 1,
        base_id=base.id if base else None,
        front_matter=made.front_matter,
        source=made.source,
        paragraphs=made.paragraphs,
        notes_html=made.notes_html,
        words=made.words,
        engine=ENGINE,
        summary=summary,
        author_id=author_id,
        created_at=at,
    )
    db.session.add(revision)
    db.session.flush()
    note_read(author_id, revision, at=at)
    return revision


def keep_paragraphs(paper: Paper, made: Typeset, known: set[str]) -> None:
    """A row for every new paragraph, and for those that went into another, which one it was."""
    db.session.add_all(Paragraph(id=one, paper_id=paper.id) for one in made.ids if one not in known)
    db.session.flush()
    for gone, into in made.merged.items():
        db.session.execute(update(Paragraph).where(Paragraph.id == gone).values(merged_into_id=into))


def write_version(paper: Paper, revision: Revision, *, issued_by_id: int, note: str, at: datetime) -> Version:
    """The revision as the next version, with the digest of exactly what was issued."""
    last = queries.latest_version(paper)
    version = Version(
        paper_id=paper.id,
        number=last.number + 1 if last else 1,
        revision_id=revision.id,
        sha256=sha256(queries.whole_text(revision).encode()).hexdigest(),
        note=note,
        issued_by_id=issued_by_id,
        issued_at=at,
    )
    db.session.add(version)
    db.session.flush()
    return version


def filled_from_text(facts: Facts, made: Typeset) -> Facts:
    """The facts, with a title and a language that were left open taken from the front matter or the text."""
    values = split(made.front_matter).values.items()
    known = {key.casefold(): value for key, value in values if isinstance(value, str)}
    title = facts.title or one_line(known.get("title", "")) or first_heading(made)
    named = known.get("language", known.get("lang", ""))[:2].casefold()
    found = named if named in LANGUAGES_OF_TEXTS else "en"
    return replace(facts, title=title, language=facts.language or found)


def first_heading(made: Typeset) -> str:
    """The words of the first heading; "" in a text without one."""
    headings = (one["source"] for one in made.paragraphs if one["kind"] == "heading")
    return one_line(plain(next(headings, "")))


def put_facts(paper: Paper, facts: Facts) -> list[str]:
    """Write the facts onto the paper; returns the names of those that changed."""
    changed = []
    for name in vars(facts):
        if name != "addressees" and getattr(paper, name) != getattr(facts, name):
            setattr(paper, name, getattr(facts, name))
            changed.append(name)
    if queries.addressee_facts(paper) != facts.addressees:
        paper.addressees = addressee_rows(facts.addressees)
        changed.append("addressees")
    return changed


def addressee_rows(addressees: Iterable[AddresseeFacts]) -> list[Addressee]:
    return [
        Addressee(level=one.level, country=one.country, nuts_code=one.nuts_code, name=one.name)
        for one in addressees
    ]
