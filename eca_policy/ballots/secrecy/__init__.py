"""Secret ballots: who has voted, and what is in the box, with nothing to join the two.

Words: a *box* holds the *slips* on one item; a slip is a position under a *code*; only who put it there knows
which code is whose.

`models.py` says what is stored and why in this shape; read it first. Then `codes` · `service` (a position
goes into the box) · `queries` · `counting` (the close) · `traces` (what the files of a database remember) ·
`messages` · `forms`, `showing` and `words` for the pages.
"""
