"""Pages of the associations and their people."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.members import queries

members = Blueprint("members", __name__, url_prefix="/associations")


@members.get("/")
@web.signed_in
def index() -> ResponseReturnValue:
    return render_template("members/index.html", associations=queries.associations())
