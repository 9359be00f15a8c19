"""Pages of proxies: those one gave and holds, giving one in two steps, one with the button to revoke it."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from eca_policy import web
from eca_policy.ballots import queries as ballots
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import queries, service, showing
from eca_policy.ballots.proxies.forms import LetterForm, ScopeForm, TextForm, scope_form
from eca_policy.ballots.proxies.rules import STATES
from eca_policy.ballots.proxies.service import Intended
from eca_policy.ballots.proxies.words import (
    ballot_in_words,
    period_in_words,
    state_in_words,
    text_proposed,
)
from eca_policy.ballots.voice import headed_by
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import spoken_here
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.permissions.guard import permit
from eca_policy.permissions.who_may import may, roles_of
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

proxies = Blueprint("proxies", __name__, url_prefix="/proxies")


@proxies.app_context_processor
def on_other_pages() -> dict[str, Any]:
    """What the account menu, the page of an association and that of a ballot say about proxies."""
    return {
        "sees_proxies": lambda: may("proxy:revoke", roles_of(current_actor())),
        "living_proxies": lambda association: showing.living_proxies_of(
            association.id, current_actor(), at=clock.now()
        ),
        "proxy_offers": lambda ballot: showing.offers(current_actor(), ballot, at=clock.now()),
    }


@proxies.get("")
@web.signed_in
def index() -> ResponseReturnValue:
    """Those of one's own associations; the secretariat sees all, `?state=` and `?association=` choose."""
    actor = current_actor()
    permit(actor, "proxy:revoke")
    own = showing.own_associations(actor)
    may_give = may("proxy:give", roles_of(actor))
    if not actor.is_secretariat:
        found = showing.shown(queries.proxies_between(own), actor, at=clock.now())
        ours = [each for each in found if each.proxy.grantor_id in own]
        held = [each for each in found if each.proxy.holder_id in own]
        return render_template("ballots/proxies/index.html", ours=ours, held=held, may_give=may_give)
    chosen = request.args.get("state", "")
    found = showing.shown(queries.proxies_between(None), actor, at=clock.now())
    return render_template(
        "ballots/proxies/all.html",
        proxies=[each for each in found if chosen in ("", each.state)],
        states=[(state, state_in_words(state)) for state in STATES],
        chosen=chosen if chosen in STATES else "",
    )


@proxies.get("/new")
@web.signed_in
def new() -> ResponseReturnValue:
    """The first step: what for, and to whom; what stands in the address is chosen beforehand."""
    permit(current_actor(), "proxy:give")
    return new_page(offered(request.args))


@proxies.route("/new/confirm", methods=["GET", "POST"])
@web.signed_in
def confirm() -> ResponseReturnValue:
    """The second step: what it means, and its text. The answers of the first stand in the address."""
    actor = current_actor()
    permit(actor, "proxy:give")
    form = offered(request.args)
    if not form.validate():
        return new_page(form, 422)
    try:
        meant = service.intended(
            actor, form.grantor.data, form.holder.data, ballot=form.ballot, period=form.period, at=clock.now()
        )
    except (NotAllowed, NotVisible):
        raise
    except Refusal as refusal:
        form.form_errors = [refusal.sentence]
        return new_page(form, refusal.status)
    text = text_form(meant)
    if not text.validate_on_submit():
        return confirm_page(meant, text, 422 if text.errors else 200)
    return give(form, meant, text)


def give(form: ScopeForm, meant: Intended, text: TextForm | LetterForm) -> ResponseReturnValue:
    """One verb in one transaction; a refusal shows the page again with what was typed."""
    try:
        with transaction():
            given = service.give_proxy(
                current_actor(), form.grantor.data, form.holder.data, ballot=form.ballot, period=form.period,
                written=text.written.data or "", at=clock.now(),
            )  # fmt: skip
            holder, proxy_id = given.holder.name, given.id
    except (NotAllowed, NotVisible):
        raise
    except Refusal as refusal:
        text.form_errors = [refusal.sentence]
        return confirm_page(meant, text, refusal.status)
    flash(_("%(holder)s has the proxy. Its head of delegation is written to.", holder=holder), "success")
    return redirect(url_for(".show", proxy_id=proxy_id))


@proxies.get("/<number:proxy_id>")
@web.signed_in
def show(proxy_id: int) -> ResponseReturnValue:
    actor = current_actor()
    permit(actor, "proxy:revoke")
    proxy = service.visible_proxy(actor, proxy_id)
    (one,) = showing.shown([proxy], actor, at=clock.now())
    return render_template("ballots/proxies/show.html", one=one, proxy=proxy, paper=service.paper_of(proxy))


@proxies.post("/<number:proxy_id>/revocation")
@web.signed_in
def revoke(proxy_id: int) -> ResponseReturnValue:
    with transaction():
        holder = service.revoke_proxy(current_actor(), proxy_id, at=clock.now()).holder.name
    flash(
        _("The proxy is revoked. The head of delegation of %(holder)s is written to.", holder=holder),
        "success",
    )
    return redirect(url_for(".show", proxy_id=proxy_id))


def offered(typed: MultiDict[str, str]) -> ScopeForm:
    """The form with the associations, and the ballots on which one of the grantors has a vote."""
    actor, at = current_actor(), clock.now()
    everybody = [each for each in members.associations() if each.status == "member"]
    headed = headed_by(actor)
    grantors = everybody if actor.is_secretariat else [each for each in everybody if each.id in headed]
    in_office = {term.association_id for term in members.people_of(None, at=at) if term.role == "head"}
    holders = [each for each in everybody if each.id in in_office and [each] != grantors]
    return scope_form(
        typed, grantors=grantors, holders=holders,
        ballots=[(ballot, paper, choice_in_words(ballot, paper)) for ballot, paper in on_offer(grantors)],
    )  # fmt: skip


def on_offer(grantors: list[Association]) -> list[tuple[Ballot, Paper]]:
    """The ballots not yet closed that know proxies, and on which one of these has a vote."""
    running = queries.running(at=clock.now())
    voting = {
        one for one, _grantor in queries.voters_on([b for b, _paper in running], [g.id for g in grantors])
    }
    return [
        (ballot, paper)
        for ballot, paper in running
        if ballot.id in voting and ballots.conduct_of(ballot).most_proxies
    ]


def choice_in_words(ballot: Ballot, paper: Paper) -> str:
    return _(
        "Only %(ballot)s, which closes on %(closes)s",
        ballot=ballot_in_words(ballot, paper),
        closes=spoken_here(ballot.closes_at),
    )


def new_page(form: ScopeForm, status: int = 200) -> ResponseReturnValue:
    return render_template("ballots/proxies/new.html", form=form), status


def text_form(meant: Intended) -> TextForm | LetterForm:
    """The grantor's head writes it, with a text to begin from; the secretariat has it in a letter."""
    if meant.grantor.id not in headed_by(current_actor()):
        return LetterForm()
    proposed = text_proposed(meant.grantor.name, meant.holder.name, scope_of(meant))
    return TextForm(data={"written": proposed})


def scope_of(meant: Intended) -> str:
    scope = meant.scope
    if scope.ballot is not None and scope.paper is not None:
        return ballot_in_words(scope.ballot, scope.paper)
    return period_in_words(scope.period) if scope.period is not None else ""


def confirm_page(meant: Intended, text: TextForm | LetterForm, status: int) -> ResponseReturnValue:
    page = render_template(
        "ballots/proxies/confirm.html",
        meant=meant, form=text, scope=scope_of(meant),
        is_own=isinstance(text, TextForm), back=f"{url_for('.new')}?{urlencode(request.args)}",
    )  # fmt: skip
    return page, status
