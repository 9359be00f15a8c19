"""Pages of a ballot: open it (`opening`), see it and cast (`casting`), put off its close (`running`)."""

from eca_policy.ballots.views import casting, opening, running
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "casting", "opening", "running"]
