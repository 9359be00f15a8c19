"""A planned ballot keeps how it will weigh its roll, and may be called off at its opening instant."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

NAME = "ck_ballot_called_off_before_it_opened"
UP_TO_THE_OPENING = "called_off_at IS NULL OR (called_off_at <= opens_at AND ended_at IS NOT NULL)"
BEFORE_IT = "called_off_at IS NULL OR (called_off_at < opens_at AND ended_at IS NOT NULL)"

# Before, the roll of a planned ballot was there from the beginning: as things stand now.
ROLL_AT_ONCE = """
INSERT INTO ballot_roll (ballot_id, association_id, code, weight, left_out, left_out_since)
SELECT ballot.id, association.id, association.code,
    CASE WHEN ballot.counts_one THEN 1 ELSE association.weight END,
    CASE
        WHEN association.status = 'suspended' THEN 'suspended'
        WHEN association.status <> 'member' THEN 'observer'
        WHEN EXISTS (
            SELECT 1 FROM term_of_office AS term
            WHERE term.association_id = association.id AND term.role IN ('head', 'alternate')
                AND term.ended_at IS NULL AND term.starts_on <= CURRENT_DATE
                AND (term.ends_on IS NULL OR term.ends_on >= CURRENT_DATE)
        ) THEN ''
        ELSE 'no_one_entitled'
    END,
    association.suspended_on
FROM ballot CROSS JOIN association
WHERE ballot.ended_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM ballot_roll AS roll WHERE roll.ballot_id = ballot.id)
"""
# A second earlier, which the former check knows as well.
A_SECOND_EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', called_off_at, '-1 second')",
    "postgresql": "called_off_at - INTERVAL '1 second'",
}


def upgrade() -> None:
    op.execute("ALTER TABLE ballot ADD COLUMN counts_one BOOLEAN DEFAULT FALSE NOT NULL")
    check(UP_TO_THE_OPENING)


def downgrade() -> None:
    op.execute(ROLL_AT_ONCE)
    earlier = A_SECOND_EARLIER[op.get_bind().dialect.name]
    op.execute(f"UPDATE ballot SET called_off_at = {earlier} WHERE called_off_at = opens_at")
    check(BEFORE_IT)
    with op.batch_alter_table("ballot") as batch:
        batch.drop_column("counts_one")


def check(condition: str) -> None:
    """SQLite makes the table anew for it; a ballot has no triggers that would be lost."""
    with op.batch_alter_table("ballot") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), condition)
