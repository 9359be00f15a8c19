"""Writing decision procedures: the secretariat's editor, in which the grammar is filled in with plain words.

Reading order: `shares` ("55 %" becomes 11/20) · `form` (all that is typed, as data for the grammar) ·
`understood` (the procedure it makes, or a sentence for each field) · `service` (the verbs) · `dry_run` (what
would be decided with these positions; pure) · `trial` (the positions as they are typed) · `page` and `views`.
"""
