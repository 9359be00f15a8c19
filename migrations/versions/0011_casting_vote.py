"""The casting vote: who gave it, when, and in whose name."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Added with their checks: SQLite loses a table's triggers when it makes the table anew.
ADDED = (
    (
        "casting_vote",
        "VARCHAR(10) CONSTRAINT ck_ballot_casting_vote CHECK (casting_vote IN ('in_favour', 'against'))",
    ),
    ("casting_vote_note", "VARCHAR(300) DEFAULT '' NOT NULL"),
    ("casting_vote_by_id", "INTEGER CONSTRAINT fk_ballot_casting_vote_by_id REFERENCES account (id)"),
    (
        "casting_vote_at",
        "{instant} CONSTRAINT ck_ballot_casting_vote_whole CHECK ((casting_vote IS NULL) = "
        "(casting_vote_at IS NULL) AND (casting_vote IS NULL) = (casting_vote_by_id IS NULL) "
        "AND (casting_vote IS NULL OR casting_vote_note <> ''))",
    ),
)


def upgrade() -> None:
    instant = sa.DateTime(timezone=True).compile(dialect=op.get_bind().dialect)
    for column, definition in ADDED:
        op.execute(f"ALTER TABLE ballot ADD COLUMN {column} {definition.replace('{instant}', instant)}")


def downgrade() -> None:
    with op.batch_alter_table("ballot") as batch:
        for check in ("casting_vote_whole", "casting_vote"):
            batch.drop_constraint(op.f(f"ck_ballot_{check}"), type_="check")
        for column, _ in reversed(ADDED):
            batch.drop_column(column)
