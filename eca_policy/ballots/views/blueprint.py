"""The blueprint of everything that is seen and done about one ballot of a paper."""

from flask import Blueprint

ballots = Blueprint("ballots", __name__, url_prefix="/papers/<reference>")
