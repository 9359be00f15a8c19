"""Texts that other people wrote for their own purposes; they lie beside the project, never in it."""

import json
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).parents[2].parent / "shared" / "real"

needs_real = pytest.mark.skipif(
    not REAL.is_dir(),
    reason="needs ../shared/real, which is not beside this project",
)


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
