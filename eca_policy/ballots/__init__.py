"""Ballots: an association takes a position, the clock closes, and the procedure decides.

Words: a *procedure* is the rule, as data; the *roll* is the frozen electorate with its weights; a
*position* is what one association chose; *votes cast* are those in favour and against; a *decision* is the
outcome with the counted figures and the sentence that explains them.

Reading order of the pure heart (standard library only, exact fractions, no clock, no database): `procedure`
(the rule; read from JSON with `reading` and `problems`) · `counting` (roll and positions become figures) ·
`rules` (figures become a `decision`) · `lapsing` (what falls when another item is adopted) · `missing` (what
it still takes while the ballot is open) · `explain`, `explain_rule` and `explain_missing` (the sentences,
translatable, with `wording`) · `presets` · `recount` (decide again from a file, read by `cases`) and its face
on the command line, `commands`.

The verbs, each in its file: `opening` (with `times` and `itemising`; `planning` and `warnings` show what
would be opened) · `freezing` (who votes, when the ballot opens; with `roll`) · `extending` and `reminding`
while it runs · `casting` (with `voice`: for whom, and `acting`: who can act at all) · `settling` (with
`taking_effect`, its pure `adopting`, and `following_up`); `due` and `tasks` see to it in time. What people
see before a position is recorded:
`sheets` (a form for each item), `previewing` (what casting would do) and `confirming`; `why_not` says why
somebody cannot vote, `entering` for whom the secretariat may enter a position, `history` what stood before,
`drawing` what the items are, `mandated` what a mandate says. `conduct` and `explain_conduct` say how a ballot
is run, `showing` what a reader may see of it. The secretariat writes procedures in `procedures/`; what a
secret ballot keeps is in `secrecy/`; proxies are in `proxies/`; statements in `statements/`.
"""
