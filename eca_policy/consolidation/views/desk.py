"""The desk: the text with its amendments beside it, and opening it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import queries, service, shown
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.views.blueprint import (
    asks_for_a_part,
    consolidation,
    may_change,
    may_see,
    opened,
)
from eca_policy.consolidation.words import TONES, buttons, decision_names
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access, latest_revision, latest_version
from eca_policy.record.queries import last_number
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@consolidation.get("")
@web.signed_in
def desk(reference: str) -> ResponseReturnValue:
    access = may_see(reference)
    row = queries.open_desk(access.paper)
    if row is None:
        return beginning(access)
    return desk_page(access, queries.laid_out(row))


def beginning(access: Access, refused: str = "", status: int = 200) -> ResponseReturnValue:
    """No desk is open yet: what one is, and the button that opens it."""
    page = render_template(
        "consolidation/begin.html", access=access, paper=access.paper, refused=refused,
        version=latest_version(access.paper), unissued=queries.unissued(access.paper),
        latest=latest_revision(access.paper),
    )  # fmt: skip
    return page, status


@consolidation.post("")
@web.signed_in
def begin(reference: str) -> ResponseReturnValue:
    try:
        with transaction():
            seen = whole_number(request.form.get("revision"))
            service.open_desk(current_actor(), reference, revision=seen, at=clock.now())
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        return beginning(may_see(reference), refusal.sentence, refusal.status)
    return redirect(url_for(".desk", reference=reference))


def desk_page(access: Access, laid: Laid, status: int = 200, **more: Any) -> ResponseReturnValue:
    """The whole desk."""
    everything = shown.places_shown(laid)
    only_amended = "amended" in request.args.getlist("show")
    page = render_template(
        "consolidation/desk.html",
        places=[place for place in everything if place.is_amended] if only_amended else everything,
        only_amended=only_amended,
        placeless=shown.placeless(laid),
        lost=shown.lost(laid),
        **desk_context(access, laid, **more),
    )
    return page, status


def desk_context(access: Access, laid: Laid, **more: Any) -> dict[str, Any]:
    """What the desk and each of its parts need to be drawn."""
    is_holder = laid.row.holder_id == access.actor.account_id
    context = {
        "access": access,
        "paper": access.paper,
        "row": laid.row,
        "is_holder": is_holder,
        "may_change": may_change(access, laid.row),
        "is_superseded": queries.is_superseded(laid.row, access.paper),
        "unissued": queries.unissued(access.paper),
        "newest": latest_version(access.paper),
        "progress": shown.progress(laid),
        "by_name": shown.by_name(laid),
        "names": decision_names(),
        "tones": TONES,
        "buttons": buttons(),
        "known": f"{laid.row.version_counter}.{last_number(access.paper.id)}",
        "refused": "",
        "refused_at": "",
        "typed": {},
        "focus": "",
    }
    return {**context, **more}


@consolidation.get("/places/<key>")
@web.signed_in
def place(reference: str, key: str) -> ResponseReturnValue:
    """One place as it is now; as a page, it is the desk at that place."""
    access, laid = opened(reference)
    where = shown.place_of(key)
    if where not in laid.desk.places:
        raise NotVisible(_("This paragraph is no longer in the text."))
    if not asks_for_a_part():
        return redirect(url_for(".desk", reference=reference, _anchor=shown.anchor_of(where)))
    return render_template(
        "consolidation/_parts.html", places=shown.places_shown(laid, [where]), first=shown.anchor_of(where),
        with_elsewhere=False, bar=False, poller=False, **desk_context(access, laid),
    )  # fmt: skip
