"""A position is one of an association on the roll, in time, by name, and none is lost when it changes.

Rules that a check cannot hold, since they look at other rows, and two that are checks: SQLite takes a check
only by making the table anew, without its triggers. Every look goes by a key or a unique index, so that a
position costs the same however many there are. A later migration that makes `ballot`, `ballot_item` or
`proxy` anew on SQLite drops these triggers first.
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ITEM = "FROM ballot_item JOIN ballot ON ballot.id = ballot_item.ballot_id WHERE ballot_item.id = NEW.item_id"
# The trigger, on which events it fires, the sentence of the refusal, and when a row is refused.
REFUSED = (
    ("position_off_the_roll", ("INSERT",), "a position of an association that is not on the roll",
        "NOT EXISTS (SELECT 1 FROM ballot_item JOIN ballot_roll ON ballot_roll.ballot_id = "
        "ballot_item.ballot_id WHERE ballot_item.id = NEW.item_id "
        "AND ballot_roll.association_id = NEW.association_id AND ballot_roll.left_out = '')"),
    ("position_in_secret", ("INSERT",), "a position by name in a secret ballot",
        f"EXISTS (SELECT 1 {ITEM} AND {{shown}} = 'secret')"),
    ("position_out_of_time", ("INSERT", "UPDATE"), "a position while the ballot is not open",
        f"NOT EXISTS (SELECT 1 {ITEM} AND ballot.ended_at IS NULL "
        "AND NEW.cast_at >= ballot.opens_at AND NEW.cast_at < ballot.closes_at)"),
    ("position_reserved", ("INSERT", "UPDATE"), "a reservation beside another position than in favour",
        "NEW.reservation <> '' AND NEW.choice <> 'in_favour'"),
    ("position_noted", ("INSERT", "UPDATE"), "a position entered without a note, or a note without a channel",
        "(NEW.channel = '') <> (NEW.channel_note = '')"),
    ("position_by_proxy", ("INSERT", "UPDATE"), "a position under the proxy of another association or ballot",
        "NEW.proxy_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM proxy WHERE proxy.id = NEW.proxy_id "
        "AND proxy.grantor_id = NEW.association_id AND (proxy.ballot_id IS NULL OR proxy.ballot_id = "
        "(SELECT ballot_item.ballot_id FROM ballot_item WHERE ballot_item.id = NEW.item_id)))"),
    ("position_moved", ("UPDATE",), "a position goes to no other association or item",
        "NEW.id <> OLD.id OR NEW.item_id <> OLD.item_id OR NEW.association_id <> OLD.association_id"),
    ("position_forgotten", ("UPDATE",), "a position is changed only when it is kept as it stood",
        "NOT EXISTS (SELECT 1 FROM earlier_position WHERE earlier_position.position_id = OLD.id "
        "AND earlier_position.choice = OLD.choice AND earlier_position.cast_by_id = OLD.cast_by_id "
        "AND earlier_position.cast_at = OLD.cast_at)"),
)  # fmt: skip


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    shown = "json_extract(ballot.conduct, '$.shown')" if is_sqlite() else "ballot.conduct ->> 'shown'"
    for name, events, sentence, when in REFUSED:
        refuse(name, events, sentence, when.format(shown=shown))


def refuse(name: str, events: tuple[str, ...], sentence: str, when: str) -> None:
    if is_sqlite():
        for event in events:
            op.execute(
                f"CREATE TRIGGER {name}_{event.lower()} BEFORE {event} ON position WHEN {when} "
                f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {when} THEN RAISE EXCEPTION '{sentence}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {' OR '.join(events)} ON position "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def downgrade() -> None:
    for name, events, _sentence, _when in REFUSED:
        if is_sqlite():
            for event in events:
                op.execute(f"DROP TRIGGER {name}_{event.lower()}")
        else:
            op.execute(f"DROP TRIGGER {name} ON position")
            op.execute(f"DROP FUNCTION {name}()")
