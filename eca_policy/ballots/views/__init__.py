"""Pages of a ballot: open it (`opening`), see it and cast positions (`casting`), enter what came by letter
(`entering`). Positions are cast and entered in `two_steps`.
"""

from eca_policy.ballots.views import casting, entering, opening
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "casting", "entering", "opening"]
