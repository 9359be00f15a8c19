"""The order of voting is settled in the browser: by the keyboard alone, and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eca_policy.amendments import service as amendments
from eca_policy.amendments.changes import Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.journeys.browsing import Person, backstage, is_wider_than_screen, serving, violations
from tests.journeys.stages import acting, person, started

pytestmark = pytest.mark.browser
RAPPORTEUR, HEAD = "Delegate, Spain", "Head of delegation, Germany"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the server, and the page of a voting list with four entries."""
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            paper = started("consultation")
            tabled(paper, "fi", Change("replace", f"p{paper.id}-3", "They need lasting funding."))
            tabled(paper, "de", Change("delete", f"p{paper.id}-3"))
            tabled(paper, "fr", Change("replace", f"p{paper.id}-2", "Clusters link all small firms."))
            wide = Change("insert_after", f"p{paper.id}-2", "They teach."), Change("delete", f"p{paper.id}-4")
            tabled(paper, "it", *wide)
            path = f"/papers/{paper.reference}/voting-list"
        yield address, path


def tabled(paper: Paper, code: str, *changes: Change) -> None:
    actor = acting(person(f"head.{code}"))
    with transaction():
        draft = amendments.draft(actor, paper.reference, Proposal(1, changes, "Better."), at=clock.now())
        amendments.table(actor, paper.reference, f"draft-{draft.id}", at=clock.now())


def reads(page: Page, *names: str) -> None:
    """The items stand in this order; the text as a whole is the last."""
    last = "The text as a whole, with what was adopted"
    wanted = [f"{at} {name}" for at, name in enumerate((*names, last), start=1)]
    expect(page.locator(".voting-title")).to_have_text(wanted, use_inner_text=True)


def tab_to(page: Page, selector: str) -> None:
    """On with the tabulator until the focus is there."""
    for _ in range(120):
        if page.evaluate("chosen => !!document.activeElement?.matches(chosen)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not reach {selector}.")


def test_the_list_is_arranged_with_the_keyboard_alone(chromium: Browser, house: tuple[str, str]) -> None:
    address, path = house
    rapporteur = Person(chromium, address).sign_in_as(RAPPORTEUR)
    page = rapporteur.open(path)
    reads(page, "Amendment 3", "Amendment 4", "Amendment 2", "Amendment 1")
    rapporteur.sees("Lapses if item 3 is adopted.")
    tab_to(page, "#item-4 [id^=up-]")
    page.keyboard.press("Enter")
    reads(page, "Amendment 3", "Amendment 4", "Amendment 1", "Amendment 2")
    expect(page.locator("#item-3 [id^=up-]")).to_be_focused()
    page.keyboard.press("Enter")
    reads(page, "Amendment 3", "Amendment 1", "Amendment 4", "Amendment 2")
    expect(page.locator("#item-2 [id^=up-]")).to_be_focused()
    tab_to(page, "#item-3 [id^=to-]")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    reads(page, "Amendment 4", "Amendment 3", "Amendment 1", "Amendment 2")
    assert violations(page) == []
    tab_to(page, "#pack-4")
    page.keyboard.press("Space")
    tab_to(page, "#pack-3")
    page.keyboard.press("Space")
    tab_to(page, "#pack")
    page.keyboard.press("Enter")
    reads(page, "Amendments 4, 3 together", "Amendment 1", "Amendment 2")
    assert page.url.endswith(path)


def test_an_association_takes_its_amendment_out_without_scripts(
    chromium: Browser, house: tuple[str, str]
) -> None:
    address, path = house
    rapporteur = Person(chromium, address, java_script_enabled=False).sign_in_as(RAPPORTEUR)
    page = rapporteur.open(path)
    for name in ("4", "3"):
        page.locator(f"#pack-{name}").check()
    rapporteur.press("Put together")
    rapporteur.sees("They are voted on together.")
    reads(page, "Amendments 3, 4 together", "Amendment 2", "Amendment 1")

    head = Person(chromium, address, java_script_enabled=False).sign_in_as(HEAD)
    head.open(path)
    head.press("Request a split vote Amendment 4")
    head.sees("Germany has requested a split vote.")
    parts = ("Amendment 4, part 1 of 2", "Amendment 4, part 2 of 2")
    reads(head.page, "Amendment 3", *parts, "Amendment 2", "Amendment 1")

    page.locator("#item-3").get_by_role("button", name="Up").click()
    rapporteur.sees("The list has changed meanwhile.")
    reads(page, "Amendment 3", *parts, "Amendment 2", "Amendment 1")
    page.locator("#item-5").get_by_role("button", name="Up").click()
    rapporteur.sees("Amendment 1 is moved.")
    reads(page, "Amendment 3", *parts, "Amendment 1", "Amendment 2")
    rapporteur.press("Back to the proposed order")
    reads(page, "Amendment 3", *parts, "Amendment 2", "Amendment 1")

    head.page.get_by_label("4. Amendment 2").check()
    head.page.get_by_label("1. Amendment 3").check()
    head.press("Show what becomes of the others")
    results = head.page.locator(".voting-results tbody td").all_inner_texts()
    assert results == ["adopted", "not adopted", "not adopted", "adopted", "lapses"]
    head.press("Take back the request: split vote Germany, Amendment 4")
    reads(head.page, "Amendments 3, 4 together", "Amendment 2", "Amendment 1")


def test_two_at_once_are_shown_the_newer_list(chromium: Browser, house: tuple[str, str]) -> None:
    address, path = house
    rapporteur = Person(chromium, address).sign_in_as(RAPPORTEUR)
    secretariat = Person(chromium, address).sign_in_as("Secretariat")
    for each in (rapporteur, secretariat):
        each.open(path)
    rapporteur.page.locator("#item-4 [id^=up-]").click()
    reads(rapporteur.page, "Amendment 3", "Amendment 4", "Amendment 1", "Amendment 2")
    secretariat.page.locator("#item-1 [id^=down-]").click()
    secretariat.sees("The list has changed meanwhile.")
    reads(secretariat.page, "Amendment 3", "Amendment 4", "Amendment 1", "Amendment 2")
    secretariat.page.set_viewport_size({"width": 320, "height": 640})
    assert not is_wider_than_screen(secretariat.page)
    assert violations(secretariat.page) == []
