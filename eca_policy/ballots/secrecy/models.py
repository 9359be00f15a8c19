"""The two tables of a secret ballot, and one of what is left to do when it is over.

Nothing joins the two: no person, no time, no order, no shared key.

A row of a table could be joined to a row of another one by the order in which both were written, or, on
PostgreSQL, by the transaction that wrote both. So the box of an item is one row: its slips are a list in the
order of their codes, which are random, and each new slip writes the whole list anew. Who took part is a
table without a row number, in the order of the associations.
"""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eca_policy.extensions import Model


class Participation(Model):
    """That an association has voted in a secret ballot: what, and when, nobody wrote down."""

    __tablename__ = "secret_participation"
    __table_args__ = {"sqlite_with_rowid": False}

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), primary_key=True)


class Box(Model):
    """The slips on one item, [[code, choice], …], sorted by code. Emptied for good when too few took part."""

    __tablename__ = "secret_box"

    item_id: Mapped[int] = mapped_column(ForeignKey("ballot_item.id"), primary_key=True)
    slips: Mapped[list[Any]] = mapped_column(default=list)


class OwedWipe(Model):
    """That earlier states of the boxes of a ballot that is over may lie in the files yet: see `traces.py`."""

    __tablename__ = "secret_wipe"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
