"""Writing an amendment's rows: its changes made ready to keep, or refused with a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from eca_policy.amendments import rules
from eca_policy.amendments.changes import KINDS, Change, Changes, fingerprint
from eca_policy.amendments.models import Amendment, ChangeRow, Wording
from eca_policy.extensions import db
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Version
from eca_policy.papers.typeset import ENGINE
from eca_policy.papers.unreadable import readable_text
from eca_policy.text import compare
from eca_policy.text.paragraphs import Paragraph


class UnwritableAmendment(RuleBroken):
    """What was typed is no amendment of this text."""


@dataclass(frozen=True)
class Proposal:
    """An amendment as it is typed: what it changes in the version of this number, why, and for whom.

    `parent` is the label of the tabled amendment it amends; its changes then take the place of that one's.
    """

    version: int
    changes: tuple[Change, ...]
    reason: str = ""
    association_id: int | None = None
    parent: str = ""


def checked(changes: Changes, text: Sequence[Paragraph], parent: Changes = ()) -> tuple[Change, ...]:
    """The changes in the order of the text, without those that change nothing; refused where impossible.

    An amendment to an amendment stands at places of its parent, and says something else there.
    """
    by_id = {one.id: one for one in text}
    made = [ready(change) for change in changes]
    for change in made:
        refuse_unknown(change, by_id)
    kept = made if parent else [change for change in made if not says_the_same(change, by_id)]
    if not kept or (parent and fingerprint(kept) == fingerprint(parent)):
        raise UnwritableAmendment(_("Nothing is changed yet. Edit the wording, delete or insert something."))
    refuse_too_many(kept)
    refuse_strange_places(kept, parent)
    order = {one.id: at for at, one in enumerate(text)}
    return tuple(sorted(kept, key=lambda c: (order.get(c.paragraph_id, -1), c.kind == "insert_after")))


def ready(change: Change) -> Change:
    """The change with its wording in its normal form."""
    wording = readable_text(change.wording, rules.LONGEST_WORDING).strip("\n").rstrip()
    if change.kind == "delete":
        return replace(change, wording="")
    if not wording.strip():
        raise UnwritableAmendment(_("Write the wording. To take a paragraph out, choose to delete it."))
    return replace(change, wording=wording)


def refuse_unknown(change: Change, by_id: Mapping[str, Paragraph]) -> None:
    at_the_beginning = change.kind == "insert_after" and not change.paragraph_id
    if change.kind not in KINDS or not (at_the_beginning or change.paragraph_id in by_id):
        raise UnwritableAmendment(_("This text has no such paragraph. Reload it and choose again."))


def says_the_same(change: Change, by_id: Mapping[str, Paragraph]) -> bool:
    return change.kind == "replace" and by_id[change.paragraph_id].source.strip() == change.wording.strip()


def refuse_too_many(changes: Changes) -> None:
    if len(changes) > rules.MOST_CHANGES:
        raise UnwritableAmendment(
            _("An amendment changes at most %(limit)s paragraphs. Divide it.", limit=rules.MOST_CHANGES)
        )
    places = [(c.paragraph_id, c.kind == "insert_after") for c in changes]
    if len(set(places)) < len(places):
        raise UnwritableAmendment(_("Say once what shall become of each paragraph."))


def refuse_strange_places(changes: Changes, parent: Changes) -> None:
    known = {(c.paragraph_id, c.kind == "insert_after") for c in parent}
    if parent and any((c.paragraph_id, c.kind == "insert_after") not in known for c in changes):
        raise UnwritableAmendment(_("An amendment to an amendment changes only what that one changes."))


def write_wording(
    amendment: Amendment, version: Version, changes: Changes, *, how: rules.How, account_id: int | None,
    against: Changes = (), at: datetime, engine: str = ENGINE,
) -> Wording:  # fmt: skip
    """One more wording of the amendment, for this version; compared with its parent's or the text."""
    text = {one["id"]: one["source"] for one in version.revision.paragraphs}
    wording = Wording(
        number=len(amendment.wordings) + 1,
        version_id=version.id,
        how=how,
        engine=engine,
        account_id=account_id,
        created_at=at,
    )
    wording.changes = [
        ChangeRow(
            place=place,
            kind=change.kind,
            paragraph_id=change.paragraph_id or None,
            wording=change.wording,
            compared=compared(change, text, against),
        )
        for place, change in enumerate(changes, start=1)
    ]
    amendment.wordings.append(wording)
    db.session.flush()
    return wording


def compared(change: Change, text: Mapping[str, str], against: Changes = ()) -> list[Any]:
    """What the change does to the words that stand there: [[kind, text], …]."""
    same_place = (
        other.wording
        for other in against
        if other.paragraph_id == change.paragraph_id
        and (other.kind == "insert_after") == (change.kind == "insert_after")
    )
    standing = "" if change.kind == "insert_after" else text[change.paragraph_id].strip("\n")
    base = next(same_place, standing)
    return [[one.kind, one.text] for one in compare.words(base, change.wording)]
