"""The whole of a database after a ballot, and what in it could link a slip to who put it there."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from eca_policy.ballots.secrecy.codes import ALPHABET
from eca_policy.extensions import db

CODE = re.compile(rf"\b(?:[{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}\b")
CHOICE = re.compile("in_favour|against|abstention|recused|In favour|Against|Abstention|Recused")
INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)?")
RANDOM = re.compile("[0-9a-f]{32,}")
COLUMNS = {
    "secret_box": {"item_id", "slips"},
    "secret_participation": {"ballot_id", "association_id"},
}

Row = dict[str, Any]


@dataclass(frozen=True)
class Dump:
    """Every row of every table in the order in which it lies there; on PostgreSQL with its transaction."""

    tables: Mapping[str, list[Row]]
    columns: Mapping[str, set[str]]

    def texts(self, *, without: str = "") -> Iterable[tuple[str, str, str]]:
        """(table, column, value) of every cell."""
        for table, rows in self.tables.items():
            if table != without:
                yield from ((table, name, str(value)) for row in rows for name, value in row.items())


def dump() -> Dump:
    """By the database's own words, past every model of ours: what is not in a model is read too."""
    system = ", xmin::text AS xmin" if db.engine.dialect.name == "postgresql" else ""
    with db.engine.connect() as connection:
        tables = {
            name: [
                dict(row) for row in connection.exec_driver_sql(f'SELECT *{system} FROM "{name}"').mappings()
            ]
            for name in sorted(inspect(db.engine).get_table_names())
        }
    described = {name: {c["name"] for c in inspect(db.engine).get_columns(name)} for name in COLUMNS}
    return Dump(tables, described)


def plain(found: Dump) -> dict[str, list[Row]]:
    """What must be the same whoever voted how: instants and transactions by their rank, no random values.

    Of a box what is in it; that its order is that of the codes is looked at apart.
    """
    ranked = {
        text: f"instant {rank}"
        for rank, text in enumerate(
            sorted({t for *_, value in found.texts() for t in INSTANT.findall(value)})
        )
    }
    numbers = sorted({int(row["xmin"]) for rows in found.tables.values() for row in rows if "xmin" in row})

    def cell(name: str, value: Any) -> Any:
        if name == "xmin":
            return numbers.index(int(value))
        if name == "slips":
            return sorted(choice for _code, choice in slips_of(value))
        return RANDOM.sub("random", INSTANT.sub(lambda at: ranked[at[0]], str(value)))

    return {
        table: [{name: cell(name, value) for name, value in row.items()} for row in rows]
        for table, rows in found.tables.items()
    }


def slips_of(value: Any) -> list[list[str]]:
    """SQLite gives JSON as text."""
    return json.loads(value) if isinstance(value, str) else value


def faults_in(found: Dump) -> list[str]:
    """What in one database would tell more than it may."""
    faults = [
        f"{table} has the columns {sorted(extra)}"
        for table, known in COLUMNS.items()
        if (extra := found.columns[table] - known)
    ]
    for row in found.tables["secret_box"]:
        lying = slips_of(row["slips"])
        if lying != sorted(lying):
            faults.append("the slips lie in the order in which they came")
    return faults + [
        f"a code stands in {table}.{name}"
        for table, name, value in found.texts(without="secret_box")
        if CODE.search(value)
    ]


def faults_before_the_close(found: Dump) -> list[str]:
    """Before there are totals, nothing but the boxes knows of any position."""
    return [
        f"a position stands in {table}.{name}"
        for table, name, value in found.texts(without="secret_box")
        if CHOICE.search(value)
    ]


def differences(one: Dump, other: Dump) -> list[str]:
    """Where two ballots differ in which the same positions were taken by others."""
    first, second = plain(one), plain(other)
    return [
        f"{table} row {number}: {a} / {b}"
        for table in first
        for number, (a, b) in enumerate(zip(first[table], second[table], strict=False))
        if a != b
    ] + [table for table in first if len(first[table]) != len(second[table])]


def files_of_the_boxes() -> bytes:
    """The bytes in which the boxes lie on the disk, with the log that SQLite keeps beside."""
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "sqlite":
            path = Path(str(db.engine.url.database))
            log = path.with_name(f"{path.name}-wal")
            return path.read_bytes() + (log.read_bytes() if log.exists() else b"")
        connection.exec_driver_sql("CHECKPOINT")
        home = connection.exec_driver_sql("SHOW data_directory").scalar_one()
        inside = connection.exec_driver_sql("SELECT pg_relation_filepath('secret_box')").scalar_one()
        return (Path(home) / inside).read_bytes()
