"""A text read to its end is known to be read, and its later changes are shown: with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eca_policy.extensions import db
from eca_policy.papers.models import Paper
from eca_policy.papers.queries import latest_revision
from tests.journeys.browsing import Person, backstage, serving
from tests.journeys.stages import RICH, person, started
from tests.making import add_revision, issue

pytestmark = pytest.mark.browser
LONG = RICH + "".join(f"\nSentence {number} of a long text.\n" for number in range(60))
READER = "Delegate, Germany"


def change(paper_id: int) -> None:
    """Another version, by the rapporteur."""
    author, paper = person("delegate.es"), db.session.get_one(Paper, paper_id)
    text = latest_revision(paper).source.replace("small firms", "small and young firms")
    issue(paper, add_revision(paper, author, text), author)


def shows_what_changed(reader: Person, reference: str) -> None:
    """From the home page, and from the paper."""
    reader.open("/")
    reader.sees("Changed since you read them")
    reader.open(f"/papers/{reference}")
    reader.press("show what changed")
    reader.sees("1 paragraph changed")
    expect(reader.page.locator("ins").first).to_contain_text("and young")
    reader.press("Side by side")
    expect(reader.page.locator("td:nth-child(2) ins").first).to_contain_text("and young")


def test_a_text_read_to_its_end_is_noted_and_what_changes_is_shown(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            paper = started("consultation", text=LONG)
            reference, paper_id = paper.reference, paper.id
        reader = Person(chromium, address).sign_in_as(READER)
        page = reader.open(f"/papers/{reference}#panel")
        button = page.get_by_role("button", name="I have read this text")
        page.wait_for_timeout(2000)
        expect(button).to_be_attached()
        page.evaluate("scrollTo(0, 0)")
        page.locator(".paper-text .paragraph").first.scroll_into_view_if_needed()
        page.wait_for_timeout(2000)
        expect(button).to_be_attached()
        button.scroll_into_view_if_needed()
        expect(page.locator(".read-mark")).to_have_text("Noted as read.")
        with backstage(tmp_path):
            change(paper_id)
        shows_what_changed(reader, reference)


def test_without_scripts_a_button_says_that_one_has_read(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        with backstage(tmp_path):
            paper = started("consultation")
            reference, paper_id = paper.reference, paper.id
        reader = Person(chromium, address, java_script_enabled=False).sign_in_as(READER)
        reader.open(f"/papers/{reference}")
        reader.press("I have read this text")
        reader.sees("You read this text on")
        with backstage(tmp_path):
            change(paper_id)
        shows_what_changed(reader, reference)
