"""Roles and stages in words."""

from typing import Any

from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.permissions.who_may import Role, Stage

STAGE_NAMES: dict[Stage, Any] = {
    "drafting": _l("drafting"),
    "consultation": _l("consultation"),
    "consolidation": _l("consolidation"),
    "decision": _l("decision"),
    "adopted": _l("adopted"),
    "rejected": _l("rejected"),
    "withdrawn": _l("withdrawn"),
}
ROLE_NAMES: dict[Role, Any] = {
    "visitor": _l("visitor"),
    "observer": _l("observer"),
    "delegate": _l("delegate"),
    "alternate": _l("alternate"),
    "head": _l("head of delegation"),
    "author": _l("the leading association"),
    "rapporteur": _l("rapporteur"),
    "secretariat": _l("secretariat"),
    "clock": _l("the clock"),
}


def stage_name(stage: Stage) -> str:
    return str(STAGE_NAMES[stage])


def role_name(role: Role) -> str:
    return str(ROLE_NAMES[role])
