"""What a person typed, made ready to keep: in its normal form, rendered once, or refused with a sentence."""

from typing import Any

from eca_policy.comments import rules
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.unreadable import readable_text
from eca_policy.text import compare
from eca_policy.text.markdown import render_short


class Unwritable(RuleBroken):
    """The text cannot be kept as it is."""


def body(typed: str) -> tuple[str, str]:
    """A remark as it is kept, and its HTML."""
    text = readable_text(typed, rules.LONGEST_BODY)
    if not text.strip():
        raise Unwritable(_("Write something first."))
    return text, render_short(text)


def reason(typed: str) -> str:
    """The reason of an answer: plain text."""
    return readable_text(typed, rules.LONGEST_REASON).strip()


def wording(typed: str, paragraph: str) -> tuple[str, list[Any]]:
    """Proposed wording as it is kept, and what it changes in the paragraph's source: [[kind, text], …]."""
    text = readable_text(typed, rules.LONGEST_WORDING).strip()
    if not text:
        return "", []
    if text == paragraph.strip():
        raise Unwritable(_("The proposed wording is the same as the text. Change it, or leave it empty."))
    return text, [[change.kind, change.text] for change in compare.words(paragraph.strip(), text)]
