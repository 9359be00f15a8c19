"""What the pages of the desk share: their blueprint, the desk that is open, and what htmx asked for."""

from flask import Blueprint, request

from eca_policy.consolidation import queries
from eca_policy.consolidation.models import Consolidation
from eca_policy.consolidation.queries import Laid
from eca_policy.consolidation.seating import NoDesk
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.queries import Access, access_paper
from eca_policy.web import current_actor

consolidation = Blueprint("consolidation", __name__, url_prefix="/papers/<reference>/consolidation")


def may_see(reference: str) -> Access:
    """The paper, for someone who may see its desk now."""
    access = access_paper(current_actor(), reference, at=clock.now())
    access.require("consolidation:read")
    return access


def opened(reference: str) -> tuple[Access, Laid]:
    """The same with the open desk and all that lies on it."""
    access = may_see(reference)
    return access, queries.laid_out(desk_row(access))


def desk_row(access: Access) -> Consolidation:
    row = queries.open_desk(access.paper)
    if row is None:
        raise NoDesk(_("There is no open desk on this paper."))
    return row


def may_change(access: Access, row: Consolidation) -> bool:
    """Whether this person changes the desk: its holder, on the version in force."""
    is_holder = row.holder_id == access.actor.account_id and access.may("amendment:decide")
    return is_holder and not queries.is_superseded(row, access.paper)


def asks_for_a_part() -> bool:
    """Whether htmx asks, which exchanges parts of the page."""
    return "HX-Request" in request.headers
