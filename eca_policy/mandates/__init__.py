"""Mandates: what a delegation's own clusters want, collected before it votes, and what it shall say.

A *straw position* is an answer that binds nobody: of a person of the delegation, or of a *cluster*, the name
of an organisation or person outside, entered by somebody of the delegation. The *mandate* is what the
delegation shall say in the ballot, with its conditions and limits; only the newest stands. A *free hand* is a
mandate too. A *warning* is what a ballot says to somebody about to vote otherwise.
All of it is private to the delegation: nobody else, the secretariat included, sees any of it here.
Read `rules.py` and `pasted.py` (pure), `models.py`, `queries.py`, `service.py`, `words.py`.
"""
