"""One change, one transaction: the change, its line in the record and its mails commit together.

Views and tasks wrap one verb in `with transaction():`. With `outbox/delivery.py` this is the only
place that commits.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import ChangedMeanwhile
from eca_policy.lib.i18n import gettext as _

WRITES = {"writes": True}
LONGEST_TURN = 60
_turn = threading.RLock()


@contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block changed, or nothing of it; afterwards ring the bells it asked for."""
    session = db.session()
    session.rollback()  # ends the reading transaction: a reader cannot become a writer safely
    with in_turn(session):
        session.connection(execution_options=WRITES)
        session.info["bells"] = {}
        try:
            yield
            session.commit()
        except StaleDataError as error:
            session.rollback()
            raise ChangedMeanwhile(
                _("Someone else changed this meanwhile. Look at the new state and try again.")
            ) from error
        except BaseException:
            session.rollback()
            raise
    for ring in session.info.pop("bells", {}).values():
        ring()


@contextmanager
def in_turn(session: Session) -> Iterator[None]:
    """On SQLite the writers of this process queue here, one after the other.

    SQLite itself keeps no queue: who waits looks again now and then, others slip in before, and in a crowd
    somebody waits beyond the time-out in vain. A turn that lasts for ever is not waited for; SQLite decides.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    has_turn = _turn.acquire(timeout=LONGEST_TURN)
    try:
        yield
    finally:
        if has_turn:
            _turn.release()


def after_commit(name: str, ring: Callable[[], None]) -> None:
    """Have `ring` called once after this transaction: a hint only, since rows are what a job is made of."""
    db.session().info.setdefault("bells", {})[name] = ring


def queue_up(key: int) -> None:
    """Wait here until nobody else holds this key, and hold it to the end of the transaction.

    SQLite needs no such lock: there a writer has the whole database to itself.
    """
    session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(key)))


def locked_now() -> datetime:
    """The instant that decides: read inside the lock, by the database server's clock where there is one.

    SQLite has one process, hence one clock; PostgreSQL may serve many machines.
    """
    session = db.session()
    if session.get_bind().dialect.name == "postgresql":
        at: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
        return at
    return clock.now()
