"""Proxies and statements never change but by ending, and who takes part or states has a vote.

As 0020: what a check could not hold, or would cost SQLite the table's triggers.
"""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PROXY = ("id", "grantor_id", "holder_id", "ballot_id", "starts_on", "ends_on", "written", "given_by_id",
    "given_at")  # fmt: skip
STATEMENT = ("id", "ballot_id", "association_id", "kind", "paragraph_id", "body", "made_by_id", "made_at")
OFF_THE_ROLL = (
    "NOT EXISTS (SELECT 1 FROM ballot_roll WHERE ballot_roll.ballot_id = NEW.ballot_id "
    "AND ballot_roll.association_id = NEW.association_id AND ballot_roll.left_out = '')"
)
NO_BOX = (
    "NOT EXISTS (SELECT 1 FROM ballot WHERE ballot.id = NEW.ballot_id "
    "AND ballot.ended_at IS NULL AND {shown} = 'secret')"
)


def changed(columns: tuple[str, ...], ended: str) -> str:
    """Whether an update did more than end what stood: by its instant and its person, once."""
    other = " OR ".join(f"NEW.{column} {{differs}} OLD.{column}" for column in columns)
    return f"OLD.{ended}_at IS NOT NULL OR NEW.{ended}_at IS NULL OR {other}"


def half(ended: str) -> str:
    return f"(NEW.{ended}_at IS NULL) <> (NEW.{ended}_by_id IS NULL)"


# The trigger, its table, on which events it fires, the sentence of the refusal, and when a row is refused.
REFUSED = (
    ("proxy_half_revoked", "proxy", ("INSERT", "UPDATE"), "a proxy is revoked by somebody, at an instant",
        half("revoked")),
    ("proxy_changed", "proxy", ("UPDATE",), "a proxy is never changed but by being revoked, once",
        changed(PROXY, "revoked")),
    ("statement_half_withdrawn", "statement", ("INSERT", "UPDATE"),
        "a statement is withdrawn by somebody, at an instant", half("withdrawn")),
    ("statement_changed", "statement", ("UPDATE",),
        "a statement is never changed but by being withdrawn, once", changed(STATEMENT, "withdrawn")),
    ("statement_off_the_roll", "statement", ("INSERT",),
        "a statement of an association that is not on the roll", OFF_THE_ROLL),
    ("secret_participation_off_the_roll", "secret_participation", ("INSERT",),
        "an association that is not on the roll takes no part", OFF_THE_ROLL),
    ("secret_participation_in_none", "secret_participation", ("INSERT",),
        "there is no running secret ballot to take part in", NO_BOX),
)  # fmt: skip


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    shown = "json_extract(ballot.conduct, '$.shown')" if is_sqlite() else "ballot.conduct ->> 'shown'"
    differs = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    for name, table, events, sentence, when in REFUSED:
        refuse(name, table, events, sentence, when.format(shown=shown, differs=differs))


def refuse(name: str, table: str, events: tuple[str, ...], sentence: str, when: str) -> None:
    if is_sqlite():
        for event in events:
            op.execute(
                f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON {table} WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    for name, table, events, _sentence, _when in REFUSED:
        if is_sqlite():
            for event in events:
                op.execute(f"DROP TRIGGER {name}_{event.lower()}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
