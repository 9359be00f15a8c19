"""Nothing typed is lost: two people at one paragraph, a deadline that passes, a session that ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from tests.journeys.browsing import Person, backstage, serving
from tests.journeys.stages import started

pytestmark = pytest.mark.browser

AUTHOR, COMMENTER = "Delegate, Spain", "Head of delegation, Italy"
TYPED = "Say **which** clusters\nare meant, 20 € or more."


@dataclass
class House:
    """The server, and the folder of its database."""

    address: str
    home: Path
    browser: Browser

    def as_(self, name: str, **options: bool) -> Person:
        return Person(self.browser, self.address, **options).sign_in_as(name)

    def paper(self, stage: str) -> str:
        with backstage(self.home):
            return started(stage).reference

    def close_consultation(self, reference: str) -> None:
        """As the clock does."""
        with backstage(self.home):
            paper = db.session.query(Paper).filter_by(reference=reference).one()
            paper.consultation_closes_at = clock.now() - timedelta(seconds=1)
            db.session.commit()


@pytest.fixture(scope="module")
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("two-browsers")
    with serving(home) as address:
        yield House(address, home, chromium)


@pytest.mark.parametrize("with_scripts", [True, False])
def test_of_two_people_in_one_paragraph_neither_loses_a_word(house: House, with_scripts: bool) -> None:
    reference = house.paper("drafting")
    first, second = (house.as_(AUTHOR, java_script_enabled=with_scripts) for _ in range(2))
    for each, old, new in (
        (first, "small firms", "small and *young* firms"),
        (second, "with research", "with industrial research"),
    ):
        source = each.open(f"/papers/{reference}/edit").locator("textarea[name=source]")
        source.fill(source.input_value().replace(old, new))
    first.press("Save")
    first.sees("Saved as revision 2.")
    second.press("Save")
    second.sees("Someone saved before you")
    expect(second.page.locator("#mine")).to_contain_text("small firms with industrial research")
    put_together = second.page.locator("textarea[name=source]")
    assert "small and *young* firms with industrial research" in put_together.input_value()
    second.press("Save both together")
    second.sees("Saved as revision 3.")
    second.sees("with industrial research")
    expect(second.page.locator("em", has_text="young")).to_be_visible()


def test_a_comment_sent_after_the_close_is_given_back(house: House) -> None:
    reference = house.paper("consultation")
    commenter = house.as_(COMMENTER)
    commenter.open(f"/papers/{reference}/comments/new").locator("textarea[name=body]").fill(TYPED)
    house.close_consultation(reference)
    commenter.press("Send the comment")
    expect(commenter.page.locator("textarea[name=body]")).to_have_value(TYPED)
    expect(commenter.page.get_by_role("alert").first).to_be_visible()


@pytest.mark.parametrize("with_scripts", [True, False])
def test_a_text_sent_after_signing_out_in_another_tab_is_given_back(house: House, with_scripts: bool) -> None:
    reference = house.paper("drafting")
    author = house.as_(AUTHOR, java_script_enabled=with_scripts)
    author.open(f"/papers/{reference}/edit").locator("textarea[name=source]").fill(TYPED)
    sign_out(author)
    author.press("Save")
    author.sees("You are signed out, and nothing was saved.")
    expect(author.page.get_by_label("Your text")).to_have_value(TYPED)
    with author.context.expect_page() as waiting:
        author.press("Sign in in another tab")
    waiting.value.get_by_role("button", name=AUTHOR, exact=True).click()
    expect(waiting.value.get_by_role("heading", name="Edit the text")).to_be_visible()


def test_a_comment_in_the_panel_outlives_the_session(house: House) -> None:
    reference = house.paper("consultation")
    commenter = house.as_(COMMENTER)
    commenter.open(f"/papers/{reference}").locator(".paragraph-write").nth(1).click()
    commenter.sees("Comment on Paragraph")
    commenter.page.locator("textarea[name=body]").fill(TYPED)
    sign_out(commenter)
    commenter.press("Send the comment")
    commenter.sees("You are signed out, and nothing was saved.")
    expect(commenter.page.get_by_label("Your text")).to_have_value(TYPED)


def test_a_form_that_has_expired_gives_back_what_was_typed(house: House) -> None:
    reference = house.paper("consultation")
    commenter = house.as_(COMMENTER, java_script_enabled=False)
    commenter.open(f"/papers/{reference}/comments/new").locator("textarea[name=body]").fill(TYPED)
    commenter.context.clear_cookies()
    commenter.press("Send the comment")
    commenter.sees("This could not be read")
    expect(commenter.page.get_by_label("Your text")).to_have_value(TYPED)


def sign_out(someone: Person) -> None:
    """In another tab of the same browser."""
    tab = someone.context.new_page()
    tab.goto("/")
    tab.locator(".account-menu summary").click()
    tab.get_by_role("button", name="Sign out", exact=True).click()
    expect(tab.get_by_role("heading", name="Sign in")).to_be_visible()
    tab.close()
