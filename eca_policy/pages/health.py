"""What is up, for whoever watches the server."""

from datetime import datetime
from typing import Any

import redis
from flask import Blueprint, current_app, jsonify
from flask.typing import ResponseReturnValue
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from eca_policy import web
from eca_policy.extensions import db, limiter
from eca_policy.lib import clock
from eca_policy.outbox import queries

health = Blueprint("health", __name__)


@health.get("/healthz")
@web.public
@limiter.exempt
def healthz() -> ResponseReturnValue:
    """503 only when the database is down: without the broker everything works, mail a little later."""
    broker = broker_state(current_app.config["REDIS_URL"])
    try:
        db.session.execute(text("SELECT 1"))
        return jsonify(database="ok", broker=broker, **backlog(clock.now()))
    except SQLAlchemyError:
        current_app.logger.exception("The database does not answer.")
        return jsonify(database="down", broker=broker), 503


def backlog(now: datetime) -> dict[str, Any]:
    """How many mails wait, and for how many seconds the oldest has."""
    waiting = queries.backlog()
    age = None if waiting.oldest_at is None else max(0, int((now - waiting.oldest_at).total_seconds()))
    return {"mails_waiting": waiting.waiting, "oldest_unsent_mail_seconds": age}


def broker_state(redis_url: str) -> str:
    """ "embedded" without Redis; else whether it answers within a second."""
    if not redis_url:
        return "embedded"
    once = Retry(NoBackoff(), 0)
    try:
        with redis.Redis.from_url(
            redis_url, socket_timeout=1, socket_connect_timeout=1, retry=once
        ) as broker:
            broker.ping()
    except redis.RedisError:
        return "down"
    return "ok"
