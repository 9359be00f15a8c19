"""Whether a rule measures weights, as a pure function of it: one that counts heads has no use for them."""

from collections.abc import Mapping
from typing import Any

from eca_policy.ballots.procedure import Measure, Procedure


def asks_for_weight(rule: Mapping[str, Any]) -> bool:
    """Whether anything in the rule depends on the weights."""
    procedure = Procedure.from_dict(rule)
    quorum = procedure.quorum is not None and procedure.quorum.measure is Measure.WEIGHT
    silence = procedure.silence is not None and procedure.silence.weight is not None
    return quorum or silence or any(each.measure is Measure.WEIGHT for each in procedure.conditions)
