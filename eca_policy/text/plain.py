"""Text without its markup: for the search, for mails, for titles and for counting words."""

from html.parser import HTMLParser

from eca_policy.text.footnotes import CALL
from eca_policy.text.markdown import render_short

_BLOCKS = {"p", "li", "tr", "pre", "blockquote", "ul", "ol", "table", "hr"}
_CELLS = {"td", "th"}


def plain(source: str) -> str:
    """The words of a text, a line for each paragraph, item or row of a table. Raises guard.Unreadable."""
    reader = _Reader()
    reader.feed(render_short(CALL.sub("", source)))
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def word_count(source: str) -> int:
    """How many words a reader counts: pieces between spaces that have a letter or a digit."""
    return sum(any(character.isalnum() for character in word) for word in plain(source).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._preformatted += tag == "pre"
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._preformatted -= tag == "pre"
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        self.pieces.append(data if self._preformatted else data.replace("\n", " "))

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS or tag == "br":
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")
