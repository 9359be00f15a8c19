"""Who may do what, and when: the one table of permissions as a page."""

from typing import NamedTuple

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.pages.views import pages
from eca_policy.permissions.actions import groups
from eca_policy.permissions.guard import permit
from eca_policy.permissions.names import role_name
from eca_policy.permissions.who_may import ROLES, RULES, Role, Stage
from eca_policy.web import current_actor

LISTED: tuple[Role, ...] = tuple(role for role in ROLES if role != "visitor")


class Line(NamedTuple):
    """One rule: who may do it in which stages; stages None: whatever the stage."""

    action: str
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...] | None


@pages.get("/permissions")
@web.secretariat
def permissions() -> ResponseReturnValue:
    permit(current_actor(), "permissions:read")
    chosen = next((role for role in LISTED if role == request.args.get("role")), None)
    shown = [(title, lines_of(actions, chosen)) for title, actions in groups()]
    return render_template(
        "pages/permissions.html",
        groups=[(title, lines) for title, lines in shown if lines],
        roles=LISTED,
        chosen=chosen,
        role_name=role_name,
    )


def lines_of(actions: dict[str, str], chosen: Role | None) -> list[Line]:
    """The rules of these actions, of one role when it is chosen."""
    return [
        Line(words, rule.roles, rule.stages)
        for action, words in actions.items()
        for rule in RULES
        if rule.action == action and (chosen is None or chosen in rule.roles)
    ]
