"""Real papers go in and come out as they were."""

from pathlib import Path

import pytest

from eca_policy.papers import queries
from eca_policy.papers.unreadable import read_upload
from tests.papers.conftest import Alliance
from tests.text.real import REAL, needs_real, papers

TEXTS = [path for path in papers() if not path.name.startswith("LICENSE")]


@needs_real
@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_real_paper_comes_back_equal(alliance: Alliance, path: Path) -> None:
    text = read_upload(path.read_bytes())
    revision = queries.latest_revision(alliance.start(text))
    assert queries.whole_text(revision) == text
    assert all(one["id"] for one in revision.paragraphs)
    assert len({one["id"] for one in revision.paragraphs}) == len(revision.paragraphs)


@needs_real
def test_a_cyrillic_text_comes_back_equal(alliance: Alliance) -> None:
    text = read_upload((REAL / "languages" / "open-definition-1.1.bg.md").read_bytes())
    revision = queries.latest_revision(alliance.start(text, language="bg"))
    assert queries.whole_text(revision) == text
    assert revision.words > 500
