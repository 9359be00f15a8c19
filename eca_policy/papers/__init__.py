"""Papers: the text, its revisions and versions, and the way it goes.

A *paper* runs drafting → consultation → consolidation → decision → adopted, rejected or withdrawn.
Every save is a *revision* (immutable); a revision that was issued is a *version*, v1, v2 … A text is a row
of *paragraphs* with permanent ids. The *document class* brings the time limits and the procedure.
Read `workflow.py` (pure), `models.py`, `service.py`, `queries.py`, `views.py`.
"""
