"""The casting votes given so far were all on the text as a whole: they move to its item."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO casting_vote (item_id, choice, note, entered_by_id, entered_at) "
        "SELECT ballot_item.id, casting_vote, casting_vote_note, casting_vote_by_id, casting_vote_at "
        "FROM ballot JOIN ballot_item ON ballot_item.ballot_id = ballot.id "
        "WHERE ballot_item.kind = 'final_text' AND casting_vote IS NOT NULL"
    )


def downgrade() -> None:
    """Back to the ballot; those on other items have no place there, and what they decided stands."""
    op.execute(
        "UPDATE ballot SET casting_vote = given.choice, casting_vote_note = given.note, "
        "casting_vote_by_id = given.entered_by_id, casting_vote_at = given.entered_at "
        "FROM (SELECT ballot_item.ballot_id, casting_vote.* FROM casting_vote "
        "JOIN ballot_item ON ballot_item.id = casting_vote.item_id "
        "WHERE ballot_item.kind = 'final_text') AS given WHERE given.ballot_id = ballot.id"
    )
