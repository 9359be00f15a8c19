"""The text engine: Markdown, paragraphs with permanent ids, comparison. Pure: no Flask, no database.

A *part* is the source of one Markdown block, a *paragraph* a part with its id, a *token* the smallest piece
a comparison tells apart, an *edit* a stretch of tokens that gives way to another.

Read in this order: `guard` (what is refused), `front_matter`, `blocks` (the grammar of lines) and
`paragraphs` (split, join, carry the ids, by `likeness`), `numbering`; `markdown` (to HTML, with `nesting`
and `footnotes`) and `plain`; `tokens`, `marks`, `edits`, `readable` and `compare` (to HTML with `html`);
`weave` (within a paragraph), `order` (among them) and `merge`; `visible` (what a reader selects), `lineage`
(which word became which) and `anchor`.
"""
