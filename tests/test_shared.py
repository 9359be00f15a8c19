"""A proof that cannot run is seen: it is skipped with its reason, and fails where nothing may be missing."""

import re
from pathlib import Path

import pytest

from tests.shared import shared

SENTENCE = "This test needs ../shared/no/such/file, which is not beside this project."


def test_without_its_file_a_test_is_skipped_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=SENTENCE):
        shared("no/such/file")


def test_without_its_file_a_test_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=SENTENCE):
        shared("no/such/file")


def test_every_test_that_may_be_skipped_asks_here() -> None:
    deciding = re.compile(r'pytest\.skip|skipif|skipTest|/ "shared"')
    tests = Path(__file__).parent
    wrong = [path.name for path in tests.rglob("*.py") if deciding.search(path.read_text(encoding="utf-8"))]
    assert sorted(wrong) == ["shared.py", "test_shared.py"], "Use tests/shared.py: in CI nothing is skipped."
