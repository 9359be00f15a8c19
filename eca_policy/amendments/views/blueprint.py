"""What the pages of amendments share."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eca_policy.amendments.showing import amendment_shown
from eca_policy.amendments.typed import chosen_association
from eca_policy.lib import clock
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

amendments = Blueprint("amendments", __name__, url_prefix="/papers/<reference>/amendments")


def open_paper(reference: str) -> Access:
    return access_paper(current_actor(), reference, at=clock.now())


def named_association() -> int | None:
    """The association a button names, where the person acts for several."""
    return chosen_association(request.form.get("association"))


def amendment_page(access: Access, name: str, *, status: int = 200, **changes: Any) -> ResponseReturnValue:
    """One amendment; `changes` say why a button was refused."""
    shown = {**amendment_shown(access, name), **changes}
    return render_template("amendments/show.html", **shown), status


def to_amendment(reference: str, name: str, done: str) -> ResponseReturnValue:
    """Done: to the page of the amendment, with a sentence that says so."""
    flash(done, "success")
    return redirect(url_for("amendments.show", reference=reference, name=name))
