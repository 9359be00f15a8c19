"""What the secretariat can do to associations and offices, and what the rules refuse."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.accounts.service import NameNotReadable, Profile
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed
from eca_policy.members import facts, queries, service, terms
from eca_policy.members.facts import AssociationFacts
from eca_policy.members.models import Association, TermOfOffice
from eca_policy.members.terms import Office
from eca_policy.outbox.models import Mail
from eca_policy.record import queries as record
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of

FINLAND = AssociationFacts("FI", "Finland", "FI", 15)
AINO = ("aino@example.org", Profile("Aino", "fi"))


@pytest.fixture
def secretary(people: People) -> Actor:
    return actor_of(people.secretariat())


@pytest.fixture
def finland(people: People) -> Association:
    return people.association("FI")


def today() -> date:
    return queries.today(clock.now())


def create(actor: Actor, wanted: AssociationFacts) -> Association:
    with transaction():
        return service.create_association(actor, wanted, at=clock.now())


def invite(actor: Actor, office: Office, email: str = AINO[0], name: str = "Aino") -> service.Invited:
    with transaction():
        return service.invite(actor, email, Profile(name, "fi"), office, at=clock.now())


def mails() -> list[tuple[str, str]]:
    return [(mail.message, mail.address) for mail in db.session.scalars(select(Mail).order_by(Mail.id))]


def verbs() -> list[str]:
    return list(db.session.scalars(select(Entry.verb).order_by(Entry.number)))


# Associations


def test_an_association_is_kept_in_normal_form_and_recorded(secretary: Actor) -> None:
    made = create(secretary, AssociationFacts(" es-cat ", " Catalunya\u00a0 i  Arago\u0301 ", "ES", 7))
    assert (made.code, made.name) == ("ES-CAT", "Catalunya i Aragó")
    assert verbs() == ["association:create"]
    assert record.broken_at() is None


def test_a_cyrillic_name_is_a_name(secretary: Actor) -> None:
    assert create(secretary, AssociationFacts("BG", "Асоциация на клъстерите", "BG")).name.startswith("Асоц")


@pytest.mark.parametrize("code", ["", "f i", "ÄÄ", "FI-", "-FI", "1FI", "ФИ", "FI/../X", "A" * 13, "FI\x00"])
def test_a_code_fit_for_addresses_is_asked_for(secretary: Actor, code: str) -> None:
    with pytest.raises(facts.NotACode):
        create(secretary, FINLAND._replace(code=code))


@pytest.mark.parametrize("name", ["Fin\u202eland", "Fin\u200bland", "Fin\x00land"])
def test_a_name_with_something_hidden_in_it_is_refused(secretary: Actor, name: str) -> None:
    with pytest.raises(NameNotReadable):
        create(secretary, FINLAND._replace(name=name))


@pytest.mark.parametrize("same", [FINLAND._replace(name="Other"), FINLAND._replace(code="XX")])
def test_code_and_name_are_given_once(secretary: Actor, same: AssociationFacts) -> None:
    create(secretary, FINLAND)
    with pytest.raises(service.NameTaken):
        create(secretary, same)
    assert len(queries.associations()) == 1


def test_facts_change_only_if_they_are_those_that_were_seen(secretary: Actor) -> None:
    create(secretary, FINLAND)
    seen = FINLAND.fingerprint()
    with transaction():
        service.change_association(secretary, "FI", FINLAND._replace(weight=16), seen=seen, at=clock.now())
    with pytest.raises(service.AssociationChanged), transaction():
        service.change_association(secretary, "FI", FINLAND._replace(weight=17), seen=seen, at=clock.now())
    assert queries.association_with_code("fi").weight == 16
    assert verbs() == ["association:create", "association:change"]


# Invitations


def test_someone_new_gets_an_account_an_office_and_a_mail_in_one_step(
    secretary: Actor, finland: Association
) -> None:
    done = invite(secretary, Office("head", finland.id))
    assert done.is_new
    assert (done.term.role, done.term.account.language) == ("head", "fi")
    assert done.term.starts_on == today()
    assert mails() == [("invitation", "aino@example.org")]
    assert verbs() == ["term:give", "person:invite"]


def test_someone_known_gets_the_office_and_a_mail_that_says_so(
    secretary: Actor, finland: Association, people: People
) -> None:
    known = people.person("delegate", people.association("SE"))
    known.password_hash = "set"
    db.session.commit()
    done = invite(secretary, Office("delegate", finland.id), " DELEGATE.se@example.org", "Another name")
    assert not done.is_new
    assert done.term.account_id == known.id
    assert known.name == "Delegate Se"
    assert mails() == [("term_given", "delegate.se@example.org")]


def test_an_invitation_is_sent_again_until_a_password_is_set(secretary: Actor, finland: Association) -> None:
    term = invite(secretary, Office("delegate", finland.id)).term
    with transaction():
        service.resend_invitation(secretary, term.id, at=clock.now())
    assert mails() == [("invitation", "aino@example.org")] * 2
    term.account.password_hash = "set"
    db.session.commit()
    with pytest.raises(service.AlreadySignedIn), transaction():
        service.resend_invitation(secretary, term.id, at=clock.now())


def test_a_refused_invitation_leaves_nothing_behind(secretary: Actor, finland: Association) -> None:
    with pytest.raises(terms.TermMakesNoSense):
        invite(secretary, Office("head", finland.id, today(), today() - timedelta(days=1)))
    assert db.session.query(Account).filter_by(email=AINO[0]).count() == 0
    assert (mails(), verbs()) == ([], [])


# Offices


def head_of(association: Association) -> list[str]:
    db.session.rollback()
    return [t.account.name for t in queries.people_of([association.id], at=clock.now()) if t.role == "head"]


def test_a_second_head_is_refused_with_the_name_of_the_first(secretary: Actor, finland: Association) -> None:
    invite(secretary, Office("head", finland.id))
    with pytest.raises(terms.HeadInOffice, match="Aino"):
        invite(secretary, Office("head", finland.id), "ville@example.org", "Ville")
    assert head_of(finland) == ["Aino"]


def test_a_new_head_ends_the_term_that_was_chosen_to_end(secretary: Actor, finland: Association) -> None:
    present = invite(secretary, Office("head", finland.id)).term.id
    invite(secretary, Office("head", finland.id, replacing=present), "ville@example.org", "Ville")
    assert head_of(finland) == ["Ville"]
    assert [message for message, _ in mails()] == ["invitation", "term_ended", "invitation"]


def test_a_head_who_is_no_longer_the_one_seen_is_not_replaced(secretary: Actor, finland: Association) -> None:
    first = invite(secretary, Office("head", finland.id)).term.id
    invite(secretary, Office("head", finland.id, replacing=first), "ville@example.org", "Ville")
    with pytest.raises(terms.HeadChangedMeanwhile, match="Ville"):
        invite(secretary, Office("head", finland.id, replacing=first), "elli@example.org", "Elli")
    assert head_of(finland) == ["Ville"]


def test_a_head_is_not_replaced_before_the_new_one_starts(secretary: Actor, finland: Association) -> None:
    present = invite(secretary, Office("head", finland.id)).term.id
    later = Office("head", finland.id, today() + timedelta(days=3), replacing=present)
    with pytest.raises(terms.TermMakesNoSense):
        invite(secretary, later, "ville@example.org", "Ville")
    assert head_of(finland) == ["Aino"]


def test_a_head_whose_last_day_has_passed_stands_in_nobodys_way(
    secretary: Actor, finland: Association, people: People
) -> None:
    held = people.person("head", finland)
    db.session.query(TermOfOffice).filter_by(account_id=held.id).update({"ends_on": date(2026, 2, 1)})
    db.session.commit()
    invite(secretary, Office("head", finland.id))
    assert head_of(finland) == ["Aino"]


def test_a_person_holds_one_office_in_each_place(
    secretary: Actor, finland: Association, people: People
) -> None:
    invite(secretary, Office("delegate", finland.id))
    with pytest.raises(terms.AlreadyInOffice):
        invite(secretary, Office("alternate", finland.id))
    invite(secretary, Office("alternate", people.association("SE").id))
    invite(secretary, Office("secretariat"))
    with pytest.raises(terms.AlreadyInOffice):
        invite(secretary, Office("secretariat"))


def test_an_alternate_becomes_head_in_one_step(secretary: Actor, finland: Association) -> None:
    present = invite(secretary, Office("head", finland.id)).term.id
    alternate = invite(secretary, Office("alternate", finland.id), "ville@example.org", "Ville").term.id
    with transaction():
        service.change_office(secretary, alternate, "head", replacing=present, at=clock.now())
    assert head_of(finland) == ["Ville"]
    assert len(queries.unended(finland.id)) == 1


def test_a_term_that_ended_ends_no_second_time(secretary: Actor, finland: Association) -> None:
    term = invite(secretary, Office("delegate", finland.id)).term.id
    with transaction():
        service.end_term(secretary, term, at=clock.now())
    with pytest.raises(terms.TermOver), transaction():
        service.end_term(secretary, term, at=clock.now())
    assert verbs().count("term:end") == 1


def test_the_last_person_of_the_secretariat_stays(secretary: Actor) -> None:
    mine = queries.unended(None)[0].id
    with pytest.raises(terms.NobodyLeft), transaction():
        service.end_term(secretary, mine, at=clock.now())
    invite(secretary, Office("secretariat"))
    with transaction():
        service.end_term(secretary, mine, at=clock.now())
    assert [term.account.name for term in queries.unended(None)] == ["Aino"]


def test_the_secretariat_is_founded_once(people: People) -> None:
    with transaction():
        service.invite_founder("first@example.org", Profile("First", "en"), at=clock.now())
    assert mails() == [("invitation", "first@example.org")]
    with pytest.raises(service.AlreadyFounded), transaction():
        service.invite_founder("second@example.org", Profile("Second", "en"), at=clock.now())


@pytest.mark.parametrize("role", ["head", "alternate", "delegate"])
def test_a_delegation_manages_nothing(people: People, finland: Association, role: str) -> None:
    person = people.person(role, finland)
    actor, term = actor_of(person), queries.unended(finland.id)[0].id
    office = Office("delegate", finland.id)
    tries = [
        lambda at: service.create_association(actor, FINLAND, at=at),
        lambda at: service.change_association(actor, "FI", FINLAND, seen="", at=at),
        lambda at: service.invite(actor, *AINO, office, at=at),
        lambda at: service.resend_invitation(actor, term, at=at),
        lambda at: service.give_term(actor, person.id, office, at=at),
        lambda at: service.change_office(actor, term, "delegate", at=at),
        lambda at: service.end_term(actor, term, at=at),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed), transaction():
            attempt(clock.now())
    assert (mails(), verbs()) == ([], [])
