"""Amendments: proposals to change a text, tabled for an association, and what becomes of each.

An *amendment* hangs on paragraphs of an issued version: its *changes* replace a paragraph, delete one, or
insert after one. A *draft* is private to its delegation. *Tabled*, it gets its number for good; associations
*co-sign* it; its own may *withdraw* it, and then another may *take it over*. When the text moves on, every
open amendment is *carried*: its *wording* for the new version is a row beside the earlier ones. Where its
words no longer stand, what it now reads is *proposed* to its author, who confirms, rewrites or withdraws.
*Identical* amendments change the same to the same; an amendment may amend a tabled one (its *parent*).
Read `changes.py`, `carrying.py` and `rules.py` (pure), `models.py`, `service.py` with the rows it writes in
`drafting.py`, `following.py` (the text moves on), `queries.py`.
"""
