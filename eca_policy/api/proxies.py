"""Proxies: those of one's associations, giving one, revoking one. Using one is casting a position."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from eca_policy import web
from eca_policy.api import asked, shown_ballots
from eca_policy.api.blueprint import api
from eca_policy.api.idempotency import Answer, once
from eca_policy.api.plain import instant, instant_or_none
from eca_policy.ballots.proxies import queries, service, showing
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.rules import Period
from eca_policy.lib import clock
from eca_policy.members.queries import association_with_code
from eca_policy.permissions.guard import permit
from eca_policy.web import current_actor


@api.get("/proxies")
@web.signed_in
@api.output(shown_ballots.ProxiesShown)
def list_proxies() -> dict[str, Any]:
    """Those that your associations gave or hold, the latest first; to the secretariat all there are."""
    actor = current_actor()
    permit(actor, "proxy:revoke")
    own = None if actor.is_secretariat else showing.own_associations(actor)
    return {"proxies": plain_proxies(queries.proxies_between(own))}


def plain_proxies(proxies: Sequence[Proxy]) -> list[dict[str, Any]]:
    """Proxies with what has become of them and the references of their papers, looked up once."""
    papers = showing.papers_of(each.ballot for each in proxies if each.ballot is not None)
    return [
        {
            "id": each.proxy.id,
            "grantor": each.proxy.grantor.code,
            "holder": each.proxy.holder.code,
            "paper": papers[each.proxy.ballot.paper_id].reference if each.proxy.ballot else None,
            "ballot": each.proxy.ballot.number if each.proxy.ballot else None,
            "starts_on": iso_or_none(each.proxy.starts_on),
            "ends_on": iso_or_none(each.proxy.ends_on),
            "written": each.proxy.written,
            "state": each.state,
            "given_by": each.proxy.given_by.name,
            "given_at": instant(each.proxy.given_at),
            "revoked_at": instant_or_none(each.proxy.revoked_at),
        }
        for each in showing.shown(proxies, current_actor(), at=clock.now())
    ]


def iso_or_none(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


@api.post("/proxies")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.input(asked.ProxyBody)
@api.output(shown_ballots.OneProxy, status_code=201)
def give_proxy(headers_data: dict[str, Any], json_data: dict[str, Any]) -> Answer:
    """Let the head of another association cast your association's position, on one ballot or in a period."""

    def change() -> dict[str, Any]:
        given = service.give_proxy(
            current_actor(), association_with_code(json_data["grantor"]).id,
            association_with_code(json_data["holder"]).id, ballot=ballot_in(json_data),
            period=period_in(json_data), written=json_data["written"], at=clock.now(),
        )  # fmt: skip
        return plain_proxies([given])[0]

    return once(headers_data["key"], 201, change)


def ballot_in(body: dict[str, Any]) -> tuple[str, int] | None:
    return (body["paper"], body["ballot"]) if body["paper"] else None


def period_in(body: dict[str, Any]) -> Period | None:
    return Period(body["starts_on"], body["ends_on"]) if body["starts_on"] else None


@api.post("/proxies/<number:proxy_id>/revocation")
@web.signed_in
@api.input(asked.Write, location="headers")
@api.output(shown_ballots.OneProxy)
def revoke_proxy(proxy_id: int, headers_data: dict[str, Any]) -> Answer:
    """End a proxy now; a position cast under it stands until the grantor changes it."""

    def change() -> dict[str, Any]:
        return plain_proxies([service.revoke_proxy(current_actor(), proxy_id, at=clock.now())])[0]

    return once(headers_data["key"], 200, change)
