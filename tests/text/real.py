"""Texts that other people wrote for their own purposes; they lie beside the project, never in it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.shared import SHARED

REAL = SHARED / "real"
needs_real = pytest.mark.shared("real")


def papers() -> list[Path]:
    return sorted((REAL / "papers").glob("*.md"))


def languages() -> list[Path]:
    return sorted((REAL / "languages").glob("*.md"))


def history(name: str) -> list[str]:
    lines = (REAL / "policy-history" / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def merges() -> list[dict[str, Any]]:
    lines = (REAL / "merges" / "merge_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]
