"""How the server runs: one process with many threads, or several processes on PostgreSQL.

Processes are for cores, threads for waiting. SQLite has one writer and the embedded worker one broker:
with them it is always one process.
"""

import gc
import os
import sys
from collections.abc import Callable
from typing import Any

is_shared = bool(os.environ.get("REDIS_URL"))

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_PROCESSES", "1")) if is_shared else 1
worker_class = "gthread"
threads = 32
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"

stops: list[Callable[[], None]] = []


def post_worker_init(worker: Any) -> None:
    """The application is loaded: rest the garbage collector, start the embedded worker, say where we are."""
    from eca_policy.worker import start_embedded

    # What was loaded stays; scanning it again and again cost up to a third of the requests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    if not is_shared:
        stops.append(start_embedded())
    if worker.age == 1:
        announce(worker.app.wsgi().config)


def announce(settings: dict[str, Any]) -> None:
    """For the person who started the server."""
    address = f"http://{bind}"
    sys.stdout.write(f"\nECA Policy is running at {address}\n")
    if settings["DEMO_MODE"]:
        sys.stdout.write(
            f"  Sign in    {address}/sign-in  (choose who to be: one click, no password)\n"
            f"  Mails      {address}/outbox  (nothing leaves this machine unless MAIL_URL is set)\n"
        )
    else:
        sys.stdout.write(f"  Sign in    {address}/sign-in  (with your address and password)\n")
    sys.stdout.write("  Stop       Ctrl-C\n\n")
    sys.stdout.flush()


def worker_exit(server: Any, worker: Any) -> None:
    """Let the task in hand end before the process does."""
    while stops:
        stops.pop()()
