"""The tables of the first house."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "association",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('member', 'observer', 'suspended')", name=op.f("ck_association_status")
        ),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_association_weight")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_association")),
        sa.UniqueConstraint("code", name=op.f("uq_association_code")),
        sa.UniqueConstraint("name", name=op.f("uq_association_name")),
    )
    op.create_table(
        "document_class",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_fi", sa.String(length=100), nullable=False),
        sa.Column("consultation_days", sa.Integer(), nullable=False),
        sa.Column("ballot_days", sa.Integer(), nullable=False),
        sa.Column("procedure_key", sa.String(length=40), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.CheckConstraint("ballot_days >= 1", name=op.f("ck_document_class_ballot_days")),
        sa.CheckConstraint("consultation_days >= 1", name=op.f("ck_document_class_consultation_days")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_class")),
        sa.UniqueConstraint("key", name=op.f("uq_document_class_key")),
    )
    op.create_table(
        "procedure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("name_fi", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
        sa.UniqueConstraint("key", name=op.f("uq_procedure_key")),
    )
    op.create_table(
        "account_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "purpose IN ('invitation', 'password_reset')", name=op.f("ck_account_token_purpose")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_account_token_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_token_token_hash")),
    )
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("message", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body_text", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_outbox_mail_sent_if_and_only_if_at")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'kept')", name=op.f("ck_outbox_mail_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_outbox_mail_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_mail_message_id")),
    )
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_mail_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("document_class_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("stage", sa.String(length=15), nullable=False),
        sa.Column("lead_association_id", sa.Integer(), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_title", sa.String(length=300), nullable=False),
        sa.Column("file_url", sa.String(length=1000), nullable=False),
        sa.Column("file_reference", sa.String(length=100), nullable=False),
        sa.Column("authority_deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("authority_deadline_zone", sa.String(length=60), nullable=False),
        sa.Column("consultation_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consultation_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'withdrawn') = (withdrawn_at IS NOT NULL)",
            name=op.f("ck_paper_withdrawn_if_and_only_if_at"),
        ),
        sa.CheckConstraint(
            "(stage IN ('adopted', 'rejected')) = (decision_id IS NOT NULL)",
            name=op.f("ck_paper_decided_if_and_only_if_decision"),
        ),
        sa.CheckConstraint(
            "published_at IS NULL OR stage = 'adopted'", name=op.f("ck_paper_published_only_adopted")
        ),
        sa.CheckConstraint(
            "stage IN ('drafting', 'consultation', 'consolidation', 'decision', 'adopted', 'rejected', 'withdrawn')",
            name=op.f("ck_paper_stage"),
        ),
        sa.CheckConstraint(
            "(consultation_opened_at IS NULL) = (consultation_closes_at IS NULL)",
            name=op.f("ck_paper_consultation_whole"),
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_paper_created_by_id")),
        sa.ForeignKeyConstraint(
            ["document_class_id"], ["document_class.id"], name=op.f("fk_paper_document_class_id")
        ),
        sa.ForeignKeyConstraint(
            ["lead_association_id"], ["association.id"], name=op.f("fk_paper_lead_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("reference", name=op.f("uq_paper_reference")),
    )
    op.create_table(
        "record_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("paper_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_record_entry_actor_id")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_record_entry_association_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_record_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_record_entry_hash")),
    )
    with op.batch_alter_table("record_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_record_entry_paper_id_number"), ["paper_id", "number"], unique=False
        )

    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_account_id"), ["account_id"], unique=False)

    op.create_table(
        "term_of_office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'secretariat') = (association_id IS NULL)",
            name=op.f("ck_term_of_office_secretariat_or_association"),
        ),
        sa.CheckConstraint(
            "role IN ('head', 'alternate', 'delegate', 'secretariat')", name=op.f("ck_term_of_office_role")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_term_of_office_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_term_of_office_account_id")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_term_of_office_association_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_of_office")),
    )
    with op.batch_alter_table("term_of_office", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_of_office_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_term_of_office_association_id"), ["association_id"], unique=False
        )
        batch_op.create_index(
            "uq_term_of_office_once",
            ["account_id", "association_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_term_of_office_one_head",
            ["association_id"],
            unique=True,
            sqlite_where=sa.text("role = 'head' AND ended_at IS NULL"),
            postgresql_where=sa.text("role = 'head' AND ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_term_of_office_once_in_secretariat",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("association_id IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("association_id IS NULL AND ended_at IS NULL"),
        )

    op.create_table(
        "addressee",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("nuts_code", sa.String(length=5), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "(level = 'national') = (country IS NOT NULL)", name=op.f("ck_addressee_national_has_country")
        ),
        sa.CheckConstraint(
            "(level = 'regional') = (nuts_code IS NOT NULL)", name=op.f("ck_addressee_regional_has_nuts")
        ),
        sa.CheckConstraint("level IN ('eu', 'national', 'regional')", name=op.f("ck_addressee_level")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_addressee_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addressee")),
    )
    with op.batch_alter_table("addressee", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_addressee_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "paragraph",
        sa.Column("id", sa.String(length=16), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("merged_into_id", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["paragraph.id"], name=op.f("fk_paragraph_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paragraph_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paragraph")),
    )
    with op.batch_alter_table("paragraph", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paragraph_paper_id"), ["paper_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_publication_paper_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_publication_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("paper_id", name=op.f("uq_publication_paper_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_publication_reference")),
    )
    op.create_table(
        "rapporteur",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_rapporteur_account_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_rapporteur_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rapporteur")),
        sa.UniqueConstraint("paper_id", "account_id", name=op.f("uq_rapporteur_paper_id_account_id")),
    )
    with op.batch_alter_table("rapporteur", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rapporteur_account_id"), ["account_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("front_matter", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("notes_html", sa.Text(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_revision_author_id")),
        sa.ForeignKeyConstraint(["base_id"], ["revision.id"], name=op.f("fk_revision_base_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_revision_paper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_revision_paper_id_number")),
    )
    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("paragraph_id", sa.String(length=16), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=12), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("proposed_wording", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disposition", sa.String(length=20), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "disposition IN ('accepted', 'partly_accepted', 'not_accepted', 'noted', 'withdrawn')",
            name=op.f("ck_comment_disposition"),
        ),
        sa.CheckConstraint("type IN ('general', 'substantive', 'editorial')", name=op.f("ck_comment_type")),
        sa.CheckConstraint(
            "(disposition IS NULL) = (answered_by_id IS NULL) AND (disposition IS NULL) = (answered_at IS NULL)",
            name=op.f("ck_comment_answered_whole"),
        ),
        sa.CheckConstraint(
            "proposed_wording = '' OR paragraph_id IS NOT NULL",
            name=op.f("ck_comment_wording_for_a_paragraph"),
        ),
        sa.ForeignKeyConstraint(["answered_by_id"], ["account.id"], name=op.f("fk_comment_answered_by_id")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_comment_association_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_comment_paper_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_comment_paragraph_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_comment_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_comment_paper_id_number")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_paper_id_paragraph_id"), ["paper_id", "paragraph_id"], unique=False
        )

    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("issued_by_id", sa.Integer(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["issued_by_id"], ["account.id"], name=op.f("fk_version_issued_by_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_version_paper_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_version_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_version_paper_id_number")),
    )
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_version_revision_id"), ["revision_id"], unique=True)

    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("procedure_name", sa.String(length=100), nullable=False),
        sa.Column("procedure_name_fi", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_ballot_closes_after_opening")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["account.id"], name=op.f("fk_ballot_opened_by_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_ballot_paper_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_ballot_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("paper_id", "number", name=op.f("uq_ballot_paper_id_number")),
    )
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.create_index(
            "uq_ballot_one_running",
            ["paper_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "comment_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("body_html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_comment_reply_association_id")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_reply_author_id")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_reply_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_reply")),
    )
    with op.batch_alter_table("comment_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_reply_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "comment_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_comment_support_account_id")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_comment_support_association_id")
        ),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_comment_support_comment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_support")),
        sa.UniqueConstraint(
            "comment_id", "association_id", name=op.f("uq_comment_support_comment_id_association_id")
        ),
    )
    op.create_table(
        "ballot_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_item_ballot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_item")),
        sa.UniqueConstraint("ballot_id", "number", name=op.f("uq_ballot_item_ballot_id_number")),
    )
    op.create_table(
        "ballot_roll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.String(length=12), nullable=False),
        sa.CheckConstraint("left_out IN ('', 'observer', 'suspended')", name=op.f("ck_ballot_roll_left_out")),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_ballot_roll_association_id")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_roll_ballot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_roll")),
        sa.UniqueConstraint(
            "ballot_id", "association_id", name=op.f("uq_ballot_roll_ballot_id_association_id")
        ),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("engine", sa.String(length=20), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'adopted_with_reservations', 'rejected', 'no_quorum', 'no_decision', 'silence_broken')",
            name=op.f("ck_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_decision_ballot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("ballot_id", name=op.f("uq_decision_ballot_id")),
    )
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("reservation", sa.Text(), nullable=False),
        sa.Column("cast_by_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version_counter", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "choice IN ('in_favour', 'against', 'abstention', 'recused', 'objection')",
            name=op.f("ck_position_choice"),
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_position_association_id")
        ),
        sa.ForeignKeyConstraint(["cast_by_id"], ["account.id"], name=op.f("fk_position_cast_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["ballot_item.id"], name=op.f("fk_position_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint("item_id", "association_id", name=op.f("uq_position_item_id_association_id")),
    )
    op.create_table(
        "earlier_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("choice", sa.String(length=12), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("reservation", sa.Text(), nullable=False),
        sa.Column("cast_by_id", sa.Integer(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "choice IN ('in_favour', 'against', 'abstention', 'recused', 'objection')",
            name=op.f("ck_earlier_position_choice"),
        ),
        sa.ForeignKeyConstraint(["cast_by_id"], ["account.id"], name=op.f("fk_earlier_position_cast_by_id")),
        sa.ForeignKeyConstraint(
            ["position_id"], ["position.id"], name=op.f("fk_earlier_position_position_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_position")),
    )
    with op.batch_alter_table("earlier_position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_position_position_id"), ["position_id"], unique=False)
    # Papers and decisions name each other: the second name waits until both tables stand.
    with op.batch_alter_table("paper") as batch_op:
        batch_op.create_foreign_key(op.f("fk_paper_decision_id"), "decision", ["decision_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("paper") as batch_op:
        batch_op.drop_constraint(op.f("fk_paper_decision_id"), type_="foreignkey")
    with op.batch_alter_table("earlier_position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_earlier_position_position_id"))

    op.drop_table("earlier_position")
    op.drop_table("position")
    op.drop_table("decision")
    op.drop_table("ballot_roll")
    op.drop_table("ballot_item")
    op.drop_table("comment_support")
    with op.batch_alter_table("comment_reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_reply_comment_id"))

    op.drop_table("comment_reply")
    with op.batch_alter_table("ballot", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_ballot_one_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("ballot")
    with op.batch_alter_table("version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_version_revision_id"))

    op.drop_table("version")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_paper_id_paragraph_id"))

    op.drop_table("comment")
    op.drop_table("revision")
    with op.batch_alter_table("rapporteur", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rapporteur_account_id"))

    op.drop_table("rapporteur")
    op.drop_table("publication")
    with op.batch_alter_table("paragraph", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paragraph_paper_id"))

    op.drop_table("paragraph")
    with op.batch_alter_table("addressee", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_addressee_paper_id"))

    op.drop_table("addressee")
    with op.batch_alter_table("term_of_office", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_term_of_office_once_in_secretariat",
            sqlite_where=sa.text("association_id IS NULL AND ended_at IS NULL"),
            postgresql_where=sa.text("association_id IS NULL AND ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_term_of_office_one_head",
            sqlite_where=sa.text("role = 'head' AND ended_at IS NULL"),
            postgresql_where=sa.text("role = 'head' AND ended_at IS NULL"),
        )
        batch_op.drop_index(
            "uq_term_of_office_once",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_term_of_office_association_id"))
        batch_op.drop_index(batch_op.f("ix_term_of_office_account_id"))

    op.drop_table("term_of_office")
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_account_id"))

    op.drop_table("sign_in")
    with op.batch_alter_table("record_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_record_entry_paper_id_number"))

    op.drop_table("record_entry")
    op.drop_table("paper")
    with op.batch_alter_table("outbox_mail", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_state_due_at"))

    op.drop_table("outbox_mail")
    with op.batch_alter_table("account_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_token_account_id"))

    op.drop_table("account_token")
    op.drop_table("procedure")
    op.drop_table("document_class")
    op.drop_table("association")
    op.drop_table("account")
