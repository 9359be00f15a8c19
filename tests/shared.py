"""What lies beside the project in ../shared: real texts and votes, and cases with their outcomes."""

import os
from pathlib import Path
from typing import NoReturn

import pytest

SHARED = Path(__file__).parents[2] / "shared"


def missing(sentence: str) -> NoReturn:
    """Skip the test with the reason; with CI=true, where nothing may be missing, it fails."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(sentence)


def shared(name: str) -> Path:
    """A file or folder of ../shared, for a test that needs it; `pytest.mark.shared(name, …)` asks too."""
    path = SHARED / name
    if not path.exists():
        missing(f"This test needs ../shared/{name}, which is not beside this project.")
    return path
