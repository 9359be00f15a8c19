"""The picture of the README: a paper in consultation, with our own words on it.

KEEP_PICTURE=1 script/test tests/journeys/test_picture.py writes docs/paper.png anew.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsing import ROOT, Person, serving

pytestmark = pytest.mark.browser

TEXT = """\
## Why this matters

Clusters bring small firms, universities and public bodies of a region to one table. They carry new technology
into firms that have no research department of their own, and they do it at little cost.

Their funding, however, comes in projects of two or three years. Every project begins with hiring and ends
with letting people go, and what was learnt goes with them.

## What we ask

The next framework programme should fund cluster organisations for seven years at a time, with one review.
{: .recommendation }

Reporting should be the same for every programme that a cluster takes part in.
{: .recommendation }

Member States should name one contact for clusters that work across a border.
{: .recommendation }
"""


def test_the_paper_page_is_worth_a_picture(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        author = Person(chromium, address).sign_in_as("Delegate, Spain")
        page = author.open("/papers/new")
        author.fill(title="Clusters in the next framework programme", text=TEXT)
        page.locator("#addressees-0-level").select_option(label="European Union")
        author.fill(**{"addressees-0-name": "European Commission"})
        page.get_by_role("button", name="Start the paper", exact=True).last.click()
        page.wait_for_url(re.compile(r"/papers/ECA-"))
        paper = page.url.split("?")[0].removeprefix(address)
        secretariat = Person(chromium, address).sign_in_as("Secretariat")
        secretariat.open(f"{paper}/consultation")
        secretariat.press("Open the consultation")
        reader = Person(chromium, address, timezone_id="Europe/Brussels").sign_in_as(
            "Head of delegation, Italy"
        )
        reader.open(paper)
        reader.page.locator(".paragraph-write").nth(2).click()
        reader.sees("Comment on Paragraph 2")
        reader.page.locator("textarea[name=body]").fill("Seven years is right. Say who reviews.")
        reader.press("Send the comment")
        reader.sees("Comment 1 is sent.")
        reader.page.set_viewport_size({"width": 1280, "height": 1000})
        reader.open(f"{paper}?panel=comments")
        expect(reader.page.locator(".recommendation-tag")).to_have_count(3)
        reader.page.screenshot(
            path=(ROOT / "docs" if os.environ.get("KEEP_PICTURE") else tmp_path) / "paper.png"
        )
