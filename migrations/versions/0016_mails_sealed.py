"""Mails of before that may say what a ballot hides are sealed: of which ballot each is, no row tells."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE outbox_mail SET is_sealed = true "
        "WHERE message IN ('cast_in_secret', 'position_cast', 'ballot_reminder')"
    )


def downgrade() -> None:
    """The column goes with the migration before."""
