"""A comment on exact words is followed through edits, in a real browser and without scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.browsing import Person, backstage, serving
from tests.journeys.stages import started

pytestmark = pytest.mark.browser

RAPPORTEUR, COMMENTER = "Delegate, Spain", "Head of delegation, Italy"
TEXT = (
    "## Why this matters\n\nClusters link small firms with research, and small firms with each other.\n\n"
    "They need **stable funding** for seven years, because trust grows slowly.\n\nFund clusters.\n"
)
SELECT = """([body, words, time]) => {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) texts.push(node);
  const whole = texts.map((node) => node.data).join("");
  let at = -1;
  for (let left = time; left; left -= 1) at = whole.indexOf(words, at + 1);
  const point = (offset) => {
    for (const node of texts) {
      if (offset <= node.length) return [node, offset];
      offset -= node.length;
    }
  };
  const range = document.createRange();
  range.setStart(...point(at));
  range.setEnd(...point(at + words.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
MARKED = "(words) => [...(CSS.highlights.get('comment-words') ?? [])].map(String).join() === words"
BEFORE_THEM = """() => {
  const [range] = CSS.highlights.get("comment-words");
  return range.startContainer.data.slice(0, range.startOffset);
}"""


@dataclass
class House:
    """The server, and the folder of its database."""

    address: str
    home: Path
    browser: Browser

    def as_(self, name: str, **options: bool) -> Person:
        return Person(self.browser, self.address, **options).sign_in_as(name)

    def paper(self) -> str:
        with backstage(self.home):
            return started("consultation", text=TEXT).reference


@pytest.fixture(scope="module")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("exact-words")
    with serving(home) as address:
        yield House(address, home, chromium)


def paragraph(page: Page, words: str) -> Locator:
    return page.locator(".paragraph", has_text=words)


def select(page: Page, words: str, time: int = 1) -> None:
    """As a person does with the mouse: these words of their paragraph, the first or a later time."""
    body = paragraph(page, words).locator(".paragraph-body").element_handle()
    page.evaluate(SELECT, [body, words, time])


def rewrite(rapporteur: Person, reference: str, old: str, new: str) -> None:
    source = rapporteur.open(f"/papers/{reference}/edit").locator("textarea[name=source]")
    assert old in source.input_value()
    source.fill(source.input_value().replace(old, new))
    rapporteur.press("Save")
    rapporteur.sees("Saved as revision")


def test_words_are_selected_followed_lost_and_put_back(house: House) -> None:
    reference = house.paper()
    comment_on_selected_words(house.as_(COMMENTER), reference)
    rapporteur = house.as_(RAPPORTEUR)
    page = rapporteur.page
    rewrite(rapporteur, reference, "seven years", "ten years")
    rapporteur.open(f"/papers/{reference}?panel=comments")
    rapporteur.sees("The words have changed since:")
    expect(page.locator(".quotation del")).to_contain_text("seven")
    expect(page.locator(".quotation ins")).to_contain_text("ten")
    rewrite(
        rapporteur,
        reference,
        "They need **stable funding** for ten years, because trust grows slowly.\n\n",
        "",
    )
    rapporteur.open(f"/papers/{reference}?panel=comments")
    rapporteur.sees("The words are no longer in the text.")
    put_back_by_keyboard(page)
    rapporteur.sees("Comment 1 has its new place.")
    rapporteur.sees("Placed here by Delegate, Spain")


def comment_on_selected_words(commenter: Person, reference: str) -> None:
    """What stands in bold and what does not is one selection; half a word is taken whole."""
    page = commenter.open(f"/papers/{reference}?panel=versions")
    select(page, "ble funding for seven yea")
    button = page.get_by_role("button", name="Comment on these words")
    expect(button).to_be_visible()
    button.click()
    expect(page.locator("textarea[name=quote]")).to_have_value("stable funding for seven years")
    expect(page.locator("textarea[name=body]")).to_be_focused()
    page.locator("textarea[name=body]").fill("Why seven?")
    commenter.press("Send the comment")
    commenter.sees("Comment 1 is sent.")
    page.wait_for_function(MARKED, arg="stable funding for seven years")
    quotation = page.locator(".quotation a")
    quotation.click()
    expect(paragraph(page, "stable funding")).to_be_in_viewport()


def put_back_by_keyboard(page: Page) -> None:
    """Tab, typing and Enter alone, from the comment in the panel."""
    page.get_by_role("link", name="Say where it belongs").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Where does this comment belong?")).to_be_visible()
    page.locator("#paragraph").focus()
    page.keyboard.type("2")
    page.keyboard.press("Tab")
    page.keyboard.type("Fund clusters")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_the_second_of_two_like_words_is_meant(house: House) -> None:
    reference = house.paper()
    commenter = house.as_(COMMENTER)
    page = commenter.open(f"/papers/{reference}")
    select(page, "small firms", 2)
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.locator("input[name=occurrence]")).to_have_value("2")
    page.locator("textarea[name=body]").fill("All firms?")
    commenter.press("Send the comment")
    commenter.sees("Comment 1 is sent.")
    page.wait_for_function(MARKED, arg="small firms")
    assert page.evaluate(BEFORE_THEM).endswith("research, and ")


def test_of_a_selection_across_paragraphs_the_first_is_taken_and_said_so(house: House) -> None:
    page = house.as_(COMMENTER).open(f"/papers/{house.paper()}")
    select(page, "with each other")
    page.evaluate("() => getSelection().extend(document.querySelectorAll('.paragraph-body strong')[0], 0)")
    button = page.get_by_role("button", name="Comment on the words in this paragraph")
    expect(button).to_be_visible()
    button.click()
    expect(page.locator("textarea[name=quote]")).to_have_value("with each other.")


def test_the_button_is_reached_from_the_words_with_the_keyboard(house: House) -> None:
    page = house.as_(COMMENTER).open(f"/papers/{house.paper()}")
    paragraph(page, "trust grows slowly").locator("p").click()
    select(page, "trust grows slowly")
    expect(page.get_by_role("button", name="Comment on these words")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Comment on these words")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=quote]")).to_have_value("trust grows slowly")


def test_the_same_is_done_without_scripts(house: House) -> None:
    reference = house.paper()
    commenter = house.as_(COMMENTER, java_script_enabled=False)
    page = commenter.open(f"/papers/{reference}")
    paragraph(page, "stable funding").locator(".paragraph-write").click()
    page.locator("textarea[name=quote]").fill("no such words")
    page.locator("textarea[name=body]").fill("Why seven?")
    commenter.press("Send the comment")
    commenter.sees("The paragraph does not have these words.")
    expect(page.locator("textarea[name=body]")).to_have_value("Why seven?")
    page.locator("textarea[name=quote]").fill("stable funding for seven years")
    commenter.press("Send the comment")
    commenter.sees("Comment 1 is sent.")
    expect(page.locator(".quotation")).to_have_text("stable funding for seven years")
    rapporteur = house.as_(RAPPORTEUR, java_script_enabled=False)
    rewrite(rapporteur, reference, "**stable funding** for seven", "public money in every region for")
    rapporteur.open("/")
    rapporteur.press("Check the place of 1 comment")
    rapporteur.press("Say where it belongs 1")
    rapporteur.press("Yes, these words are meant")
    rapporteur.sees("The place of comment 1 is confirmed.")
