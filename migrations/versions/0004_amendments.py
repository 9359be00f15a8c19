"""Amendments: what is proposed to change in a text, its wordings for each version, and who co-signs it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# A wording that somebody read is never another; an amendment is withdrawn and never removed.
FROZEN = {
    "amendment_wording": ("UPDATE", "DELETE"),
    "amendment_change": ("UPDATE", "DELETE"),
    "amendment": ("DELETE",),
}


def freeze() -> None:
    """The triggers of 0002, for these tables."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for table, events in FROZEN.items():
        for event in events:
            refuse = (
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                if on_sqlite
                else "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
            op.execute(f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} {refuse}")


# What a tabled amendment is called stays.
NAMES = ("number", "label", "tabled_at", "origin_id")


def keep_names() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if on_sqlite else "IS DISTINCT FROM"
    renamed = " OR ".join(f"NEW.{name} {differs} OLD.{name}" for name in NAMES)
    refuse = (
        "BEGIN SELECT RAISE(ABORT, 'an amendment keeps its number'); END"
        if on_sqlite
        else "EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER amendment_keeps_number BEFORE UPDATE ON amendment FOR EACH ROW "
        f"WHEN (OLD.number IS NOT NULL AND ({renamed})) {refuse}"
    )


def upgrade() -> None:
    op.create_table(
        "numbering_scheme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=16), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('per_paper', 'per_association')", name=op.f("ck_numbering_scheme_scheme")
        ),
        sa.CheckConstraint("id = 1", name=op.f("ck_numbering_scheme_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_numbering_scheme")),
    )
    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=24), nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision_id", sa.Integer(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') = (number IS NULL) AND (number IS NULL) = (label IS NULL) AND (number IS NULL) = (tabled_at IS NULL) AND (number IS NULL) = (origin_id IS NULL)",
            name=op.f("ck_amendment_numbered_when_tabled"),
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'accepted_with_changes', 'rejected', 'lapsed', 'in_compromise')) = (decided_at IS NOT NULL)",
            name=op.f("ck_amendment_decided_if_and_only_if_at"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'tabled', 'withdrawn', 'accepted', 'accepted_with_changes', 'rejected', 'lapsed', 'in_compromise')",
            name=op.f("ck_amendment_state"),
        ),
        sa.CheckConstraint(
            "discarded_at IS NULL OR state = 'draft'", name=op.f("ck_amendment_discarded_only_draft")
        ),
        sa.CheckConstraint("state = 'draft' OR reason <> ''", name=op.f("ck_amendment_tabled_with_reason")),
        sa.CheckConstraint(
            "decided_at IS NULL OR state = 'accepted' OR decision_reason <> ''",
            name=op.f("ck_amendment_decided_with_reason"),
        ),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_amendment_amends_another")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_amendment_association_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_amendment_author_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_amendment_decided_by_id")),
        sa.ForeignKeyConstraint(["origin_id"], ["association.id"], name=op.f("fk_amendment_origin_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_amendment_paper_id")),
        sa.ForeignKeyConstraint(
            ["parent_id", "paper_id"],
            ["amendment.id", "amendment.paper_id"],
            name=op.f("fk_amendment_parent_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_amendment_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("id", "paper_id", name=op.f("uq_amendment_id_paper_id")),
        sa.UniqueConstraint("paper_id", "label", name=op.f("uq_amendment_paper_id_label")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_amendment_paper_id_number")),
    )
    op.create_index(op.f("ix_amendment_paper_id"), "amendment", ["paper_id"])
    op.create_table(
        "amendment_cosignature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_amendment_cosignature_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_cosignature_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_amendment_cosignature_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_cosignature")),
        sa.UniqueConstraint(
            "amendment_id",
            "association_id",
            name=op.f("uq_amendment_cosignature_amendment_id_association_id"),
        ),
    )
    op.create_table(
        "amendment_wording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(how IN ('carried', 'proposed')) = (account_id IS NULL)",
            name=op.f("ck_amendment_wording_by_person_or_engine"),
        ),
        sa.CheckConstraint(
            "how IN ('written', 'carried', 'proposed', 'confirmed', 'rewritten')",
            name=op.f("ck_amendment_wording_how"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_amendment_wording_account_id")),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_amendment_wording_amendment_id")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_amendment_wording_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_wording")),
        sa.UniqueConstraint("amendment_id", "number", name=op.f("uq_amendment_wording_amendment_id_number")),
    )
    op.create_index(op.f("ix_amendment_wording_version_id"), "amendment_wording", ["version_id"])
    op.create_table(
        "amendment_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wording_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("paragraph_id", sa.String(length=16), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("compared", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'delete') = (wording = '')", name=op.f("ck_amendment_change_deletion_has_no_wording")
        ),
        sa.CheckConstraint(
            "kind IN ('replace', 'insert_after', 'delete')", name=op.f("ck_amendment_change_kind")
        ),
        sa.CheckConstraint(
            "paragraph_id IS NOT NULL OR kind = 'insert_after'",
            name=op.f("ck_amendment_change_hangs_on_a_paragraph"),
        ),
        sa.ForeignKeyConstraint(
            ["paragraph_id"], ["paragraph.id"], name=op.f("fk_amendment_change_paragraph_id")
        ),
        sa.ForeignKeyConstraint(
            ["wording_id"], ["amendment_wording.id"], name=op.f("fk_amendment_change_wording_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment_change")),
        sa.UniqueConstraint("wording_id", "place", name=op.f("uq_amendment_change_wording_id_place")),
    )
    op.create_index(op.f("ix_amendment_change_paragraph_id"), "amendment_change", ["paragraph_id"])
    freeze()
    keep_names()


def downgrade() -> None:
    op.drop_index(op.f("ix_amendment_change_paragraph_id"), "amendment_change")
    op.drop_table("amendment_change")
    op.drop_index(op.f("ix_amendment_wording_version_id"), "amendment_wording")
    op.drop_table("amendment_wording")
    op.drop_table("amendment_cosignature")
    op.drop_index(op.f("ix_amendment_paper_id"), "amendment")
    op.drop_table("amendment")
    op.drop_table("numbering_scheme")
