"""Without JavaScript: everything that matters can be done."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eca_policy.lib import clock
from tests.journeys.browsing import Person, serving

pytestmark = pytest.mark.browser


def test_a_paper_goes_to_the_vote_without_scripts(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:

        def as_(name: str) -> Person:
            return Person(chromium, address, java_script_enabled=False).sign_in_as(name)

        reference = start(as_("Delegate, Spain"))
        secretariat = as_("Secretariat")
        secretariat.open(f"/papers/{reference}/consultation")
        secretariat.press("Open the consultation")
        comment(as_("Delegate, Germany"), reference)
        secretariat.open(f"/papers/{reference}/consultation")
        secretariat.press("Close the consultation")
        answer(as_("Delegate, Spain"), reference)
        secretariat.open(f"/papers/{reference}/ballot")
        closes = clock.now() + timedelta(days=7)
        secretariat.fill(closes_on=closes.strftime("%Y-%m-%d"), closes_time="12:00")
        secretariat.press("Open the ballot")
        vote(as_("Head of delegation, Germany"), reference)


def start(rapporteur: Person) -> str:
    """The text is written and looked at before it is kept."""
    page = rapporteur.open("/papers/new")
    rapporteur.fill(title="Clusters in the next budget", text="Clusters link small firms.\n\nFund them.")
    page.locator("#document_class_id").select_option(index=1)
    page.get_by_role("button", name="Start the paper", exact=True).last.click()
    page.wait_for_url(re.compile(r"/papers/ECA-"))
    reference = page.url.split("/papers/")[1].split("?")[0]
    source = rapporteur.open(f"/papers/{reference}/edit").locator("textarea[name=source]")
    source.fill(source.input_value().replace("small firms", "*young* firms"))
    rapporteur.press("Preview")
    expect(page.locator(".asked-preview em")).to_have_text("young")
    rapporteur.press("Save")
    rapporteur.sees("Saved as revision 2.")
    return reference


def comment(delegate: Person, reference: str) -> None:
    page = delegate.open(f"/papers/{reference}")
    page.locator(".paragraph-write").first.click()
    page.locator("textarea[name=body]").fill("Say which ones.")
    delegate.press("Send the comment")
    delegate.sees("Comment 1 is sent.")


def answer(rapporteur: Person, reference: str) -> None:
    page = rapporteur.open(f"/papers/{reference}/comments/answers")
    page.locator("input[value=accepted]").check()
    rapporteur.press("Save answers")
    rapporteur.sees("1 answer is saved.")


def vote(head: Person, reference: str) -> None:
    head.open(f"/papers/{reference}/ballots/1")
    head.page.get_by_label("In favour", exact=True).check()
    head.press("Continue")
    head.press("Cast the position")
    head.sees("The position is recorded.")
