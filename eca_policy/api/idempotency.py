"""A write that is sent twice is done once: the answer is kept in the transaction of the change."""

import hashlib
import json
from collections.abc import Callable
from typing import Any, cast

from flask import request
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eca_policy.api.models import IdempotencyKey
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.transaction import transaction
from eca_policy.web import current_actor

Answer = tuple[dict[str, Any], int]


class KeyUsedOtherwise(RuleBroken):
    """The key belongs to another request."""


def once(key: str, status: int, change: Callable[[], dict[str, Any]]) -> Answer:
    """Do the change and keep its answer under this key, or give back the answer that is kept.

    A refusal changes nothing and is not kept: the same request may succeed later.
    """
    with transaction():
        row = claim(key, request_hash())
        if row.body is None:
            row.status, row.body = status, change()
        return row.body, cast(int, row.status)


def claim(key: str, asked: str) -> IdempotencyKey:
    """The row of this key: a new one, or what an earlier request left.

    Its insertion comes before the change, so that of two at once the second waits here for the first.
    """
    account_id = cast(int, current_actor().account_id)
    row = IdempotencyKey(account_id=account_id, key=key, request_hash=asked, created_at=clock.now())
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        kept = db.session.scalars(
            select(IdempotencyKey).where(IdempotencyKey.account_id == account_id, IdempotencyKey.key == key)
        ).one()
        if kept.request_hash != asked:
            raise KeyUsedOtherwise(
                _("This Idempotency-Key was used for another request. Choose a new one for a new request.")
            ) from None
        return kept
    return row


def request_hash() -> str:
    """What makes two requests the same: method, address and body, however the body is laid out."""
    asked = [request.method, request.path, request.get_json()]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
