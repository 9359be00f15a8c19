"""Procedures to start from, as plain data. Names and descriptions are translated where they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eca_policy.ballots.wording import N_


@dataclass(frozen=True)
class Preset:
    """A procedure under a name, and how its ballots are run (see `conduct.py`).

    `followed_by`: the preset of the written vote after a broken silence.
    """

    key: str
    name: str
    description: str
    rule: Mapping[str, object]
    conduct: Mapping[str, object] = field(default_factory=dict)
    followed_by: str | None = None


ALL_PRESETS = (
    Preset(
        key="simple_majority",
        name=N_("Simple majority"),
        description=N_("More in favour than against. Abstentions do not count; a tie rejects."),
        rule={"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]},
    ),
    Preset(
        key="position_paper",
        name=N_("Position paper"),
        description=N_(
            "Two thirds of the votes cast, carried by more than a third of all; half must take part."
        ),
        rule={
            "quorum": {"measure": "members", "at_least": "1/2"},
            "conditions": [
                {"measure": "members", "base": "cast", "at_least": "2/3"},
                {"measure": "members", "base": "entitled", "more_than": "1/3"},
            ],
        },
    ),
    Preset(
        key="silence",
        name=N_("Silence procedure"),
        description=N_(
            "Adopted when time runs out, unless three or those with a fifth of the weight object."
        ),
        rule={"silence": {"objections": 3, "weight": "1/5"}},
        conduct={"working_days": 10},
        followed_by="position_paper",
    ),
    Preset(
        key="double_majority",
        name=N_("Double majority"),
        description=N_(
            "As in the Council of the European Union: 55 per cent of all associations "
            "with 65 per cent of the weight."
        ),
        rule={
            "conditions": [
                {"measure": "members", "base": "entitled", "at_least": "55/100"},
                {"measure": "weight", "base": "entitled", "at_least": "65/100"},
            ],
            "blocking_minority": {"members": 4},
        },
    ),
    Preset(
        key="unanimity",
        name=N_("Unanimity"),
        description=N_("Nobody against and at least one in favour. An abstention does not prevent it."),
        rule={
            "conditions": [{"measure": "members", "base": "cast", "at_least": "1/1"}],
            "min_in_favour": 1,
        },
    ),
    Preset(
        key="statutes",
        name=N_("Change of the statutes"),
        description=N_("Three quarters of the votes cast; two thirds must take part."),
        rule={
            "quorum": {"measure": "members", "at_least": "2/3"},
            "conditions": [{"measure": "members", "base": "cast", "at_least": "3/4"}],
        },
    ),
)

PRESETS: Mapping[str, Preset] = {preset.key: preset for preset in ALL_PRESETS}
