"""Markdown becomes one safe piece of HTML for each paragraph."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given

from eca_policy.text import front_matter, guard
from eca_policy.text.markdown import Rendered, render, render_short
from eca_policy.text.numbering import mark_recommendation
from eca_policy.text.paragraphs import Paragraph, split

from . import real, writing

ALLOWED = {
    "a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip


def rendered(source: str) -> Rendered:
    return render([Paragraph(str(at), part) for at, part in enumerate(split(source))])


def html(source: str) -> str:
    return "\n".join(rendered(source).blocks)


class Seen(HTMLParser):
    """The tags, attributes and visible text of a piece, and whether its tags are balanced."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def assert_safe(piece: str) -> Seen:
    seen = Seen(piece)
    assert seen.open == []
    assert seen.tags <= ALLOWED
    for tag, name, value in seen.attributes:
        assert name in {"href", "title", "rel", "class", "id", "start", "scope"}, (tag, name)
        if name == "href":
            scheme = re.match(r"\s*([a-z][a-z0-9+.-]*):", value, re.IGNORECASE)
            assert scheme is None or scheme[1].lower() in {"http", "https", "mailto"}, value
        if name == "class":
            assert value in {"recommendation", "footnote-ref", "footnote-backref"} or value.startswith(
                "align-"
            )
    return seen


PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<details open ontoggle=x>",
    "<iframe src=javascript:alert(1)>", "<ins>a</ins>", "<!-- hidden -->", "<?php x ?>", "<![CDATA[x]]>",
    "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:x)",
    "[a](data:text/html;base64,PHN2Zz4=)", "[a](vbscript:x)", "[a](\\javascript:x)", "[a]( javascript:x)",
    "[a]: javascript:x\n\n[a]", "![a](javascript:x)", "![a](http://evil.eu/x.png)", "<javascript:alert(1)>",
    '[a](http://b.eu "x" onclick="y")', '[a](http://b.eu/" onmouseover="x)', "a{: onclick=alert(1) }",
    "a\n{: #id onclick=x }", "# a {: .evil }", "[a][b]\n\n[b]: http://x.eu '\" onclick=x'", "`<script>`",
    "```<script>\nx\n```", "```\n</code></pre><script>\n```",
    "| <script> |\n|---|\n| <b onclick=x> |", "> <script>",
    "- <script>", "[^<script>]\n\n[^<script>]: <script>", "<a href='javascript:x'>a</a>",
    "<style>*{}</style>",
    "&lt;script&gt;", "&#60;script&#62;", "[<img src=x onerror=y>](z)", "![<script>](x)",
    "<a@b.eu onclick=x>",
    "<b>\n\nx\n\n</b>", "<math><mi//xlink:href=javascript:x>", "<form action=x><input name=y>",
    "<base href=//x>",
    "**<u onclick=x>**", "<p style=position:fixed>", "\\<script>", "<<script>script>", "<scr<script>ipt>",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_anything_but_text(payload: str) -> None:
    result = rendered(payload)
    for piece in [*result.blocks, result.notes, render_short(payload)]:
        assert_safe(piece)


@pytest.mark.parametrize("tag", ["<script>", "<details>", "<ins>", "<!-- a -->", "<b onclick='x'>", "<br>"])
def test_raw_html_is_shown_as_the_text_it_is(tag: str) -> None:
    assert tag in Seen(html(f"before {tag} after")).text
    assert tag in Seen(html(tag)).text


@given(writing.texts)
def test_whatever_passes_the_guard_renders_safely_one_piece_a_paragraph(source: str) -> None:
    try:
        text = guard.check(source)
    except guard.Unreadable:
        return
    parts = split(text)
    result = render([Paragraph(str(at), part) for at, part in enumerate(parts)])
    assert len(result.blocks) == len(parts)
    for piece in [*result.blocks, result.notes]:
        assert_safe(piece)


@real.needs_real
def test_every_block_of_a_real_paper_has_its_one_piece() -> None:
    for path in [*real.papers()]:
        parts = split(front_matter.split(path.read_text(encoding="utf-8")).body)
        result = render([Paragraph(str(at), part) for at, part in enumerate(parts)])
        for part, piece in zip(parts, result.blocks, strict=True):
            assert_safe(piece)
            top = re.findall(r"^<(\w+)", piece, re.MULTILINE)[:1]
            hidden = part.lstrip().startswith("[") and "]:" in part
            assert top or hidden, (path.name, part)
        assert "&lt;details&gt;" in "".join(result.blocks) or "<details>" not in "".join(parts)


def test_links_to_targets_and_footnotes_work_across_paragraphs() -> None:
    result = rendered("See [the act][act] and more[^n].\n\n[act]: https://a.eu/act\n\n[^n]: A *note*.")
    assert 'href="https://a.eu/act"' in result.blocks[0]
    assert 'href="#fn:n"' in result.blocks[0]
    assert result.blocks[1:] == ["", ""]
    assert 'id="fn:n"' in result.notes
    assert "<em>note</em>" in result.notes


def test_the_way_back_from_a_footnote_is_named_in_the_readers_language() -> None:
    paper = [Paragraph("1", "a[^1]"), Paragraph("2", "[^1]: b")]
    assert ">Takaisin &lt;tekstiin&gt;</a>" in render(paper, back_to_text="Takaisin <tekstiin>").notes


def test_headings_go_down_one_level_and_no_further_than_the_sixth() -> None:
    assert html("# a") == "<h2>a</h2>"
    assert html("##### a\n\n###### b") == "<h6>a</h6>\n<h6>b</h6>"


@pytest.mark.parametrize("indent", [2, 3, 4])
def test_lists_nest_with_two_three_or_four_spaces(indent: int) -> None:
    nested = html("\n".join(" " * indent * level + f"- {level}" for level in range(3)))
    assert nested.count("<ul>") == 3
    assert re.sub(r"\s", "", nested).endswith("2</li></ul></li></ul></li></ul>")


def test_a_paragraph_inside_an_item_stays_inside() -> None:
    assert html("1. a\n\n   b\n2. c").count("<ol>") == 1
    assert "<p>b</p>" in html("1. a\n\n   b\n2. c")


def test_a_numbered_list_starts_where_its_author_starts_it() -> None:
    assert '<ol start="4">' in html("4. a\n5. b")


def test_pictures_are_links_to_them_and_never_fetched() -> None:
    assert html("![A map](https://a.eu/map.png)") == (
        '<p><a href="https://a.eu/map.png" rel="noopener noreferrer nofollow">A map</a></p>'
    )
    assert ">https://a.eu/map.png</a>" in html("![](https://a.eu/map.png)")
    assert html("[![A map](map.png)](https://a.eu)").count("<a ") == 1


def test_columns_are_aligned_by_class_and_headed_by_scope() -> None:
    table = html("| a | b |\n|---|--:|\n| 1 | 2 |")
    assert '<th class="align-right" scope="col">b</th>' in table
    assert "style=" not in table


@pytest.mark.parametrize(
    "source", ["Text", "- a\n- b", "1. a", "| a |\n|---|", "> a", "# a", "```\na\n```", "    a"]
)
def test_every_kind_of_marked_block_shows_that_it_is_a_recommendation(source: str) -> None:
    piece = html(mark_recommendation(source))
    assert re.match(r"<\w+( start=\"\d+\")? class=\"recommendation\"", piece)
    assert "{:" not in piece


def test_other_attribute_lists_are_shown_as_text() -> None:
    assert "{: #x .y }" in Seen(html("a\n{: #x .y }")).text


def test_a_comment_has_no_headings_and_no_footnotes() -> None:
    assert render_short("# a\n\n- b") == "<p>a</p>\n<ul>\n<li>b</li>\n</ul>"
    assert "[^1]" in render_short("a[^1]\n\n[^1]: b")


def test_unclosed_emphasis_in_one_paragraph_does_not_reach_the_next() -> None:
    assert html("a **b\n\nc** d") == "<p>a **b</p>\n<p>c** d</p>"


def known(source: str) -> dict[str, str]:
    return dict(zip(split(source), rendered(source).blocks, strict=True))


@given(writing.texts, writing.texts)
def test_taking_what_is_known_makes_no_difference(before: str, after: str) -> None:
    notes = "[^1]: noted\n\n[ref]: https://b.eu\n\n"
    try:
        texts = [guard.check(text) for text in (before, notes + before + "\n\n" + after)]
    except guard.Unreadable:
        return
    paper = [Paragraph(str(at), part) for at, part in enumerate(split(texts[1]))]
    assert render(paper, known=known(texts[0])) == render(paper)


@real.needs_real
def test_taking_what_is_known_of_a_real_paper_makes_no_difference() -> None:
    for path in real.papers():
        body = front_matter.split(path.read_text(encoding="utf-8")).body
        changed = body.replace("[^1]: ", "[^9]: ").replace("must", "shall")
        paper = [Paragraph(str(at), part) for at, part in enumerate(split(changed))]
        assert render(paper, known=known(body)) == render(paper), path.name


def test_what_depends_on_the_rest_of_the_text_is_made_anew() -> None:
    before = known("See [act] and[^1].\n\nPlain.\n\n[act]: https://a.eu\n\n[^1]: Note.")
    paper = [Paragraph(str(at), part) for at, part in enumerate(before)]
    after = [
        Paragraph("0", "First[^1].\n\n"),
        *paper[:2],
        Paragraph("4", "[act]: https://b.eu\n\n"),
        *paper[3:],
    ]
    result = render(after, known=before)
    assert result == render(after)
    assert "https://b.eu" in result.blocks[1]
    assert 'id="fnref2:1"' in result.blocks[1]
    assert result.blocks[2] == "<p>Plain.</p>"


def test_the_known_is_taken_as_it_is() -> None:
    assert render([Paragraph("1", "Plain.")], known={"Plain.": "<p>From before.</p>"}).blocks == [
        "<p>From before.</p>"
    ]
