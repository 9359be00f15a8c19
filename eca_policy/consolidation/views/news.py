"""What happened while the desk is open: asked for every few seconds, and nearly always nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import queries, shown
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.views.blueprint import consolidation, desk_row, may_see
from eca_policy.consolidation.views.desk import desk_context
from eca_policy.consolidation.words import place_name
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.record.models import Entry
from eca_policy.record.queries import last_number, of_paper_since

OF_AMENDMENTS = (
    "amendment:table", "amendment:withdraw", "amendment:take_over", "amendment:confirm", "amendment:rewrite",
    "amendment:sign", "amendment:unsign",
)  # fmt: skip
OF_THE_TEXT = ("revision:save", "version:issue")


class Notice(NamedTuple):
    """One thing that happened, and where on the desk it shows."""

    sentence: str
    anchor: str


@consolidation.get("/news")
@web.signed_in
def news(reference: str) -> ResponseReturnValue:
    """Nothing (204) while the desk is as the page knows it; else what happened, and where."""
    access = may_see(reference)
    row = desk_row(access)
    counter, _dot, number = request.args.get("known", "").partition(".")
    since = whole_number(number) or 0
    latest = last_number(access.paper.id)
    is_changed = counter != str(row.version_counter)
    if latest <= since and not is_changed:
        return "", 204
    entries = of_paper_since(access.paper.id, since, (*OF_AMENDMENTS, *OF_THE_TEXT))
    if not entries and not is_changed:
        return "", 204
    laid = queries.laid_out(row)
    places = {place for entry in entries for place in touched(entry, laid)}
    notices = [notice(entry, laid) for entry in entries]
    return render_template(
        "consolidation/_news.html", notices=notices, is_changed=is_changed,
        places=shown.places_shown(laid, places), **desk_context(access, laid),
    )  # fmt: skip


def touched(entry: Entry, laid: Laid) -> Sequence[str]:
    """The places of the amendment that an entry is about."""
    return queries.places_of(entry.details["label"], laid.row) if entry.verb in OF_AMENDMENTS else ()


def notice(entry: Entry, laid: Laid) -> Notice:
    """What happened, in a sentence that says where."""
    if entry.verb in OF_THE_TEXT:
        return Notice(_("The text was saved meanwhile: load this page again to go on with it."), "")
    places = [place for place in touched(entry, laid) if place in laid.desk.places]
    label, first = entry.details["label"], places[0] if places else ""
    paragraph = shown.numbered(laid).get(first)
    where = place_name(first, paragraph) if places else _("no place in this text")
    sentences = {
        "amendment:table": _("Amendment %(label)s was tabled: %(place)s.", label=label, place=where),
        "amendment:withdraw": _("Amendment %(label)s was withdrawn: %(place)s.", label=label, place=where),
        "amendment:take_over": _("Amendment %(label)s was taken over: %(place)s.", label=label, place=where),
        "amendment:rewrite": _("Amendment %(label)s was rewritten: %(place)s.", label=label, place=where),
        "amendment:confirm": _("Amendment %(label)s was confirmed: %(place)s.", label=label, place=where),
    }
    signed = _("The signatures under amendment %(label)s have changed: %(place)s.", label=label, place=where)
    return Notice(sentences.get(entry.verb, signed), shown.anchor_of(first) if places else "elsewhere")
