"""Runs the migrations with the application's engine; SQLite with foreign keys off, and checked after.

With them on, rebuilding a table for a wider column deletes what hangs on it.
"""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

engine = current_app.extensions["migrate"].db.engine
metadata = current_app.extensions["migrate"].db.metadata


def render(kind: str, item: object, _: object) -> str | bool:
    """Migrations never import our code: our instants are the database's own."""
    return "sa.DateTime(timezone=True)" if type(item).__name__ == "UtcDateTime" else False


def run(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if is_sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"The migration left rows that point nowhere: {broken[:5]}")
    if is_sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


with engine.connect().execution_options(writes=True) as connection:
    run(connection)
