"""Secret ballots: who has voted, and what is in the box, with nothing to join the two.

`models.py` says what is stored and why in this shape; read it first.
"""
