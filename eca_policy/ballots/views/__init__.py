"""Pages of a ballot: open it (`opening`), see it and cast positions (`casting`)."""

from eca_policy.ballots.views import casting, opening
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "casting", "opening"]
