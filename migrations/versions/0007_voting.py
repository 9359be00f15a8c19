"""Voting lists: how amendments are arranged for the vote, and which votes apart were requested."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# What a ballot took says for good what was voted on, and in which order.
IS_FROZEN = {
    "voting_list": ("OLD.frozen_at IS NOT NULL", ("UPDATE", "DELETE")),
    "voting_entry": (
        "EXISTS (SELECT 1 FROM voting_list WHERE id = {row}.list_id AND frozen_at IS NOT NULL)",
        ("INSERT", "UPDATE", "DELETE"),
    ),
}


def freeze() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, (is_frozen, events) in IS_FROZEN.items():
        for event in events:
            row = "NEW" if event == "INSERT" else "OLD"
            refuse = on_sqlite_if if on_sqlite else on_postgresql_if
            refuse(table, event, is_frozen.format(row=row), row)


def on_sqlite_if(table: str, event: str, is_frozen: str, row: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_frozen_{event.lower()} BEFORE {event} ON {table} WHEN {is_frozen} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is frozen'); END"
    )


def on_postgresql_if(table: str, event: str, is_frozen: str, row: str) -> None:
    name = f"{table}_frozen_{event.lower()}"
    after = "OLD" if event == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {is_frozen} THEN RAISE EXCEPTION '{table} is frozen'; END IF; RETURN {after}; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def upgrade() -> None:
    op.create_table(
        "voting_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_voting_list_paper_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_voting_list_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_list")),
    )
    op.create_index(op.f("ix_voting_list_paper_id"), "voting_list", ["paper_id"])
    op.create_index(
        "uq_voting_list_one_open",
        "voting_list",
        ["paper_id"],
        unique=True,
        sqlite_where=sa.text("frozen_at IS NULL"),
        postgresql_where=sa.text("frozen_at IS NULL"),
    )
    op.create_table(
        "voting_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("package", sa.Integer(), nullable=True),
        sa.CheckConstraint("rank > 0", name=op.f("ck_voting_entry_rank")),
        sa.CheckConstraint("package > 0", name=op.f("ck_voting_entry_package")),
        sa.CheckConstraint(
            "rank IS NOT NULL OR package IS NOT NULL", name=op.f("ck_voting_entry_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_voting_entry_amendment_id")
        ),
        sa.ForeignKeyConstraint(["list_id"], ["voting_list.id"], name=op.f("fk_voting_entry_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voting_entry")),
        sa.UniqueConstraint("list_id", "amendment_id", name=op.f("uq_voting_entry_list_id_amendment_id")),
    )
    op.create_index(op.f("ix_voting_entry_amendment_id"), "voting_entry", ["amendment_id"])
    op.create_table(
        "vote_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('separate', 'split')", name=op.f("ck_vote_request_kind")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vote_request_account_id")),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_vote_request_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_vote_request_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_request")),
        sa.UniqueConstraint(
            "amendment_id",
            "association_id",
            "kind",
            name=op.f("uq_vote_request_amendment_id_association_id_kind"),
        ),
    )
    freeze()


def downgrade() -> None:
    op.drop_table("vote_request")
    op.drop_index(op.f("ix_voting_entry_amendment_id"), "voting_entry")
    op.drop_table("voting_entry")
    op.drop_index("uq_voting_list_one_open", "voting_list")
    op.drop_index(op.f("ix_voting_list_paper_id"), "voting_list")
    op.drop_table("voting_list")
    if op.get_bind().dialect.name != "sqlite":
        for table, (_, events) in IS_FROZEN.items():
            for event in events:
                op.execute(f"DROP FUNCTION {table}_frozen_{event.lower()}()")
