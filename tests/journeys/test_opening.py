"""The page that opens a ballot follows what is chosen, however quickly."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.journeys.browsing import Person, backstage, serving
from tests.journeys.stages import to_vote


def test_choices_that_follow_quickly_all_hold_and_the_browser_complains_of_nothing(
    chromium: Browser, tmp_path: Path
) -> None:
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            reference = to_vote().reference
        page = Person(chromium, address).sign_in_as("Secretariat").open(f"/papers/{reference}/ballot")
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.locator("#procedure_key").select_option("unanimity")
        page.locator("#amendments_key").select_option("simple_majority")
        page.get_by_label("At a later day and time").check()
        page.locator("#counts_one").check()
        expect(page.locator("#opening-frozen")).to_contain_text(
            "Unanimity; for the amendments: Simple majority"
        )
        page.locator("#opens_on").fill("2026-01-01")
        page.locator("#opens_time").fill("10:00")
        page.locator("#opens_time").press("Tab")
        expect(page.locator("#opening-frozen")).to_contain_text("This instant has passed already")
        expect(page.locator("#procedure_key")).to_have_value("unanimity")
        expect(page.locator("#amendments_key")).to_have_value("simple_majority")
        expect(page.locator("#counts_one")).to_be_checked()
        assert complaints == []
