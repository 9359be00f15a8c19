"""Pages of a secret ballot: put a position into the box, and after the close the list of codes.

The codes of a voter stand in one answer and nowhere else: not in a session or a redirect, since both are
kept, and in no cache of the browser.
"""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots import queries
from eca_policy.ballots.conduct import FEWEST_IN_THE_BOX
from eca_policy.ballots.due import seen
from eca_policy.ballots.mandated import warning_for
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy import showing
from eca_policy.ballots.secrecy.forms import BoxForm, box_form
from eca_policy.ballots.secrecy.service import cast_in_secret, refuse_second, refuse_unready
from eca_policy.ballots.views.blueprint import ballots
from eca_policy.ballots.voice import proxy_of
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, Refusal
from eca_policy.lib.i18n import gettext as _
from eca_policy.members import queries as members
from eca_policy.papers.queries import Access
from eca_policy.transaction import transaction
from eca_policy.web import current_actor


@ballots.get("/ballots/<number:number>/box")
@web.signed_in
def box(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = secret(reference, number)
    return box_page(access, ballot)


@ballots.post("/ballots/<number:number>/box")
@web.signed_in
def put_in(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = secret(reference, number)
    form = box_form(ballot)
    if not form.validate_on_submit():
        return box_page(access, ballot, refused=form, status=422)
    try:
        if not form.is_confirmed.data:
            return confirm_page(access, ballot, form)
        with transaction():
            codes = cast_in_secret(
                current_actor(), reference, number, association_id=form.association_id,
                choices=form.choices, at=clock.now(),
            )  # fmt: skip
    except (NotVisible, NotAllowed):
        raise
    except Refusal as refusal:
        access, ballot = secret(reference, number)
        form.form_errors = [refusal.sentence]
        return box_page(access, ballot, refused=form, status=refusal.status)
    name = members.association(form.association_id).name
    return page("receipt", access, ballot, association=name, codes=showing.receipt(ballot, codes))


@ballots.get("/ballots/<number:number>/codes")
@web.signed_in
def codes(reference: str, number: int) -> ResponseReturnValue:
    access, ballot = secret(reference, number)
    counted = showing.counted(ballot)
    names = showing.names_of_participants(ballot) if counted else []
    return page("codes", access, ballot, counted=counted, participants=names)


def secret(reference: str, number: int) -> tuple[Access, Ballot]:
    """The paper and its ballot; one that is not secret has no such pages."""
    access, ballot = seen(current_actor(), reference, number)
    if not queries.conduct_of(ballot).is_secret:
        raise NotVisible(_("This ballot is not secret: it has no box."))
    return access, ballot


def confirm_page(access: Access, ballot: Ballot, form: BoxForm) -> ResponseReturnValue:
    """What is about to be done, once more: it is done for good. What would be refused is refused already, but
    for a second position by proxy: whether the grantor has voted is learnt by nobody who only asks.
    """
    proxy = proxy_of(access.actor, ballot, form.association_id, at=clock.now())
    refuse_unready(access.paper, ballot, form.association_id, received_at=clock.now())
    if proxy is None:
        refuse_second(ballot, form.association_id)
    return page(
        "confirm", access, ballot, form=form, said=showing.said(ballot, form.choices),
        association=members.association(form.association_id).name, by_proxy=proxy is not None,
        warning=mandate_warning(access, ballot, form),
    )  # fmt: skip


def mandate_warning(access: Access, ballot: Ballot, form: BoxForm) -> str:
    """What the delegation's mandate says to the position on the text as a whole; it is not kept."""
    final = ballot.items[-1]
    return warning_for(access, form.association_id, final, form.choices[final.number])


def box_page(
    access: Access, ballot: Ballot, *, refused: BoxForm | None = None, status: int = 200
) -> ResponseReturnValue:
    """What is secret and what is not, and a form for each association."""
    turns = showing.turns(access, ballot, at=clock.now(), refused=refused)
    is_open = access.stage == "decision" and queries.is_open(ballot, at=clock.now())
    return page("box", access, ballot, status=status, turns=turns, refused=refused, is_open=is_open)


def page(
    name: str, access: Access, ballot: Ballot, *, status: int = 200, **shown: object
) -> ResponseReturnValue:
    """A page that no cache keeps."""
    html = render_template(
        f"ballots/secret/{name}.html", access=access, paper=access.paper, ballot=ballot,
        fewest=FEWEST_IN_THE_BOX, **shown,
    )  # fmt: skip
    response = make_response(html, status)
    response.headers["Cache-Control"] = "no-store"
    return response
