"""A casting vote of the chair for each item that ended in a tie."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "casting_vote",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN ('in_favour', 'against')", name=op.f("ck_casting_vote_choice")),
        sa.CheckConstraint("note <> ''", name=op.f("ck_casting_vote_says_who")),
        sa.ForeignKeyConstraint(["item_id"], ["ballot_item.id"], name=op.f("fk_casting_vote_item_id")),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_casting_vote_entered_by_id")
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_casting_vote")),
    )
    keep_casting_votes()


def keep_casting_votes() -> None:
    """The triggers of 0002: a casting vote is given once."""
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'casting_vote is append-only'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER casting_vote_no_{event.lower()} BEFORE {event} ON casting_vote {refuse}")


def downgrade() -> None:
    op.drop_table("casting_vote")
