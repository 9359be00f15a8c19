"""The desk in a browser: from a conflict to a new version, by keyboard, by two, without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change, Kind
from eca_policy.amendments.drafting import Proposal
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.journeys.browsing import Person, backstage, is_wider_than_screen, serving, violations
from tests.journeys.stages import acting, person, started

pytestmark = pytest.mark.browser

RAPPORTEUR, MEMBER, SECRETARIAT = "Delegate, Spain", "Head of delegation, Germany", "Secretariat"


@dataclass
class Desk:
    """A paper with amendments 1 (public), 2 (private), 3 (and soon) on one paragraph; 4 deletes another."""

    reference: str
    paper_id: int
    address: str
    home: Path
    browser: Browser

    def as_(self, name: str = RAPPORTEUR, **options: object) -> Person:
        return Person(self.browser, self.address, **options).sign_in_as(name)

    def open(self, someone: Person, then: str = "") -> Page:
        return someone.open(f"/papers/{self.reference}/consolidation{then}")

    def opened(self, someone: Person) -> Page:
        self.open(someone)
        someone.press("Open the desk on version 1")
        return loaded(someone.page)

    def place(self, number: int) -> str:
        return f"p{self.paper_id}-{number}"

    def table(self, who: str, number: int, wording: str, kind: Kind = "replace") -> str:
        """An amendment tabled behind the scenes."""
        with backstage(self.home):
            actor = acting(person(who))
            proposal = Proposal(1, (Change(kind, self.place(number), wording),), "Because we ask for it.")
            with transaction():
                draft = amendments.draft(actor, self.reference, proposal, at=clock.now())
                amendments.table(actor, self.reference, f"draft-{draft.id}", at=clock.now())
                return str(draft.label)

    def withdraw(self, who: str, label: str) -> None:
        with backstage(self.home), transaction():
            amendments.withdraw(acting(person(who)), self.reference, label, at=clock.now())

    def close_consultation(self) -> None:
        with backstage(self.home):
            paper = db.session.query(Paper).filter_by(reference=self.reference).one()
            paper.stage, paper.consultation_closes_at = "consolidation", clock.now()
            db.session.commit()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    home = tmp_path_factory.mktemp("consolidating")
    with serving(home) as address:
        yield address, home


@pytest.fixture
def desk(server: tuple[str, Path], chromium: Browser) -> Desk:
    address, home = server
    with backstage(home):
        paper = started("consultation")
        made = Desk(paper.reference, paper.id, address, home, chromium)
    made.table("head.fi", 3, "They need public funding.")
    made.table("head.de", 3, "They need private funding.")
    made.table("head.fr", 3, "They need stable funding, and soon.")
    made.table("head.it", 8, "", "delete")
    return made


def loaded(page: Page) -> Page:
    """The scripts run: before, a button sends its form as a page."""
    expect(page.locator("#desk-bar")).to_be_visible()
    page.wait_for_load_state("load")
    return page


def switch(page: Page, label: str) -> None:
    page.locator(f"#switch-{label}").click()
    expect(page.locator(f"#switch-{label}")).to_have_attribute("aria-checked", "true")


def test_a_conflict_and_a_compromise_become_a_new_version(desk: Desk) -> None:
    rapporteur = desk.as_()
    page = desk.opened(rapporteur)
    for label in "123":
        switch(page, label)
    text = page.locator(f"#{'p-' + desk.place(3)} .desk-text")
    expect(text).to_contain_text("funding[inserted: , and soon end]")
    expect(page.get_by_role("group", name="Conflict about")).to_contain_text("Germany")
    rapporteur.press("1 conflict")
    page.locator(f"#{'p-' + desk.place(3)}").get_by_role("link", name="Write a compromise").click()
    write_compromise(rapporteur)
    loaded(page)
    expect(text).to_contain_text("[inserted: reliable end]")
    page.locator("#rejected-4").click()
    expect(page.locator("#reason-4")).to_be_focused()
    page.locator("#reason-4").fill("It is quoted elsewhere.")
    page.locator("#save-4").click()
    rapporteur.sees("4 of 4 decided")
    members_look(desk, rapporteur)
    desk.close_consultation()
    desk.open(rapporteur, "/finish")
    rapporteur.sees("Nothing: every conflict is settled, and every reason is given.")
    page.locator("#note").fill("Put together after the consultation.")
    rapporteur.press("Decide, and issue version 2")
    rapporteur.sees("The result is version 2.")
    rapporteur.sees("They need reliable funding, and soon.")


def write_compromise(rapporteur: Person) -> None:
    """Amendments 1 and 2 are ticked, because they contradict each other."""
    page = rapporteur.page
    expect(page.get_by_label("1 (Cluster Finland)").or_(page.locator("#labels-0"))).to_be_checked()
    expect(page.locator("#labels-2")).not_to_be_checked()
    page.locator("textarea[name=source]").fill("They need reliable funding.")
    rapporteur.press("Save the compromise")
    rapporteur.sees("Say why: the authors of the amendments will read it.")
    expect(page.locator("textarea[name=source]")).to_have_value("They need reliable funding.")
    page.locator("#reason").fill("Both can live with it.")
    rapporteur.press("Save the compromise")
    rapporteur.sees("Compromise C1 is saved.")


def members_look(desk: Desk, rapporteur: Person) -> None:
    """The draft is nobody's business until it is shown; then it is marked."""
    member = desk.as_(MEMBER)
    desk.open(member, "/draft")
    member.sees("There is no draft of a consolidated text to read now.")
    rapporteur.press("Show the draft to the members")
    rapporteur.sees("shown to the members")
    member.open(f"/papers/{desk.reference}")
    member.press("Read the draft, not adopted")
    member.sees("Not adopted.")
    expect(member.page.locator(".desk-result")).to_contain_text("reliable")
    assert not violations(member.page)


def test_with_the_keyboard_alone(desk: Desk) -> None:
    page = desk.opened(desk.as_())
    page.locator("#switch-1").focus()
    page.keyboard.press("Space")
    expect(page.locator("#switch-1")).to_have_attribute("aria-checked", "true")
    expect(page.locator("#switch-1")).to_be_focused()
    tab_to(page, "#switch-2")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Take this side 1")).to_be_visible()
    page.locator("#switch-2[aria-checked=true]").wait_for()
    tab_to(page, f"#side-{desk.place(3)}-1", backwards=True)
    page.keyboard.press("Enter")
    expect(page.locator("#a-2")).to_contain_text("lapsed")
    tab_to(page, "#reason-2")
    page.keyboard.type("The public purse pays.")
    tab_to(page, "#save-2")
    page.keyboard.press("Enter")
    expect(page.locator("#desk-bar")).not_to_contain_text("to complete")
    expect(page.locator("#save-2")).to_be_focused()


def tab_to(page: Page, target: str, *, backwards: bool = False) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(80):
        if page.locator(target).evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{target} is not reached with the Tab key.")


def test_with_two_browsers_open_the_second_is_shown_the_state_and_loses_nothing(desk: Desk) -> None:
    first, second = desk.as_(), desk.as_()
    one = desk.opened(first)
    two = desk.open(second)
    two.locator("#rejected-4").click()
    two.locator("#reason-4").fill("Half a rea")
    switch(one, "1")
    two.locator("#rejected-1").click()
    expect(two.get_by_role("alert")).to_contain_text("This was changed meanwhile")
    expect(two.locator("#switch-1")).to_have_attribute("aria-checked", "true")
    expect(two.locator("#reason-4")).to_have_value("Half a rea")
    one.locator("#rejected-4").click()
    expect(one.locator("#reason-4")).to_be_visible()
    one.locator("#reason-4").fill("Mine.")
    one.locator("#save-4").click()
    expect(one.locator("#desk-bar")).not_to_contain_text("to complete")
    two.locator("#save-4").click()
    expect(two.get_by_role("alert").last).to_contain_text("This was changed meanwhile")
    expect(two.locator("#reason-4")).to_have_value("Half a rea")


def test_an_amendment_that_comes_or_goes_shows_up_and_leaves_what_is_typed(desk: Desk) -> None:
    page = desk.opened(desk.as_())
    page.locator("#rejected-1").click()
    page.locator("#reason-1").fill("Half a rea")
    desk.table("head.pl", 3, "They need stable funding for good.")
    notice = page.locator(".desk-notice").filter(has_text="Amendment 5 was tabled: Paragraph 2.")
    expect(notice).to_be_visible(timeout=15_000)
    expect(page.locator("#switch-5")).to_be_visible()
    expect(page.locator("#reason-1")).to_have_value("Half a rea")
    notice.get_by_role("link", name="Show it").click()
    desk.withdraw("head.fi", "1")
    expect(page.get_by_text("Amendment 1 was withdrawn: Paragraph 2.")).to_be_visible(timeout=15_000)
    expect(page.locator("#switch-1")).to_have_count(0)
    expect(page.get_by_label("What you typed")).to_have_value("Half a rea")


def test_a_reason_and_a_compromise_begun_outlive_the_browsers_tab(desk: Desk) -> None:
    rapporteur = desk.as_()
    page = desk.opened(rapporteur)
    page.locator("#rejected-4").click()
    page.locator("#reason-4").fill("Half a rea")
    desk.open(rapporteur)
    expect(page.locator("#reason-4")).to_have_value("Half a rea")
    path = f"/places/{desk.place(3)}/compromise"
    desk.open(rapporteur, path)
    page.locator("textarea[name=source]").fill("They need reli")
    page.wait_for_timeout(1_200)
    page.close(run_before_unload=False)
    rapporteur.page = rapporteur.context.new_page()
    desk.open(rapporteur, path)
    rapporteur.press("Take the draft back")
    expect(rapporteur.page.locator("textarea[name=source]")).to_have_value("They need reli")


def test_the_desk_is_handed_over_and_taken_over(desk: Desk) -> None:
    rapporteur = desk.as_()
    desk.opened(rapporteur)
    secretariat = desk.as_(SECRETARIAT)
    desk.open(secretariat)
    secretariat.sees("holds this desk. You see it as it is, and cannot change it.")
    expect(secretariat.page.get_by_role("switch")).to_have_count(0)
    secretariat.press("Take the desk over")
    secretariat.sees("You hold this desk")
    loaded(secretariat.page)
    switch(secretariat.page, "1")
    rapporteur.page.locator("#switch-2").click()
    rapporteur.sees("This is not yours to do")
    secretariat.press("Hand the desk over")
    secretariat.press("Hand it over")
    desk.open(rapporteur)
    rapporteur.sees("You hold this desk")


def test_without_scripts(desk: Desk) -> None:
    rapporteur = desk.as_(java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = desk.opened(rapporteur)
    for label in "12":
        page.locator(f"#switch-{label}").click()
        assert page.url.endswith(f"#p-{desk.place(3)}")
    page.get_by_role("button", name="Take this side 1").click()
    rapporteur.sees("lapsed")
    for label, reason in (("2", "The public purse pays."), ("4", "It stays.")):
        if label == "4":
            page.locator("#rejected-4").click()
        page.locator(f"#reason-{label}").fill(reason)
        page.locator(f"#save-{label}").click()
    page.locator("#left_open-3").click()
    rapporteur.sees("4 of 4 decided")
    desk.close_consultation()
    rapporteur.press("Finish")
    rapporteur.press("Decide, and issue version 2")
    rapporteur.sees("The result is version 2.")
    rapporteur.sees("They need public funding.")


def test_the_desk_fits_a_telephone_in_every_state(desk: Desk) -> None:
    rapporteur = desk.as_(viewport={"width": 320, "height": 700})
    page = desk.opened(rapporteur)
    for label in "12":
        switch(page, label)
    page.locator("#rejected-4").click()
    expect(page.locator("#reason-4")).to_be_visible()
    assert not is_wider_than_screen(page)
    assert not violations(page)
