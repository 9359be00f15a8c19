"""One HTML file: complete in itself, with an address for every paragraph."""

import re
from dataclasses import replace

from eca_policy.exports.elements import parse
from eca_policy.exports.html import html

from .making import snapshot

TEXT = "# One\n\n#### Two\n\nWords[^1].\n\nAsk.\n{: .recommendation }\n\n| a |\n|---|\n| 1 |\n\n[^1]: Note.\n"


def page(text: str = TEXT, **facts) -> str:
    return html(snapshot(text, **facts)).decode()


def test_it_has_language_title_and_one_main_heading():
    made = page(language="bg", title="Заглавие <b>")
    assert '<html lang="bg">' in made
    assert "<title>Заглавие &lt;b&gt; – ECA-2026-001</title>" in made
    assert made.count("<h1") == 1


def test_headings_follow_each_other_without_gaps():
    levels = re.findall(r"<h([1-6])", page())
    assert levels == ["1", "2", "3", "2"]


def test_every_paragraph_that_can_be_seen_has_its_address_and_its_number():
    elements = [e for e in parse(page()).walk() if e.attributes.get("class") == "paragraph"]
    assert [e.attributes["id"] for e in elements] == ["p-p1", "p-p2", "p-p3", "p-p4", "p-p5"]
    numbers = [e for e in parse(page()).walk() if e.attributes.get("class") == "number"]
    assert [(e.text(), e.attributes["href"]) for e in numbers] == [
        ("1", "#p-p3"),
        ("2", "#p-p4"),
        ("3", "#p-p5"),
    ]


def test_recommendations_say_so():
    assert "Suositus 1" in page(labels={"recommendation": "Suositus"})


def test_every_link_inside_the_file_has_its_target():
    made = parse(page())
    ids = {element.attributes.get("id") for element in made.walk()}
    targets = [e.attributes["href"] for e in made.walk() if e.attributes.get("href", "").startswith("#")]
    assert "#fn:1" in targets
    assert {target[1:] for target in targets} <= ids


def test_it_fetches_nothing_and_runs_nothing():
    hostile = "<script>alert(1)</script> ![x](https://a.eu/x.png) [y](javascript:alert(1))"
    made = page(hostile, title=hostile, status=hostile)
    tags = {element.tag for element in parse(made).walk()}
    assert not tags & {"script", "img", "link", "iframe", "object"}
    assert "javascript:" not in "".join(e.attributes.get("href", "") for e in parse(made).walk())
    assert "default-src &#39;none&#39;" in made or "default-src 'none'" in made


def test_the_cover_leaves_out_what_is_not_known():
    assert "Votes" in page()
    assert "Votes" not in html(replace(snapshot(TEXT), votes=None)).decode()
