"""Consolidation: the desk on which a rapporteur makes the next version out of amendments.

A *desk* is opened on the last issued version of a paper; one person *holds* it, and hands it on. For each
*group* of identical amendments it has a *choice*: what becomes of them, and why; while one is switched on,
its changes flow into the text. A *place* is a paragraph with what is inserted after it; changes at one place
are merged word by word, and where they contradict, a person gives the place its *wording*, or writes a
*compromise* (C1, C2 …) that stands instead of the amendments it links. *Finishing* makes all of it so in one
transaction: the text, the decisions, the new version. Everything on the desk is a row once it is chosen.
Read `desk.py` (one place), `rules.py` (the whole desk) and `marked.py` (how it is shown), all pure; then
`models.py`, `queries.py`, `service.py` with `choosing.py` and `finishing.py`, and `views/`.
"""
