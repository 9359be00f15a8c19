"""Pages of amendments: reading them, writing one, and the steps that each can take."""

from eca_policy.amendments.views import reading, steps, writing
from eca_policy.amendments.views.blueprint import amendments

__all__ = ["amendments", "reading", "steps", "writing"]
