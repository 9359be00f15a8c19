"""The preset procedures, written into the database at set-up."""

from eca_policy.ballots import queries
from eca_policy.ballots.models import Procedure as ProcedureRow
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
    """Add the preset procedures that are not there yet; run at set-up, as often as one likes."""
    present = {procedure.key for procedure in queries.procedures()}
    for preset in ALL_PRESETS:
        if preset.key not in present:
            db.session.add(
                ProcedureRow(
                    key=preset.key,
                    name=preset.name,
                    name_fi=FINNISH_NAMES[preset.key],
                    rule=dict(preset.rule),
                )
            )
