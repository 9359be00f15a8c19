"""What is wrong with a text that was refused, in a sentence that says what to do."""

from babel.numbers import format_decimal

from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.text.guard import Unreadable, check


class TextRefused(RuleBroken):
    """The text is too much, too deep, or says something else than it shows."""


class NotAText(RuleBroken):
    """The uploaded file is no text in UTF-8."""


def refused(problem: Unreadable) -> TextRefused:
    """The refusal of a text, with the line and the limit."""
    facts: dict[str, object] = {
        "count": format_decimal(problem.count, locale=language()),
        "limit": format_decimal(problem.limit, locale=language()),
        "line": problem.line or 1,
        "character": problem.character,
    }
    sentences = {
        "too_long": _("The text has %(count)s characters; at most %(limit)s are taken. Shorten it.", **facts),
        "too_many_lines": _(
            "The text has %(count)s lines; at most %(limit)s are taken. Shorten it.", **facts
        ),
        "long_block": _(
            "The paragraph at line %(line)s has %(count)s characters; at most %(limit)s are taken. "
            "Divide it with an empty line.",
            **facts,
        ),
        "depth": _(
            "Line %(line)s is nested %(count)s levels deep; at most %(limit)s are taken. "
            "Remove some indentation.",
            **facts,
        ),
        "brackets": _(
            "The paragraph at line %(line)s has %(count)s square brackets inside each other or never closed; "
            "at most %(limit)s are taken. Close or remove them.",
            **facts,
        ),
        "markup": _(
            "There are %(count)s formatting marks together at line %(line)s; at most %(limit)s are taken. "
            "Remove some.",
            **facts,
        ),
        "table": _(
            "The table at line %(line)s has %(count)s cells; at most %(limit)s are taken. Divide the table.",
            **facts,
        ),
        "control_characters": _(
            "Line %(line)s holds a control character (%(character)s). Remove it.", **facts
        ),
        "hidden_characters": _(
            "Line %(line)s holds a character that nobody can see (%(character)s). "
            "Remove it: what is voted on must be visible.",
            **facts,
        ),
        "surrogate": _("Line %(line)s holds half a character (%(character)s). Remove it.", **facts),
    }
    return TextRefused(sentences[problem.reason])


def readable_text(typed: str, most: int) -> str:
    """What was typed, in normal form; raises TextRefused. Its length is asked first: all else takes time."""
    if len(typed) > most:
        raise TextRefused(
            _(
                "This text has %(count)s characters; at most %(longest)s are taken here. Shorten it.",
                count=len(typed),
                longest=most,
            )
        )
    try:
        return check(typed)
    except Unreadable as problem:
        raise refused(problem) from None


def read_upload(data: bytes) -> str:
    """The text of an uploaded file; raises NotAText with what to do instead."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise NotAText(_("The file is in UTF-16. Save it again with the encoding UTF-8."))
    if data.startswith(b"PK\x03\x04"):
        raise NotAText(
            _("The file is a Word document or an archive. Save it as plain text, or paste its text.")
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotAText(
            _("The file is no text in UTF-8. Choose a Markdown or plain text file, or paste its text.")
        ) from None
    if "\0" in text:
        raise NotAText(_("The file is no text. Choose a Markdown or plain text file, or paste its text."))
    return text
