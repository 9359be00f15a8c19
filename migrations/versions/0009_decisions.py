"""Decisions: ballots on a voting list, at a stored instant, secret, by proxy; statements; how one is run."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# A column with a reference or a check is added with it: rebuilding a table on SQLite loses its triggers.
ADDED = (
    ("association", "suspended_on", "DATE CONSTRAINT ck_association_suspended_on_only_then"
        " CHECK (suspended_on IS NULL OR status = 'suspended')"),
    ("procedure", "conduct", "JSON DEFAULT '{}' NOT NULL"),
    ("procedure", "followed_by", "VARCHAR(40) DEFAULT '' NOT NULL"),
    ("procedure", "version_counter", "INTEGER DEFAULT 1 NOT NULL"),
    ("ballot", "conduct", "JSON DEFAULT '{}' NOT NULL"),
    ("ballot", "follow_up", "JSON DEFAULT '{}' NOT NULL"),
    ("ballot", "called_off_at", "{instant} CONSTRAINT ck_ballot_called_off_before_it_opened"
        " CHECK (called_off_at IS NULL OR (called_off_at < opens_at AND ended_at IS NOT NULL))"),
    ("ballot", "result_version_id", "INTEGER CONSTRAINT fk_ballot_result_version_id REFERENCES version (id)"),
    ("ballot_item", "kind", "VARCHAR(12) DEFAULT 'final_text' NOT NULL CONSTRAINT ck_ballot_item_kind"
        " CHECK (kind IN ('amendments', 'part', 'package', 'final_text'))"),
    ("ballot_item", "rule", "JSON DEFAULT '{}' NOT NULL"),
    ("ballot_item", "procedure_name", "VARCHAR(100) DEFAULT '' NOT NULL"),
    ("ballot_item", "procedure_name_fi", "VARCHAR(100) DEFAULT '' NOT NULL"),
    ("ballot_item", "part", "INTEGER DEFAULT 0 NOT NULL"),
    ("ballot_item", "parts", "INTEGER DEFAULT 0 NOT NULL"),
    ("ballot_item", "pieces", "JSON DEFAULT '[]' NOT NULL"),
    ("ballot_item", "lapses_if", "JSON DEFAULT '[]' NOT NULL"),
    ("ballot_item", "amends", "JSON DEFAULT '[]' NOT NULL"),
    ("position", "proposed_change", "TEXT DEFAULT '' NOT NULL"),
    ("position", "would_favour", "BOOLEAN DEFAULT FALSE NOT NULL CONSTRAINT ck_position_would_favour_a_change"
        " CHECK (NOT would_favour OR proposed_change <> '')"),
    ("position", "channel", "VARCHAR(10) DEFAULT '' NOT NULL CONSTRAINT ck_position_channel"
        " CHECK (channel IN ('', 'letter', 'telephone', 'email'))"),
    ("position", "channel_note", "VARCHAR(300) DEFAULT '' NOT NULL"),
    ("position", "proxy_id", "INTEGER CONSTRAINT fk_position_proxy_id REFERENCES proxy (id)"
        " CONSTRAINT ck_position_own_or_entered_or_by_proxy CHECK (channel = '' OR proxy_id IS NULL)"),
    ("earlier_position", "proposed_change", "TEXT DEFAULT '' NOT NULL"),
    ("earlier_position", "would_favour", "BOOLEAN DEFAULT FALSE NOT NULL"),
    ("earlier_position", "channel", "VARCHAR(10) DEFAULT '' NOT NULL"),
    ("earlier_position", "channel_note", "VARCHAR(300) DEFAULT '' NOT NULL"),
    ("earlier_position", "proxy_id",
        "INTEGER CONSTRAINT fk_earlier_position_proxy_id REFERENCES proxy (id)"),
)  # fmt: skip
# The checks that go with the added columns: SQLite makes a table anew to take a column away.
CHECKS = {
    "association": ("suspended_on_only_then",),
    "ballot": ("called_off_before_it_opened",),
    "ballot_item": ("kind",),
    "position": ("channel", "own_or_entered_or_by_proxy", "would_favour_a_change"),
}
TRIGGERS = {"position": ("DELETE",), "earlier_position": ("UPDATE", "DELETE")}
CREATED = (
    "ballot_extension", "ballot_reminder", "proxy", "secret_participation", "statement",
    "ballot_item_amendment", "item_decision", "secret_box",
)  # fmt: skip
FROZEN = {
    "ballot_extension": ("UPDATE", "DELETE"),
    "ballot_item": ("UPDATE", "DELETE"),
    "ballot_item_amendment": ("UPDATE", "DELETE"),
    "item_decision": ("UPDATE", "DELETE"),
    "secret_participation": ("UPDATE", "DELETE"),
    "secret_box": ("DELETE",),
    "proxy": ("DELETE",),
    "statement": ("DELETE",),
}


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def forbid(table: str, events: tuple[str, ...]) -> None:
    """The triggers of a table whose rows are only ever added, as those of the second migration."""
    for event in events:
        name = f"{table}_no_{event.lower()}"
        if is_sqlite():
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        else:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )


def permit(table: str, events: tuple[str, ...]) -> None:
    for event in events:
        op.execute(f"DROP TRIGGER {table}_no_{event.lower()}" + ("" if is_sqlite() else f" ON {table}"))


def widen_roll(size: int, *known: str) -> None:
    """Other reasons for standing off the roll; SQLite makes the table anew, and its triggers with it."""
    name = op.f("ck_ballot_roll_left_out")
    with op.batch_alter_table("ballot_roll") as batch:
        batch.drop_constraint(name, type_="check")
        batch.alter_column("left_out", type_=sa.String(size))
        batch.create_check_constraint(name, f"left_out IN {known}")
    if is_sqlite():
        forbid("ballot_roll", ("UPDATE", "DELETE"))


def upgrade() -> None:

    op.create_table(
        "ballot_extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("closed_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("extended_by_id", sa.Integer(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > closed_before", name=op.f("ck_ballot_extension_later")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_extension_ballot_id")),
        sa.ForeignKeyConstraint(
            ["extended_by_id"], ["account.id"], name=op.f("fk_ballot_extension_extended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_extension")),
    )
    op.create_index("ix_ballot_extension_ballot_id", "ballot_extension", ["ballot_id"], unique=False)

    op.create_table(
        "ballot_reminder",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_ballot_reminder_ballot_id")),
        sa.PrimaryKeyConstraint("ballot_id", "closes_at", "hours", name=op.f("pk_ballot_reminder")),
    )
    op.create_table(
        "proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grantor_id", sa.Integer(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("written <> ''", name=op.f("ck_proxy_written")),
        sa.CheckConstraint(
            "(ballot_id IS NULL) = (starts_on IS NOT NULL) AND (starts_on IS NULL) = (ends_on IS NULL)",
            name=op.f("ck_proxy_ballot_or_period"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_proxy_ends_after_start")),
        sa.CheckConstraint("grantor_id <> holder_id", name=op.f("ck_proxy_to_another")),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_proxy_ballot_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["account.id"], name=op.f("fk_proxy_given_by_id")),
        sa.ForeignKeyConstraint(["grantor_id"], ["association.id"], name=op.f("fk_proxy_grantor_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["association.id"], name=op.f("fk_proxy_holder_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["account.id"], name=op.f("fk_proxy_revoked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
    )
    op.create_index("ix_proxy_ballot_id", "proxy", ["ballot_id"], unique=False)
    op.create_index("ix_proxy_grantor_id", "proxy", ["grantor_id"], unique=False)
    op.create_index("ix_proxy_holder_id", "proxy", ["holder_id"], unique=False)
    op.create_index(
        "uq_proxy_one_for_a_ballot",
        "proxy",
        ["grantor_id", "ballot_id"],
        unique=True,
        sqlite_where=sa.text("revoked_at IS NULL AND ballot_id IS NOT NULL"),
        postgresql_where=sa.text("revoked_at IS NULL AND ballot_id IS NOT NULL"),
    )

    op.create_table(
        "secret_participation",
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_secret_participation_association_id")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_secret_participation_ballot_id")),
        sa.PrimaryKeyConstraint("ballot_id", "association_id", name=op.f("pk_secret_participation")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("association_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("paragraph_id", sa.String(length=16), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind <> 'opt_out' OR paragraph_id IS NULL", name=op.f("ck_statement_opt_out_of_the_whole")
        ),
        sa.CheckConstraint("kind = 'opt_out' OR body <> ''", name=op.f("ck_statement_says_something")),
        sa.CheckConstraint(
            "kind IN ('reservation', 'minority_statement', 'opt_out')", name=op.f("ck_statement_kind")
        ),
        sa.ForeignKeyConstraint(
            ["association_id"], ["association.id"], name=op.f("fk_statement_association_id")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_statement_ballot_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_statement_made_by_id")),
        sa.ForeignKeyConstraint(["paragraph_id"], ["paragraph.id"], name=op.f("fk_statement_paragraph_id")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["account.id"], name=op.f("fk_statement_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(
        "uq_statement_one_about_a_recommendation",
        "statement",
        ["ballot_id", "association_id", "kind", "paragraph_id"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL AND paragraph_id IS NOT NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL AND paragraph_id IS NOT NULL"),
    )
    op.create_index(
        "uq_statement_one_about_the_paper",
        "statement",
        ["ballot_id", "association_id", "kind"],
        unique=True,
        sqlite_where=sa.text("withdrawn_at IS NULL AND paragraph_id IS NULL"),
        postgresql_where=sa.text("withdrawn_at IS NULL AND paragraph_id IS NULL"),
    )

    op.create_table(
        "ballot_item_amendment",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["amendment_id"], ["amendment.id"], name=op.f("fk_ballot_item_amendment_amendment_id")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["ballot_item.id"], name=op.f("fk_ballot_item_amendment_item_id")
        ),
        sa.PrimaryKeyConstraint("item_id", "amendment_id", name=op.f("pk_ballot_item_amendment")),
    )
    op.create_index(
        "ix_ballot_item_amendment_amendment_id", "ballot_item_amendment", ["amendment_id"], unique=False
    )

    op.create_table(
        "item_decision",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('adopted', 'adopted_as_amended', 'without_effect', 'rejected', 'lapsed', 'no_quorum', 'no_decision', 'adopted_with_reservations', 'silence_broken')",
            name=op.f("ck_item_decision_outcome"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["ballot_item.id"], name=op.f("fk_item_decision_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_decision")),
    )
    op.create_table(
        "secret_box",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("slips", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["ballot_item.id"], name=op.f("fk_secret_box_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_secret_box")),
    )
    instant = sa.DateTime(timezone=True).compile(dialect=op.get_bind().dialect)
    for table, column, definition in ADDED:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {definition.replace('{instant}', instant)}")
    op.add_column("ballot_roll", sa.Column("left_out_since", sa.Date(), nullable=True))
    widen_roll(20, "", "observer", "suspended", "no_one_entitled")
    op.create_index(
        "uq_ballot_item_one_final_text", "ballot_item", ["ballot_id"], unique=True,
        sqlite_where=sa.text("kind = 'final_text'"), postgresql_where=sa.text("kind = 'final_text'"),
    )  # fmt: skip
    carry_over()
    for table, events in FROZEN.items():
        forbid(table, events)


def carry_over() -> None:
    """What older ballots decided: their one item is the text as a whole, under the ballot's own rule."""
    for column in ("rule", "procedure_name", "procedure_name_fi"):
        op.execute(
            f"UPDATE ballot_item SET {column} = "
            f"(SELECT ballot.{column} FROM ballot WHERE ballot.id = ballot_item.ballot_id)"
        )
    op.execute(
        "INSERT INTO item_decision (item_id, outcome, figures, sentence, decided_at) "
        "SELECT ballot_item.id, decision.outcome, decision.figures, decision.sentence, decision.decided_at "
        "FROM decision JOIN ballot_item ON ballot_item.ballot_id = decision.ballot_id"
    )


def downgrade() -> None:
    for table, events in FROZEN.items():
        permit(table, events)
    op.drop_index("uq_ballot_item_one_final_text", "ballot_item")
    widen_roll(12, "", "observer", "suspended")
    op.drop_column("ballot_roll", "left_out_since")
    for table in dict.fromkeys(name for name, _, _ in ADDED):
        take_away(table, [column for name, column, _ in ADDED if name == table])
    for table in reversed(CREATED):
        op.drop_table(table)


def take_away(table: str, columns: list[str]) -> None:
    with op.batch_alter_table(table) as batch:
        for check in CHECKS.get(table, ()):
            batch.drop_constraint(op.f(f"ck_{table}_{check}"), type_="check")
        for column in columns:
            batch.drop_column(column)
    if is_sqlite() and table in TRIGGERS:
        forbid(table, TRIGGERS[table])
