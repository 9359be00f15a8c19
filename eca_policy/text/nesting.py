"""How deep a line of a list stands. Papers indent by two, three or four columns; Python-Markdown knows only
four.
"""

import re

_ITEM = re.compile(r"(?P<indent> *)(?P<mark>[-+*]|\d{1,9}\.)(?P<gap> +|$)")
NOTHING = "&nbsp;"
"""The text of an empty item: a bare dash would underline the line above it and make it a heading."""

_LEVEL = 2
_COLUMNS = 4


def indent_by_four(lines: list[str]) -> list[str]:
    """The same list with every level four columns deep. Takes lines without tabs, as they stand in one
    list.
    """
    open_items: list[tuple[int, int]] = []
    result: list[str] = []
    after_blank = in_further_paragraph = False
    for line in lines:
        item = _ITEM.match(line)
        if not line.strip():
            result.append("")
        elif item and _is_item(item, open_items):
            if in_further_paragraph:
                result.append("")
            in_further_paragraph = False
            _enter(item, open_items)
            margin = " " * _COLUMNS * (len(open_items) - 1)
            result.append(f"{margin}{item['mark']} {line[item.end() :].strip(' ') or NOTHING}")
        else:
            in_further_paragraph = in_further_paragraph or after_blank
            result.append(_continuation(line, open_items, after_blank=after_blank))
        after_blank = not line.strip()
    return result


def _is_item(item: re.Match[str], open_items: list[tuple[int, int]]) -> bool:
    """An item, unless it stands so far in that it is code inside the item above."""
    return not open_items or len(item["indent"]) < open_items[-1][1] + _COLUMNS


def _enter(item: re.Match[str], open_items: list[tuple[int, int]]) -> None:
    indent = len(item["indent"])
    while open_items and indent < open_items[-1][0] + _LEVEL:
        open_items.pop()
    open_items.append((indent, indent + len(item["mark"]) + min(max(len(item["gap"]), 1), _COLUMNS)))


def _continuation(line: str, open_items: list[tuple[int, int]], *, after_blank: bool) -> str:
    """A further line of an item: after a blank line it belongs to the level it stands at, else to the last
    item.
    """
    indent = len(line) - len(line.lstrip(" "))
    if after_blank:
        while len(open_items) > 1 and indent < open_items[-1][0] + _LEVEL:
            open_items.pop()
    code = indent - open_items[-1][1] if open_items else 0
    extra = " " * code if after_blank and code >= _COLUMNS else ""
    return " " * _COLUMNS * len(open_items) + extra + line.lstrip(" ")
