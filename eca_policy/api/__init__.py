"""The API: JSON for other programs, with the verbs and permissions of the pages and no logic of its own.

A program shows an *API token* and acts as its owner. Every write has an *idempotency key*: sent again, it is
not done again. A refusal is a *problem* (RFC 9457). Values are given as *plain* JSON: instants in ISO 8601
UTC, associations by code, papers by reference.
Read `blueprint.py` (what holds for every address), `asked.py`, `shown.py` and `shown_ballots.py` (what goes
in and out), the addresses (`papers.py`, `comments.py`, `amendments.py`, `ballots.py`, `running.py`,
`statements.py`, `proxies.py`, `ballot_files.py`, `recounts.py`, `published.py`), `idempotency.py`,
`specification.py`.
"""
