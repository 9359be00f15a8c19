"""For which associations the secretariat may enter a position, and why not for the others."""

from datetime import datetime

from eca_policy.ballots import queries
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.showing import sight_of
from eca_policy.ballots.why_not import not_open, off_the_roll
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access


def why_not_entered(access: Access, ballot: Ballot, association: Association, *, at: datetime) -> str:
    """Why no position can be entered for this association; "" when one can.

    What an association cast itself is changed here only where everybody sees it: else the page would show
    the secretariat what is not shown yet.
    """
    if queries.conduct_of(ballot).is_secret:
        return _("This ballot is secret: its positions go into the box, and are kept by no name.")
    refused = off_the_roll(association, queries.roll_entry(association.id, ballot))
    refused = refused or not_open(access, ballot, at=at)
    return refused or not_shown(ballot, association)


def not_shown(ballot: Ballot, association: Association) -> str:
    """Said of an association whose own positions the secretariat does not see."""
    standing = queries.positions_of(ballot, association.id).values()
    if sight_of(ballot).positions or all(position.channel for position in standing):
        return ""
    return _(
        "%(association)s has answered itself, and what it said is not shown yet: only its head of delegation "
        "or alternate changes it.",
        association=association.name,
    )


def may_be_entered(access: Access, ballot: Ballot, association: Association, *, at: datetime) -> bool:
    return not why_not_entered(access, ballot, association, at=at)
