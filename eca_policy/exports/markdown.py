"""Markdown out: the source as it was written, and the same text with what is known about it."""

import re
from typing import Any

import yaml

from eca_policy.exports.snapshot import Snapshot
from eca_policy.text.paragraphs import join

KEY = "eca_policy"
_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_OURS = re.compile(rf"^{KEY}:.*\n(?:[ \t].*\n|\n)*", re.MULTILINE)


def source(snapshot: Snapshot) -> bytes:
    """Front matter and text exactly as written."""
    return (snapshot.front_matter + _body(snapshot)).encode()


def published(snapshot: Snapshot) -> bytes:
    """The same text; the front matter keeps its own lines and gets ours under one key, `eca_policy`."""
    found = _FENCED.match(snapshot.front_matter)
    theirs = _OURS.sub("", found["yaml"]) if found else ""
    ours = yaml.safe_dump({KEY: _facts(snapshot)}, allow_unicode=True, sort_keys=False, width=110)
    return f"---\n{theirs}{ours}---\n\n{_body(snapshot)}".encode()


def _body(snapshot: Snapshot) -> str:
    return join([paragraph.source for paragraph in snapshot.paragraphs])


def _facts(snapshot: Snapshot) -> dict[str, Any]:
    """Keys in English for programs, values in the language of the text; what is not known is left out."""
    everything = snapshot.to_dict()
    if everything["votes"]:
        everything["votes"] = {key: n for key, n in everything["votes"].items() if n is not None}
    left_out = {"paragraphs", "notes_html", "front_matter", "labels"}
    return {key: value for key, value in everything.items() if key not in left_out and value}
