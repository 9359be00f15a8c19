"""Pages of a ballot: open it (`opening`), see it and cast positions (`casting`), declare
reservations and the like (`statements`)."""

from eca_policy.ballots.views import casting, opening, statements
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "casting", "opening", "statements"]
