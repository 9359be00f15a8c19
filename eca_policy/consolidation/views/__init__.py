"""Pages of the desk: the desk itself, writing for one place, finishing, and who holds and sees it."""

from eca_policy.consolidation.views import changing, desk, ending, holding, news, writing  # noqa: F401
from eca_policy.consolidation.views.blueprint import consolidation

__all__ = ["consolidation"]
