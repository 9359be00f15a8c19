"""The guard at the head of every verb: asks the table, and refuses with a sentence."""

from collections.abc import Collection

from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.permissions.names import stage_name
from eca_policy.permissions.who_may import Role, Stage, may, roles_of, stages_for


class WrongStage(RuleBroken):
    """The role may do this, but not in the stage the paper is in."""


def require(action: str, roles: Collection[Role], stage: Stage | None = None) -> None:
    """Return when the table allows it; else say whether never (403) or not now (422)."""
    if may(action, roles, stage):
        return
    stages = stages_for(action, roles)
    if stage is None or not stages:
        raise NotAllowed(_("Your role does not allow this. Ask the secretariat if you think it should."))
    raise WrongStage(
        _(
            "This can be done in the stage %(stages)s; the paper is now in the stage %(stage)s.",
            stages=" / ".join(stage_name(each) for each in stages),
            stage=stage_name(stage),
        )
    )


def permit(actor: Actor, action: str) -> None:
    """The guard for what concerns no paper."""
    require(action, roles_of(actor))
