"""Hypothesis strategies for texts as people write them, and as nobody would."""

from hypothesis import strategies as st

PIECES = [
    "# Title", "Heading\n===", "A sentence about clusters.", "another line", "- item", "  - nested",
    "    - deeper",
    "1. first", "2. second", "   continued", "> quoted", "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\ncode\n\nmore\n```",
    "```", "~~~", "    indented code", "---", "***", "[^1]: a note", "    more of it", "[ref]: https://a.eu",
    "{: .recommendation }", "text with [^1] and [ref]", "<details>", "</details>", "\ttab",
    "* star", "+ plus",
    "", "", " ", "\t", "é and ö", "👩‍👩‍👧 family", "a|b", "[x]:", '  "title"', "-", "=", "1.", "#",
]  # fmt: skip

lines = st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
marks = st.text("ab1 \n\n#->*`|[]^:{}.=~_!()\\\t", max_size=60)
texts = st.one_of(lines, marks, anything)

WORDS = [
    "the",
    "Commission",
    "shall",
    "not",
    "act",
    ",",
    ".",
    "**bold**",
    "[a](b)",
    "[^1]",
    "é",
    "👍🏽",
    "\n",
]
sentences = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)

SPANS = [
    "the", "act", "shall", "**the act**", "**act**", "*shall*", "`act`", "~~the act~~", "**the *act* shall**",
    "*the **act***", "[the act](a)", "2024", "_shall_",
]  # fmt: skip
emphasised = st.lists(st.sampled_from(SPANS), min_size=1, max_size=12).map(" ".join)
"""Sentences in which every mark of emphasis, code and struck words has its partner."""
