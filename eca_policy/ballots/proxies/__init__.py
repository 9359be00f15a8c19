"""Proxies: an association lets the head of another one cast its position.

In writing, for one ballot or for a period; never passed on; so many for one holder as the procedure allows;
and over for a ballot as soon as the grantor acts itself. Read `rules.py` (pure), `models.py`, `queries.py`,
`service.py` with `refusals.py` and `messages.py`; then the pages: `forms.py`, `showing.py`, `views.py`.
"""
