"""What became of our comments: the answers given to one's associations."""

from collections.abc import Sequence

from sqlalchemy import select

from eca_policy.comments.models import Comment
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers.models import Paper

RECENT = 6


def news_for(actor: Actor) -> Sequence[tuple[Comment, Paper]]:
    """The latest answers to comments of this person's associations, with their papers."""
    query = (
        select(Comment, Paper)
        .join(Paper, Paper.id == Comment.paper_id)
        .where(Comment.association_id.in_(actor.association_ids), Comment.answered_at.is_not(None))
        .order_by(Comment.answered_at.desc())
        .limit(RECENT)
    )
    return [(comment, paper) for comment, paper in db.session.execute(query)]
