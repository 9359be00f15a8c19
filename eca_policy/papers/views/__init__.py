"""The pages of papers, a module for each group: the library, starting and facts, writing, reading, steps.

The paper page itself is made of several features and lives in `pages/`.
"""

from eca_policy.papers.views import facts, library, reading, start, steps, writing  # noqa: F401
from eca_policy.papers.views.blueprint import papers

__all__ = ["papers"]
