"""Exports: a frozen snapshot in, bytes out.

Words: a *snapshot* is all that an export says, frozen, with its labels already in the language of the text; a
*fact* is one line of the cover block; a *complaint* is why a PDF could not be made to the archive standard.

Reading order: `formats.py` (the one table), `snapshot.py`, `cover.py` (the facts), `tree.py` (rendered HTML
to a tree of blocks; with `elements.py`, `tables.py`, `outline.py`, `nodes.py`), then a writer for each
format: `pdf.py` with `typesetting.py` and `paper.typ`, `docx.py` with `word.py`, `html.py` with
`document.css`, `markdown.py`. Typst and pandoc run in child processes (`converter.py`). No writer reads a
database or the network, and no text of a user becomes source.
"""
