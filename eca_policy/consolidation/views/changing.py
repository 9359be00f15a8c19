"""Every change on the desk by one click: it answers with the places that read otherwise now."""

import re
from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.consolidation import service, shown
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.seating import Seat
from eca_policy.consolidation.views.blueprint import asks_for_a_part, consolidation, opened
from eca_policy.consolidation.views.desk import desk_context, desk_page
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

SIDE = re.compile(r"side-([0-9]{1,3})", re.ASCII)
NUMBER = re.compile(r"[0-9]{1,3}", re.ASCII)


@consolidation.post("/choices/<label>")
@web.signed_in
def choose(reference: str, label: str) -> ResponseReturnValue:
    """What becomes of an amendment and those identical to it, and why."""
    decision, reason = request.form.get("decision", ""), request.form.get("reason")

    def verb() -> Seat:
        return service.choose(
            current_actor(), reference, label, decision, reason=reason, seen=seen(), at=clock.now()
        )

    return change(reference, verb, typed={label: reason or ""}, focus=label)


@consolidation.post("/places/<key>/side")
@web.signed_in
def take_sides(reference: str, key: str) -> ResponseReturnValue:
    def verb() -> Seat:
        return service.take_sides(
            current_actor(), reference, shown.place_of(key), sides_taken(), seen=seen(), at=clock.now()
        )

    return change(reference, verb)


@consolidation.post("/places/<key>/keep")
@web.signed_in
def keep(reference: str, key: str) -> ResponseReturnValue:
    return at_place(reference, key, service.keep_wording)


@consolidation.post("/places/<key>/drop")
@web.signed_in
def drop(reference: str, key: str) -> ResponseReturnValue:
    return at_place(reference, key, service.drop_wording)


def at_place(reference: str, key: str, verb: Callable[..., Seat]) -> ResponseReturnValue:
    return change(
        reference,
        lambda: verb(current_actor(), reference, shown.place_of(key), seen=seen(), at=clock.now()),
    )


@consolidation.post("/compromises/<number:number>/give-up")
@web.signed_in
def give_up(reference: str, number: int) -> ResponseReturnValue:
    return change(
        reference,
        lambda: service.give_up_compromise(current_actor(), reference, number, at=clock.now()),
    )


def seen() -> str:
    return request.form.get("seen", "")


def sides_taken() -> dict[int, int]:
    """The side chosen in each conflict, by their numbers."""
    pairs = ((SIDE.fullmatch(name), value) for name, value in request.form.items())
    return {int(name[1]): int(value) for name, value in pairs if name and NUMBER.fullmatch(value)}


def change(
    reference: str, verb: Callable[[], Seat], *, typed: dict[str, str] | None = None, focus: str = ""
) -> ResponseReturnValue:
    """Do it, and show what reads otherwise now; a refusal shows the place as it is, with what was typed."""
    where = request.form.get("place", "")
    try:
        with transaction():
            seat = verb()
            before, counter = seat.laid, int(seat.laid.row.version_counter)
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        access, laid = opened(reference)
        more: dict[str, Any] = {"refused": refusal.sentence, "refused_at": where, "typed": typed or {}}
        if asks_for_a_part():
            return parts(access, laid, [shown.place_of(where)], where, **more), refusal.status
        return desk_page(access, laid, refusal.status, **more)
    if not asks_for_a_part():
        anchor = where if where == "elsewhere" else shown.anchor_of(shown.place_of(where))
        return redirect(url_for(".desk", reference=reference, show=request.args.get("show"), _anchor=anchor))
    access, laid = opened(reference)
    changed = [shown.place_of(where), *changed_places(before, laid)]
    return parts(access, laid, changed, where, counter=counter, focus=focus)


def changed_places(before: Laid, after: Laid) -> list[str]:
    """Where something is otherwise than it was."""
    return [place for place in after.desk.places if before.desk.token(place) != after.desk.token(place)]


def parts(
    access: Access, laid: Laid, places: list[str], where: str, *, counter: int | None = None, **more: Any
) -> str:
    """The place that was acted on, and every other that changed with it, to be exchanged on the page."""
    context = desk_context(access, laid, **more)
    asked = request.form.get("known", "")
    return render_template(
        "consolidation/_parts.html",
        places=shown.places_shown(laid, places),
        first=where if where == "elsewhere" else shown.anchor_of(shown.place_of(where)),
        with_elsewhere=bool(shown.placeless(laid)) or where == "elsewhere",
        placeless=shown.placeless(laid),
        bar=True,
        poller=is_known(asked, counter),
        **{**context, "known": f"{laid.row.version_counter}.{asked.partition('.')[2]}"},
    )


def is_known(asked: str, counter: int | None) -> bool:
    """Whether the page knew the desk as it was just before this change: then it has missed nothing."""
    return counter is not None and asked.partition(".")[0] == str(counter - 1)
