"""What was recorded, issued, counted or published never changes: the database itself refuses."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# A position may be changed until the close (the earlier one is kept), but never removed.
FROZEN = {
    "record_entry": ("UPDATE", "DELETE"),
    "revision": ("UPDATE", "DELETE"),
    "version": ("UPDATE", "DELETE"),
    "ballot_roll": ("UPDATE", "DELETE"),
    "earlier_position": ("UPDATE", "DELETE"),
    "decision": ("UPDATE", "DELETE"),
    "publication": ("UPDATE", "DELETE"),
    "position": ("DELETE",),
}


def pairs() -> list[tuple[str, str]]:
    return [(table, event) for table, events in FROZEN.items() for event in events]


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, event in pairs():
            op.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table, event in pairs():
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, event in pairs():
        op.execute(f"DROP TRIGGER {table}_no_{event.lower()}" + ("" if on_sqlite else f" ON {table}"))
    if not on_sqlite:
        op.execute("DROP FUNCTION refuse_change()")
