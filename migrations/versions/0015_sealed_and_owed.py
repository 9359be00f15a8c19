"""Mails that no page shows, ballots that were found tied, and files that are still to be wiped."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "outbox_mail", sa.Column("is_sealed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("ballot", sa.Column("tied_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "secret_wipe",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_secret_wipe_ballot_id")),
        sa.PrimaryKeyConstraint("ballot_id", name=op.f("pk_secret_wipe")),
    )


def downgrade() -> None:
    op.drop_table("secret_wipe")
    op.drop_column("ballot", "tied_at")
    op.drop_column("outbox_mail", "is_sealed")
