"""Consolidation: the desk of a paper, what is chosen and written on it, and compromises."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "consolidation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result_id", sa.Integer(), nullable=True),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "result_id IS NULL OR ended_at IS NOT NULL", name=op.f("ck_consolidation_result_only_when_ended")
        ),
        sa.ForeignKeyConstraint(["holder_id"], ["account.id"], name=op.f("fk_consolidation_holder_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_consolidation_paper_id")),
        sa.ForeignKeyConstraint(["result_id"], ["version.id"], name=op.f("fk_consolidation_result_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_consolidation_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidation")),
        sa.UniqueConstraint("id", "paper_id", name=op.f("uq_consolidation_id_paper_id")),
    )
    op.create_index(
        "uq_consolidation_one_open",
        "consolidation",
        ["paper_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "compromise",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_compromise_number")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_compromise_reason")),
        sa.ForeignKeyConstraint(
            ["consolidation_id", "paper_id"],
            ["consolidation.id", "consolidation.paper_id"],
            name=op.f("fk_compromise_consolidation_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_compromise_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compromise")),
        sa.UniqueConstraint("id", "consolidation_id", name=op.f("uq_compromise_id_consolidation_id")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_compromise_paper_id_number")),
    )
    op.create_table(
        "consolidation_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("compromise_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "decision IN ('undecided', 'accepted', 'accepted_with_changes', 'rejected', 'lapsed', 'in_compromise', 'left_open')",
            name=op.f("ck_consolidation_choice_decision"),
        ),
        sa.CheckConstraint(
            "(decision = 'in_compromise') = (compromise_id IS NOT NULL)",
            name=op.f("ck_consolidation_choice_compromise_if_and_only_if_in"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consolidation_choice_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id", "paper_id"],
            ["amendment.id", "amendment.paper_id"],
            name=op.f("fk_consolidation_choice_amendment_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["compromise_id", "consolidation_id"],
            ["compromise.id", "compromise.consolidation_id"],
            name=op.f("fk_consolidation_choice_compromise_id_consolidation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consolidation_id", "paper_id"],
            ["consolidation.id", "consolidation.paper_id"],
            name=op.f("fk_consolidation_choice_consolidation_id_paper_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidation_choice")),
        sa.UniqueConstraint(
            "consolidation_id",
            "amendment_id",
            name=op.f("uq_consolidation_choice_consolidation_id_amendment_id"),
        ),
    )
    op.create_table(
        "consolidation_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consolidation_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=16), nullable=False),
        sa.Column("paragraph_id", sa.String(length=16), nullable=True),
        sa.Column("compromise_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("made_from", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place = coalesce(paragraph_id, '')", name=op.f("ck_consolidation_wording_place")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_consolidation_wording_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["compromise_id", "consolidation_id"],
            ["compromise.id", "compromise.consolidation_id"],
            name=op.f("fk_consolidation_wording_compromise_id_consolidation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["consolidation_id"], ["consolidation.id"], name=op.f("fk_consolidation_wording_consolidation_id")
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_consolidation_wording_paragraph_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consolidation_wording")),
        sa.UniqueConstraint(
            "compromise_id", "place", name=op.f("uq_consolidation_wording_compromise_id_place")
        ),
    )
    op.create_index(
        "uq_consolidation_wording_decided",
        "consolidation_wording",
        ["consolidation_id", "place"],
        unique=True,
        sqlite_where=sa.text("compromise_id IS NULL"),
        postgresql_where=sa.text("compromise_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_consolidation_wording_decided", table_name="consolidation_wording")
    op.drop_table("consolidation_wording")
    op.drop_table("consolidation_choice")
    op.drop_table("compromise")
    op.drop_index("uq_consolidation_one_open", table_name="consolidation")
    op.drop_table("consolidation")
