"""Amendments to a paper: all of them, one, and what an association does with them."""

from collections.abc import Callable, Sequence
from typing import Any

from eca_policy import web
from eca_policy.amendments import queries, service
from eca_policy.amendments.changes import BEGINNING, Change
from eca_policy.amendments.drafting import Proposal
from eca_policy.amendments.drawing import drawn_changes, stands
from eca_policy.amendments.readings import Reading, readings
from eca_policy.amendments.rules import DECISIONS
from eca_policy.api import asked, shown
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.papers import seen
from eca_policy.api.plain import codes
from eca_policy.lib import clock
from eca_policy.members.queries import association_with_code
from eca_policy.papers import queries as papers
from eca_policy.papers.queries import Access
from eca_policy.web import current_actor

ONE = "/papers/<reference:reference>/amendments/<reference:name>"


@api.get("/papers/<reference:reference>/amendments")
@web.signed_in
@api.output(shown.AmendmentsShown)
def list_amendments(reference: str) -> dict[str, Any]:
    """Every amendment to a paper, with what each reads now."""
    access = seen(reference)
    access.require("amendment:read")
    return {"amendments": plain_amendments(access, readings(access))}


@api.get(ONE)
@web.signed_in
@api.output(shown.OneAmendment)
def show_amendment(reference: str, name: str) -> dict[str, Any]:
    """One amendment, by its label."""
    return plain_amendment(seen(reference), name)


def plain_amendment(access: Access, name: str) -> dict[str, Any]:
    amendment = queries.amendment_named(access, name)
    found = [each for each in readings(access) if each.id == amendment.id]
    return plain_amendments(access, found)[0]


def plain_amendments(access: Access, found: Sequence[Reading]) -> list[dict[str, Any]]:
    """Amendments with the codes of their associations and the numbers of their versions, looked up once."""
    versions = {each.id: each for each in papers.versions(access.paper)}
    named = codes(
        {each.association_id for each in found}
        | {signer.association_id for each in found for signer in each.signers}
    )
    known = {id_: stands(versions[id_].revision) for id_ in {each.version_id for each in found}}
    return [
        {
            "name": each.name,
            "label": each.label or None,
            "state": each.state,
            "association": named[each.association_id],
            "cosigned_by": [named[signer.association_id] for signer in each.signers],
            "amends": each.parent or None,
            "version": versions[each.version_id].number,
            "how": each.how,
            "changes": [
                {
                    "kind": change.kind,
                    "paragraph": change.paragraph_id or None,
                    "wording": change.wording,
                    "place": drawn.place,
                }
                for change, drawn in zip(
                    each.changes, drawn_changes(each, known[each.version_id]), strict=True
                )
            ],
            "reason_html": each.reason_html,
            "decision": plain_decision(each),
        }
        for each in found
    ]


def plain_decision(reading: Reading) -> dict[str, Any] | None:
    if reading.state not in DECISIONS:
        return None
    return {"decision": reading.state, "reason": reading.decision_reason}


@api.post("/papers/<reference:reference>/amendments")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.AmendmentBody)
@api.output(shown.OneAmendment, status_code=201)
def write_amendment(reference: str, headers_data: dict[str, Any], json_data: dict[str, Any]) -> Answer:
    """Draft an amendment and table it; with `table` false it stays a draft of your delegation."""

    def change() -> dict[str, Any]:
        actor, at = current_actor(), clock.now()
        made = service.draft(actor, reference, proposal(json_data), at=at)
        if json_data["table"]:
            made = service.table(actor, reference, queries.name_of(made), at=at)
        return plain_amendment(seen(reference), queries.name_of(made))

    return once(headers_data["key"], 201, change)


def proposal(json_data: dict[str, Any]) -> Proposal:
    """The body as the verb takes it."""
    return Proposal(
        version=json_data["version"],
        changes=tuple(
            Change(each["kind"], each["paragraph"] or BEGINNING, each["wording"])
            for each in json_data["changes"]
        ),
        reason=json_data["reason"],
        association_id=association_of(json_data),
        parent=json_data["amends"],
    )


def association_of(json_data: dict[str, Any]) -> int | None:
    code = json_data["association"]
    return association_with_code(code).id if code else None


@api.post(f"{ONE}/tabling")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.output(shown.OneAmendment)
def table_amendment(reference: str, name: str, headers_data: dict[str, Any]) -> Answer:
    """Table a draft: it gets its number for good."""
    return done(
        headers_data,
        reference,
        name,
        lambda: service.table(current_actor(), reference, name, at=clock.now()),
    )


@api.post(f"{ONE}/signature")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.ForWhom)
@api.output(shown.OneAmendment)
def cosign_amendment(
    reference: str, name: str, headers_data: dict[str, Any], json_data: dict[str, Any]
) -> Answer:
    """Co-sign a tabled amendment of another association."""
    return done(
        headers_data,
        reference,
        name,
        lambda: service.cosign(
            current_actor(), reference, name, association_id=association_of(json_data), at=clock.now()
        ),
    )


@api.post(f"{ONE}/withdrawal")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.output(shown.OneAmendment)
def withdraw_amendment(reference: str, name: str, headers_data: dict[str, Any]) -> Answer:
    """Withdraw a tabled amendment of your association; it stays readable."""
    return done(
        headers_data,
        reference,
        name,
        lambda: service.withdraw(current_actor(), reference, name, at=clock.now()),
    )


def done(headers_data: dict[str, Any], reference: str, name: str, verb: Callable[[], object]) -> Answer:
    """Do it once, and give the amendment as it stands then; a tabled one answers to its old name too."""

    def change() -> dict[str, Any]:
        verb()
        return plain_amendment(seen(reference), name)

    return once(headers_data["key"], 200, change)
