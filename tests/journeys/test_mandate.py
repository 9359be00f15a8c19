"""A delegation collects its mandate before the vote: by the keyboard, without scripts, in two languages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import Person, backstage, serving, violations
from tests.journeys.stages import at_the_vote

pytestmark = pytest.mark.browser
HEAD, OTHER_HEAD = "Head of delegation, Finland", "Head of delegation, Germany"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The address of the server, and a paper whose ballot is open."""
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            reference = at_the_vote().reference
        yield address, reference


def type_answer(page: Page, name: str, *, steps: int) -> None:
    """The name, then as many steps down the choices, and Enter: nothing but keys."""
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _step in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_clusters_are_entered_one_after_the_other_by_keyboard(
    chromium: Browser, house: tuple[str, str]
) -> None:
    address, reference = house
    head = Person(chromium, address, java_script_enabled=False).sign_in_as(OTHER_HEAD)
    page = head.open(f"/papers/{reference}")
    head.press("Collect your delegation’s mandate")
    page.locator("#cluster-name").focus()
    for number, name in enumerate(("Tampere Robotics", "Oulu ICT", "Turku Sea")):
        type_answer(page, name, steps=min(number, 1))
        head.sees(f"{name}: {'Against' if number else 'In favour'}. You can enter the next one.")
        expect(page.locator("#cluster-name")).to_be_focused()
        expect(page.locator("#cluster-name")).to_have_value("")
    head.sees("2 of 3 answers say: against. It is chosen below as a proposal")
    expect(page.locator("#mandate-choice-1")).to_be_checked()
    head.fill(**{"mandate-remark": "Unless the budget line stays."})
    page.get_by_role("button", name="Record the mandate", exact=True).click()
    head.sees("The mandate is recorded.")
    head.sees("Unless the budget line stays.")


def test_a_pasted_list_comes_back_until_every_line_is_right(
    chromium: Browser, house: tuple[str, str]
) -> None:
    address, reference = house
    head = Person(chromium, address).sign_in_as(HEAD)
    page = head.open(f"/papers/{reference}/mandate")
    page.get_by_text("Liitä monen vastaukset").click()
    head.fill(**{"pasted-lines": "Tampere Robotics; puolesta; jos rahoitus järjestyy\nOulu ICT; ehkä"})
    head.press("Kirjaa kaikki")
    head.sees("Rivi 2: ”ehkä” ei ole kanta. Kirjoita puolesta, vastaan tai tyhjä.")
    expect(page.locator(".error-summary")).to_be_focused()
    assert violations(page) == []
    typed = page.locator("#pasted-lines").input_value()
    head.fill(**{"pasted-lines": typed.replace("ehkä", "vastaan")})
    head.press("Kirjaa kaikki")
    head.sees("2 vastausta kirjattiin.")
    other = Person(chromium, address).sign_in_as(OTHER_HEAD).open(f"/papers/{reference}/mandate")
    expect(other.locator(".mandate-answers")).to_have_count(0)
