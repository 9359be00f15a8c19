"""The same paper and comments on one page, as plainly as Flask, Flask-SQLAlchemy and Jinja allow.

No sign-in, no permissions, no languages, no forms: what the framework itself costs for these rows.
It reads the database that `making.py` made; every relationship is loaded eagerly, in bulk.
"""

import os
from datetime import datetime
from typing import Any

from flask import Flask, render_template
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


db = SQLAlchemy(model_class=Base)


class Account(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Association(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Paper(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str]
    title: Mapped[str]
    revisions: Mapped[list["Revision"]] = relationship(order_by="Revision.number", lazy="selectin")
    comments: Mapped[list["Comment"]] = relationship(order_by="Comment.number", lazy="selectin")


class Revision(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    paragraphs: Mapped[list[Any]] = mapped_column(JSON)
    notes_html: Mapped[str]


class Comment(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    paragraph_id: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    type: Mapped[str]
    body_html: Mapped[str]
    changes: Mapped[list[Any]] = mapped_column(JSON)
    created_at: Mapped[datetime]
    disposition: Mapped[str | None]
    reason: Mapped[str]
    answered_at: Mapped[datetime | None]
    author: Mapped[Account] = relationship(foreign_keys=author_id, lazy="joined", innerjoin=True)
    answered_by: Mapped[Account | None] = relationship(foreign_keys=answered_by_id, lazy="joined")
    association: Mapped[Association | None] = relationship(lazy="joined")
    replies: Mapped[list["CommentReply"]] = relationship(order_by="CommentReply.id", lazy="selectin")
    supports: Mapped[list["CommentSupport"]] = relationship(order_by="CommentSupport.id", lazy="selectin")


class CommentReply(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    body_html: Mapped[str]
    created_at: Mapped[datetime]
    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    association: Mapped[Association | None] = relationship(lazy="joined")


class CommentSupport(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"))
    association: Mapped[Association] = relationship(lazy="joined", innerjoin=True)


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
db.init_app(app)


@app.get("/papers/<reference>")
def paper(reference: str) -> str:
    found = db.session.scalars(select(Paper).where(Paper.reference == reference)).one()
    return render_template("bare.html", paper=found, revision=found.revisions[-1])
