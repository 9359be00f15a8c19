"""Pages of a ballot: open it (`opening`), see it and cast positions (`casting`, `box` in secret), enter what
came by letter (`entering`), put off the close (`running`), declare reservations (`statements`). Positions are
cast and entered in `two_steps`.
"""

from eca_policy.ballots.views import box, casting, entering, opening, running, statements
from eca_policy.ballots.views.blueprint import ballots

__all__ = ["ballots", "box", "casting", "entering", "opening", "running", "statements"]
