"""Roles and stages in words."""

from eca_policy.lib.i18n import gettext as _
from eca_policy.permissions.who_may import Role, Stage


def stage_name(stage: Stage) -> str:
    return {
        "drafting": _("drafting"),
        "consultation": _("consultation"),
        "consolidation": _("consolidation"),
        "decision": _("decision"),
        "adopted": _("adopted"),
        "rejected": _("rejected"),
        "withdrawn": _("withdrawn"),
    }[stage]


def role_name(role: Role) -> str:
    return {
        "visitor": _("visitor"),
        "observer": _("observer"),
        "delegate": _("delegate"),
        "alternate": _("alternate"),
        "head": _("head of delegation"),
        "author": _("the leading association"),
        "rapporteur": _("rapporteur"),
        "secretariat": _("secretariat"),
        "clock": _("the clock"),
    }[role]
