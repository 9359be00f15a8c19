"""The consultation, the people of a paper, and its withdrawal."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import CLOCK
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers import queries, service
from eca_policy.papers.models import Paper
from eca_policy.papers.service import EndInThePast
from eca_policy.papers.tasks import settle_due
from eca_policy.permissions.guard import WrongStage
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import actor_of, sign_in
from tests.papers.conftest import TEXT, Alliance


def mails(message: str) -> list[Mail]:
    return db.session.query(Mail).filter_by(message=message).order_by(Mail.address).all()


def extend(alliance: Alliance, paper: Paper, *, days: int) -> None:
    with transaction():
        end = clock.now() + timedelta(days=days)
        service.extend_consultation(
            actor_of(alliance.secretary), paper.reference, closes_at=end, at=clock.now()
        )


def withdraw(alliance: Alliance, paper: Paper, reason: str) -> None:
    with transaction():
        service.withdraw(actor_of(alliance.secretary), paper.reference, reason=reason, at=clock.now())


def appoint(alliance: Alliance, paper: Paper, account_id: int) -> None:
    with transaction():
        service.appoint_rapporteur(actor_of(alliance.secretary), paper.reference, account_id, at=clock.now())


def dismiss(alliance: Alliance, paper: Paper, account_id: int) -> None:
    with transaction():
        service.dismiss_rapporteur(actor_of(alliance.secretary), paper.reference, account_id, at=clock.now())


def test_opening_issues_the_text_and_writes_to_every_delegation(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper)
    assert paper.stage == "consultation"
    assert queries.is_issued(paper)
    people = (alliance.rapporteur, alliance.colleague, alliance.stranger, alliance.observer)
    assert [mail.address for mail in mails("consultation_opened")] == sorted(
        one.email or "" for one in people
    )
    assert f"/papers/{paper.reference}?panel=comments" in mails("consultation_opened")[0].body_text


def test_mails_speak_the_language_of_their_receiver(alliance: Alliance, paper: Paper) -> None:
    with transaction():
        alliance.stranger.language = "fi"
    alliance.consult(paper)
    languages = {mail.address: mail.language for mail in mails("consultation_opened")}
    assert languages[alliance.stranger.email or ""] == "fi"
    assert languages[alliance.colleague.email or ""] == "en"


def test_a_consultation_that_would_be_over_is_refused(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(EndInThePast):
        alliance.consult(paper, days=0)


def test_a_second_consultation_follows_the_first(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper)
    with transaction():
        service.close_consultation(actor_of(alliance.secretary), paper.reference, at=clock.now())
    assert paper.stage == "consolidation"
    alliance.save(paper, TEXT + "\nMore.\n", base=1)
    alliance.consult(paper)
    assert paper.stage == "consultation"
    assert len(queries.versions(paper)) == 2


def test_a_consultation_nobody_settled_can_be_followed_by_another(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper, days=1)
    with time_machine.travel(clock.now() + timedelta(days=2)):
        alliance.consult(paper, days=1)
    assert paper.stage == "consultation"


def test_only_the_secretariat_opens_a_consultation(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(NotAllowed), transaction():
        service.open_consultation(
            actor_of(alliance.rapporteur), paper.reference,
            closes_at=clock.now() + timedelta(days=1), at=clock.now(),
        )  # fmt: skip


def test_an_extension_tells_everyone_the_new_end(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper, days=1)
    extend(alliance, paper, days=9)
    assert paper.consultation_closes_at is not None
    assert paper.consultation_closes_at > clock.now() + timedelta(days=8)
    assert len(mails("consultation_extended")) == 4


def test_a_consultation_that_is_over_is_not_extended(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper, days=1)
    with time_machine.travel(clock.now() + timedelta(days=1)), pytest.raises(WrongStage):
        extend(alliance, paper, days=1)


def test_the_clock_settles_a_consultation_once_and_not_before_its_end(
    alliance: Alliance, paper: Paper
) -> None:
    alliance.consult(paper, days=1)
    settle_due()
    assert paper.stage == "consultation"
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        settle_due()
        with transaction():
            assert not service.settle_consultation(CLOCK, paper.id)
    assert paper.stage == "consolidation"
    assert db.session.query(Entry).filter_by(verb="consultation:settle").count() == 1


def test_who_is_not_the_clock_or_the_secretariat_settles_nothing(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper)
    with pytest.raises(NotAllowed), transaction():
        service.settle_consultation(actor_of(alliance.rapporteur), paper.id)


def test_an_appointed_rapporteur_may_write_and_is_told(alliance: Alliance, paper: Paper) -> None:
    appoint(alliance, paper, alliance.stranger.id)
    assert alliance.save(paper, "Anew.", base=1, by=alliance.stranger).number == 2
    assert [mail.address for mail in mails("rapporteur_appointed")] == [alliance.stranger.email]


def test_neither_an_observer_nor_a_rapporteur_is_appointed(alliance: Alliance, paper: Paper) -> None:
    for account in (alliance.observer, alliance.rapporteur):
        with pytest.raises(RuleBroken):
            appoint(alliance, paper, account.id)


def test_a_paper_is_never_without_a_rapporteur(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(RuleBroken):
        dismiss(alliance, paper, alliance.rapporteur.id)
    appoint(alliance, paper, alliance.colleague.id)
    dismiss(alliance, paper, alliance.rapporteur.id)
    assert [one.account_id for one in paper.rapporteurs] == [alliance.colleague.id]


def test_a_draft_is_withdrawn_with_a_reason_and_told_to_its_writers(alliance: Alliance, paper: Paper) -> None:
    with pytest.raises(RuleBroken):
        withdraw(alliance, paper, " ")
    withdraw(alliance, paper, "The file was withdrawn by the Commission.")
    assert paper.stage == "withdrawn"
    assert [mail.address for mail in mails("paper_withdrawn")] == [alliance.rapporteur.email]


def test_the_withdrawal_of_a_shared_paper_is_told_to_everyone(alliance: Alliance, paper: Paper) -> None:
    alliance.consult(paper)
    withdraw(alliance, paper, "The file was withdrawn by the Commission.")
    assert len(mails("paper_withdrawn")) == 4


def test_after_the_withdrawal_nothing_is_written(alliance: Alliance, paper: Paper) -> None:
    withdraw(alliance, paper, "No longer needed.")
    with pytest.raises(WrongStage):
        alliance.save(paper, "Anew.", base=1)


@pytest.mark.parametrize(("was_shared", "seen"), [(True, 200), (False, 404)])
def test_a_withdrawn_paper_is_seen_by_those_who_could_read_it_before(
    client: FlaskClient, alliance: Alliance, paper: Paper, was_shared: bool, seen: int
) -> None:
    if was_shared:
        alliance.consult(paper)
    withdraw(alliance, paper, "No longer needed.")
    assert sign_in(client, alliance.stranger).get(f"/papers/{paper.reference}").status_code == seen
    assert (paper.reference in client.get("/papers/").text) is was_shared
    assert sign_in(client, alliance.rapporteur).get(f"/papers/{paper.reference}").status_code == 200
