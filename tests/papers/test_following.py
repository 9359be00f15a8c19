"""What hangs on a text is told of every save and every issue, in the transaction of that step."""

from collections.abc import Iterator

import pytest

from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile
from eca_policy.papers import following, queries, service
from eca_policy.papers.following import Issue, Save
from eca_policy.papers.models import Paper
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.text.paragraphs import Paragraph
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import TEXT, make_paper


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Save | Issue]]:
    """Everything that followers were told."""
    told: list[Save | Issue] = []
    monkeypatch.setattr(following, "_at_save", [told.append])
    monkeypatch.setattr(following, "_at_issue", [told.append])
    return told


@pytest.fixture
def paper(people: People) -> Paper:
    author = people.person("delegate", people.association("ES"))
    return make_paper(author, stage="drafting", rapporteurs=[author])


def test_a_save_tells_from_which_text_to_which(paper: Paper, heard: list[Save | Issue]) -> None:
    actor = actor_of(paper.rapporteurs[0].account)
    with transaction():
        service.save_revision(actor, paper.reference, TEXT + "\nMore.\n", base=1, at=clock.now())
        service.save_revision(actor, paper.reference, TEXT + "\nMore.\n", base=2, at=clock.now())
    assert [(one.old.number, one.new.number) for one in heard] == [(1, 2)]


def test_an_issue_tells_which_version_it_follows(paper: Paper, heard: list[Save | Issue]) -> None:
    actor = actor_of(paper.rapporteurs[0].account)
    for number in (1, 2):
        with transaction():
            if number == 2:
                service.save_revision(actor, paper.reference, TEXT + "\nMore.\n", base=1, at=clock.now())
            service.issue_version(actor, paper.reference, revision=number, at=clock.now())
    issues = [one for one in heard if isinstance(one, Issue)]
    assert [one.version.number for one in issues] == [1, 2]
    assert [one.before and one.before.number for one in issues] == [None, 1]


def test_paragraphs_put_together_keep_the_ids_they_are_given(paper: Paper) -> None:
    actor = actor_of(paper.rapporteurs[0].account)
    first, second, third, last = stored_paragraphs(queries.latest_revision(paper).paragraphs)
    new = Paragraph("made-here", "An entirely new paragraph.\n\nAnd one more after it.")
    with transaction():
        saved = service.save_paragraphs(
            actor, paper.reference, [third, Paragraph(second.id, "Rewritten from scratch."), new, last],
            base=1, at=clock.now(),
        )  # fmt: skip
    ids = [one["id"] for one in saved.paragraphs]
    assert (ids[0], ids[1], ids[4]) == (third.id, second.id, last.id)
    assert len(set(ids)) == 5
    assert first.id not in ids


def test_paragraphs_put_together_from_an_older_text_are_refused(paper: Paper) -> None:
    actor = actor_of(paper.rapporteurs[0].account)
    paragraphs = stored_paragraphs(queries.latest_revision(paper).paragraphs)
    with transaction():
        service.save_revision(actor, paper.reference, TEXT + "\nMore.\n", base=1, at=clock.now())
    with pytest.raises(ChangedMeanwhile), transaction():
        service.save_paragraphs(actor, paper.reference, paragraphs, base=1, at=clock.now())
