"""The procedures an alliance starts with, put into an empty database."""

from eca_policy.ballots import queries
from eca_policy.ballots.models import Procedure
from eca_policy.ballots.presets import ALL_PRESETS
from eca_policy.extensions import db

FINNISH_NAMES = {
    "simple_majority": "Yksinkertainen enemmistö",
    "position_paper": "Kannanotto",
    "silence": "Hiljaisen hyväksynnän menettely",
    "double_majority": "Kaksoisenemmistö",
    "unanimity": "Yksimielisyys",
    "statutes": "Sääntömuutos",
}


def load_presets() -> None:
    """Add the preset procedures that are not there yet; run at set-up, as often as one likes.

    A preset that is there is left alone: the secretariat may have changed it.
    """
    present = {procedure.key for procedure in queries.procedures()}
    for preset in ALL_PRESETS:
        if preset.key not in present:
            db.session.add(
                Procedure(
                    key=preset.key,
                    name=preset.name,
                    name_fi=FINNISH_NAMES[preset.key],
                    rule=dict(preset.rule),
                    conduct=dict(preset.conduct),
                    followed_by=preset.followed_by or "",
                )
            )
