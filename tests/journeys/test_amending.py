"""An amendment goes its way in a real browser: with scripts, with the keyboard alone, and without scripts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import Person, backstage, serving
from tests.journeys.stages import started
from tests.making import TEXT

pytestmark = pytest.mark.browser

GERMANY, FRANCE, RAPPORTEUR = "Head of delegation, Germany", "Head of delegation, France", "Delegate, Spain"
WORDING, REASON = "They need lasting funding.", "Because a year is too short."


@dataclass
class Walk:
    """The server with one paper in consultation; its second paragraph says “They need stable funding.”"""

    address: str
    browser: Browser
    reference: str
    place: str

    def as_(self, name: str, **options: Any) -> Person:
        return Person(self.browser, self.address, **options).sign_in_as(name)

    @property
    def paper(self) -> str:
        return f"/papers/{self.reference}"

    @property
    def amendment(self) -> str:
        return f"{self.paper}/amendments/1"


@pytest.fixture
def walk(chromium: Browser, tmp_path: Path) -> Iterator[Walk]:
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            paper = started("consultation", text=TEXT)
            reference, place = paper.reference, f"p{paper.id}-3"
        yield Walk(address, chromium, reference, place)


def test_an_amendment_is_tabled_signed_withdrawn_taken_over_and_confirmed(walk: Walk) -> None:
    table(walk)
    cosign(walk)
    withdraw_and_take_over(walk)
    move_on(walk)
    confirm(walk)


def table(walk: Walk) -> None:
    """From the margin, with the change shown while it is typed."""
    germany = walk.as_(GERMANY)
    page = germany.open(walk.paper)
    page.locator(f"#p-{walk.place}").hover()
    page.locator(f"#p-{walk.place}").get_by_role("link", name="Amend").click()
    page.locator(f"#wording-{walk.place}").fill(WORDING)
    expect(page.locator(".amend-preview ins")).to_contain_text("lasting")
    expect(page.locator(".amend-preview del")).to_contain_text("stable")
    germany.fill(reason=REASON)
    germany.press("Save as a draft")
    germany.sees("Your delegation alone sees it.")
    germany.press("Table it")
    germany.sees("It will be called 1, for good")
    germany.press("Table it")
    germany.sees("Tabled as amendment 1.")


def cosign(walk: Walk) -> None:
    """From the text: the mark opens the change in its place, the panel leads to the amendment."""
    france = walk.as_(FRANCE)
    page = france.open(walk.paper)
    page.locator(f"#p-{walk.place} .paragraph-marks a").first.click()
    expect(page.locator(f"#p-{walk.place} .struck ins")).to_contain_text("lasting")
    page.locator("#panel").get_by_role("link", name="Amendment 1").click()
    france.press("Co-sign for France")
    france.sees("Your association has co-signed the amendment.")
    france.press("Take back the signature of France")
    france.sees("The signature of your association is taken back.")


def withdraw_and_take_over(walk: Walk) -> None:
    germany = walk.as_(GERMANY)
    germany.open(walk.amendment)
    germany.press("Withdraw it")
    germany.press("Withdraw the amendment")
    germany.sees("Amendment 1 is withdrawn. It stays readable.")
    france = walk.as_(FRANCE)
    france.open(walk.amendment)
    france.press("Take it over")
    france.press("Take it over")
    france.sees("Amendment 1 now stands for France.")


def move_on(walk: Walk) -> None:
    """The rapporteur changes the same word, and issues the text."""
    rapporteur = walk.as_(RAPPORTEUR)
    source = rapporteur.open(f"{walk.paper}/edit").locator("textarea[name=source]")
    source.fill(source.input_value().replace("stable", "multiannual"))
    rapporteur.press("Save")
    rapporteur.sees("Saved as revision 2.")
    rapporteur.open(f"{walk.paper}/issue")
    rapporteur.page.locator("form button[type=submit].btn-primary").click()
    rapporteur.sees("Issued as version 2.")


def confirm(walk: Walk) -> None:
    """The task on the home page leads there."""
    france = walk.as_(FRANCE)
    france.open("/")
    france.press("Say whether amendment 1 shall read as it now would")
    france.sees("Your amendment now reads …")
    expect(france.page.locator(".sheet del").first).to_contain_text("multiannual")
    france.press("Confirm this wording")
    france.sees("Confirmed: the amendment stands in the new version as shown.")
    expect(france.page.get_by_role("button", name="Confirm this wording")).to_have_count(0)


def test_the_same_with_the_keyboard_alone(walk: Walk) -> None:
    germany = walk.as_(GERMANY).open(walk.paper)
    press_key(germany, "Amend: Paragraph 2", "Enter")
    germany.wait_for_url(re.compile("/amendments/new"))
    tab_to(germany, f"#wording-{walk.place}")
    germany.keyboard.press("Control+A")
    germany.keyboard.type(WORDING)
    expect(germany.locator(".amend-preview ins")).to_contain_text("lasting")
    tab_to(germany, "#reason")
    germany.keyboard.type(REASON)
    press_key(germany, "Save as a draft", "Space")
    expect(germany.get_by_text("Your delegation alone sees it.").first).to_be_visible()
    press_key(germany, "Table it", "Enter")
    expect(germany.get_by_role("heading", name="Table this amendment?")).to_be_visible()
    press_key(germany, "Table it", "Enter")
    expect(germany.get_by_text("Tabled as amendment 1.").first).to_be_visible()
    france = walk.as_(FRANCE).open(walk.paper)
    press_key(france, "Amendments: 1", "Enter")
    expect(france.locator(f"#p-{walk.place} .struck ins")).to_contain_text("lasting")
    press_key(france, "Amendment 1", "Enter")
    expect(france.get_by_role("heading", name="Amendment 1")).to_be_visible()
    press_key(france, "Co-sign for France", "Space")
    expect(france.get_by_text("Your association has co-signed the amendment.").first).to_be_visible()
    germany.goto(walk.amendment)
    press_key(germany, "Withdraw it", "Enter")
    expect(germany.get_by_role("heading", name="Withdraw amendment 1?")).to_be_visible()
    press_key(germany, "Withdraw the amendment", "Enter")
    expect(germany.get_by_text("It stays readable.").first).to_be_visible()
    france.goto(walk.amendment)
    press_key(france, "Take it over", "Enter")
    expect(france.get_by_role("heading", name="Take over amendment 1?")).to_be_visible()
    press_key(france, "Take it over", "Space")
    expect(france.get_by_text("Amendment 1 now stands for France.").first).to_be_visible()
    move_on(walk)
    france.goto(walk.amendment)
    press_key(france, "Confirm this wording", "Enter")
    expect(france.get_by_text("Confirmed: the amendment stands").first).to_be_visible()


def tab_to(page: Page, selector: str) -> None:
    """Tab until this control has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert_focus_is_seen(page)
            return
    raise AssertionError(f"The keyboard never reaches {selector}.")


def press_key(page: Page, name: str, key: str) -> None:
    """Tab until the link or button of this name has the focus, and press the key."""
    words = "document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(words) == name:
            assert_focus_is_seen(page)
            page.keyboard.press(key)
            return
    raise AssertionError(f"The keyboard never reaches “{name}”.")


def assert_focus_is_seen(page: Page) -> None:
    """The focused control has a line around it, and lies in the window."""
    width, style = page.evaluate(
        "(s => [parseFloat(s.outlineWidth), s.outlineStyle])(getComputedStyle(document.activeElement))"
    )
    assert style != "none"
    assert width >= 2
    expect(page.locator(":focus")).to_be_in_viewport()


def test_the_same_without_scripts(walk: Walk) -> None:
    germany = walk.as_(GERMANY, java_script_enabled=False)
    page = germany.open(walk.paper)
    page.locator(f"#p-{walk.place}").get_by_role("link", name="Amend").click()
    page.locator(f"#wording-{walk.place}").fill(WORDING)
    germany.fill(reason=REASON)
    page.locator("#add_place").select_option(index=2)
    germany.press("Add it")
    expect(page.locator(f"#wording-{walk.place}")).to_have_value(WORDING)
    expect(page.locator(".amend-block")).to_have_count(2)
    page.locator(".leave-out button").first.click()
    page.get_by_role("button", name="Preview the change").last.click()
    expect(page.locator(".amend-preview ins")).to_contain_text("lasting")
    expect(page.locator("#reason")).to_have_value(REASON)
    germany.press("Save as a draft")
    germany.press("Table it")
    germany.press("Table it")
    germany.sees("Tabled as amendment 1.")
    france = walk.as_(FRANCE, java_script_enabled=False)
    page = france.open(f"{walk.paper}?panel=amendments")
    france.press("With amendments")
    expect(page.locator(f"#p-{walk.place} .struck")).to_contain_text("Germany")
    france.open(walk.amendment)
    france.press("Co-sign for France")
    france.sees("Your association has co-signed the amendment.")
    germany.open(walk.amendment)
    germany.press("Withdraw it")
    germany.press("Withdraw the amendment")
    france.open(walk.amendment)
    france.press("Take it over")
    france.press("Take it over")
    france.sees("Amendment 1 now stands for France.")
    move_on(walk)
    france.open(walk.amendment)
    france.press("Confirm this wording")
    france.sees("Confirmed: the amendment stands in the new version as shown.")


def test_what_was_typed_outlives_a_crash_until_it_has_arrived(walk: Walk) -> None:
    germany = walk.as_(GERMANY)
    path = f"{walk.paper}/amendments/new?paragraph={walk.place}"
    germany.open(path).locator(f"#wording-{walk.place}").fill(WORDING)
    again = germany.context.new_page()  # the first one never sent anything
    again.goto(path)
    expect(again.locator(f"#wording-{walk.place}")).to_have_value(WORDING)
    expect(again.get_by_text("What you had typed here before is back.")).to_be_visible()
    again.locator("#reason").fill(REASON)
    again.get_by_role("button", name="Save as a draft").click()
    expect(again.get_by_text("Your delegation alone sees it.").first).to_be_visible()
    again.wait_for_load_state("load")
    again.goto(path)
    expect(again.locator(f"#wording-{walk.place}")).not_to_have_value(WORDING)
    expect(again.get_by_text("What you had typed here before is back.")).to_be_hidden()
