"""The alliance decides in a real browser, by the keyboard alone, in English and in Finnish."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.ballots import casting, opening
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.models import Ballot, Position, Procedure
from eca_policy.ballots.opening import Opening
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.catalogue import translated
from tests.journeys.browsing import Person, backstage, is_wider_than_screen, serving, violations
from tests.journeys.stages import VOTERS, acting, person, put_in, started

pytestmark = pytest.mark.browser
OUTCOME = ".decision .sheet-title"
BUTTONS = {"en": "English", "fi": "Suomi"}
SECRET = {"conditions": [{"measure": "members", "base": "cast", "more_than": "1/2"}]}


@dataclass
class Voter:
    """Someone who has a keyboard and no mouse, and reads one language."""

    at: Person
    language: str

    def say(self, english: str, **facts: object) -> str:
        """What a message reads on this person's page."""
        text = english if self.language == "en" else str(translated()[english].string)
        return text % facts if facts else text

    def go(self, path: str) -> None:
        """Go there; the page is as everyone must be able to use it."""
        self.at.open(path)
        assert violations(self.at.page) == []

    def reach(self, selector: str) -> None:
        """On with the tabulator until the focus is there."""
        for _ in range(250):
            if self.at.page.evaluate("chosen => !!document.activeElement?.matches(chosen)", selector):
                return
            self.at.page.keyboard.press("Tab")
        pytest.fail(f"The keyboard does not reach {selector}.")

    def choose(self, name: str, value: str) -> None:
        """Go to a row of radio buttons, and along it to this one."""
        self.reach(f"input[name='{name}']")
        self.at.page.keyboard.press("Space")
        for _ in range(8):
            if self.at.page.locator(f"input[name='{name}']:checked").get_attribute("value") == value:
                return
            self.at.page.keyboard.press("ArrowDown")
        pytest.fail(f"The arrows do not reach {value}.")

    def write(self, selector: str, text: str) -> None:
        self.reach(selector)
        self.at.page.keyboard.press("Control+a")
        self.at.page.keyboard.type(text)

    def press(self, english: str) -> None:
        """The button with these words, in the language of this person."""
        wanted = self.say(english)
        for _ in range(250):
            words = self.at.page.evaluate(
                "() => document.activeElement?.matches('button:not([aria-hidden])')"
                " ? document.activeElement.innerText.trim() : ''"
            )
            if words == wanted:
                with self.at.page.expect_navigation():
                    self.at.page.keyboard.press("Enter")
                return
            self.at.page.keyboard.press("Tab")
        pytest.fail(f"The keyboard does not reach “{wanted}”.")

    def cast(self) -> None:
        """Through the page that says what will be recorded."""
        self.press("Continue")
        expect(self.at.page.get_by_role("heading", level=1)).to_have_text(self.say("Confirm the position"))
        assert violations(self.at.page) == []
        assert not is_wider_than_screen(self.at.page)
        self.press("Cast the position")
        expect(self.at.page.locator(".message-success")).to_be_visible()


@dataclass
class House:
    """The server, the browser that people sit at, and what happens behind the stage."""

    home: Path
    address: str
    browser: Browser

    def voter(self, name: str, language: str) -> Voter:
        there = Person(self.browser, self.address).sign_in_as(name)
        there.page.get_by_role("button", name=BUTTONS[language], exact=True).click()
        return Voter(there, language)

    def opened(self, procedure: str, **how: Any) -> str:
        """A paper whose ballot is open, by its reference."""
        with backstage(self.home):
            return open_ballot(started("consolidation"), procedure, **how)

    def say(self, reference: str, choice: str, *codes: str) -> None:
        """What others say meanwhile, on every item."""
        with backstage(self.home):
            paper = paper_called(reference)
            for code in codes:
                actor = acting(person(f"head.{code.lower()}"))
                items = range(1, len(running(paper).items) + 1)
                with transaction():
                    casting.cast_positions(
                        actor, reference, running(paper).number, association_id=actor.association_ids[0],
                        answers={item: Answer(choice) for item in items}, at=clock.now(),
                    )  # fmt: skip

    def close(self, reference: str) -> None:
        """The close has come."""
        with backstage(self.home):
            running(paper_called(reference)).closes_at = clock.now()
            db.session.commit()

    def last_position(self) -> dict[str, Any]:
        """What was recorded last: the association, the choice, and how it came."""
        with backstage(self.home):
            found = db.session.query(Position).order_by(Position.id.desc()).first()
            assert found is not None
            return {
                "code": found.association.code, "choice": found.choice, "channel": found.channel,
                "explanation": found.explanation, "by_proxy": found.proxy_id is not None,
            }  # fmt: skip


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, chromium: Browser) -> Iterator[House]:
    home = tmp_path_factory.mktemp("deciding")
    with serving(home) as address:
        with backstage(home):
            db.session.add(
                Procedure(
                    key="in_secret", name="Secret", name_fi="Salainen", rule=SECRET,
                    conduct={"shown": "secret"},
                )
            )  # fmt: skip
            db.session.commit()
        yield House(home, address, chromium)


languages = pytest.mark.parametrize("language", ["en", "fi"])


def open_ballot(paper: Paper, procedure: str, **how: Any) -> str:
    with transaction():
        opening.open_ballot(
            acting(person("secretariat")), paper.reference, closes_at=clock.now() + timedelta(days=7),
            how=Opening(procedure_key=procedure, **how), at=clock.now(),
        )  # fmt: skip
    return paper.reference


def paper_called(reference: str) -> Paper:
    return db.session.query(Paper).filter_by(reference=reference).one()


def running(paper: Paper) -> Ballot:
    return db.session.query(Ballot).filter_by(paper_id=paper.id, ended_at=None).one()


def number_of(house: House, code: str) -> int:
    with backstage(house.home):
        return int(db.session.query(Association).filter_by(code=code).one().id)


@languages
def test_a_silence_that_nobody_breaks_adopts(house: House, language: str) -> None:
    reference = house.opened("silence", follow_up_days=7)
    finland, page = number_of(house, "FI"), f"/papers/{reference}/ballots/1"
    head = house.voter("Head of delegation, Finland", language)
    head.go(page)
    head.choose(f"a{finland}-1-choice", "in_favour")
    head.cast()
    assert house.last_position()["choice"] == "in_favour"
    house.say(reference, "objection", "LT")
    house.close(reference)
    head.go(page)
    expect(head.at.page.locator(OUTCOME)).to_have_text(head.say("Adopted with reservations"))


@languages
def test_a_broken_silence_is_followed_by_a_written_vote(house: House, language: str) -> None:
    reference = house.opened("silence", follow_up_days=7)
    finland, page = number_of(house, "FI"), f"/papers/{reference}/ballots/1"
    head = house.voter("Head of delegation, Finland", language)
    head.go(page)
    head.choose(f"a{finland}-1-choice", "objection")
    head.reach("summary:not(.absent summary)")
    head.at.page.keyboard.press("Enter")
    head.write(f"textarea[name='a{finland}-1-explanation']", "Ei näin: so nicht.")
    head.cast()
    assert house.last_position()["explanation"] == "Ei näin: so nicht."
    house.say(reference, "objection", "LT", "SK")
    house.close(reference)
    head.go(page)
    expect(head.at.page.locator(OUTCOME)).to_have_text(head.say("Silence broken"))
    head.go(page.replace("ballots/1", "ballots/2"))
    head.choose(f"a{finland}-1-choice", "in_favour")
    head.cast()
    house.say(reference, "in_favour", *VOTERS)
    house.close(reference)
    head.go(page.replace("ballots/1", "ballots/2"))
    expect(head.at.page.locator(OUTCOME)).to_have_text(head.say("Adopted"))


@languages
def test_a_proxy_is_given_and_used(house: House, language: str) -> None:
    reference = house.opened("position_paper")
    finland, spain = number_of(house, "FI"), number_of(house, "ES")
    giver = house.voter("Head of delegation, Finland", language)
    giver.go("/proxies/new")
    giver.choose("on", f"{reference}/1")
    giver.reach("select[name=holder]")
    giver.at.page.keyboard.type(
        giver.at.page.locator(f"select[name=holder] option[value='{spain}']").inner_text()
    )
    giver.press("Continue")
    assert violations(giver.at.page) == []
    giver.press("Give the proxy")
    holder = house.voter("Head of delegation, Spain", language)
    holder.go(f"/papers/{reference}/ballots/1")
    holder.choose(f"a{finland}-1-choice", "against")
    wanted = holder.say("Continue")
    holder.at.page.keyboard.press("Tab")
    holder.reach(f"form[action$='/positions/{finland}'] button.btn")
    assert holder.at.page.evaluate("document.activeElement.innerText.trim()") == wanted
    holder.cast()
    assert house.last_position() == {
        "code": "FI", "choice": "against", "channel": "", "explanation": "", "by_proxy": True,
    }  # fmt: skip


@languages
def test_the_secretariat_enters_a_position_that_came_by_letter(house: House, language: str) -> None:
    reference = house.opened("position_paper")
    finland = number_of(house, "FI")
    secretariat = house.voter("Secretariat", language)
    secretariat.go(f"/papers/{reference}/ballots/1/enter/{finland}")
    secretariat.choose("entry-channel", "letter")
    secretariat.write("input[name=entry-note]", "Letter of their head, 27 November")
    secretariat.choose(f"a{finland}-1-choice", "abstention")
    secretariat.press("Continue")
    assert violations(secretariat.at.page) == []
    secretariat.press("Enter the position")
    entered = house.last_position()
    assert (entered["code"], entered["choice"], entered["channel"]) == ("FI", "abstention", "letter")
    secretariat.go(f"/papers/{reference}/ballots/1?name=Fin")
    secretariat.at.sees("Letter of their head, 27 November")
    roll = secretariat.at.page.get_by_role("table", name=secretariat.say("Positions of the associations"))
    expect(roll.locator("tbody th")).to_have_text(["Finland"])


@languages
def test_on_a_voting_list_what_is_excluded_lapses(house: House, language: str) -> None:
    with backstage(house.home):
        reference = contested().reference
    secretariat = house.voter("Secretariat", language)
    secretariat.go(f"/papers/{reference}/ballot")
    secretariat.press("Open the ballot")
    expect(secretariat.at.page).to_have_url(re.compile("ballots/1$"))
    finland, page = number_of(house, "FI"), f"/papers/{reference}/ballots/1"
    head = house.voter("Head of delegation, Finland", language)
    head.go(page)
    head.press("In favour of all items")
    head.cast()
    assert len(head.at.page.locator(f"input[name^='a{finland}-'][value=in_favour]:checked").all()) == 3
    house.say(reference, "in_favour", *VOTERS)
    house.close(reference)
    head.go(page)
    expect(head.at.page.locator("#item-1 .voting-title .tag")).to_have_text(head.say("Adopted"))
    expect(head.at.page.locator("#item-2 .voting-title .tag")).to_have_text(head.say("Lapsed"))
    expect(head.at.page.locator(OUTCOME)).to_have_text(head.say("Adopted"))
    head.go(f"/papers/{reference}")
    expect(head.at.page.locator("main")).not_to_contain_text("They need stable funding.")


def contested() -> Paper:
    """A paper in consolidation with two amendments of which only one can be made."""
    paper = started("consultation")
    for code, change in (
        ("fi", Change("delete", f"p{paper.id}-3")),
        ("de", Change("replace", f"p{paper.id}-3", "They need lasting funding.")),
    ):
        actor = acting(person(f"head.{code}"))
        with transaction():
            draft = amendments.draft(actor, paper.reference, Proposal(1, (change,), "So."), at=clock.now())
            amendments.table(actor, paper.reference, f"draft-{draft.id}", at=clock.now())
    paper.stage, paper.consultation_closes_at = "consolidation", clock.now() - timedelta(seconds=1)
    paper.consultation_opened_at = paper.consultation_closes_at - timedelta(days=28)
    db.session.commit()
    return paper


@languages
def test_a_secret_vote_is_found_again_by_its_code(house: House, language: str) -> None:
    reference = house.opened("in_secret", counts_one=True)
    with backstage(house.home):
        for code in VOTERS[:4]:
            put_in(acting(person(f"head.{code.lower()}")), paper_called(reference), "in_favour")
    head = house.voter("Head of delegation, Finland", language)
    head.go(f"/papers/{reference}/ballots/1/box")
    head.choose("item1", "against")
    head.press("Continue")
    assert violations(head.at.page) == []
    head.press("Put it into the box")
    code = head.at.page.locator(".slip-code").inner_text()
    assert re.fullmatch(r"[A-Z0-9]{4}(-[A-Z0-9]{4})+", code)
    house.close(reference)
    head.go(f"/papers/{reference}/ballots/1")
    head.go(f"/papers/{reference}/ballots/1/codes")
    finds_its_position(head, code)
    expect(head.at.page.locator("main")).to_contain_text("Finland")


def finds_its_position(head: Voter, code: str) -> None:
    """However the code is typed, its row is found; one that is not there is said to be missing."""
    page, against, item = head.at.page, head.say("Against"), head.say("The text as a whole")
    rows = page.locator("[data-codes] tbody tr")
    own, status = rows.filter(has_text=code), page.locator("[data-code-search] [role=status]")
    expect(own).to_have_count(1)
    expect(own.locator("td")).to_have_text(against)
    expect(rows.filter(has_text=against)).to_have_count(1)
    head.write("#code", code.lower().replace("-", " "))
    expect(status).to_have_text(f"{code}: {against} ({item})")
    expect(page.locator("tr.is-found")).to_have_text(f"{code}{against}")
    assert violations(page) == []
    head.write("#code", ("Z" if code[0] != "Z" else "Y") + code[1:])
    expect(status).to_have_text(head.say("This code is not in the list."))
    expect(page.locator("tr.is-found")).to_have_count(0)
