"""The secretariat writes a procedure in the browser: live while one types, and without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsing import Person, is_wider_than_screen, serving, violations

pytestmark = pytest.mark.browser
RULE = (
    "Adopted if at least 55 % of the votes cast are in favour and more than half of the weight of all those "
    "entitled is in favour."
)


def words(page: Page, sentence: str) -> None:
    expect(page.locator("#procedure-words")).to_contain_text(sentence)


def outcome(page: Page, sentence: str) -> None:
    expect(page.locator("#trial-outcome")).to_contain_text(sentence)


def test_the_rule_and_its_outcome_are_said_while_one_types(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        secretariat = Person(chromium, address).sign_in_as("Secretariat")
        page = secretariat.open("/procedures/new")
        words(page, "Adopted if more than half of the votes cast are in favour.")
        page.locator("#share-0").fill("zwei")
        words(page, "Condition 1, Share: Write a share such as")
        page.locator("#share-0").fill("0,55")
        page.locator("#limit-0").select_option("at_least")
        page.get_by_role("button", name="Add a condition").click()
        expect(page.locator("#limit-1")).to_be_focused()
        page.locator("#limit-1").select_option("more_than")
        page.locator("#share-1").fill("1/2")
        page.locator("#base-1").select_option("entitled")
        page.locator("#measure-1").select_option("weight")
        words(page, RULE)
        page.get_by_role("button", name="All in favour").click()
        outcome(page, "Adopted: 15 of 15 votes cast in favour")
        page.locator("#position-FR").select_option("against")
        outcome(page, "Adopted: 14 of 15 votes cast in favour")
        page.locator("#kind-silence").check()
        expect(page.locator("#conditions")).to_be_hidden()
        page.locator("#objections").fill("1")
        words(page, "Adopted unless an association objects.")
        outcome(page, "The silence was broken")
        page.locator("#kind-vote").check()
        words(page, RULE)
        assert not violations(page)
        secretariat.fill(name="Weighty matters")
        secretariat.press("Save the procedure")
        secretariat.sees(RULE)


def test_all_of_it_works_without_scripts_on_a_narrow_screen(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        secretariat = Person(
            chromium, address, java_script_enabled=False, viewport={"width": 320, "height": 640}
        ).sign_in_as("Secretariat")
        page = secretariat.open("/procedures/new?preset=simple_majority")
        secretariat.fill(name="Two rounds", made_up="4 x 1")
        secretariat.press("Use this roll")
        expect(page.locator(".trial-table tbody tr")).to_have_count(4)
        page.locator("#share-0").fill("3/4")
        page.locator("#share-0").press("Enter")
        words(page, "Adopted if more than three quarters of the votes cast are in favour.")
        secretariat.press("All in favour")
        page.locator("#position-2").select_option("against")
        secretariat.press("Show the outcome")
        outcome(page, "Rejected: 3 of 4 votes cast in favour (75.0 %), more than three quarters needed")
        assert not is_wider_than_screen(page)
        page.locator("#share-0").fill("4/3")
        secretariat.press("Save the procedure")
        secretariat.sees("A share cannot be more than the whole")
        page.locator("#share-0").fill("3/4")
        secretariat.press("Save the procedure")
        secretariat.sees("Two rounds")
        page = secretariat.open("/procedures/two_rounds")
        page.get_by_text("Delete this procedure").click()
        secretariat.press("Delete for good")
        secretariat.sees("The procedure is deleted.")
