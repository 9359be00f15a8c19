"""The API with all its addresses."""

from eca_policy.api import (
    amendments,
    ballot_files,
    ballots,
    comments,
    papers,
    procedures,
    proxies,
    published,
    recounts,
    running,
    statements,
)
from eca_policy.api.blueprint import api

__all__ = [
    "amendments",
    "api",
    "ballot_files",
    "ballots",
    "comments",
    "papers",
    "procedures",
    "proxies",
    "published",
    "recounts",
    "running",
    "statements",
]
