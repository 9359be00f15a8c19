"""Pages and mails in Finnish keep no English: nothing on them is the English of a message."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser

import pytest
from babel.messages.mofile import write_mo
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import select, update

from eca_policy import create_app
from eca_policy.accounts import messages as accounts
from eca_policy.accounts.models import Account
from eca_policy.amendments import messages as amendments
from eca_policy.amendments import service as amending
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.models import Amendment
from eca_policy.amendments.place import Stand, place
from eca_policy.amendments.words import place_in_words
from eca_policy.comments import service as comments
from eca_policy.consolidation import messages as desk
from eca_policy.consolidation import service as consolidating
from eca_policy.consolidation.queries import laid_out
from eca_policy.exports import service as exports
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.i18n import speaking
from eca_policy.members import messages as members
from eca_policy.members.models import TermOfOffice
from eca_policy.outbox.models import Mail
from eca_policy.papers import messages as papers
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from eca_policy.voting import service as voting
from tests.ballots.secret_hall import HALF_OF_ALL, open_secret
from tests.catalogue import PLACEHOLDER, ROOT, SAME, catalogue, texts, translated
from tests.conftest import People, actor_of, settings, sign_in
from tests.finnish_mails import (
    tell_of_a_ballot,
    tell_of_a_proxy,
    tell_of_a_silence,
    tell_of_a_statement,
    vote_in_secret,
)
from tests.making import decide, make_paper

CLOSES = datetime(2027, 5, 18, 15, 0, tzinfo=UTC)
TEXT = "## Miksi tämä on tärkeää\n\nKlusterit yhdistävät yritykset ja tutkimuksen.\n"
WORD = re.compile("[A-Za-z]{2,}")
WITH_WORDS = {"alt", "aria-label", "content", "placeholder", "title"}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application with the catalogue as it stands, compiled here: not as a script compiled it once."""
    home = tmp_path_factory.mktemp("finnish")
    compiled = home / "translations" / "fi" / "LC_MESSAGES" / "messages.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as target:
        write_mo(target, catalogue())
    app = create_app(settings(home, BABEL_TRANSLATION_DIRECTORIES=str(home / "translations")))
    with app.app_context():
        upgrade()
    return app


class Words(HTMLParser):
    """What a reader of a page sees or hears: its texts, and the attributes that hold words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            value for name, value in attrs if value and (name in WITH_WORDS or name.startswith("data-words"))
        ]

    def handle_data(self, data: str) -> None:
        self.found.append(" ".join(data.split()))


@cache
def english() -> re.Pattern[str]:
    """Every English message, with anything in its places; but "… and …" alone, which may be a name."""
    forms = {text for message in translated().values() for text in texts(message, "id")} - SAME
    pieces = [PLACEHOLDER.split(form) for form in forms]
    telling = [
        each for each in pieces if len(re.findall("[A-Za-z]{2,}", " ".join(each))) >= min(len(each), 2)
    ]
    return re.compile("|".join(".+".join(map(re.escape, each)) for each in telling))


def english_in(lines: Iterable[str]) -> list[str]:
    return sorted({line for line in lines if english().fullmatch(line)})


def words_of(client: FlaskClient, path: str) -> list[str]:
    """The words of a page that opened."""
    response = client.get(path, headers={"Accept-Language": "fi"})
    assert response.status_code == 200, path
    return Words(response.text).found


@pytest.fixture
def delegation(people: People) -> list[Account]:
    """Head, alternate and delegate of one association and the head of another, all Finnish speakers."""
    finland, spain = people.association("FI"), people.association("ES")
    made = [people.person(role, finland) for role in ("head", "alternate", "delegate")]
    return [*made, people.person("head", spain)]


@pytest.fixture
def secretary(people: People, delegation: list[Account]) -> Account:
    """The secretariat; with it, everyone reads Finnish."""
    account = people.secretariat()
    db.session.execute(update(Account).values(language="fi"))
    db.session.commit()
    return account


@pytest.fixture
def paper(secretary: Account, delegation: list[Account]) -> Paper:
    """A paper in consultation with one comment and a reply to it."""
    head, _, delegate, other = delegation
    paper = make_paper(delegate, rapporteurs=[delegate], text=TEXT, language="fi", title="Klusterit")
    remark = comments.Remark(type="substantive", body="Lisätkää rahoitus.", paragraph_id=f"p{paper.id}-2")
    with transaction():
        comments.write_comment(actor_of(other), paper.reference, remark, at=clock.now())
        comments.reply(actor_of(head), paper.reference, 1, body="Kyllä.", at=clock.now())
    return paper


def test_the_check_finds_what_is_english() -> None:
    assert english_in(["Kannanotot", "Sign in", "Comment 3 is sent.", "Association FI"]) == [
        "Comment 3 is sent.",
        "Sign in",
    ]


@pytest.mark.parametrize("path", ["/sign-in", "/forgotten-password", "/published"])
def test_a_visitor_reads_finnish(client: FlaskClient, secretary: Account, path: str) -> None:
    assert english_in(words_of(client, path)) == []


@pytest.mark.parametrize("panel", ["comments", "amendments", "versions", "ballot", "exports"])
def test_every_panel_is_finnish(
    client: FlaskClient, delegation: list[Account], paper: Paper, panel: str
) -> None:
    sign_in(client, delegation[2])
    assert english_in(words_of(client, f"/papers/{paper.reference}?panel={panel}")) == []


@pytest.mark.parametrize(
    "page",
    ["comments", "comments/1", "comments/1/place", "comments/new", "comments/answers", "edit", "facts",
     "revisions", "issue", "revisions/1", "record", "recommendations", "amendments", "amendments/new",
     "amendments/new?paragraph={paragraph}", "compare?from=v1&to=r1", "voting-list"],
)  # fmt: skip
def test_what_a_rapporteur_opens_is_finnish(
    client: FlaskClient, delegation: list[Account], paper: Paper, page: str
) -> None:
    sign_in(client, delegation[2])
    assert english_in(words_of(client, f"/papers/{paper.reference}/{page}")) == []


@pytest.mark.parametrize(
    ("who", "page"),
    [(0, ""), (0, "/1"), (0, "/1/withdraw"), (0, "/draft-2"), (0, "/draft-2/edit"), (0, "/draft-2/table"),
     (0, "/draft-2/discard"), (3, "/1"), (3, "/2"), (3, "/2/take_over"), (3, "/new?amendment=1")],
)  # fmt: skip
def test_the_pages_of_amendments_are_finnish(
    client: FlaskClient, delegation: list[Account], paper: Paper, who: int, page: str
) -> None:
    amended(delegation[0], delegation[3], paper)
    sign_in(client, delegation[who])
    names = {f"draft-{number}": f"draft-{first_amendment() + number - 1}" for number in (1, 2, 3)}
    for name, real in names.items():
        page = page.replace(name, real)
    assert english_in(words_of(client, f"/papers/{paper.reference}/amendments{page}")) == []


def amended(finn: Account, spaniard: Account, paper: Paper) -> None:
    """An amendment that was tabled and signed, a draft, and one that was withdrawn."""
    place = f"p{paper.id}-2"
    at = clock.now()
    with transaction():
        for wording, name in (("Klusterit yhdistävät.", "1"), ("Klusterit.", ""), ("Yritykset.", "2")):
            change = Change("replace", place, wording)
            draft = amending.draft(actor_of(finn), paper.reference, Proposal(1, (change,), "Siksi."), at=at)
            if name:
                amending.table(actor_of(finn), paper.reference, f"draft-{draft.id}", at=at)
        amending.cosign(actor_of(spaniard), paper.reference, "1", at=at)
        amending.withdraw(actor_of(finn), paper.reference, "2", at=at)


def first_amendment() -> int:
    return min(db.session.scalars(select(Amendment.id)))


@pytest.mark.parametrize(
    "page", ["", "/finish", "/draft", "/holder", "/places/{p}/wording", "/places/{p}/compromise"]
)
def test_the_desk_is_finnish(client: FlaskClient, delegation: list[Account], paper: Paper, page: str) -> None:
    """With a conflict, a reason that is owed, a wording, a compromise and a check on it."""
    rapporteur = actor_of(delegation[2])
    p, heading = f"p{paper.id}-2", f"p{paper.id}-1"
    for wording in (
        "Klusterit yhdistävät firmat ja tutkimuksen.",
        "Klusterit yhdistävät talot ja tutkimuksen.",
    ):
        propose(delegation, paper, Change("replace", p, wording))
    propose(delegation, paper, Change("insert_after", p, "Uutta."), Change("delete", heading))
    with transaction():
        row = consolidating.open_desk(rapporteur, paper.reference, at=clock.now())
        for label, decision in (("1", "accepted"), ("2", "accepted"), ("3", "rejected")):
            seen = next(each.token for each in laid_out(row).desk.groups if label in each.labels)
            consolidating.choose(rapporteur, paper.reference, label, decision, seen=seen, at=clock.now())
    sign_in(client, delegation[2])
    found = words_of(client, f"/papers/{paper.reference}/consolidation{page.format(p=p)}")
    assert english_in(found) == []


def propose(delegation: list[Account], paper: Paper, *changes: Change) -> None:
    with transaction():
        delegate, at = actor_of(delegation[2]), clock.now()
        draft = amending.draft(delegate, paper.reference, Proposal(1, changes, "Pienet."), at=at)
        amending.table(delegate, paper.reference, f"draft-{draft.id}", at=at)


@pytest.mark.parametrize(
    "path", ["/", "/papers/", "/papers/new", "/associations/", "/account", "/account/tokens"]
)
def test_a_delegate_reads_finnish(
    client: FlaskClient, delegation: list[Account], paper: Paper, path: str
) -> None:
    assert english_in(words_of(sign_in(client, delegation[0]), path)) == []


@pytest.mark.parametrize(
    "path",
    ["/", "/desk", "/associations/", "/associations/FI", "/associations/FI/invite", "/associations/new",
     "/secretariat", "/permissions", "/document-classes", "/document-classes/1", "/outbox", "/outbox/1",
     "/numbering", "/papers/{reference}/consultation", "/papers/{reference}/withdraw",
     "/papers/{reference}/people"],
)  # fmt: skip
def test_the_secretariat_reads_finnish(
    client: FlaskClient, secretary: Account, paper: Paper, path: str
) -> None:
    found = words_of(sign_in(client, secretary), path.format(reference=paper.reference))
    assert english_in(found) == []


@pytest.mark.parametrize("page", ["box", "codes", ""])
def test_a_secret_ballot_is_finnish(
    client: FlaskClient, delegation: list[Account], secretary: Account, page: str
) -> None:
    paper = make_paper(delegation[2], stage="consolidation", text=TEXT, language="fi", title="Salaisuus")
    open_secret(secretary, paper, HALF_OF_ALL, closes_at=CLOSES, amended=False)
    found = words_of(
        sign_in(client, delegation[0]), f"/papers/{paper.reference}/ballots/1/{page}".rstrip("/")
    )
    assert english_in(found) == []


def test_a_refusal_is_finnish(client: FlaskClient, secretary: Account) -> None:
    response = sign_in(client, secretary).get("/papers/ECA-1999-999")
    assert response.status_code == 404
    assert english_in(Words(response.text).found) == []


@pytest.fixture
def mails(secretary: Account, delegation: list[Account], paper: Paper) -> list[Mail]:
    """Every kind of mail there is, about real rows, to people who read Finnish."""
    delegate = delegation[2]
    at = clock.now()
    with transaction():
        given = comments.Answer("not_accepted", "Rahoitus on jo tekstissä.")
        comments.answer(actor_of(delegate), paper.reference, 1, given, at=at)
        papers.consultation_opened(paper, at=at)
        papers.consultation_extended(paper, at=at)
        papers.rapporteur_appointed(paper, delegate, at=at)
        papers.paper_withdrawn(paper, to_everyone=True, at=at)
        for term in db.session.scalars(select(TermOfOffice)):
            members.invited(term, at=at)
            members.term_given(term, at=at)
            members.term_ended(term, at=at)
        accounts.password_reset(delegate, at=at)
        place = comments.Placing(f"p{paper.id}-1", "", seen=1)
        comments.place_comment(actor_of(delegate), paper.reference, 1, place, at=at)
    with transaction():
        tell_of_a_proxy(delegation[0], delegation[3])
        tell_of_an_amendment(delegation, paper)
        desk.tell_of_handing_over(paper, delegate, at=at)
        desk.tell_of_taking_over(paper, delegate, secretary, at=at)
    vote_in_secret(delegation, secretary)
    adopted = make_paper(delegate, stage="consolidation", text=TEXT, language="fi", title="Osaaminen")
    decide(adopted, secretary, {delegation[0]: "in_favour", delegation[3]: "in_favour"}, closes_at=CLOSES)
    with transaction():
        tell_of_a_statement(delegation[0], adopted)
    with transaction():
        exports.publish(actor_of(secretary), adopted.reference, at=clock.now())
    with transaction():
        tell_of_a_ballot(delegate, secretary)
        tell_of_a_silence(delegation, secretary)
    return list(db.session.scalars(select(Mail)))


def tell_of_an_amendment(delegation: list[Account], paper: Paper) -> None:
    """Every mail about an amendment; tabled by the delegate, and co-signed by the other association."""
    _, _, delegate, other = delegation
    change = Change("replace", f"p{paper.id}-2", "Klusterit yhdistävät pienet yritykset ja tutkimuksen.")
    at = clock.now()
    draft = amending.draft(actor_of(delegate), paper.reference, Proposal(1, (change,), "Pienet."), at=at)
    amending.table(actor_of(delegate), paper.reference, f"draft-{draft.id}", at=at)
    amending.cosign(actor_of(other), paper.reference, "1", at=at)
    amendments.tell_of_withdrawal(paper, draft, at=at)
    amendments.tell_of_proposal(paper, draft, at=at)
    draft.decision_reason = "Ei tässä."
    amendments.tell_of_decisions(paper, [draft], at=at)


@pytest.mark.parametrize("who", [0, 2])
def test_a_voting_list_is_finnish_to_the_last_word(
    client: FlaskClient, delegation: list[Account], paper: Paper, who: int
) -> None:
    head, _, _, other = delegation
    first = f"p{paper.id}-1"
    changes = [
        (other, (Change("delete", f"p{paper.id}-2"),)),
        (head, (Change("insert_after", first, "Heti."), Change("replace", f"p{paper.id}-2", "Kasvua."))),
        (other, (Change("insert_after", "", "Aluksi."),)),
    ]  # fmt: skip
    for account, each in changes:
        with transaction():
            proposal = Proposal(1, each, "Näin.")
            draft = amending.draft(actor_of(account), paper.reference, proposal, at=clock.now())
            amending.table(actor_of(account), paper.reference, f"draft-{draft.id}", at=clock.now())
    with transaction():
        voting.request_vote(actor_of(head), paper.reference, "2", "split", at=clock.now())
    sign_in(client, delegation[who])
    for path in ("voting-list", "voting-list?adopted=1&adopted=3"):
        assert english_in(words_of(client, f"/papers/{paper.reference}/{path}")) == []
    refused = client.post(f"/papers/{paper.reference}/voting-list/order", data={"amendment": "1", "to": "up"})
    assert refused.status_code in (403, 409)
    assert english_in(Words(refused.text).found) == []


def test_every_mail_is_finnish_to_those_who_read_finnish(mails: list[Mail]) -> None:
    kinds = {path.name for path in (ROOT / "templates" / "email").iterdir() if path.is_dir()}
    assert {mail.message for mail in mails} == kinds
    for mail in mails:
        assert mail.language == "fi"
        lines = [mail.subject, *mail.body_text.splitlines(), *Words(mail.body_html).found]
        assert english_in(lines) == [], mail.message


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("Yksi. Kaksi. Uusi. Kolme.", "Kohta 12, toisen virkkeen jälkeen lisätään"),
        ("Kaksi. Kolme.", "Kohta 12, poistetaan ensimmäinen virke"),
        ("Yksi. Kaksi.", "Kohta 12, poistetaan kolmas virke"),
        ("Yksi. Kaksi ja vähän. Kolme.", "Kohta 12, toisessa virkkeessä lisätään sanoja"),
        ("Yksi. Kaksi. Kolme.\n\nNeljä.", "Kohdan 12 jälkeen lisätään uusi kohta"),
    ],
)
def test_the_place_of_an_amendment_is_said_in_finnish(migrated: Flask, new: str, words: str) -> None:
    found = place("replace", Stand("paragraph", 12), "Yksi. Kaksi. Kolme.", new)
    with migrated.test_request_context(), speaking("fi"):
        assert place_in_words(found) == words
