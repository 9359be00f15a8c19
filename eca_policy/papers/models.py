"""Tables of papers. Revisions and versions are never changed: triggers of the first migration refuse it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eca_policy.accounts.models import Account
from eca_policy.extensions import Model
from eca_policy.members.models import Association
from eca_policy.permissions.who_may import STAGES

LEVELS = ("eu", "national", "regional")


class DocumentClass(Model):
    """A kind of paper with its time limits (whole days) and its decision procedure (a key of `procedure`)."""

    __tablename__ = "document_class"
    __table_args__ = (
        CheckConstraint("consultation_days >= 1", name="consultation_days"),
        CheckConstraint("ballot_days >= 1", name="ballot_days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_fi: Mapped[str] = mapped_column(String(100))
    consultation_days: Mapped[int]
    ballot_days: Mapped[int]
    procedure_key: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(Text, default="")


class Paper(Model):
    """A position paper. `version_counter` catches two people who change it at once."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint(f"stage IN {STAGES}", name="stage"),
        CheckConstraint(
            "(stage IN ('adopted', 'rejected')) = (decision_id IS NOT NULL)",
            name="decided_if_and_only_if_decision",
        ),
        CheckConstraint(
            "(consultation_opened_at IS NULL) = (consultation_closes_at IS NULL)", name="consultation_whole"
        ),
        CheckConstraint("published_at IS NULL OR stage = 'adopted'", name="published_only_adopted"),
        CheckConstraint(
            "(stage = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_if_and_only_if_at"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    document_class_id: Mapped[int] = mapped_column(ForeignKey("document_class.id"))
    language: Mapped[str] = mapped_column(String(5))
    stage: Mapped[str] = mapped_column(String(15), default="drafting")
    lead_association_id: Mapped[int | None] = mapped_column(ForeignKey("association.id"))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    file_title: Mapped[str] = mapped_column(String(300), default="")
    file_url: Mapped[str] = mapped_column(String(1000), default="")
    file_reference: Mapped[str] = mapped_column(String(100), default="")
    authority_deadline_at: Mapped[datetime | None]
    authority_deadline_zone: Mapped[str] = mapped_column(String(60), default="Europe/Brussels")

    consultation_opened_at: Mapped[datetime | None]
    consultation_closes_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id", use_alter=True))
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    version_counter: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version_counter}

    document_class: Mapped[DocumentClass] = relationship(lazy="joined", innerjoin=True)
    lead_association: Mapped[Association | None] = relationship(lazy="joined")
    rapporteurs: Mapped[list["Rapporteur"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Rapporteur.id"
    )
    addressees: Mapped[list["Addressee"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Addressee.id"
    )


class Rapporteur(Model):
    """Who holds the pen of a paper."""

    __tablename__ = "rapporteur"
    __table_args__ = (UniqueConstraint("paper_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Addressee(Model):
    """A body the paper asks to act: EU, national with its country, regional with its NUTS code."""

    __tablename__ = "addressee"
    __table_args__ = (
        CheckConstraint(f"level IN {LEVELS}", name="level"),
        CheckConstraint("(level = 'national') = (country IS NOT NULL)", name="national_has_country"),
        CheckConstraint("(level = 'regional') = (nuts_code IS NOT NULL)", name="regional_has_nuts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    level: Mapped[str] = mapped_column(String(10))
    country: Mapped[str | None] = mapped_column(String(2))
    nuts_code: Mapped[str | None] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(200))


class Paragraph(Model):
    """The permanent id of a paragraph: what comments hang on, whatever the text becomes."""

    __tablename__ = "paragraph"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)
    merged_into_id: Mapped[str | None] = mapped_column(ForeignKey("paragraph.id"))


class Revision(Model):
    """One save. `paragraphs` is the rendered row: [{id, source, kind, number, recommendation, html}, …].

    The text itself is read only where it is asked for: most pages need only know when it was saved.
    """

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    base_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    front_matter: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(Text, deferred=True)
    paragraphs: Mapped[list[Any]] = mapped_column(deferred=True)
    notes_html: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[int]
    engine: Mapped[str] = mapped_column(String(20))
    summary: Mapped[str] = mapped_column(String(300), default="")
    author_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]

    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Version(Model):
    """A revision that was issued, numbered v1, v2 …; `sha256` covers front matter and text."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("paper_id", "number"), Index(None, "revision_id", unique=True))

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    number: Mapped[int]
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    issued_at: Mapped[datetime]

    revision: Mapped[Revision] = relationship(lazy="joined", innerjoin=True)
    issued_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Reading(Model):
    """The text a person read last of a paper. Private: no page shows it to anybody else."""

    __tablename__ = "reading"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    read_at: Mapped[datetime]
