"""Languages of the interface. English is the source; Finnish is complete, and a test holds it so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import flask_babel
from flask import g

from eca_policy.lib.clock import BRUSSELS
from eca_policy.lib.moments import beside, in_words

LANGUAGES = {"en": "English", "fi": "Suomi"}


def gettext(message: str, /, **values: object) -> str:
    """The message in the reader's language, its %(named)s places filled."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, /, **values: object) -> str:
    """The message for this number of things."""
    return str(flask_babel.ngettext(one, many, num, **values))


def lazy_gettext(message: str, **values: object) -> Any:
    """A message translated when it is shown: for forms, which are made before anyone reads them."""
    return flask_babel.lazy_gettext(message, **values)


def language() -> str:
    """The code of the language in force; English outside a request."""
    return str(flask_babel.get_locale() or "en")


def spoken(moment: datetime) -> str:
    """An instant in words, in the language in force."""
    return in_words(moment, language())


def spoken_here(moment: datetime, *, with_seconds: bool = False) -> str:
    """The same for a page, with the reader's own time where its clock shows another one."""
    words = in_words(moment, language(), with_seconds=with_seconds)
    aside = beside(moment, language(), ZoneInfo(g.get("time_zone", BRUSSELS.key)))
    return f"{words} ({aside})" if aside else words


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Everything inside is in this language, as for a mail to its receiver."""
    with flask_babel.force_locale(code):
        yield
