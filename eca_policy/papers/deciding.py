"""A text that a ballot made: the version with the amendments that were adopted."""

from collections.abc import Sequence
from datetime import datetime

from eca_policy.lib.actor import Actor
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import following, queries
from eca_policy.papers.drafting import new_paragraph_id, write_revision, write_version
from eca_policy.papers.following import Issue, Save
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.typeset import Typeset, as_typed, known_blocks, typeset_body
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import roles_of
from eca_policy.record import service as record
from eca_policy.text import guard
from eca_policy.text.paragraphs import Paragraph, join, split


def issue_decided(
    actor: Actor, paper: Paper, paragraphs: Sequence[Paragraph], *, in_the_name_of: int, note: str,
    at: datetime,
) -> Version:  # fmt: skip
    """Save this text and issue it: the clock does, for a ballot. What is new gets permanent ids."""
    require("version:issue", roles_of(actor), "decision")
    before, latest = queries.latest_version(paper), queries.latest_revision(paper)
    known = {one["id"] for one in latest.paragraphs}
    made, is_set = decided_text(latest.front_matter, with_permanent_ids(paragraphs, known))
    if not is_set:
        note += ". " + _("It is too much or too tangled to be set in type, and is shown as it was typed.")
    revision = write_revision(paper, made, latest, author_id=in_the_name_of, summary=note[:300], at=at)
    record.write(
        actor, "revision:save", ("revision", revision.id), at=at, paper_id=paper.id,
        number=revision.number, words=revision.words,
    )  # fmt: skip
    following.saved(Save(actor, paper, latest, revision, at))
    version = write_version(paper, revision, issued_by_id=in_the_name_of, note=note, at=at)
    record.write(
        actor, "version:issue", ("version", version.id), at=at, paper_id=paper.id,
        number=version.number, revision=revision.number, sha256=version.sha256,
    )  # fmt: skip
    following.issued(Issue(actor, paper, before, version, at))
    return version


def decided_text(front_matter: str, text: Sequence[Paragraph]) -> tuple[Typeset, bool]:
    """The text ready to be stored, and whether it could be set in type.

    Each amendment was readable by itself, and together they may still be more than a save would take, or
    leave nothing. The vote was held, so that nobody can be asked to write it otherwise: it stands as typed.
    """
    body = join([one.source for one in text])
    try:
        checked = guard.check(front_matter + body).removeprefix(front_matter)
        return typeset_body(front_matter, checked, known_blocks(text), new_paragraph_id), True
    except guard.Unreadable:
        return as_typed(front_matter, text), False


def with_permanent_ids(paragraphs: Sequence[Paragraph], known: set[str]) -> list[Paragraph]:
    """The paragraphs of the text keep their ids; what an amendment brought in gets one."""
    return [
        Paragraph(one.id if at == 0 and one.id in known else new_paragraph_id(), part)
        for one in paragraphs
        for at, part in enumerate(split(one.source))
    ]
