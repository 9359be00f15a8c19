"""People who act at the same moment."""

import threading
from collections.abc import Callable

from flask import Flask

from eca_policy.extensions import db
from eca_policy.lib.errors import Refusal
from eca_policy.transaction import transaction


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Each in a thread and a transaction of its own; what each was told, sorted: "done", or the refusal.

    SQLite: what was read before stands for the whole transaction, so that none is left open around it.
    """
    told: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    act()
                told.append("done")
            except Refusal as refusal:
                told.append(type(refusal).__name__)
            finally:
                db.session.remove()

    db.session.rollback()
    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(told) == len(acts), "Somebody was told nothing."
    db.session.rollback()
    return sorted(told)
