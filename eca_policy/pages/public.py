"""What leaves: files of a version, the act of publishing, and the public page with its permanent address."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.exports import queries, service
from eca_policy.exports.cover import facts
from eca_policy.exports.formats import FORMATS, write
from eca_policy.exports.freezing import freeze
from eca_policy.exports.snapshot import Snapshot
from eca_policy.lib import clock
from eca_policy.lib.errors import NotVisible
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers import queries as papers
from eca_policy.papers.queries import access_paper
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

public = Blueprint("public", __name__)


@public.get("/published")
@web.public
def index() -> ResponseReturnValue:
    return render_template("public/index.html", publications=queries.publications())


@public.get("/published/<reference>")
@web.public
def paper(reference: str) -> ResponseReturnValue:
    snapshot = queries.snapshot_of(queries.publication(reference))
    return render_template("public/paper.html", snapshot=snapshot, facts=facts(snapshot), formats=FORMATS)


@public.get("/published/<reference>/<key>")
@web.public
def export(reference: str, key: str) -> ResponseReturnValue:
    return file(queries.snapshot_of(queries.publication(reference)), key)


@public.route("/papers/<reference>/publish", methods=["GET", "POST"])
@web.signed_in
def publish(reference: str) -> ResponseReturnValue:
    """A page with a button: the address becomes public and permanent."""
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("paper:publish")
    if web.is_post():
        with transaction():
            service.publish(current_actor(), reference, at=clock.now())
        flash(_("The paper is published at its permanent address."), "success")
        return redirect(url_for(".paper", reference=reference))
    return render_template("public/publish.html", paper=access.paper)


@public.get("/papers/<reference>/versions/<number:number>/<key>")
@web.signed_in
def export_version(reference: str, number: int, key: str) -> ResponseReturnValue:
    access = access_paper(current_actor(), reference, at=clock.now())
    for version in papers.versions(access.paper):
        if version.number == number:
            return file(freeze(access.paper, version, at=version.issued_at), key)
    raise NotVisible(_("There is no such version."))


def file(snapshot: Snapshot, key: str) -> Response:
    """The snapshot in one format, to download."""
    if key not in FORMATS:
        raise NotVisible(_("There is no such format."))
    made = write(snapshot, key)
    response = Response(made.data, content_type=made.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=made.filename)
    return response
