"""What the page of a mandate shows, as plain values for its template."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import url_for
from flask_wtf import FlaskForm

from eca_policy.lib.i18n import gettext as _
from eca_policy.mandates import forms, rules, words
from eca_policy.mandates.models import StrawPosition
from eca_policy.mandates.queries import Folder
from eca_policy.members import queries as members
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Version
from eca_policy.papers.queries import Access


@dataclass(frozen=True)
class ShownAnswer:
    """One answer in the table; a person's own is changed in their own form, and by nobody else."""

    id: int
    name: str
    is_cluster: bool
    choice: str
    remark: str
    entered_by: str
    entered_at: datetime
    counter: int
    change_url: str


def folder_shown(
    access: Access, folder: Folder, *, refused: FlaskForm | None = None, entered: int | None = None
) -> dict[str, Any]:
    """Variables of `mandates/show.html`; `refused` is a form that came back, `entered` the newest answer."""
    version = papers.latest_version(access.paper)
    tally = folder.tally
    return {
        "access": access,
        "paper": access.paper,
        "association": folder.association,
        "others": segments(access, folder.association.id),
        "version": version,
        "is_older_than_text": is_older_than_text(folder, version),
        "names": words.choice_names(),
        "tally": tally_rows(tally),
        "tally_in_words": words.tally_in_words(tally),
        "answers": [answer_shown(access, folder, each) for each in folder.answers],
        "entered": next((each for each in folder.answers if each.id == entered), None),
        "mandate": folder.mandate,
        "earlier": folder.mandates[1:],
        "may_collect": access.may("mandate:collect"),
        **forms_shown(access, folder, refused),
    }


def forms_shown(access: Access, folder: Folder, refused: FlaskForm | None) -> dict[str, Any]:
    """The forms this person may send, one of them as it was refused."""
    if not access.may("mandate:collect"):
        return {}
    account_id = cast(int, access.actor.account_id)
    shown: dict[str, FlaskForm] = {
        "own_form": forms.own_form(folder.answer_of(account_id)),
        "cluster_form": forms.cluster_form(),
        "pasted_form": forms.pasted_form(),
    }
    may_record = access.may("mandate:record") and access.actor.votes_for(folder.association.id)
    if may_record:
        shown["mandate_form"] = forms.mandate_form(folder)
    if refused is not None:
        shown |= {name: refused for name, form in shown.items() if form._prefix == refused._prefix}
    suggestion = words.suggestion(folder.tally, folder.mandate) if may_record else ""
    return {**shown, "has_answered": folder.answer_of(account_id) is not None, "suggestion": suggestion}


def is_older_than_text(folder: Folder, version: Version | None) -> bool:
    """Whether a version was issued after the mandate: it was given for another text."""
    return bool(folder.mandate and version and folder.mandate.recorded_at < version.issued_at)


def tally_rows(tally: rules.Tally) -> list[tuple[str, int, int, int, str]]:
    """Each position with its answers: people, clusters, together, and the share of all."""
    names = words.choice_names()
    figures = zip(rules.CHOICES, tally.people, tally.clusters, tally.totals, tally.shares, strict=True)
    return [
        (names[choice], people, clusters, total, _("%(number)s %%", number=share))
        for choice, people, clusters, total, share in figures
    ]


def answer_shown(access: Access, folder: Folder, row: StrawPosition) -> ShownAnswer:
    return ShownAnswer(
        id=row.id,
        name=row.name,
        is_cluster=row.cluster is not None,
        choice=row.choice,
        remark=row.remark,
        entered_by=row.entered_by.name,
        entered_at=row.entered_at,
        counter=row.version_counter,
        change_url=change_url(access, folder, row),
    )


def change_url(access: Access, folder: Folder, row: StrawPosition) -> str:
    """Where this person changes the answer; "" where they may not."""
    place: dict[str, Any] = {"reference": access.paper.reference, "association": folder.association.id}
    if row.account_id == access.actor.account_id:
        return url_for("mandates.show", **place, _anchor="own")
    return url_for("mandates.change", **place, answer=row.id) if row.cluster is not None else ""


def segments(access: Access, chosen: int | None) -> list[tuple[str, str, str]]:
    """The delegations of this person, where there are several: (key, label, address)."""
    own = rules.delegations(access.actor)
    if len(own) < 2:
        return []
    address: dict[str, Any] = {"reference": access.paper.reference}
    return [
        (
            "" if each == chosen else str(each),
            members.association(each).name,
            url_for("mandates.show", **address, association=each),
        )
        for each in own
    ]
