"""Where each comment stands in the text, place by place; what was written never changes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATUSES = ("anchored", "changed", "moved", "check", "detached")
EVENTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    op.create_table(
        "comment_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.String(length=16), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"status IN {STATUSES}", name=op.f("ck_comment_place_status")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_comment_place_numbered")),
        sa.CheckConstraint(
            "(status = 'detached') = (paragraph_id IS NULL)",
            name=op.f("ck_comment_place_detached_is_nowhere"),
        ),
        sa.CheckConstraint(
            "paragraph_id IS NOT NULL OR quote = ''", name=op.f("ck_comment_place_words_in_a_paragraph")
        ),
        sa.CheckConstraint(
            '"start" >= 0 AND "end" - "start" = length(quote)',
            name=op.f("ck_comment_place_quote_fills_its_range"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_comment_place_by_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_place_comment_id")),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_comment_place_paragraph_id")
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_comment_place_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_place")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_comment_place_comment_id_number")),
    )
    for event in EVENTS:
        freeze(event)


def freeze(event: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        action = "BEGIN SELECT RAISE(ABORT, 'comment_place is append-only'); END"
    else:
        action = "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    op.execute(f"CREATE TRIGGER comment_place_no_{event.lower()} BEFORE {event} ON comment_place {action}")


def downgrade() -> None:
    op.drop_table("comment_place")
