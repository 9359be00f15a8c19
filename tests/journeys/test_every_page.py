"""Every page, in English and in Finnish: no violation of WCAG 2.2 AA, nothing wider than a telephone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from eca_policy.accounts import service as accounts
from eca_policy.accounts.models import Account
from eca_policy.amendments.models import Amendment
from eca_policy.ballots.proxies import service as proxies
from eca_policy.ballots.proxies.rules import Period
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.mandates import service as mandates
from eca_policy.members import service as members
from eca_policy.members.terms import Office
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.journeys.browsing import Person, backstage, is_wider_than_screen, serving, violations
from tests.journeys.stages import acting, every_stage, person

VISITOR, SECRETARIAT, RAPPORTEUR, HEAD = (
    "Visitor",
    "Secretariat",
    "Delegate, Spain",
    "Head of delegation, Finland",
)

# Who opens which pages, by endpoint. {stage} stands for the reference of the paper in that stage.
PAGES: dict[str, list[tuple[str, str]]] = {
    "accounts.choose_password": [(VISITOR, "/choose-password/{link}"), (VISITOR, "/choose-password/used-up")],
    "accounts.forgotten_password": [(VISITOR, "/forgotten-password")],
    "accounts.sign_in": [(VISITOR, "/sign-in")],
    "amendments.edit": [
        (HEAD, "/papers/{consultation}/amendments/{draft}/edit"),
        (HEAD, "/papers/{moved_on}/amendments/1/edit"),
    ],
    "amendments.index": [
        (HEAD, "/papers/{consultation}/amendments"),
        (HEAD, "/papers/{moved_on}/amendments"),
    ],
    "amendments.new": [
        (HEAD, "/papers/{consultation}/amendments/new"),
        (HEAD, "/papers/{consultation}/amendments/new?paragraph={paragraph}&act=insert"),
        (HEAD, "/papers/{consultation}/amendments/new?amendment=2"),
    ],
    "amendments.show": [
        (HEAD, "/papers/{consultation}/amendments/1"),
        (RAPPORTEUR, "/papers/{consultation}/amendments/3"),
        (HEAD, "/papers/{consultation}/amendments/{draft}"),
        (HEAD, "/papers/{moved_on}/amendments/1"),
        (HEAD, "/papers/{moved_on}/amendments/2"),
    ],
    "amendments.step": [
        (HEAD, "/papers/{consultation}/amendments/{draft}/table"),
        (HEAD, "/papers/{consultation}/amendments/1/withdraw"),
        (HEAD, "/papers/{consultation}/amendments/{draft}/discard"),
        (RAPPORTEUR, "/papers/{consultation}/amendments/3/take_over"),
    ],
    "ballots.statements": [
        (HEAD, "/papers/{decision}/ballots/1/statements"),
        (SECRETARIAT, "/papers/{adopted}/ballots/1/statements"),
    ],
    "ballots.open_ballot": [
        (SECRETARIAT, "/papers/{consolidation}/ballot"),
        (SECRETARIAT, "/papers/{desk}/ballot"),
    ],
    "ballots.box": [
        (HEAD, "/papers/{secret}/ballots/1/box"),
        (SECRETARIAT, "/papers/{secret}/ballots/1/box"),
        (HEAD, "/papers/{counted}/ballots/1/box"),
    ],
    "ballots.codes": [
        (HEAD, "/papers/{secret}/ballots/1/codes"),
        (HEAD, "/papers/{counted}/ballots/1/codes"),
    ],
    "ballots.show": [
        (HEAD, "/papers/{secret}/ballots/1"),
        (HEAD, "/papers/{counted}/ballots/1"),
        (HEAD, "/papers/{decision}/ballots/1"),
        (SECRETARIAT, "/papers/{decision}/ballots/1"),
        (SECRETARIAT, "/papers/{planned}/ballots/1"),
        (HEAD, "/papers/{adopted}/ballots/1"),
    ],
    "ballots.enter_position": [(SECRETARIAT, "/papers/{decision}/ballots/1/enter/1")],
    "ballots.whose_position": [(SECRETARIAT, "/papers/{decision}/ballots/1/enter")],
    "ballots.call_off": [(SECRETARIAT, "/papers/{planned}/ballots/1/call-off")],
    "ballots.extend": [(SECRETARIAT, "/papers/{decision}/ballots/1/extend")],
    "comments.answers": [(RAPPORTEUR, "/papers/{consolidation}/comments/answers")],
    "comments.index": [(HEAD, "/papers/{consultation}/comments")],
    "comments.new": [(HEAD, "/papers/{consultation}/comments/new?paragraph={paragraph}")],
    "comments.show": [
        (HEAD, "/papers/{consultation}/comments/1"),
        (RAPPORTEUR, "/papers/{consolidation}/comments/1"),
    ],
    "consolidation.compromise": [(RAPPORTEUR, "/papers/{desk}/consolidation/places/{contested}/compromise")],
    "consolidation.desk": [
        (RAPPORTEUR, "/papers/{desk}/consolidation"),
        (SECRETARIAT, "/papers/{desk}/consolidation"),
        (RAPPORTEUR, "/papers/{consolidation}/consolidation"),
    ],
    "consolidation.draft": [(HEAD, "/papers/{desk}/consolidation/draft")],
    "consolidation.finish": [(RAPPORTEUR, "/papers/{desk}/consolidation/finish")],
    "consolidation.holder": [(SECRETARIAT, "/papers/{desk}/consolidation/holder")],
    "consolidation.wording": [(RAPPORTEUR, "/papers/{desk}/consolidation/places/{contested}/wording")],
    "mandates.change": [(HEAD, "/papers/{decision}/mandate/answers/{answer}")],
    "mandates.show": [
        (HEAD, "/papers/{decision}/mandate"),
        (HEAD, "/papers/{consultation}/mandate"),
        (RAPPORTEUR, "/papers/{decision}/mandate"),
        (HEAD, "/papers/{adopted}/mandate"),
    ],
    "members.change": [(SECRETARIAT, "/associations/FI/change")],
    "members.index": [(HEAD, "/associations/"), (SECRETARIAT, "/associations/")],
    "members.invite": [(SECRETARIAT, "/associations/FI/invite")],
    "members.invite_to_secretariat": [(SECRETARIAT, "/secretariat/invite")],
    "members.new": [(SECRETARIAT, "/associations/new")],
    "members.secretariat": [(SECRETARIAT, "/secretariat")],
    "members.show": [(HEAD, "/associations/FI"), (SECRETARIAT, "/associations/FI")],
    "members.term": [(SECRETARIAT, "/terms/{term}")],
    "outbox.index": [(SECRETARIAT, "/outbox")],
    "outbox.mail": [(SECRETARIAT, "/outbox/1")],
    "own.account": [(HEAD, "/account")],
    "pages.desk": [(SECRETARIAT, "/desk")],
    "pages.document_class": [(SECRETARIAT, "/document-classes/1")],
    "pages.document_classes": [(SECRETARIAT, "/document-classes")],
    "pages.home": [(VISITOR, "/"), (HEAD, "/"), (RAPPORTEUR, "/"), (SECRETARIAT, "/")],
    "pages.numbering": [(SECRETARIAT, "/numbering")],
    "pages.paper": [
        (RAPPORTEUR, "/papers/{drafting}"),
        (HEAD, "/papers/{consultation}?panel=comments"),
        (RAPPORTEUR, "/papers/{consultation}?panel=comments"),
        (HEAD, "/papers/{consultation}?panel=amendments&paragraph={paragraph}"),
        (HEAD, "/papers/{consultation}?panel=amendments&view=amendments"),
        (HEAD, "/papers/{consultation}?view=accepted"),
        (HEAD, "/papers/{consultation}?view=clean"),
        (RAPPORTEUR, "/papers/{consolidation}?panel=versions"),
        (HEAD, "/papers/{decision}?panel=ballot"),
        (SECRETARIAT, "/papers/{adopted}?panel=exports"),
        (HEAD, "/papers/{rejected}"),
        (HEAD, "/papers/{withdrawn}"),
    ],
    "pages.paragraph_history": [(HEAD, "/papers/{consolidation}/paragraphs/{reworded}")],
    "pages.permissions": [(SECRETARIAT, "/permissions")],
    "pages.record": [(HEAD, "/papers/{published}/record")],
    "papers.compare": [
        (HEAD, "/papers/{consolidation}/compare?from=v1&to=v2"),
        (HEAD, "/papers/{consolidation}/compare?from=v1&to=v2&layout=side-by-side"),
    ],
    "papers.consultation": [
        (SECRETARIAT, "/papers/{drafting}/consultation"),
        (SECRETARIAT, "/papers/{consultation}/consultation"),
    ],
    "papers.edit": [(RAPPORTEUR, "/papers/{consolidation}/edit")],
    "papers.facts": [(RAPPORTEUR, "/papers/{drafting}/facts")],
    "papers.index": [(HEAD, "/papers/")],
    "papers.issue": [(RAPPORTEUR, "/papers/{consolidation}/issue")],
    "papers.new": [(RAPPORTEUR, "/papers/new")],
    "papers.people": [(RAPPORTEUR, "/papers/{drafting}/people"), (SECRETARIAT, "/papers/{drafting}/people")],
    "papers.recommendations": [(RAPPORTEUR, "/papers/{drafting}/recommendations")],
    "papers.revision": [(RAPPORTEUR, "/papers/{consolidation}/revisions/1")],
    "papers.revisions": [(RAPPORTEUR, "/papers/{consolidation}/revisions")],
    "papers.withdraw": [(SECRETARIAT, "/papers/{drafting}/withdraw")],
    "places.show": [(RAPPORTEUR, "/papers/{consultation}/comments/3/place")],
    "procedures.change": [
        (SECRETARIAT, "/procedures/position_paper"),
        (SECRETARIAT, "/procedures/silence"),
    ],
    "procedures.index": [(SECRETARIAT, "/procedures")],
    "procedures.new": [
        (SECRETARIAT, "/procedures/new"),
        (SECRETARIAT, "/procedures/new?preset=double_majority"),
    ],
    "proxies.confirm": [
        (HEAD, "/proxies/new/confirm?grantor={finland}&on={decision}/1&holder={spain}"),
        (HEAD, "/proxies/new/confirm?grantor={finland}&on=period"),
        (SECRETARIAT, "/proxies/new/confirm?grantor={finland}&on={decision}/1&holder={spain}"),
    ],
    "proxies.index": [(HEAD, "/proxies"), (SECRETARIAT, "/proxies"), (SECRETARIAT, "/proxies?state=coming")],
    "proxies.new": [(HEAD, "/proxies/new"), (SECRETARIAT, "/proxies/new?on={decision}/1")],
    "proxies.show": [(HEAD, "/proxies/{proxy}"), (SECRETARIAT, "/proxies/{held_proxy}")],
    "public.index": [(VISITOR, "/published")],
    "public.paper": [(VISITOR, "/published/{published}")],
    "public.publish": [(SECRETARIAT, "/papers/{adopted}/publish")],
    "tokens.index": [(HEAD, "/account/tokens")],
    "voting.show": [
        (HEAD, "/papers/{consultation}/voting-list?adopted=1"),
        (RAPPORTEUR, "/papers/{consultation}/voting-list"),
        (SECRETARIAT, "/papers/{decision}/voting-list"),
    ],
}
# What answers GET and is no page: files, JSON, parts of a page, and a mail as it leaves.
NO_PAGES = {
    "ballots.calendar",
    "consolidation.news",
    "consolidation.place",
    "health.healthz",
    "outbox.body",
    "pages.ballot_file",
    "public.export",
    "public.export_version",
    "static",
}
REFUSED = ["/nothing-here", "/papers/{consultation}/edit", "/desk"]
DARK = [
    "/",
    "/papers/{consultation}?panel=comments",
    "/papers/{consultation}?view=amendments",
    "/papers/{moved_on}/amendments/1",
    "/papers/{decision}/ballots/1",
    "/papers/{decision}/mandate",
    "/proxies/{proxy}",
    "/papers/{secret}/ballots/1/box",
    "/papers/{counted}/ballots/1/codes",
    "/papers/{consolidation}/compare?from=v1&to=v2&layout=side-by-side",
]
DARK_DESK = "/papers/{desk}/consolidation"


@dataclass
class House:
    """The server, and what stands in its addresses."""

    address: str
    names: dict[str, str]

    def path(self, template: str) -> str:
        return template.format(**self.names)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("pages")
    with serving(home) as address:
        with backstage(home):
            names = {**every_stage(), **invited()}
            names["draft"] = draft(names["consultation"])
            names["answer"] = str(collected(names["decision"]))
            names |= proxies_given(names["decision"])
        yield House(address, names)


def draft(reference: str) -> str:
    """The draft amendment to this paper, as addresses name it."""
    query = select(Amendment.id).join(Paper, Paper.id == Amendment.paper_id)
    found = db.session.scalars(query.where(Paper.reference == reference, Amendment.state == "draft"))
    return f"draft-{found.one()}"


def collected(reference: str) -> int:
    """The Finnish delegation has collected answers and recorded two mandates; one of the answers."""
    head, at = acting(person("head.fi")), clock.now()
    pasted = "Tampere Robotics; in favour; Only if it is funded.\nКластер; against\nOulu Health; abstention"
    with transaction():
        mandates.enter_pasted(head, reference, pasted, at=at)
        mandates.say_own(head, reference, mandates.Answer("in_favour"), at=at)
        mandates.record_mandate(head, reference, "free", "", seen=0, at=at)
        mandates.record_mandate(head, reference, "in_favour", "Not without\nthe budget line.", seen=1, at=at)
        return mandates.enter_cluster(head, reference, "X" * 90, mandates.Answer("against"), at=at).id


def proxies_given(reference: str) -> dict[str, str]:
    """Finland gave Germany a proxy for days to come, and holds that of Italy for a ballot."""
    at = clock.now()
    finland, germany, italy, spain = (acting(person(f"head.{code}")) for code in ("fi", "de", "it", "es"))
    period = Period(at.date() + timedelta(days=20), at.date() + timedelta(days=50))
    ids = {actor: actor.association_ids[0] for actor in (finland, germany, italy, spain)}
    with transaction():
        given = proxies.give_proxy(
            finland, ids[finland], ids[germany], period=period, written="While we move.", at=at
        )
        held = proxies.give_proxy(
            italy, ids[italy], ids[finland], ballot=(reference, 1), written="In favour, please.", at=at
        )
        return {
            "proxy": str(given.id),
            "held_proxy": str(held.id),
            "finland": str(ids[finland]),
            "spain": str(ids[spain]),
        }


def invited() -> dict[str, str]:
    """Somebody new, who has not yet followed the link: the link, the term, and a mail in the outbox."""
    secretary, at = acting(person("secretariat")), clock.now()
    with transaction():
        office = Office("delegate", acting(person("head.fi")).association_ids[0])
        term = members.invite(secretary, "new@example.org", accounts.Profile("New", "fi"), office, at=at).term
        account = db.session.get_one(Account, term.account_id)
        link = accounts.make_link(account, "invitation", at=at)
        return {
            "term": str(term.id),
            "link": link,
            "paragraph": "p2-2",
            "reworded": "p4-2",
            "contested": "p10-3",
        }


def test_no_page_is_left_out(app: Any) -> None:
    found = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    pages = {endpoint for endpoint in found if not endpoint.startswith(("api.", "openapi."))}
    assert pages == PAGES.keys() | NO_PAGES


@pytest.mark.browser
@pytest.mark.parametrize(("language", "button"), [("en", "English"), ("fi", "Suomi")])
def test_every_page_can_be_used_by_everyone(
    chromium: Browser, house: House, language: str, button: str
) -> None:
    visits = [visit for each in PAGES.values() for visit in each]
    visits += [(HEAD, template) for template in REFUSED]
    faults: list[str] = []
    for name in (VISITOR, SECRETARIAT, RAPPORTEUR, HEAD):
        page = opened(chromium, house, name, button)
        heard = listen(page)
        for template in (template for who, template in visits if who == name):
            page.goto(house.path(template))
            expect(page.locator("html")).to_have_attribute("lang", language)
            faults += [f"{name} at {template}: {fault}" for fault in [*faults_of(page), *heard]]
            heard.clear()
    assert not faults, "\n".join(faults)


@pytest.mark.browser
def test_pages_can_be_read_in_the_dark(chromium: Browser, house: House) -> None:
    head = Person(chromium, house.address, color_scheme="dark").sign_in_as(HEAD)
    faults = {template: violations(head.open(house.path(template))) for template in DARK}
    rapporteur = Person(chromium, house.address, color_scheme="dark").sign_in_as(RAPPORTEUR)
    faults[DARK_DESK] = violations(rapporteur.open(house.path(DARK_DESK)))
    assert not any(faults.values()), faults


def opened(chromium: Browser, house: House, name: str, button: str) -> Page:
    """The browser of this person, in this language."""
    someone = Person(chromium, house.address)
    if name == VISITOR:
        someone.open("/sign-in")
    else:
        someone.sign_in_as(name)
    someone.page.locator(".languages").get_by_role("button", name=button).click()
    return someone.page


def listen(page: Page) -> list[str]:
    """What the browser complains about from now on; that a refusal is one is no complaint."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(f"script: {error}"))
    page.on(
        "console",
        lambda message: (
            heard.append(f"console: {message.text}")
            if message.type in ("error", "warning") and not re.search(r"status of 4\d\d", message.text)
            else None
        ),
    )
    return heard


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands, on a wide screen and on a narrow one."""
    found = violations(page)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({"width": 320, "height": 640})
    if is_wider_than_screen(page):
        found.append("wider than 320 px")
    page.set_viewport_size(size)
    return found
