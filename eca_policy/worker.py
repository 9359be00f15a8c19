"""The worker: what runs outside requests. Celery carries the bell and the clock; the rows are the truth.

With REDIS_URL, `script/worker` runs it in processes of its own. Without, it lives in threads of the one
server process on an in-memory broker: the same tasks, the same code.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from celery import Task
from celery.beat import EmbeddedService, Scheduler
from celery.signals import worker_ready
from celery.worker import WorkController
from flask import Flask, has_app_context

# Every module with tasks, named once; a test holds the list complete.
import eca_policy.ballots.tasks
import eca_policy.outbox.tasks
import eca_policy.papers.tasks  # noqa: F401
from eca_policy.extensions import celery
from eca_policy.outbox.smtp import mail_server

log = logging.getLogger(__name__)

# What the clock sets off, in seconds. A sweep that is late or missed changes nothing but the delay.
SCHEDULE: dict[str, dict[str, Any]] = {
    "ballots.settle": {"task": "ballots.settle_due", "schedule": 60.0, "options": {"expires": 60}},
    "ballots.remind": {"task": "ballots.remind", "schedule": 60.0, "options": {"expires": 60}},
    "papers.settle": {"task": "papers.settle_due", "schedule": 60.0, "options": {"expires": 60}},
    "outbox.sweep": {"task": "outbox.deliver", "schedule": 60.0, "options": {"expires": 60}},
}
# Without the time-outs a silent Redis holds whoever talks to it for minutes.
REDIS_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "socket_keepalive": True,
}


class InContext(Task):
    """A task runs inside an application's context, like a request: the caller's, or in the worker its own."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            return super().__call__(*args, **kwargs)
        with celery.flask_app.app_context():
            return super().__call__(*args, **kwargs)


celery.task_cls = InContext


def init_app(app: Flask) -> None:
    """Give Celery its settings and the application; refuse at once a MAIL_URL that could never work."""
    if app.config["MAIL_URL"]:
        mail_server(app.config["MAIL_URL"])
    redis_url = app.config["REDIS_URL"]
    celery.flask_app = app
    celery.set_default()
    celery.conf.update(
        broker_url=redis_url or "memory://",
        broker_transport_options=REDIS_OPTIONS if redis_url else {"polling_interval": 0.2},
        broker_connection_timeout=1,
        broker_connection_retry_on_startup=True,
        task_default_queue="eca-policy",
        task_ignore_result=True,
        beat_schedule=SCHEDULE,
        worker_hijack_root_logger=False,
        worker_enable_remote_control=False,
        timezone="UTC",
    )


@worker_ready.connect
def catch_up(**_: Any) -> None:
    """Do at once what fell due while no worker was there."""
    for entry in SCHEDULE.values():
        celery.send_task(entry["task"], **entry["options"])


def start_embedded() -> Callable[[], None]:
    """Run worker and beat in threads of this process, signals left alone; returns what stops them."""
    celery.finalize()
    worker = WorkController(
        app=celery,
        pool_cls="threads",
        concurrency=2,
        without_mingle=True,
        without_gossip=True,
        without_heartbeat=True,
        loglevel="WARNING",
    )
    working = threading.Thread(target=worker.start, name="worker", daemon=True)
    beat = EmbeddedService(celery, thread=True, scheduler_cls=Scheduler)
    working.start()
    beat.start()
    catch_up()

    def stop() -> None:
        beat.stop()
        worker.stop()
        working.join(timeout=20)

    return stop
