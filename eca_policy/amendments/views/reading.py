"""Reading amendments: the list in the order of the text, and each on a page of its own."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.amendments.listing import listing_shown
from eca_policy.amendments.views.blueprint import amendment_page, amendments, open_paper


@amendments.get("")
@web.signed_in
def index(reference: str) -> ResponseReturnValue:
    """Every amendment in the order of the text, filtered and printable."""
    access = open_paper(reference)
    access.require("amendment:read")
    return render_template("amendments/index.html", **listing_shown(access, request.args))


@amendments.get("/<name>")
@web.signed_in
def show(reference: str, name: str) -> ResponseReturnValue:
    """One amendment with everything that can be done to it."""
    return amendment_page(open_paper(reference), name)
