"""What the files of a database remember: earlier states of a box lie in them beside the one that counts.

PostgreSQL leaves the row as it was before each slip until it is cleaned away; SQLite keeps pages in its
write-ahead log. So, after a slip and once a ballot is over, the table of boxes is written anew, or the log
emptied. That is as far as a program reaches: copies and backups made meanwhile, and the server's own
archives, are the operator's, and the page of the ballot says so.

Somebody who reads just then stands in the way. So that it is owed is a row, written with the end of the
ballot; it goes when it is done, and the sweep tries again until then.
"""

import logging
import re
from typing import Any

from sqlalchemy import delete, select

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.secrecy.models import OwedWipe
from eca_policy.extensions import db
from eca_policy.transaction import after_commit, transaction

NUMBER = re.compile(r"\d+")

log = logging.getLogger(__name__)


def owe_wipe(ballot: Ballot) -> None:
    """In the transaction in which a secret ballot ends: it is done after the commit, or by a later sweep."""
    db.session.merge(OwedWipe(ballot_id=ballot.id))
    after_commit("traces", wipe_owed)


def owe_wipe_of_slip(ballot: Ballot) -> None:
    """After each slip: in SQLite's log it lies beside the mail that says who voted. The log is emptied at
    once; PostgreSQL's table, which voters are waiting for, is written anew by the next sweep.
    """
    db.session.merge(OwedWipe(ballot_id=ballot.id))
    if db.engine.dialect.name == "sqlite":
        after_commit("traces", wipe_owed)


def wipe_owed() -> None:
    """Wipe where it is owed to a ballot; what cannot be done now stays owed."""
    owed = db.session.scalars(select(OwedWipe.ballot_id)).all()
    db.session.rollback()  # a reader stands in the way, and this one is ours
    if owed and is_wiped():
        with transaction():
            db.session.execute(delete(OwedWipe).where(OwedWipe.ballot_id.in_(owed)))


def is_wiped() -> bool:
    """Whether it could be done; the connection is closed afterwards, so that no setting is met again."""
    dialect = db.engine.dialect
    wipe = {"sqlite": log_is_emptied, "postgresql": table_is_written_anew}[dialect.name]
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        connection.detach()
        try:
            is_done = wipe(raw)
        except dialect.loaded_dbapi.Error as error:
            is_done = False
            log.info("The wipe of the secret boxes met %s.", type(error).__name__)
    if not is_done:
        log.warning("Earlier states of a secret box are still in the files: the next sweep tries again.")
    return is_done


def log_is_emptied(raw: Any) -> bool:
    """SQLite says by its first figure whether somebody stood in the way, and raises nothing."""
    raw.execute("PRAGMA busy_timeout=1000")
    is_busy, *_pages = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not is_busy


def table_is_written_anew(raw: Any) -> bool:
    """PostgreSQL takes along what an older transaction may still look at, and says how much: the first number
    of the detail, in whatever language.
    """
    kept: list[str] = []
    raw.autocommit = True
    raw.add_notice_handler(lambda said: kept.extend(NUMBER.findall(said.message_detail or "")[:1]))
    raw.execute("SET lock_timeout = '1s'")
    raw.execute("VACUUM (FULL, VERBOSE) secret_box")
    return not any(int(number) for number in kept)
