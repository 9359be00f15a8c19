"""Pages of a ballot: open it (`opening`), see it and cast positions (`casting`), or in secret (`box`)."""

from eca_policy.ballots.views import box, casting, opening
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "box", "casting", "opening"]
