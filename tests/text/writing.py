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

WHOLE = [
    "👩‍👩‍👧", "👍🏽", "🇫🇮", "🇧🇬", "❤️", "1️⃣", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "re\u0301sume\u0301", "x\u0302\u0323y", "кла́стер", "решение", "ääni", "don’t", "cross-border", "3.5",
    "[the plan](https://a.eu/x_(y))", "[the plan][ref]", "![a map](m.png)", "[^note]", "<https://a.eu/b>",
    "https://a.eu/b?c=d", "\\*", "2024/123",
]  # fmt: skip
"""What a reader sees as one thing, however many characters it takes."""

wholes = st.lists(st.sampled_from([*WHOLE, "the", "act", ",", ".", "\n"]), max_size=15).map(" ".join)
