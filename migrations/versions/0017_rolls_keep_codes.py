"""A roll keeps the codes of its associations, and a written vote the silence that it follows."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Added as they are: rebuilding the table of the roll on SQLite would lose its triggers."""
    op.add_column("ballot_roll", sa.Column("code", sa.String(12), server_default="", nullable=False))
    op.execute(
        "ALTER TABLE ballot ADD COLUMN follows_id INTEGER "
        "CONSTRAINT fk_ballot_follows_id REFERENCES ballot (id)"
    )
    op.create_index("uq_ballot_follows_id", "ballot", ["follows_id"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_ballot_follows_id", "ballot")
    with op.batch_alter_table("ballot") as batch:
        batch.drop_column("follows_id")
    op.drop_column("ballot_roll", "code")
