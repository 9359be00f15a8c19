"""The texts that comments are on, and the place of what a person quotes in them."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select

from eca_policy.comments import rules
from eca_policy.extensions import db
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries
from eca_policy.papers.models import Paper, Paragraph, Revision
from eca_policy.papers.queries import Access, latest_revision, latest_version
from eca_policy.papers.service import NoSuchParagraph
from eca_policy.papers.unreadable import readable_text
from eca_policy.text.anchor import Anchor, find


class NotTheseWords(RuleBroken):
    """Words that the paragraph does not have, or has more than once."""


def text_commented(paper: Paper) -> Revision:
    """The text that comments are on: the version issued last, or what was saved last before there is one."""
    version = latest_version(paper)
    return version.revision if version else latest_revision(paper)


def text_shown(access: Access) -> Revision:
    """The text this person reads by default: the draft for those who write it, else what is commented."""
    return latest_revision(access.paper) if access.may("paper:edit") else text_commented(access.paper)


def revision_with(paper: Paper, paragraph_id: str | None) -> tuple[Revision, str]:
    """The revision a comment is made on, and the source of its paragraph there ("" for the whole paper).

    A page may have been open for long, or show a text that is not issued yet: any revision will do, the
    text under consultation first and the newest next. A paragraph of another paper is refused.
    """
    current = text_commented(paper)
    if paragraph_id is None:
        return current, ""
    refuse_foreign(paper, paragraph_id)
    newest_first = select(Revision.id).where(Revision.paper_id == paper.id).order_by(Revision.number.desc())
    for revision, source in with_source(current, db.session.scalars(newest_first).all(), paragraph_id):
        return revision, source
    raise LookupError(f"Paragraph {paragraph_id} is in no revision of paper {paper.id}")


def words_found(
    access: Access, paragraph_id: str, quote: str, occurrence: int | None
) -> tuple[Revision, str, Anchor]:
    """The revision that has these words in this paragraph, its source there, and their place in it.

    The text under consultation comes first, then what else this person may read, the newest first: nobody
    learns by trying what stands in a draft of others. `quote` is in normal form.
    """
    refuse_foreign(access.paper, paragraph_id)
    newest_first = [each.id for each in queries.revisions(access)]
    for revision, source in with_source(text_commented(access.paper), newest_first, paragraph_id):
        anchor = the_one(paragraph_id, source, quote, occurrence)
        if anchor is not None:
            return revision, source, anchor
    raise not_these_words()


def words_in(revision: Revision, paragraph_id: str, quote: str) -> Anchor:
    """The place of these words in this paragraph of one text; of the whole paragraph without any."""
    source = source_in(revision, paragraph_id)
    if source is None:
        raise NoSuchParagraph(_("The text as it stands has no such paragraph. Choose one from the list."))
    anchor = the_one(paragraph_id, source, quote, None) if quote else Anchor(paragraph_id, 0, 0, "")
    if anchor is None:
        raise not_these_words()
    return anchor


def quoted(typed: str) -> str:
    """What was selected or typed as the words a comment is about, in normal form."""
    return readable_text(typed, rules.LONGEST_QUOTE).strip()


def the_one(paragraph_id: str, source: str, quote: str, occurrence: int | None) -> Anchor | None:
    """The place of these words; None where they are not. Several without saying which are refused."""
    if occurrence is not None:
        return find(paragraph_id, source, quote, occurrence=occurrence)
    if find(paragraph_id, source, quote, occurrence=2):
        raise NotTheseWords(
            _(
                "These words stand in the paragraph more than once. Add some of the words before or after"
                " them, so that it is clear which are meant."
            )
        )
    return find(paragraph_id, source, quote)


def not_these_words() -> NotTheseWords:
    return NotTheseWords(
        _("The paragraph does not have these words. Copy them from it exactly, or leave the field empty.")
    )


def refuse_foreign(paper: Paper, paragraph_id: str) -> None:
    known = select(Paragraph.id).where(Paragraph.id == paragraph_id, Paragraph.paper_id == paper.id)
    if "\0" in paragraph_id or db.session.scalar(known) is None:
        raise NoSuchParagraph(_("This paper has no such paragraph. Reload it and choose again."))


def with_source(first: Revision, others: Iterable[int], paragraph_id: str) -> Iterator[tuple[Revision, str]]:
    """The first revision and those with these ids, where they have the paragraph, each with its source.

    One is read after the other, because mostly the first is the one.
    """
    source = source_in(first, paragraph_id)
    if source is not None:
        yield first, source
    for id_ in others:
        revision = db.session.get_one(Revision, id_)
        source = source_in(revision, paragraph_id)
        if source is not None and revision is not first:
            yield revision, source


def source_in(revision: Revision, paragraph_id: str) -> str | None:
    """The source of a paragraph in this text, if it has it."""
    found = (str(each["source"]) for each in revision.paragraphs if each["id"] == paragraph_id)
    return next(found, None)
