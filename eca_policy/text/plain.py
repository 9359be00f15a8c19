"""Text without its markup: for the search, for mails, for titles and for counting words."""

from html.parser import HTMLParser

from eca_policy.text.footnotes import CALL
from eca_policy.text.markdown import Rendered, render_short

_BLOCKS = {"p", "h2", "h3", "h4", "h5", "h6", "li", "tr", "pre", "blockquote", "ul", "ol", "table", "hr"}
_CELLS = {"td", "th"}
_NOTE_LINKS = {"footnote-ref", "footnote-backref"}


def plain(source: str) -> str:
    """The words of a text, a line for each paragraph, item or row of a table. Raises guard.Unreadable."""
    return _read(render_short(CALL.sub("", source)))


def _read(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def word_count(source: str) -> int:
    """How many words a reader counts: pieces between spaces that have a letter or a digit."""
    return _count(plain(source))


def word_count_of(rendered: Rendered) -> int:
    """The same of a text that was rendered already, several times as fast."""
    return _count(_read("\n".join([*rendered.blocks, rendered.notes])))


def _count(text: str) -> int:
    return sum(word.isalnum() or any(map(str.isalnum, word)) for word in text.split())


class _Reader(HTMLParser):
    """Collects what HTML says; the numbers of footnotes and their ways back are not the author's words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._preformatted = 0
        self._in_note_link = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._preformatted += tag == "pre"
        self._in_note_link = tag == "a" and dict(attrs).get("class") in _NOTE_LINKS
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._preformatted -= tag == "pre"
        self._in_note_link = False
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if self._in_note_link:
            return
        self.pieces.append(data if self._preformatted else data.replace("\n", " "))

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")
