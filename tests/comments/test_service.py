"""The verbs, with a database."""

from datetime import timedelta

import pytest
import time_machine

from eca_policy.comments import queries, service
from eca_policy.comments.models import Comment, Support
from eca_policy.comments.service import Answer, Remark
from eca_policy.comments.speaking import CannotSupport, NotYourAssociation, SayForWhom
from eca_policy.comments.writing import Unwritable
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers.queries import latest_revision
from eca_policy.papers.receiving import ConsultationClosed, to_the_second
from eca_policy.papers.service import NoSuchParagraph
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.comments.conftest import Alliance, answer, write
from tests.conftest import actor_of
from tests.making import add_revision, issue
from tests.shared import shared


def verbs() -> list[str]:
    return [entry.verb for entry in db.session.query(Entry).order_by(Entry.number)]


def mails(message: str) -> list[str | None]:
    return [mail.address for mail in db.session.query(Mail).filter_by(message=message).order_by(Mail.id)]


def test_comments_are_numbered_for_each_paper_from_one(alliance: Alliance) -> None:
    first, second = alliance.paper(), alliance.paper()
    numbers = [write(alliance.spaniard, paper).number for paper in (first, first, second, first)]
    assert numbers == [1, 2, 1, 3]


def test_a_comment_is_rendered_once_and_recorded_for_its_association(alliance: Alliance) -> None:
    comment = write(alliance.spaniard, alliance.paper(), "Say **how long**.")
    assert comment.body_html == "<p>Say <strong>how long</strong>.</p>"
    entry = db.session.query(Entry).one()
    assert (entry.verb, entry.association_id) == ("comment:write", alliance.es.id)


def test_proposed_wording_is_kept_with_what_it_changes(alliance: Alliance) -> None:
    paper = alliance.paper()
    wording = {"paragraph_id": f"p{paper.id}-3", "proposed_wording": "They need public funding."}
    comment = write(alliance.spaniard, paper, **wording)
    assert comment.changes == [
        ["equal", "They need "],
        ["delete", "stable"],
        ["insert", "public"],
        ["equal", " funding."],
    ]


def test_wording_for_the_whole_paper_or_without_a_change_is_refused(alliance: Alliance) -> None:
    paper = alliance.paper()
    with pytest.raises(RuleBroken, match="paragraph only"):
        write(alliance.spaniard, paper, proposed_wording="Something else.")
    with pytest.raises(Unwritable, match="same as the text"):
        write(
            alliance.spaniard,
            paper,
            paragraph_id=f"p{paper.id}-3",
            proposed_wording=" They need stable funding.\r\n",
        )


def test_a_paragraph_of_another_paper_is_refused(alliance: Alliance) -> None:
    paper, other = alliance.paper(), alliance.paper()
    with pytest.raises(NoSuchParagraph):
        write(alliance.spaniard, paper, paragraph_id=f"p{other.id}-1")
    with pytest.raises(NoSuchParagraph):
        write(alliance.spaniard, paper, paragraph_id="'; DROP TABLE comment")


def test_a_paragraph_that_only_a_later_or_an_earlier_revision_has_can_be_commented(
    alliance: Alliance,
) -> None:
    paper = alliance.paper(text="One thing to say.\n\nAnother thing entirely.\n")
    add_revision(
        paper, alliance.rapporteur, "One thing to say.\n\nA wholly different matter, in many words.\n"
    )
    later = write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-3")
    issue(paper, latest_revision(paper), alliance.rapporteur)
    earlier = write(alliance.spaniard, paper, paragraph_id=f"p{paper.id}-2")
    assert later.revision_id > earlier.revision_id


@pytest.mark.parametrize("body", ["", "  \n", "a" * 20_001, "x\x00y", "a\u202eb", "[" * 20_000])
def test_an_empty_or_hostile_body_is_refused_with_a_sentence(alliance: Alliance, body: str) -> None:
    with pytest.raises(RuleBroken):
        write(alliance.spaniard, alliance.paper(), body)
    assert db.session.query(Comment).count() == 0


def test_a_type_that_does_not_exist_is_refused(alliance: Alliance) -> None:
    with pytest.raises(RuleBroken, match="what kind"):
        write(alliance.spaniard, alliance.paper(), type="angry")


def test_a_script_is_shown_as_text(alliance: Alliance) -> None:
    comment = write(alliance.spaniard, alliance.paper(), "<script>alert(1)</script> [x](javascript:alert(1))")
    assert "<script" not in comment.body_html
    assert "javascript:" not in comment.body_html.replace("](javascript:", "")


def test_a_cyrillic_comment_stays_as_it_was_written(alliance: Alliance) -> None:
    text = shared("real/languages/open-definition-1.1.bg.md").read_text("utf-8")
    body = text.replace("\r\n", "\n")[:15_000]
    assert write(alliance.spaniard, alliance.paper(), body).body == body


def test_the_voice_is_the_persons_own(alliance: Alliance) -> None:
    paper = alliance.paper()
    alliance.people.also(alliance.spaniard, alliance.fr)
    with pytest.raises(SayForWhom):
        write(alliance.spaniard, paper)
    with pytest.raises(NotYourAssociation):
        write(alliance.spaniard, paper, association_id=alliance.fi.id)
    assert write(alliance.spaniard, paper, association_id=alliance.fr.id).association_id == alliance.fr.id


def test_observers_and_the_secretariat_may_comment(alliance: Alliance) -> None:
    paper = alliance.paper()
    assert write(alliance.observer, paper).association_id == alliance.no.id
    assert write(alliance.secretariat, paper).association_id is None


def test_the_last_moment_of_a_consultation_counts_and_its_closing_instant_does_not(
    alliance: Alliance,
) -> None:
    closes = clock.now().replace(microsecond=0) + timedelta(days=3)
    paper = alliance.paper(closes_at=closes)
    with time_machine.travel(closes - timedelta(milliseconds=1), tick=False):
        assert write(alliance.spaniard, paper).number == 1
    with time_machine.travel(closes, tick=False), pytest.raises(ConsultationClosed) as refused:
        write(alliance.spaniard, paper)
    assert refused.value.sentence.count(to_the_second(closes)) == 2
    assert db.session.query(Comment).count() == 1


def test_the_instant_inside_the_lock_decides_not_the_one_before_it(alliance: Alliance) -> None:
    paper = alliance.paper()
    before = paper.consultation_closes_at - timedelta(seconds=1)
    with (
        time_machine.travel(paper.consultation_closes_at, tick=False),
        pytest.raises(ConsultationClosed),
    ):
        service.write_comment(actor_of(alliance.spaniard), paper.reference, Remark("general", "x"), at=before)


def test_a_paper_in_drafting_takes_no_comments_and_is_unseen_by_others(alliance: Alliance) -> None:
    paper = alliance.paper(stage="drafting")
    with pytest.raises(WrongStage):
        write(alliance.rapporteur, paper)
    with pytest.raises(NotVisible):
        write(alliance.spaniard, paper)


def test_a_reply_reaches_the_author_and_the_rapporteurs_but_not_its_writer(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    for writer in (alliance.french, alliance.rapporteur):
        with transaction():
            service.reply(actor_of(writer), paper.reference, 1, body="Seven years.", at=clock.now())
    assert mails("comment_replied") == [
        "delegate.es@example.org",
        "head.fi@example.org",
        "delegate.es@example.org",
    ]


def support(account: object, paper: object, **more: int) -> Support:
    with transaction():
        return service.support(actor_of(account), paper.reference, 1, at=clock.now(), **more)  # type: ignore[attr-defined, arg-type]


def test_support_is_given_once_for_each_association_and_not_to_ones_own_comment(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.french, paper)
    support(alliance.spaniard, paper)
    support(alliance.spaniard, paper)
    with pytest.raises(service.AlreadySupported, match="Delegate Es"):
        support(alliance.colleague, paper)
    with pytest.raises(CannotSupport):
        support(alliance.french, paper)
    with pytest.raises(NotAllowed):
        support(alliance.observer, paper)
    assert db.session.query(Support).count() == 1
    assert verbs() == ["comment:write", "comment:support"]


def test_a_colleague_may_take_the_support_of_the_association_back(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.french, paper)
    support(alliance.spaniard, paper)
    with transaction():
        service.withdraw_support(actor_of(alliance.colleague), paper.reference, 1, at=clock.now())
    assert db.session.query(Support).count() == 0
    with pytest.raises(CannotSupport), transaction():
        service.withdraw_support(actor_of(alliance.colleague), paper.reference, 1, at=clock.now())


def withdraw(account: object, paper: object) -> Comment:
    with transaction():
        return service.withdraw_comment(actor_of(account), paper.reference, 1, at=clock.now())  # type: ignore[attr-defined, arg-type]


def test_a_comment_is_withdrawn_by_its_association_before_it_is_answered(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    with pytest.raises(NotYourAssociation):
        withdraw(alliance.french, paper)
    assert withdraw(alliance.colleague, paper).disposition == "withdrawn"
    for late in (
        lambda: answer(alliance.rapporteur, paper, 1, "accepted"),
        lambda: support(alliance.french, paper),
    ):
        with pytest.raises(service.AlreadyAnswered):
            late()


def test_an_answered_comment_cannot_be_withdrawn(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    answer(alliance.rapporteur, paper, 1, "accepted")
    with pytest.raises(service.AlreadyAnswered):
        withdraw(alliance.spaniard, paper)


def test_an_answer_needs_a_reason_unless_it_is_yes(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    for disposition in ("partly_accepted", "not_accepted", "noted"):
        with pytest.raises(RuleBroken, match="reason"):
            answer(alliance.rapporteur, paper, 1, disposition, "  ")
    with pytest.raises(RuleBroken, match="Choose"):
        answer(alliance.rapporteur, paper, 1, "withdrawn", "No.")
    assert answer(alliance.rapporteur, paper, 1, "accepted").disposition == "accepted"


def test_only_the_author_is_mailed_and_only_when_the_answer_is_new(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    answer(alliance.rapporteur, paper, 1, "noted", "Text 2 says it.")
    answer(alliance.rapporteur, paper, 1, "noted", "Text 2 says it.")
    assert mails("comment_answered") == ["delegate.es@example.org"]
    assert verbs() == ["comment:write", "comment:answer"]


def test_an_answer_is_replaced_only_by_someone_who_saw_it(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    first = answer(alliance.rapporteur, paper, 1, "noted", "Seen.")
    with pytest.raises(service.AnsweredMeanwhile, match="Head Fi"):
        answer(alliance.secretariat, paper, 1, "accepted")
    seen = queries.answer_stamp(first.answered_at)
    assert answer(alliance.secretariat, paper, 1, "accepted", seen=seen).disposition == "accepted"


def test_others_may_not_answer(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    with pytest.raises(NotAllowed):
        answer(alliance.spaniard, paper, 1, "accepted")


def test_answers_are_possible_after_the_consultation_and_not_after_consolidation(alliance: Alliance) -> None:
    paper = alliance.paper()
    write(alliance.spaniard, paper)
    with time_machine.travel(paper.consultation_closes_at, tick=False):
        answer(alliance.rapporteur, paper, 1, "accepted")
    paper.stage = "decision"
    db.session.commit()
    with pytest.raises(WrongStage):
        answer(alliance.rapporteur, paper, 1, "noted", "Too late.")


def test_of_many_answers_all_are_kept_or_none(alliance: Alliance) -> None:
    paper = alliance.paper()
    for _ in range(3):
        write(alliance.spaniard, paper)
    given = {1: Answer("accepted"), 2: Answer("not_accepted"), 3: Answer("", "Forgot to choose.")}
    with pytest.raises(service.FaultyAnswers) as refused, transaction():
        service.answer_all(actor_of(alliance.rapporteur), paper.reference, given, at=clock.now())
    assert set(refused.value.sentences) == {2, 3}
    assert queries.unanswered(paper) == 3
    assert mails("comment_answered") == []
