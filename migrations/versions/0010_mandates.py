"""Mandates: straw positions of a delegation, and the mandate that it records."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "straw_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("cluster", sa.String(length=200), nullable=True),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(account_id IS NULL) <> (cluster IS NULL)", name=op.f("ck_straw_position_person_or_cluster")
        ),
        sa.CheckConstraint("cluster <> ''", name=op.f("ck_straw_position_cluster_named")),
        sa.CheckConstraint(
            "choice IN ('in_favour', 'against', 'abstention')", name=op.f("ck_straw_position_choice")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_straw_position_account_id")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_straw_position_association_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["account.id"], name=op.f("fk_straw_position_entered_by_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_straw_position_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_straw_position")),
        sa.UniqueConstraint(
            "paper_id",
            "association_id",
            "account_id",
            name=op.f("uq_straw_position_paper_id_association_id_account_id"),
        ),
        sa.UniqueConstraint(
            "paper_id",
            "association_id",
            "cluster",
            name=op.f("uq_straw_position_paper_id_association_id_cluster"),
        ),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_mandate_number")),
        sa.CheckConstraint(
            "choice IN ('in_favour', 'against', 'abstention', 'free')", name=op.f("ck_mandate_choice")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_mandate_association_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_mandate_paper_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_mandate_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
        sa.UniqueConstraint(
            "paper_id", "association_id", "number", name=op.f("uq_mandate_paper_id_association_id_number")
        ),
    )
    keep_mandates()


def keep_mandates() -> None:
    """The triggers of 0002: what a delegation was charged with can be superseded, not rewritten."""
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'mandate is append-only'); END"
        if op.get_bind().dialect.name == "sqlite"
        else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    for event in ("UPDATE", "DELETE"):
        op.execute(f"CREATE TRIGGER mandate_no_{event.lower()} BEFORE {event} ON mandate {refuse}")


def downgrade() -> None:
    op.drop_table("mandate")
    op.drop_table("straw_position")
