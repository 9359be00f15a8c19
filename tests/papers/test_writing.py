"""Saving, marking and issuing the text."""

import pytest

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile, NotVisible, RuleBroken
from eca_policy.papers import queries, service
from eca_policy.papers.drafting import new_paragraph_id
from eca_policy.papers.merging import Proposal, propose, with_front_matter
from eca_policy.papers.models import Paper, Paragraph
from eca_policy.papers.service import EditedMeanwhile, NothingChanged
from eca_policy.papers.unreadable import TextRefused
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import actor_of
from tests.papers.conftest import TEXT, Alliance

HOSTILE = {
    "brackets": "[" * 20_000,
    "five megabytes": "x" * 5_000_000,
    "NUL": "a\0b",
    "deep list": "\n".join("  " * level + "- deep" for level in range(500)),
    "hidden": "shall \u202eton\u202c act",
}


def ids(paper: Paper) -> list[str]:
    return [one["id"] for one in queries.latest_revision(paper).paragraphs]


def test_paragraphs_keep_their_ids_through_an_edit(alliance: Alliance, paper: Paper) -> None:
    before = ids(paper)
    edited = "A first sentence that was not there before.\n\n" + TEXT.replace("stable", "stable and simple")
    alliance.save(paper, edited, base=1)
    after = ids(paper)
    assert after[1:] == before
    assert after[0] not in before
    assert db.session.get(Paragraph, after[0]) is not None


def test_a_merged_paragraph_says_which_one_it_went_into(alliance: Alliance, paper: Paper) -> None:
    before = ids(paper)
    alliance.save(paper, TEXT.replace("research.\n\nThey", "research. They"), base=1)
    assert ids(paper) == [before[0], before[1], before[3]]
    assert db.session.get_one(Paragraph, before[2]).merged_into_id == before[1]


def test_every_save_is_a_revision_and_saving_nothing_new_is_none(alliance: Alliance, paper: Paper) -> None:
    assert alliance.save(paper, TEXT + "\nMore.\n", base=1).number == 2
    assert alliance.save(paper, TEXT + "\nMore.\n", base=2).number == 2
    verbs = [entry.verb for entry in db.session.query(Entry).order_by(Entry.number)]
    assert verbs == ["paper:create", "revision:save"]


def test_a_save_on_top_of_an_old_revision_is_told_both_texts(alliance: Alliance, paper: Paper) -> None:
    alliance.save(paper, TEXT.replace("seven", "ten"), base=1)
    mine = TEXT.replace("small firms", "all firms")
    with pytest.raises(EditedMeanwhile) as refusal:
        alliance.save(paper, mine, base=1, by=alliance.colleague)
    assert refusal.value.mine == mine
    assert refusal.value.base.number == 1
    assert "ten years" in refusal.value.theirs.source
    assert queries.latest_revision(paper).number == 2


def test_two_people_who_save_the_same_text_do_not_clash(alliance: Alliance, paper: Paper) -> None:
    alliance.save(paper, TEXT + "\nMore.\n", base=1)
    assert alliance.save(paper, TEXT + "\nMore.\n", base=1, by=alliance.colleague).number == 2


def merged(base: str, theirs: str, mine: str) -> Proposal:
    started = with_front_matter(base, [], new_paragraph_id)
    return propose(started, with_front_matter(theirs, started, new_paragraph_id), mine, new_paragraph_id)


def test_changes_at_different_words_are_both_in_the_proposal() -> None:
    proposal = merged(TEXT, TEXT.replace("seven", "ten"), TEXT.replace("small firms", "all firms"))
    assert proposal.text == TEXT.replace("seven", "ten").replace("small firms", "all firms")
    assert proposal.clashes == ()


def test_where_both_changed_the_same_words_both_wordings_stand_in_the_proposal() -> None:
    proposal = merged(TEXT, TEXT.replace("seven", "ten"), TEXT.replace("seven", "three"))
    assert "for ten years" in proposal.text
    assert "for three years" in proposal.text
    assert len(proposal.clashes) == 1


def test_words_both_added_at_one_spot_are_all_kept_and_shown_to_be_read() -> None:
    proposal = merged(TEXT, TEXT.replace("stable", "twenty stable"), TEXT.replace("stable", "thirty stable"))
    assert "thirty" in proposal.text
    assert "twenty" in proposal.text
    assert proposal.clashes == ()
    assert len(proposal.close) == 1


def test_a_paragraph_one_side_removed_and_the_other_changed_stays_in_the_proposal() -> None:
    without = TEXT.replace("They need stable funding.\n\n", "")
    proposal = merged(TEXT, without, TEXT.replace("stable", "simple"))
    assert "They need simple funding." in proposal.text
    assert proposal.clashes[0].theirs is None


def test_front_matter_is_merged_like_the_text() -> None:
    base = "---\ntitle: One\nstatus: draft\n---\n\nText.\n"
    proposal = merged(base, base.replace("One", "Two"), base.replace("Text.", "Other text."))
    assert proposal.text == "---\ntitle: Two\nstatus: draft\n---\n\nOther text.\n"


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_is_refused_in_a_sentence(alliance: Alliance, paper: Paper, text: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        alliance.save(paper, text, base=1)
    assert refusal.value.sentence.endswith(".")
    assert queries.latest_revision(paper).number == 1


def test_scripts_and_script_links_are_shown_and_never_run(alliance: Alliance) -> None:
    paper = alliance.start(
        '<script>alert(1)</script>\n\n[click](javascript:alert(1)) <img src=x onerror="a()">'
    )
    html = "".join(one["html"] for one in queries.latest_revision(paper).paragraphs)
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


def test_one_click_makes_a_recommendation_and_another_takes_it_back(alliance: Alliance, paper: Paper) -> None:
    third = ids(paper)[2]
    with transaction():
        service.mark_recommendation(actor_of(alliance.rapporteur), paper.reference, third, at=clock.now())
    marked = {one["id"]: one["recommendation"] for one in queries.latest_revision(paper).paragraphs}
    assert marked[third] == 1
    with transaction():
        service.unmark_recommendation(actor_of(alliance.rapporteur), paper.reference, third, at=clock.now())
    assert queries.whole_text(queries.latest_revision(paper)) == TEXT
    assert queries.latest_revision(paper).number == 3


def test_marking_twice_saves_once(alliance: Alliance, paper: Paper) -> None:
    for _ in range(2):
        with transaction():
            service.mark_recommendation(
                actor_of(alliance.rapporteur), paper.reference, ids(paper)[1], at=clock.now()
            )
    assert queries.latest_revision(paper).number == 2


def test_a_paragraph_that_went_cannot_be_marked(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(RuleBroken), transaction():
        service.mark_recommendation(
            actor_of(alliance.rapporteur), paper.reference, "nowhere1", at=clock.now()
        )


def issue(alliance: Alliance, paper: Paper, *, revision: int, note: str = "") -> int:
    with transaction():
        return service.issue_version(
            actor_of(alliance.rapporteur), paper.reference, revision=revision, note=note, at=clock.now()
        ).number


def test_versions_count_up_and_an_unchanged_text_is_not_issued_twice(
    alliance: Alliance, paper: Paper
) -> None:
    assert issue(alliance, paper, revision=1, note="For the board") == 1
    with pytest.raises(NothingChanged):
        issue(alliance, paper, revision=1)
    alliance.save(paper, TEXT + "\nMore.\n", base=1)
    with pytest.raises(ChangedMeanwhile):
        issue(alliance, paper, revision=1)
    assert issue(alliance, paper, revision=2) == 2


def test_a_version_is_known_by_the_digest_of_its_whole_text(alliance: Alliance) -> None:
    plain = alliance.start("Same text.\n")
    with_matter = alliance.start("---\ntitle: Other\n---\nSame text.\n")
    issue(alliance, plain, revision=1)
    issue(alliance, with_matter, revision=1)
    assert queries.version(plain, 1).sha256 != queries.version(with_matter, 1).sha256


def test_a_stranger_does_not_know_of_a_draft(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(NotVisible):
        alliance.save(paper, "Anew.", base=1, by=alliance.stranger)
