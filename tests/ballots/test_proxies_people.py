"""Who gives and revokes proxies, who is told, and what is shown of them."""

from typing import Any

import pytest
from flask import Flask, g, render_template

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.models import Procedure
from eca_policy.ballots.proxies import queries, refusals
from eca_policy.ballots.proxies.showing import offers, shown
from eca_policy.ballots.roll import roll_on
from eca_policy.ballots.secrecy.models import Participation
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import NotAllowed, NotVisible
from eca_policy.outbox.models import Mail
from eca_policy.pages.steps import step_in_words
from eca_policy.record import queries as record
from tests.ballots.proxy_hall import MAY, OPENED, Hall, days, hall, open_ballot
from tests.conftest import People, actor_of

__all__ = ["hall"]


def test_alternate_and_delegate_give_no_proxy(hall: Hall) -> None:
    for role in ("alternate", "delegate"):
        with pytest.raises(NotAllowed):
            hall.give("FI", "ES", by=hall.people[role]["FI"])


def test_a_head_gives_no_proxy_for_another_association(hall: Hall) -> None:
    with pytest.raises(NotAllowed, match="Only the head of delegation"):
        hall.give("FI", "ES", by=hall.head("ES"))


def test_an_observers_head_gives_no_proxy(hall: Hall) -> None:
    with pytest.raises(NotAllowed):
        hall.give("FI", "ES", by=hall.observer)


def test_the_secretariat_enters_a_proxy_from_a_letter(hall: Hall) -> None:
    proxy = hall.give("FI", "ES", by=hall.secretary, ballot=hall.on, written="Letter of 3 May, folder 7.")
    assert (proxy.written, proxy.given_by_id) == ("Letter of 3 May, folder 7.", hall.secretary.id)


@pytest.mark.parametrize("who", ["head", "alternate", "secretariat"])
def test_the_grantor_and_the_secretariat_revoke(hall: Hall, who: str) -> None:
    proxy = hall.give("FI", "ES", period=MAY)
    by = hall.secretary if who == "secretariat" else hall.people[who]["FI"]
    revoked = hall.revoke(proxy, by)
    assert (revoked.revoked_by_id, revoked.revoked_at) == (by.id, OPENED)
    with pytest.raises(refusals.RevokedAlready):
        hall.revoke(proxy, by)


def test_the_holder_does_not_revoke_and_for_others_there_is_no_such_proxy(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    with pytest.raises(NotAllowed, match="by the association that gave it"):
        hall.revoke(proxy, hall.head("ES"))
    with pytest.raises(NotVisible):
        hall.revoke(proxy, hall.head("FR"))
    with pytest.raises(NotAllowed):
        hall.revoke(proxy, hall.people["delegate"]["FI"])
    assert proxy.revoked_at is None


# Record, mails, roll, state


def test_the_record_of_the_paper_says_who_gave_and_revoked_a_proxy(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    hall.revoke(proxy, hall.people["alternate"]["FI"])
    given, revoked = record.of_paper(hall.paper.id)[-2:]
    assert step_in_words(given.verb, given.details) == "Gave a proxy to Association ES"
    assert step_in_words(revoked.verb, revoked.details) == "Revoked the proxy to Association ES"
    assert given.association_id == revoked.association_id == hall.id("FI")


@pytest.mark.parametrize("what", ["proxy_given", "proxy_revoked"])
def test_the_holders_head_and_those_who_vote_for_the_grantor_are_told(hall: Hall, what: str) -> None:
    hall.revoke(hall.give("FI", "ES"), hall.head("FI"))
    mails = {mail.address: mail.body_text for mail in db.session.query(Mail).filter_by(message=what)}
    assert set(mails) == {"head.es@example.org", "head.fi@example.org", "alternate.fi@example.org"}
    assert all("ballot 1 of ECA-2026-001" in text for text in mails.values())
    assert ("As head of delegation" in mails["head.es@example.org"]) is (what == "proxy_given")


def test_everybody_is_told_in_their_language(hall: Hall) -> None:
    hall.head("ES").language = "fi"
    db.session.commit()
    hall.give("FI", "ES", period=MAY)
    mails = {mail.address: mail for mail in db.session.query(Mail).filter_by(message="proxy_given")}
    assert "31. toukokuuta 2026" in mails["head.es@example.org"].body_text
    assert "31 May 2026" in mails["head.fi@example.org"].body_text


def test_without_people_a_proxy_for_a_period_keeps_an_association_on_the_roll(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    for role in ("head", "alternate"):
        hall.end_term(hall.people[role]["FI"])
        hall.end_term(hall.people[role]["FR"])
    assert left_out(hall)["FI"] == ""
    assert left_out(hall)["FR"] == "no_one_entitled"


def left_out(hall: Hall, **conduct: Any) -> dict[str, str]:
    """The roll of a ballot that lasts until the 18th, run as usual or so."""
    lines = roll_on(clock.now(), conduct=Conduct(**conduct), days=days(0, 14))
    return {line.association.code: line.left_out for line in lines}


def end_terms(hall: Hall, code: str) -> None:
    for role in ("head", "alternate"):
        hall.end_term(hall.people[role][code])


def test_a_proxy_that_nobody_can_use_keeps_nobody_on_the_roll(hall: Hall) -> None:
    hall.give("FI", "ES", period=days(14, 20))
    end_terms(hall, "FI")
    assert left_out(hall)["FI"] == "", "It counts on the last day of the ballot."
    assert left_out(hall, most_proxies=0)["FI"] == "no_one_entitled"
    hall.end_term(hall.head("ES"))
    assert left_out(hall)["FI"] == "no_one_entitled"


def test_a_proxy_that_is_over_before_the_ballot_or_comes_after_it_keeps_nobody_on_the_roll(
    hall: Hall,
) -> None:
    hall.give("FI", "ES", period=days(15, 20))
    end_terms(hall, "FI")
    assert left_out(hall)["FI"] == "no_one_entitled"


def test_a_suspended_holder_keeps_nobody_on_the_roll(hall: Hall) -> None:
    hall.give("FI", "ES", period=MAY)
    end_terms(hall, "FI")
    hall.associations["ES"].status = "suspended"
    db.session.commit()
    assert left_out(hall)["FI"] == "no_one_entitled"


def test_a_holder_keeps_so_many_on_the_roll_as_it_may_vote_for(hall: Hall) -> None:
    hall.allow(2)
    hall.give("FI", "ES", period=MAY)
    hall.give("FR", "ES", period=MAY)
    end_terms(hall, "FI")
    end_terms(hall, "FR")
    assert [left_out(hall, most_proxies=2)[code] for code in ("FI", "FR")] == ["", ""]
    assert [left_out(hall)[code] for code in ("FI", "FR")] == ["", "no_one_entitled"]


def notes(hall: Hall, code: str) -> list[str]:
    found = shown(queries.proxies_between([hall.id(code)]), actor_of(hall.head(code)), at=clock.now())
    return [note for each in found for note in each.notes]


def test_the_page_says_on_which_ballot_a_proxy_is_beyond_the_limit_of_its_holder(hall: Hall) -> None:
    hall.allow(2)
    hall.give("FI", "ES", period=MAY)
    hall.give("FR", "ES", period=MAY)
    assert notes(hall, "FR") == []
    hall.allow(1)
    assert notes(hall, "FI") == []
    (note,) = notes(hall, "FR")
    assert note.startswith(f"Does not count on ballot 1 of {hall.paper.reference}")
    assert "there Association ES may vote for 1 other association only, and another proxy came first" in note
    hall.allow(0)
    assert notes(hall, "FI")[0].endswith("under its procedure nobody votes by proxy.")


def test_for_a_period_a_holder_has_room_for_as_many_as_some_procedure_allows(hall: Hall) -> None:
    row = db.session.query(Procedure).filter_by(key="simple_majority").one()
    row.conduct = {"most_proxies": 2}
    db.session.commit()
    hall.give("FI", "ES", period=MAY)
    hall.give("FR", "ES", period=MAY)
    with pytest.raises(refusals.TooManyProxies, match="more than 2"):
        hall.give("DE", "ES", period=MAY)
    hall.cast(hall.head("ES"), "FI")
    with pytest.raises(refusals.TooManyProxies, match="for 1 other association"):
        hall.cast(hall.head("ES"), "FR")


def test_for_a_period_nobody_gives_a_proxy_that_no_procedure_knows(hall: Hall) -> None:
    for row in db.session.query(Procedure):
        row.conduct = {"most_proxies": 0}
    hall.allow(0)
    with pytest.raises(refusals.NoProxiesHere, match="Under none"):
        hall.give("FI", "ES", period=MAY)


def test_the_page_says_on_which_ballot_a_period_has_lapsed(hall: Hall, people: People) -> None:
    other = open_ballot(people, hall.secretary)
    hall.give("FI", "ES", period=MAY)
    hall.cast(hall.head("FI"), "FI")
    (one,) = shown(queries.proxies_between([hall.id("FI")]), actor_of(hall.head("FI")), at=clock.now())
    assert (one.state, one.may_revoke) == ("in_force", True)
    (note,) = one.notes
    assert hall.paper.reference in note
    assert other.reference not in note


def test_on_a_secret_ballot_a_proxy_revoked_after_its_grantor_voted_still_takes_room(hall: Hall) -> None:
    proxy = hall.give("FI", "ES")
    hall.ballot.conduct = {**hall.ballot.conduct, "shown": "secret"}
    db.session.add(Participation(ballot_id=hall.ballot.id, association_id=hall.id("FI")))
    db.session.commit()
    hall.revoke(proxy, hall.head("FI"))
    with pytest.raises(refusals.TooManyProxies):
        hall.give("FR", "ES")


def test_the_page_of_a_ballot_offers_the_head_a_proxy_until_the_association_has_voted(hall: Hall) -> None:
    head = actor_of(hall.head("FI"))
    assert [each.given for each in offers(head, hall.ballot, at=clock.now())] == [None]
    proxy = hall.give("FI", "ES")
    assert [each.given for each in offers(head, hall.ballot, at=clock.now())] == [proxy]
    assert offers(actor_of(hall.people["alternate"]["FI"]), hall.ballot, at=clock.now()) == []
    hall.cast(hall.head("FI"), "FI")
    assert offers(head, hall.ballot, at=clock.now()) == []


def test_the_offer_leads_to_the_form_with_this_ballot_chosen(hall: Hall, app: Flask) -> None:
    with app.test_request_context():
        g.actor = actor_of(hall.head("FI"))
        html = render_template("ballots/proxies/_offer.html", ballot=hall.ballot, paper=hall.paper)
    assert f"/proxies/new?on={hall.paper.reference}/1&amp;grantor={hall.id('FI')}" in html
