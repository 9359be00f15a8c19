"""One amendment on a page of its own: the variables of `amendments/show.html`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eca_policy.amendments import queries, rules
from eca_policy.amendments.changes import BEGINNING
from eca_policy.amendments.drawing import Drawn, drawn_change, stands
from eca_policy.amendments.listing import identical
from eca_policy.amendments.models import Amendment, Wording
from eca_policy.amendments.readings import Reading, Shown, readings
from eca_policy.amendments.words import TONES, how_names, state_names
from eca_policy.comments.queries import association_names
from eca_policy.extensions import db
from eca_policy.lib.i18n import language
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class ShownWording:
    """What the amendment read for one version, how it came to be, and when."""

    number: int
    version: int
    how: str
    at: datetime
    changes: tuple[Drawn, ...]


@dataclass(frozen=True)
class Offers:
    """What the reader may do with it; associations by id and name."""

    table: bool
    edit: bool
    discard: bool
    withdraw: bool
    judge: bool
    amend: bool
    cosign: Mapping[int, str]
    unsign: Mapping[int, str]
    take_over: Mapping[int, str]


def amendment_shown(access: Access, name: str) -> dict[str, Any]:
    """The amendment with everything that hangs on it, and what the reader may do."""
    amendment = queries.amendment_named(access, name)
    versions = {each.id: each for each in papers.versions(access.paper)}
    wordings = [shown_wording(each, versions[each.version_id]) for each in public_wordings(amendment)]
    found = readings(access)
    offers = offered(access, amendment)
    return {
        "paper": access.paper,
        "amendment": amendment,
        "name": queries.name_of(amendment),
        "wording": wordings[-1],
        "was": written_last(wordings),
        "history": wordings if amendment.state != "draft" else [],
        "is_proposed": amendment.wording.how == "proposed" and amendment.state in rules.FOLLOWING,
        "parent": label_of(found, amendment.parent_id),
        "parent_state": state_of(amendment.parent_id),
        "children": [each for each in found if amendment.label and each.parent == amendment.label],
        "same": same_as(found, amendment),
        "offers": offers,
        "state_names": state_names(),
        "tones": TONES,
        "how_names": how_names(),
        "refused": "",
    }


def state_of(amendment_id: int | None) -> str:
    """What became of the amendment that is amended; "" while it is tabled, or where there is none."""
    found = db.session.get(Amendment, amendment_id) if amendment_id else None
    return found.state if found is not None and found.state != "tabled" else ""


def public_wordings(amendment: Amendment) -> Sequence[Wording]:
    """Every wording since the tabling, the one tabled first; of a draft only what it reads now."""
    every = amendment.wordings
    if amendment.tabled_at is None:
        return every[-1:]
    before = [each for each in every if each.created_at <= amendment.tabled_at]
    return every[max(len(before) - 1, 0) :]


def shown_wording(wording: Wording, version: Version) -> ShownWording:
    known, speech = stands(version.revision), language()
    drawn = tuple(
        drawn_change(as_shown(row), known[row.paragraph_id or BEGINNING], speech) for row in wording.changes
    )
    return ShownWording(wording.number, version.number, wording.how, wording.created_at, drawn)


def as_shown(row: Any) -> Shown:
    return Shown(row.kind, row.paragraph_id or BEGINNING, row.wording, json.dumps(row.compared))


def written_last(wordings: Sequence[ShownWording]) -> ShownWording | None:
    """What its people last said themselves, before the proposal that they are asked about."""
    return next((each for each in reversed(wordings) if each.how != "proposed"), None)


def label_of(found: Sequence[Reading], amendment_id: int | None) -> str:
    return next((each.label for each in found if each.id == amendment_id), "")


def same_as(found: Sequence[Reading], amendment: Amendment) -> list[Reading]:
    """The other amendments that change the same to the same."""
    group = next((each for each in identical(found) if amendment.id in [one.id for one in each]), [])
    return [each for each in group if each.id != amendment.id]


def offered(access: Access, amendment: Amendment) -> Offers:
    """What this person can do to it in its state."""
    own = amendment.association_id in rules.tablers(access.actor)
    is_draft, is_tabled = amendment.state == "draft", amendment.state == "tabled"
    is_proposed = amendment.wording.how == "proposed"
    is_withdrawn = amendment.state == "withdrawn"
    signed = {each.association_id: each.association.name for each in amendment.cosignatures}
    return Offers(
        table=own and is_draft and not is_proposed and access.may("amendment:table"),
        edit=own and is_draft and access.may("amendment:draft"),
        discard=own and is_draft and access.may("amendment:withdraw"),
        withdraw=own and is_tabled and access.may("amendment:withdraw"),
        judge=own and is_proposed and (is_draft or is_tabled) and access.may("amendment:confirm"),
        amend=is_tabled and not is_proposed and not amendment.parent_id and may_draft(access),
        cosign=possible(access, amendment, signed) if is_tabled else {},
        unsign={id_: each for id_, each in signed.items() if id_ in signing(access)} if is_tabled else {},
        take_over=possible(access, amendment, {}, "amendment:withdraw") if is_withdrawn else {},
    )


def may_draft(access: Access) -> bool:
    return access.may("amendment:draft") and bool(rules.tablers(access.actor))


def signing(access: Access) -> tuple[int, ...]:
    return rules.tablers(access.actor) if access.may("amendment:sign") else ()


def possible(
    access: Access, amendment: Amendment, signed: Mapping[int, str], action: str = "amendment:sign"
) -> Mapping[int, str]:
    """The reader's associations that can still stand behind it."""
    if not access.may(action):
        return {}
    ids = rules.possible_cosigners(access.actor, tabled_for=amendment.association_id, signed=signed)
    return association_names(ids)
