"""Members: associations, their delegations, and the secretariat.

An *association* votes; a *term of office* says that a person acts for it as head, alternate or delegate,
or acts for the secretariat, from a day on. An *observer* comments but has no vote.
Read `models.py`, `facts.py` and `terms.py` (the rules), `service.py`, `queries.py`, `messages.py`, then
`views.py` (pages of associations) and `people.py` (pages of who is in office).
"""
