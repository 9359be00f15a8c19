"""What the files of a database remember: earlier states of a box lie in them beside the one that counts.

PostgreSQL leaves the row as it was before each slip until it is cleaned away; SQLite keeps pages in its
write-ahead log. So, once a ballot is over, the table of boxes is written anew, or the log emptied. That is as
far as a program reaches: copies and backups made meanwhile, and the server's own archives, are the
operator's, and the page of the ballot says so.
"""

import logging

from eca_policy.extensions import db
from eca_policy.transaction import after_commit

# By a connection that is closed afterwards, so that no setting of it is met again.
BY_DIALECT = {
    "sqlite": ("PRAGMA busy_timeout=1000", "PRAGMA wal_checkpoint(TRUNCATE)"),
    "postgresql": ("SET lock_timeout = '1s'", "VACUUM (FULL) secret_box"),
}

log = logging.getLogger(__name__)


def wipe_after_commit() -> None:
    """Ask for it in the transaction of the close."""
    after_commit("traces", wipe)


def wipe() -> None:
    """A hint, like every bell: where somebody reads just then, earlier states stay until the next close."""
    dialect = db.engine.dialect
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        connection.detach()
        if dialect.name == "postgresql":
            raw.autocommit = True
        try:
            for statement in BY_DIALECT[dialect.name]:
                raw.execute(statement)
        except dialect.loaded_dbapi.Error as error:
            log.warning("Earlier states of a secret box stay in the files: %s", type(error).__name__)
