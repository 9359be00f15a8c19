"""The API with all its addresses."""

from eca_policy.api import amendments, ballots, comments, papers, procedures, published, recounts
from eca_policy.api.blueprint import api

__all__ = ["amendments", "api", "ballots", "comments", "papers", "procedures", "published", "recounts"]
