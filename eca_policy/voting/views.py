"""The page of the voting list, and its buttons. With a script the list alone is exchanged."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access, access_paper
from eca_policy.transaction import transaction
from eca_policy.voting import service
from eca_policy.voting.drawing import list_shown
from eca_policy.web import current_actor

voting = Blueprint("voting", __name__, url_prefix="/papers/<reference:reference>/voting-list")


class NoSuchPlace(RuleBroken):
    """Where the entry shall move cannot be read."""


@voting.get("")
@web.signed_in
def show(reference: str) -> ResponseReturnValue:
    """The list; `?adopted=1&adopted=4` supposes that these items are adopted, and says what then becomes."""
    asked = {number for each in request.args.getlist("adopted") if (number := whole_number(each))}
    return render_template("voting/list.html", **list_shown(open_paper(reference), adopted=asked))


@voting.post("/order")
@web.signed_in
def move(reference: str) -> ResponseReturnValue:
    """One place up or down, or to the item of a number."""
    label = request.form.get("amendment", "")
    return act(reference, lambda: moved(reference, label), anchor=label)


def moved(reference: str, label: str) -> str:
    to, actor, at, seen = request.form.get("to", ""), current_actor(), clock.now(), seen_stamp()
    if to in ("up", "down"):
        by: service.Steps = -1 if to == "up" else 1
        done = service.move(actor, reference, label, by=by, seen=seen, at=at)
    else:
        number = whole_number(to)
        if number is None:
            raise NoSuchPlace(_("Give the number of the item whose place it shall take."))
        done = service.move_to(actor, reference, label, number=number, seen=seen, at=at)
    if done:
        return _("Amendment %(label)s is moved.", label=label)
    return _("Amendment %(label)s stands there already: nothing is changed.", label=label)


@voting.post("/order/proposed")
@web.signed_in
def back_to_proposed(reference: str) -> ResponseReturnValue:
    def verb() -> str:
        service.back_to_proposed(current_actor(), reference, seen=seen_stamp(), at=clock.now())
        return _("The list is back in the proposed order.")

    return act(reference, verb)


@voting.post("/packages")
@web.signed_in
def pack(reference: str) -> ResponseReturnValue:
    def verb() -> str:
        labels = request.form.getlist("amendment")
        service.pack(current_actor(), reference, labels, seen=seen_stamp(), at=clock.now())
        return _("They are voted on together.")

    return act(reference, verb)


@voting.post("/packages/out")
@web.signed_in
def unpack(reference: str) -> ResponseReturnValue:
    label = request.form.get("amendment", "")

    def verb() -> str:
        service.unpack(current_actor(), reference, label, seen=seen_stamp(), at=clock.now())
        return _("Amendment %(label)s is voted on by itself.", label=label)

    return act(reference, verb, anchor=label)


@voting.post("/requests")
@web.signed_in
def request_vote(reference: str) -> ResponseReturnValue:
    return act_on_request(reference, service.request_vote, _("The vote is requested."))


@voting.post("/requests/withdrawal")
@web.signed_in
def take_back(reference: str) -> ResponseReturnValue:
    return act_on_request(reference, service.take_back_request, _("The request is taken back."))


def act_on_request(reference: str, verb: Callable[..., object], done: str) -> ResponseReturnValue:
    label = request.form.get("amendment", "")

    def wish() -> str:
        verb(
            current_actor(), reference, label, request.form.get("kind", ""),
            association_id=named_association(), at=clock.now(),
        )  # fmt: skip
        return done

    return act(reference, wish, anchor=label)


def act(reference: str, verb: Callable[[], str], *, anchor: str = "") -> ResponseReturnValue:
    """Do one thing and show the list, at the entry it was about; a refusal shows the list as it is now."""
    access = open_paper(reference)
    try:
        with transaction():
            done = verb()
    except NotVisible:
        raise
    except Refusal as refusal:
        shown = list_shown(open_paper(reference))
        return render_template("voting/list.html", refused=refusal.sentence, **shown), refusal.status
    if "HX-Request" in request.headers:
        return render_template("voting/_list.html", done=done, **list_shown(access))
    flash(done, "success")
    place: dict[str, Any] = {"_anchor": f"amendment-{anchor}"} if anchor else {}
    return redirect(url_for(".show", reference=reference, **place))


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())


def seen_stamp() -> str:
    return request.form.get("seen", "")


def named_association() -> int | None:
    """The association a request names, where the person acts for several."""
    typed = request.form.get("association", "")
    if not typed:
        return None
    number = whole_number(typed)
    return -1 if number is None else number
