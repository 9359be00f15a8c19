"""Why the secretariat called a ballot off, for everybody to read."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE ballot ADD COLUMN called_off_because TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_ballot_says_why_it_was_called_off"
        " CHECK (called_off_because = '' OR called_off_at IS NOT NULL)"
    )


def downgrade() -> None:
    """The check goes with its column; making the table anew, SQLite would trip over the triggers of 0020."""
    op.execute("ALTER TABLE ballot DROP COLUMN called_off_because")
