"""A real paper goes from draft to adopted, published and exported, in a real browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import page as pages_of_pdf
import pytest
from docx import Document
from playwright.sync_api import Browser, Download, expect
from pypdf import PdfReader

from eca_policy.lib import clock
from tests.journeys.browsing import Person, serving
from tests.services import Postbox, bodies, wait_until
from tests.shared import shared

pytestmark = pytest.mark.browser

PAPER = "real/papers/deliverable-2-13.md"
TITLE = "A stronger Cybersecurity Act"
RECOMMENDATIONS = 13
VOTERS = ("Spain", "Germany", "France", "Italy", "Poland", "Portugal", "Austria", "Denmark")


@dataclass
class Walk:
    """The people of the walk, each at a browser of their own, and the mail server."""

    address: str
    browser: Browser
    postbox: Postbox
    downloads: Path

    def as_(self, name: str) -> Person:
        return Person(self.browser, self.address).sign_in_as(name)

    def mailed(self, words: str) -> bool:
        return any(words in str(mail["Subject"]) for mail in self.postbox.mails)


@pytest.fixture
def walk(chromium: Browser, postbox: Postbox, mail_url: str, tmp_path: Path) -> Iterator[Walk]:
    shared(PAPER)  # asked here, before a server is started in vain
    with serving(tmp_path, MAIL_URL=mail_url) as address:
        yield Walk(address, chromium, postbox, tmp_path)


def marked(text: str) -> str:
    """The paper with the list under each numbered heading marked as a recommendation, all but the first."""
    blocks = text.split("\n\n")
    for at, block in enumerate(blocks):
        if block.startswith("* **Analysis") and "**1\\." not in blocks[at - 1]:
            blocks[at] = block.rstrip() + "\n{: .recommendation }"
    return "\n\n".join(blocks)


def test_a_real_paper_goes_from_draft_to_adopted_published_and_exported(walk: Walk) -> None:
    invite(walk)
    reference = start(walk)
    consult(walk, reference)
    comment(walk, reference)
    answer_and_issue(walk, reference)
    vote(walk, reference)
    publish(walk, reference)
    read_as_visitor(walk, reference)
    read_the_record(walk, reference)


def invite(walk: Walk) -> None:
    """The secretariat adds an association and invites its head, who follows the mailed link."""
    secretariat = walk.as_("Secretariat")
    page = secretariat.open("/associations/new")
    secretariat.fill(name="Estonian Clusters", code="EE", weight="12")
    page.locator("#country").select_option(label="Estonia")
    secretariat.press("Create the association")
    secretariat.open("/associations/EE/invite")
    secretariat.fill(email="head.ee@example.org", name="Head of delegation, Estonia")
    page.get_by_label("Head of delegation").check()
    secretariat.press("Invite")
    wait_until(lambda: "head.ee@example.org" in walk.postbox.receivers, what="the invitation arrives")
    (mail,) = [mail for mail in walk.postbox.mails if "head.ee@example.org" in str(mail["To"])]
    link = re.search(r"https?://\S+/choose-password/\S+", bodies(mail)[0])
    assert link is not None
    invited = Person(walk.browser, walk.address)
    invited.page.goto(link.group())
    invited.fill(password="correct horse battery staple")
    invited.press("Set the password and sign in")
    expect(invited.page.get_by_role("heading", name="My tasks")).to_be_visible()


def start(walk: Walk) -> str:
    """A delegate starts the paper, pastes its text and marks the last recommendation with one click."""
    rapporteur = walk.as_("Delegate, Spain")
    page = rapporteur.open("/papers/new")
    rapporteur.fill(title=TITLE, text=marked(shared(PAPER).read_text()))
    page.locator("#document_class_id").select_option(label="Position paper")
    page.locator("#addressees-0-level").select_option(label="European Union")
    rapporteur.fill(**{"addressees-0-name": "European Commission, DG CONNECT"})
    page.locator("#addressees-1-level").select_option(label="National")
    rapporteur.fill(**{"addressees-1-name": "Ministry of Finance"})
    page.locator("#addressees-1-country").select_option(label="Finland")
    rapporteur.fill(
        file_title="Revision of the Cybersecurity Act", file_reference="COM(2026) 11",
        file_url="https://example.eu/csa",
    )  # fmt: skip
    page.get_by_role("button", name="Start the paper", exact=True).last.click()
    page.wait_for_url(re.compile(r"/papers/ECA-\d{4}-\d{3}"))
    reference = re.search(r"ECA-\d{4}-\d{3}", page.url).group()  # type: ignore[union-attr]
    rapporteur.open(f"/papers/{reference}/recommendations")
    unmarked = page.locator("section", has_text="1. Mandatory Security").locator(
        "xpath=following-sibling::section[1]"
    )
    unmarked.get_by_role("button", name="Make it a recommendation").click()
    rapporteur.open(f"/papers/{reference}")
    expect(page.locator(".recommendation-tag")).to_have_count(RECOMMENDATIONS)
    return reference


def consult(walk: Walk, reference: str) -> None:
    """The secretariat opens the consultation, and every delegation is written to."""
    secretariat = walk.as_("Secretariat")
    secretariat.open(f"/papers/{reference}/consultation")
    secretariat.press("Open the consultation")
    secretariat.sees("The associations comment and propose amendments.")
    wait_until(lambda: "head.fi@example.org" in walk.postbox.receivers, what="Finland is written to")
    assert walk.mailed(TITLE)


def comment(walk: Walk, reference: str) -> None:
    """Three associations comment, reply and support."""
    italy = walk.as_("Head of delegation, Italy")
    page = italy.open(f"/papers/{reference}")
    page.locator("textarea[name=body]").fill("Say **which** clusters are meant.")
    page.locator(".paragraph-write").nth(1).click()
    italy.sees("Comment on Paragraph 2")
    expect(page.locator("textarea[name=body]")).to_have_value("Say **which** clusters are meant.")
    page.locator("textarea[name=proposed_wording]").fill("Clusters of at least twenty members are meant.")
    italy.press("Send the comment")
    italy.sees("Comment 1 is sent.")
    germany = walk.as_("Delegate, Germany")
    germany.open(f"/papers/{reference}/comments/1")
    germany.page.locator("textarea[name=body]").fill("Agreed.")
    germany.press("Send the reply")
    germany.sees("Agreed.")
    france = walk.as_("Delegate, France")
    france.open(f"/papers/{reference}/comments/1")
    france.press("Support for France")
    france.sees("supports comment 1")


def answer_and_issue(walk: Walk, reference: str) -> None:
    """The consultation is closed; the rapporteur answers, edits, compares and issues version 2."""
    secretariat = walk.as_("Secretariat")
    secretariat.open(f"/papers/{reference}/consultation")
    secretariat.press("Close the consultation")
    rapporteur = walk.as_("Delegate, Spain")
    page = rapporteur.open(f"/papers/{reference}/comments/answers")
    page.get_by_label("Accepted", exact=True).check()
    rapporteur.press("Save answers")
    rapporteur.open(f"/papers/{reference}/edit")
    source = page.locator("textarea[name=source]")
    source.fill(source.input_value().replace("We support the EU", "We warmly support the EU"))
    rapporteur.press("Save")
    rapporteur.open(f"/papers/{reference}/issue")
    rapporteur.press("Issue version 2")
    rapporteur.open(f"/papers/{reference}/compare?from=v1&to=v2")
    expect(page.locator("ins").filter(has_text="warmly")).to_be_visible()
    wait_until(lambda: walk.mailed("omment 1"), what="the answer is mailed")


def vote(walk: Walk, reference: str) -> None:
    """The secretariat opens the ballot; heads and an alternate cast; the clock closes and decides."""
    secretariat = walk.as_("Secretariat")
    page = secretariat.open(f"/papers/{reference}/ballot")
    closes = (clock.now() + timedelta(seconds=80)).astimezone(clock.BRUSSELS).replace(second=0, microsecond=0)
    closes += timedelta(minutes=1) if closes < clock.now() + timedelta(seconds=45) else timedelta()
    secretariat.fill(closes_on=closes.strftime("%Y-%m-%d"), closes_time=closes.strftime("%H:%M"))
    secretariat.press("Open the ballot")
    secretariat.sees("8 more associations must")
    for country in VOTERS:
        role = "Alternate" if country == "Denmark" else "Head of delegation"
        cast(walk, f"{role}, {country}", reference, "Against" if country == "Portugal" else "In favour")
    secretariat.open(f"/papers/{reference}/ballots/1")
    secretariat.sees("8 of 16 associations have answered")
    secretariat.sees("With the positions so far it would be adopted")
    expect(page.get_by_text("Alternate, Denmark").first).to_be_visible()
    wait_until(lambda: clock.now() >= closes, seconds=150, what="the ballot closes")
    secretariat.open(f"/papers/{reference}?panel=ballot")
    secretariat.sees("Adopted: 7 of 8 votes cast in favour")
    wait_until(lambda: walk.mailed("Adopted"), seconds=90, what="the decision is announced")


def cast(walk: Walk, name: str, reference: str, choice: str) -> None:
    person = walk.as_(name)
    person.open(f"/papers/{reference}/ballots/1")
    person.page.get_by_label(choice, exact=True).check()
    person.press("Continue")
    person.press("Cast the position")
    person.sees("The position is recorded.")
    person.context.close()


def publish(walk: Walk, reference: str) -> None:
    secretariat = walk.as_("Secretariat")
    secretariat.open(f"/papers/{reference}/publish")
    secretariat.press("Publish now")
    secretariat.sees("The paper is published")


def read_as_visitor(walk: Walk, reference: str) -> None:
    """A visitor reads the public page and opens the files."""
    visitor = Person(walk.browser, walk.address)
    page = visitor.open(f"/published/{reference}")
    visitor.sees("Adopted: 7 of 8 votes cast in favour")
    visitor.sees("European Commission, DG CONNECT")
    expect(page.locator(".recommendation-tag")).to_have_count(RECOMMENDATIONS)
    pdf = fetched(walk, visitor, "PDF")
    for profile in ("ua1", "2a"):
        assert not pages_of_pdf.validate_pdf_bytes(pdf.read_bytes(), profile=profile).failures
    text = "\n".join(page.extract_text() for page in PdfReader(pdf).pages)
    assert [f"Recommendation {n}" for n in range(1, 14) if f"Recommendation {n}" in text] == [
        f"Recommendation {n}" for n in range(1, RECOMMENDATIONS + 1)
    ]
    word = Document(str(fetched(walk, visitor, "Word (DOCX)")))
    styles = {paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert {"Title", "Heading 1", "Heading 2"} <= styles
    assert any("Justification" in cell.text for table in word.tables for cell in table.rows[0].cells)
    assert "warmly support" in fetched(walk, visitor, "Markdown").read_text()
    assert 'lang="en"' in fetched(walk, visitor, "HTML").read_text()


def fetched(walk: Walk, who: Person, label: str) -> Path:
    """The file behind the link of this label."""
    with who.page.expect_download() as waiting:
        who.page.get_by_role("link", name=label, exact=True).click()
    download: Download = waiting.value
    kept = walk.downloads / download.suggested_filename
    download.save_as(kept)
    return kept


def read_the_record(walk: Walk, reference: str) -> None:
    """Every step is there, with who acted for whom."""
    delegate = walk.as_("Delegate, Germany")
    page = delegate.open(f"/papers/{reference}/record")
    for step in (
        "Started the paper", "Issued version 1", "Opened the consultation", "Wrote comment 1",
        "Supported comment 1", "Closed the consultation", "Answered comment 1", "Issued version 2",
        "Opened the ballot", "Cast the position: In favour", "Closed and decided: Adopted",
        "Published version 2",
    ):  # fmt: skip
        expect(page.get_by_text(step).first).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Alternate, Denmark")
    expect(row).to_contain_text("Denmark")
