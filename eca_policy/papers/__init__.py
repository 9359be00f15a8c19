"""Papers: the text, its revisions and versions, and the way it goes.

A *paper* runs drafting → consultation → consolidation → decision → adopted, rejected or withdrawn.
Every save is a *revision* (immutable); a revision that was issued is a *version*, v1, v2 … A text is a row
of *paragraphs* with permanent ids. The *document class* brings the time limits and the procedure.
Read `workflow.py` (pure), `models.py`, `facts.py`, `typeset.py` and `merging.py` (what a text becomes when it
is saved, and when two people save it), `service.py` with the rows it writes in `drafting.py`, `queries.py`,
`views/`; then what shows a text beside others: `succession.py` (pure), `places.py`, `changes.py`,
`wordings.py` (the history of one paragraph), `last_read.py`.
"""
