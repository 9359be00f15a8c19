"""A ballot keeps no casting vote of its own any more: its items have theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ballot") as batch:
        batch.drop_constraint(op.f("ck_ballot_casting_vote_whole"), type_="check")
        batch.drop_constraint(op.f("ck_ballot_casting_vote"), type_="check")
        for column in ("casting_vote", "casting_vote_note", "casting_vote_by_id", "casting_vote_at"):
            batch.drop_column(column)


def downgrade() -> None:
    with op.batch_alter_table("ballot") as batch:
        batch.add_column(sa.Column("casting_vote", sa.String(10)))
        batch.add_column(sa.Column("casting_vote_note", sa.String(300), server_default="", nullable=False))
        batch.add_column(sa.Column("casting_vote_by_id", sa.Integer()))
        batch.add_column(sa.Column("casting_vote_at", sa.DateTime(timezone=True)))
        batch.create_foreign_key(
            op.f("fk_ballot_casting_vote_by_id"), "account", ["casting_vote_by_id"], ["id"]
        )
        batch.create_check_constraint(
            op.f("ck_ballot_casting_vote"), "casting_vote IN ('in_favour', 'against')"
        )
        batch.create_check_constraint(
            op.f("ck_ballot_casting_vote_whole"),
            "(casting_vote IS NULL) = (casting_vote_at IS NULL) AND (casting_vote IS NULL) = "
            "(casting_vote_by_id IS NULL) AND (casting_vote IS NULL OR casting_vote_note <> '')",
        )
