"""A Bulgarian text goes the whole way in the hands of Finns, who read and are written to in Finnish."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import page as pages_of_pdf
import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from eca_policy.ballots.models import Ballot
from eca_policy.extensions import db
from eca_policy.lib import clock
from tests.journeys.browsing import ROOT, Person, backstage, serving
from tests.services import Postbox, wait_until
from tests.shared import shared

pytestmark = pytest.mark.browser

TEXT = "real/languages/open-definition-1.1.bg.md"
TITLE = "Отворено определение"
RAPPORTEUR, SECRETARIAT = "Delegate, Finland", "Secretariat"
VOTERS = ("Finland", "Bulgaria", "Germany", "France", "Italy", "Poland", "Austria", "Denmark")
TO_FINLAND, TO_BULGARIA = "head.fi@example.org", "head.bg@example.org"


@cache
def catalogue() -> dict[str, str]:
    """The catalogue: Finnish by English."""
    with (ROOT / "eca_policy/translations/fi/LC_MESSAGES/messages.po").open("rb") as file:
        return {str(each.id): str(each.string) for each in read_po(file) if isinstance(each.id, str)}


def finnish(english: str, **values: object) -> str:
    """What stands on the Finnish page; with it a missing translation fails here and not there."""
    translated = catalogue()[english]
    assert translated, f"Not translated: {english}"
    return translated % values if values else translated


@dataclass
class Walk:
    """The server, the browser and the mail server."""

    address: str
    browser: Browser
    postbox: Postbox
    downloads: Path

    def as_(self, name: str) -> Person:
        return Person(self.browser, self.address).sign_in_as(name)

    def subjects_to(self, address: str) -> list[str]:
        return [str(mail["Subject"]) for mail in self.postbox.mails if address in str(mail["To"])]


@pytest.fixture
def walk(chromium: Browser, postbox: Postbox, mail_url: str, tmp_path: Path) -> Iterator[Walk]:
    shared(TEXT)  # asked here, before a server is started in vain
    with serving(tmp_path, MAIL_URL=mail_url) as address:
        yield Walk(address, chromium, postbox, tmp_path)


def test_a_bulgarian_text_goes_the_whole_way_in_finnish(walk: Walk) -> None:
    reference = start(walk)
    consult_and_comment(walk, reference)
    answer(walk, reference)
    vote(walk, reference)
    publish(walk, reference)
    read_the_pdf(walk, reference)
    for address, language in ((TO_FINLAND, "fi"), (TO_BULGARIA, "en")):
        sent = [mail for mail in walk.postbox.mails if address in str(mail["To"])]
        assert {str(mail["Content-Language"]) for mail in sent} == {language}
    assert not set(walk.subjects_to(TO_FINLAND)) & set(walk.subjects_to(TO_BULGARIA))


def start(walk: Walk) -> str:
    """A Finn signs in and reads Finnish without having chosen it; the text is Bulgarian."""
    finland = walk.as_(RAPPORTEUR)
    page = finland.open("/papers/new")
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    finland.fill(title=TITLE, text=shared(TEXT).read_text())
    page.locator("#document_class_id").select_option(label="Kannanotto")
    page.locator("#language").select_option(value="bg")
    page.get_by_role("button", name=finnish("Start the paper"), exact=True).last.click()
    page.wait_for_url(re.compile(r"/papers/ECA-\d{4}-\d{3}"))
    expect(page.locator(".paper-text").first).to_have_attribute("lang", "bg")
    return page.url.split("/papers/")[1].split("?")[0]


def consult_and_comment(walk: Walk, reference: str) -> None:
    """The secretariat reads English; the head of Finland comments in Finnish."""
    secretariat = walk.as_(SECRETARIAT)
    secretariat.open(f"/papers/{reference}/consultation")
    secretariat.press("Open the consultation")
    finland = walk.as_("Head of delegation, Finland")
    page = finland.open(f"/papers/{reference}")
    page.locator(".paragraph-write").nth(1).click()
    page.wait_for_url(re.compile("paragraph="))
    page.locator("textarea[name=body]").fill("Tämä on hyvä määritelmä – säilyttäkää se.")
    finland.press(finnish("Send the comment"))
    finland.sees(finnish("Comment %(number)s is sent.", number=1))
    secretariat.open(f"/papers/{reference}/consultation")
    secretariat.press("Close the consultation")


def answer(walk: Walk, reference: str) -> None:
    finland = walk.as_(RAPPORTEUR)
    page = finland.open(f"/papers/{reference}/comments/answers")
    page.locator("input[value=accepted]").check()
    finland.press(finnish("Save answers"))
    wait_until(lambda: len(walk.subjects_to(TO_FINLAND)) >= 2, what="the answer is mailed to Finland")


def vote(walk: Walk, reference: str) -> None:
    """The close comes when all have voted (that the clock brings it, the first walk shows), in Finnish."""
    secretariat = walk.as_(SECRETARIAT)
    secretariat.open(f"/papers/{reference}/ballot")
    closes = clock.now().astimezone(clock.BRUSSELS) + timedelta(days=7)
    secretariat.fill(closes_on=closes.strftime("%Y-%m-%d"), closes_time=closes.strftime("%H:%M"))
    secretariat.press("Open the ballot")
    for country in VOTERS:
        head = walk.as_(f"Head of delegation, {country}")
        say = finnish if country == "Finland" else str
        head.open(f"/papers/{reference}/ballots/1")
        head.page.get_by_label(say("In favour"), exact=True).check()
        head.press(say("Continue"))
        head.press(say("Cast the position"))
        head.sees(say("The position is recorded. You can change it until the ballot closes."))
        head.context.close()
    with backstage(walk.downloads):
        db.session.query(Ballot).one().closes_at = clock.now()
        db.session.commit()
    secretariat.open(f"/papers/{reference}?panel=ballot")
    secretariat.sees("Adopted: 8 of 8 votes cast in favour")


def publish(walk: Walk, reference: str) -> None:
    secretariat = walk.as_(SECRETARIAT)
    secretariat.open(f"/papers/{reference}/publish")
    secretariat.press("Publish now")
    wait_until(lambda: len(walk.subjects_to(TO_FINLAND)) >= 5, what="Finland is told of the publication")
    wait_until(lambda: len(walk.subjects_to(TO_BULGARIA)) >= 4, what="Bulgaria is told of the publication")


def read_the_pdf(walk: Walk, reference: str) -> None:
    """The file in the hands of a Finnish visitor holds the letters of the text."""
    visitor = Person(walk.browser, walk.address)
    page = visitor.open(f"/published/{reference}")
    page.locator(".languages").get_by_role("button", name="Suomi").click()
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF", exact=True).click()
    kept = walk.downloads / "paper.pdf"
    waiting.value.save_as(kept)
    for profile in ("ua1", "2a"):
        assert not pages_of_pdf.validate_pdf_bytes(kept.read_bytes(), profile=profile).failures
    pdf = PdfReader(kept)
    assert pdf.trailer["/Root"]["/Lang"] == "bg"
    text = " ".join("\n".join(page.extract_text() for page in pdf.pages).split())
    for words in (TITLE, "Терминология", "научни, исторически, географски"):
        assert words in text
