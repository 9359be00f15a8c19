"""What can be done to an amendment: the steps that are confirmed on a page, and those that are one button."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments import queries, service
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.showing import amendment_shown
from eca_policy.amendments.views.blueprint import (
    amendment_page,
    amendments,
    named_association,
    open_paper,
    to_amendment,
)
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.names import whole_number
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

STEPS = "<any(table, withdraw, discard, take_over):step>"


@dataclass(frozen=True)
class Confirmation:
    """What is asked before a step: the question, what follows from it, and what the button says."""

    title: str
    sentences: tuple[str, ...]
    button: str
    is_grave: bool = False


@amendments.get(f"/<name>/{STEPS}")
@web.signed_in
def step(reference: str, name: str, step: str) -> ResponseReturnValue:
    """What the step means, before it is taken."""
    access = open_paper(reference)
    amendment = queries.amendment_named(access, name)
    if not is_offered(access, name, step):
        return amendment_page(
            access, name, status=422, refused=_("This cannot be done to the amendment now.")
        )
    asked = asking(step)(access, amendment)
    shown = {**amendment_shown(access, name), "asked": asked, "step": step}
    return render_template("amendments/confirm.html", **shown)


def is_offered(access: Access, name: str, step: str) -> bool:
    return bool(getattr(amendment_shown(access, name)["offers"], step))


@amendments.post(f"/<name>/{STEPS}")
@web.signed_in
def take_step(reference: str, name: str, step: str) -> ResponseReturnValue:
    """Do it; a refusal shows the amendment as it is now, with the reason."""
    actor, at = current_actor(), clock.now()
    verbs: dict[str, Callable[[], Any]] = {
        "table": lambda: service.table(actor, reference, name, at=at),
        "withdraw": lambda: service.withdraw(actor, reference, name, at=at),
        "discard": lambda: service.discard(actor, reference, name, at=at),
        "take_over": lambda: service.take_over(
            actor, reference, name, association_id=named_association(), at=at
        ),
    }
    return act(reference, name, verbs[step], done=lambda amendment: done_in_words(step, amendment))


def done_in_words(step: str, amendment: Amendment | None) -> str:
    if amendment is None:
        return _("The draft is thrown away.")
    return {
        "table": _("Tabled as amendment %(label)s.", label=amendment.label),
        "withdraw": _("Amendment %(label)s is withdrawn. It stays readable.", label=amendment.label),
        "take_over": _(
            "Amendment %(label)s now stands for %(association)s.",
            label=amendment.label, association=amendment.association.name,
        ),
    }[step]  # fmt: skip


@amendments.post("/<name>/signature")
@web.signed_in
def cosign(reference: str, name: str) -> ResponseReturnValue:
    return act(
        reference, name,
        lambda: service.cosign(
            current_actor(), reference, name, association_id=named_association(), at=clock.now()
        ),
        done=lambda _made: _("Your association has co-signed the amendment."),
    )  # fmt: skip


@amendments.post("/<name>/signature/withdrawal")
@web.signed_in
def take_back_signature(reference: str, name: str) -> ResponseReturnValue:
    return act(
        reference, name,
        lambda: service.take_back_signature(
            current_actor(), reference, name, association_id=named_association(), at=clock.now()
        ),
        done=lambda _made: _("The signature of your association is taken back."),
    )  # fmt: skip


@amendments.post("/<name>/confirmation")
@web.signed_in
def confirm(reference: str, name: str) -> ResponseReturnValue:
    """The amendment shall read as proposed; `seen` says which wording was on the page."""
    seen = whole_number(request.form.get("seen")) or 0
    return act(
        reference, name,
        lambda: service.confirm(current_actor(), reference, name, seen=seen, at=clock.now()),
        done=lambda _made: _("Confirmed: the amendment stands in the new version as shown."),
    )  # fmt: skip


def act(
    reference: str, name: str, verb: Callable[[], Any], *, done: Callable[[Any], str]
) -> ResponseReturnValue:
    """Do one thing to an amendment and go back to it; what was thrown away leaves its page with it."""
    try:
        with transaction():
            made = verb()
            sentence = done(made)
    except NotVisible:
        raise
    except Refusal as refusal:
        return amendment_page(open_paper(reference), name, status=refusal.status, refused=refusal.sentence)
    if made is None and request.path.endswith("/discard"):
        flash(sentence, "success")
        return redirect(url_for("amendments.index", reference=reference))
    name = queries.name_of(made) if isinstance(made, Amendment) else name
    return to_amendment(reference, name, sentence)


def asking(step: str) -> Callable[[Access, Amendment], Confirmation]:
    """The question of each step."""
    return {
        "table": table_asked,
        "withdraw": withdraw_asked,
        "discard": discard_asked,
        "take_over": take_over_asked,
    }[step]


def table_asked(access: Access, amendment: Amendment) -> Confirmation:
    _number, label = queries.next_number(access.paper, amendment.association.code)
    return Confirmation(
        _("Table this amendment?"),
        (
            _("It is tabled for %(association)s.", association=amendment.association.name),
            _("It will be called %(label)s, for good, unless another is tabled before it.", label=label),
            _("Everyone who sees the paper will read it: all associations, observers and the secretariat."),
            _("Afterwards its wording stays as it is; it can be withdrawn."),
        ),
        _("Table it"),
    )  # fmt: skip


def withdraw_asked(_access: Access, amendment: Amendment) -> Confirmation:
    return Confirmation(
        _("Withdraw amendment %(label)s?", label=amendment.label),
        (
            _("It stays readable as withdrawn, and its number stays its own."),
            _("Another association may take it over. Those who co-signed are told by mail."),
        ),
        _("Withdraw the amendment"),
        is_grave=True,
    )


def discard_asked(_access: Access, _amendment: Amendment) -> Confirmation:
    return Confirmation(
        _("Throw this draft away?"),
        (_("Nobody sees it any more, neither you nor your delegation."),),
        _("Throw it away"),
        is_grave=True,
    )


def take_over_asked(_access: Access, amendment: Amendment) -> Confirmation:
    return Confirmation(
        _("Take over amendment %(label)s?", label=amendment.label),
        (
            _("%(association)s withdrew it. Your association will stand for it under the same number.",
              association=amendment.association.name),
            _("Where the text has moved on since, you are asked whether it shall read as it would now."),
        ),
        _("Take it over"),
    )  # fmt: skip
