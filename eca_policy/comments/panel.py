"""The comments panel of the paper page: the variables of `_panel_comments.html`."""

from collections.abc import Sequence
from typing import Any

from flask import request

from eca_policy.comments import queries, rules
from eca_policy.comments.drawing import drawn, listed, numbers, vocabulary
from eca_policy.comments.forms import AnswerForm, CommentForm, ReplyForm
from eca_policy.comments.queries import Thread
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Revision
from eca_policy.papers.queries import Access
from eca_policy.papers.reading import ShownParagraph, shown_paragraphs
from eca_policy.permissions.who_may import stages_for


def panel(access: Access, revision: Revision) -> dict[str, Any]:
    """Everything the panel shows beside this text: one paragraph's comments, or all in text order.

    `?paragraph=` chooses one paragraph, `?reply=` and `?answer=` open the form of one comment by its number.
    """
    chosen = chosen_paragraph(revision)
    found = queries.threads(access.paper, revision)
    places = [paragraph.id for paragraph in shown_paragraphs(revision)]
    shown = [each for each in found if chosen is None or each.paragraph_id == chosen]
    forms = open_forms(access, found, chosen)
    in_hand = forms["reply_to"] or forms["answer_to"]
    entries = listed(access, revision, rules.in_text_order(shown, places), chosen=chosen, in_hand=in_hand)
    at = next((index for index, (thread, *_) in enumerate(entries) if thread.number == in_hand), len(entries))
    return {
        "counts": queries.counts_of(found),
        "has_comments": bool(entries),
        "before": drawn(entries[:at]),
        "in_hand": entries[at : at + 1],
        "after": drawn(entries[at + 1 :]),
        "vocabulary": vocabulary(),
        "numbers": numbers(revision),
        "may_answer": access.may("comment:answer"),
        "chosen": chosen,
        "chosen_label": place_label(revision, chosen) if chosen else "",
        **forms,
    }


def threads_shown(access: Access, revision: Revision, threads: Sequence[Thread]) -> dict[str, Any]:
    """What templates need to show threads: the rows, and what the reader may do."""
    return {
        "threads": threads,
        "numbers": numbers(revision),
        "may_answer": access.may("comment:answer"),
        "may_place": access.may("comment:place"),
        **vocabulary(),
    }


def chosen_paragraph(revision: Revision) -> str | None:
    """The paragraph asked for, if the text has it."""
    asked = request.args.get("paragraph")
    return next((each.id for each in shown_paragraphs(revision) if each.id == asked), None)


def open_forms(access: Access, found: Sequence[Thread], chosen: str | None) -> dict[str, Any]:
    """The one form that is open: an answer or a reply to a comment, else a new comment."""
    reply_to = asked_for("reply", found) if access.may("comment:reply") else None
    answer_to = asked_for("answer", found) if access.may("comment:answer") else None
    forms: dict[str, Any] = {"reply_to": None, "answer_to": None, "comment_form": None, "closed_reason": None}
    if answer_to:
        return {**forms, "answer_to": answer_to.number, "answer_form": answer_form(answer_to)}
    if reply_to:
        return {**forms, "reply_to": reply_to.number, "reply_form": ReplyForm(access.actor, formdata=None)}
    if access.may("comment:write"):
        fresh = CommentForm(access.actor, formdata=None, paragraph=chosen)
        return {**forms, "comment_form": fresh}
    return {**forms, "closed_reason": closed_reason(access)}


def asked_for(name: str, found: Sequence[Thread]) -> Thread | None:
    """The comment whose number the address names; a withdrawn one takes no form."""
    number = request.args.get(name, "")
    open_ones = (each for each in found if each.disposition != "withdrawn")
    return next((each for each in open_ones if str(each.number) == number), None)


def answer_form(thread: Thread) -> AnswerForm:
    """The form with the answer there is, to be changed, or an empty one."""
    seen = queries.answer_stamp(thread.answered_at)
    given = {"disposition": thread.disposition, "reason": thread.reason, "seen": seen}
    return AnswerForm(formdata=None, data=given)


def closed_reason(access: Access) -> str:
    """Why this person cannot comment now; "" for those who never do."""
    if "consultation" not in stages_for("comment:write", access.roles):
        return ""
    if access.stage == "drafting":
        return _("Comments begin when the secretariat opens the consultation.")
    return _("The consultation is over: no more comments are taken.")


def place_of(revision: Revision, thread: Thread) -> str:
    """Where a comment stands, in words."""
    return _("No longer in the text") if thread.is_detached else place_label(revision, thread.paragraph_id)


def place_label(revision: Revision, paragraph_id: str | None) -> str:
    """A paragraph, or the whole paper, in words."""
    if paragraph_id is None:
        return _("The paper as a whole")
    for paragraph in shown_paragraphs(revision):
        if paragraph.id == paragraph_id:
            return numbered(paragraph)
    return _("A paragraph that is no longer in the text")


def numbered(paragraph: ShownParagraph) -> str:
    """ "Paragraph 12", or what a block without a number is."""
    if paragraph.number:
        return _("Paragraph %(number)s", number=paragraph.number)
    return _("Heading") if paragraph.kind == "heading" else _("Passage")
