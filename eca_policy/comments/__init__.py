"""Comments: remarks on a text, support for them, and the answer each is owed.

A *comment* is general, substantive or editorial, on the paper or on one paragraph, and may propose wording.
It is numbered within its paper. A *reply* is a remark on a comment; *support* is an association standing
behind the comment of another. The *disposition* is the rapporteur's answer: accepted, partly accepted, not
accepted or noted, with a reason; a comment that its association takes back is *withdrawn*.

A comment on a paragraph may *quote* exact words of it. Its *place* is where these stand in one text, and is
carried at every save: *anchored*, *changed*, *moved*, to *check* by a person, or *detached* when the words or
the paragraph are gone.
Read `models.py`, `rules.py` (pure), `service.py`, `queries.py`, `panel.py`, `views.py`, `desk.py`; for places
`carrying.py` (pure), `following.py`, `holding.py`, `places.py`, `texts.py`, `quoting.py`, `place_views.py`.
"""
