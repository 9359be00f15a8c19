"""The codes on the rolls there are, and the silences that written votes followed.

A decided ballot names those that made a reservation by the codes they had then, and so must its roll: they
are looked up in the record, where an association has changed its code since.
"""

from collections import defaultdict
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

association = sa.table("association", sa.column("id"), sa.column("code"))
roll = sa.table("ballot_roll", sa.column("ballot_id"), sa.column("association_id"), sa.column("code"))
decision = sa.table("decision", sa.column("ballot_id"), sa.column("decided_at", sa.DateTime(timezone=True)))
entry = sa.table(
    "record_entry", sa.column("number"), sa.column("at", sa.DateTime(timezone=True)), sa.column("verb"),
    sa.column("association_id"), sa.column("details", sa.JSON()),
)  # fmt: skip
Codes = list[tuple[datetime, str]]


def upgrade() -> None:
    permit_changes()
    today = sa.select(association.c.code).where(association.c.id == roll.c.association_id)
    op.execute(sa.update(roll).values(code=today.scalar_subquery()))
    for association_id, codes in renamed().items():
        for ballot_id, decided_at in decided():
            set_code(ballot_id, association_id, code_at(decided_at, codes))
    forbid_changes()
    op.execute(
        "UPDATE ballot SET follows_id = (SELECT broken.id FROM ballot AS broken "
        "JOIN decision ON decision.ballot_id = broken.id WHERE broken.paper_id = ballot.paper_id "
        "AND broken.number = ballot.number - 1 AND broken.version_id = ballot.version_id "
        "AND CAST(broken.follow_up AS TEXT) <> '{}' AND decision.outcome = 'silence_broken' "
        "AND decision.decided_at = ballot.opens_at)"
    )


def renamed() -> dict[int, Codes]:
    """The codes of the associations that have had several, each with the instant from which it held."""
    lines = sa.select(entry.c.association_id, entry.c.at, entry.c.details).where(
        entry.c.verb.in_(("association:create", "association:change"))
    )
    found: dict[int, Codes] = defaultdict(list)
    for association_id, at, details in op.get_bind().execute(lines.order_by(entry.c.number)).all():
        found[association_id].append((at, details["code"]))
    return {key: codes for key, codes in found.items() if len({code for _, code in codes}) > 1}


def decided() -> list[tuple[int, datetime]]:
    rows = op.get_bind().execute(sa.select(decision.c.ballot_id, decision.c.decided_at)).all()
    return [(ballot_id, decided_at) for ballot_id, decided_at in rows]


def code_at(instant: datetime, codes: Codes) -> str:
    """The code that held, or the first there is."""
    return next((code for at, code in reversed(codes) if at <= instant), codes[0][1])


def set_code(ballot_id: int, association_id: int, code: str) -> None:
    entries = (roll.c.ballot_id == ballot_id, roll.c.association_id == association_id)
    op.execute(sa.update(roll).where(*entries).values(code=code))


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def permit_changes() -> None:
    op.execute("DROP TRIGGER ballot_roll_no_update" + ("" if is_sqlite() else " ON ballot_roll"))


def forbid_changes() -> None:
    """The trigger of the second migration again."""
    if is_sqlite():
        op.execute(
            "CREATE TRIGGER ballot_roll_no_update BEFORE UPDATE ON ballot_roll "
            "BEGIN SELECT RAISE(ABORT, 'ballot_roll is append-only'); END"
        )
    else:
        op.execute(
            "CREATE TRIGGER ballot_roll_no_update BEFORE UPDATE ON ballot_roll "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """What was written goes with its columns."""
