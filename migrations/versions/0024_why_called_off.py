"""Why the secretariat called a ballot off, for everybody to read."""

from alembic import op

revision = "0024"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER TABLE ballot ADD COLUMN called_off_because TEXT DEFAULT '' NOT NULL"
        " CONSTRAINT ck_ballot_says_why_it_was_called_off"
        " CHECK (called_off_because = '' OR called_off_at IS NOT NULL)"
    )


def downgrade() -> None:
    with op.batch_alter_table("ballot") as batch:
        batch.drop_constraint(op.f("ck_ballot_says_why_it_was_called_off"), type_="check")
        batch.drop_column("called_off_because")
