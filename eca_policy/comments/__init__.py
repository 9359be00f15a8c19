"""Comments: remarks on a text, support for them, and the answer each is owed.

A *comment* is general, substantive or editorial, on the paper or on one paragraph, and may propose wording.
A *reply* is a remark on a comment. The *disposition* is the rapporteur's answer with a reason.
Read `models.py`, `service.py`, `queries.py`, `views.py`.
"""
