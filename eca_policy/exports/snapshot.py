"""What an export says, frozen: plain values that go to JSON and back without loss."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self, TypeVar, get_origin, get_type_hints

T = TypeVar("T")

LABELS: dict[str, str] = {
    "reference": "Reference",
    "document_class": "Document class",
    "status": "Status",
    "version": "Version",
    "date": "Date",
    "answers": "In answer to",
    "addressees": "Addressees",
    "procedure": "Procedure",
    "votes": "Votes",
    "in_favour": "in favour",
    "against": "against",
    "abstention": "abstentions",
    "not_voting": "not voting",
    "recused": "recused",
    "objection": "objections",
    "no_objection": "no objection",
    "silent": "silent",
    "result": "Result",
    "supporting": "Supporting associations",
    "reservations": "Reservations",
    "objections": "Objections that did not break the silence",
    "minority_statements": "Minority statements",
    "opt_outs": "Not listed as supporters, at their wish",
    "public_url": "Permanent address",
    "sha256": "Fingerprint of the text (SHA-256)",
    "recommendation": "Recommendation",
    "paragraph": "Paragraph",
    "notes": "Notes",
}


def label_keys() -> tuple[str, ...]:
    """The labels an export needs; the edge translates each into the language of the text."""
    return tuple(LABELS)


class NotASnapshot(ValueError):
    """The stored value is not what `to_dict` wrote."""


@dataclass(frozen=True)
class Answered:
    """The file of an authority that the paper answers."""

    title: str
    url: str = ""
    reference: str = ""


@dataclass(frozen=True)
class Votes:
    """How many associations took each position; `objection` is None but for a silence procedure, where those
    in favour said that they have no objection, and those not voting were silent.
    """

    in_favour: int
    against: int
    abstention: int
    not_voting: int
    recused: int = 0
    objection: int | None = None


@dataclass(frozen=True)
class Said:
    """What an association had to say about the paper, "" for nothing; `about`: which recommendation."""

    association: str
    text: str
    about: str = ""


@dataclass(frozen=True)
class SnapshotParagraph:
    """One block of the text: as written (`source`) and as the text engine renders it (`html`)."""

    id: str
    kind: str
    source: str
    html: str
    number: int | None = None
    recommendation: int | None = None


@dataclass(frozen=True)
class Snapshot:
    """A text with everything its cover says, at one instant; the same snapshot always gives the same bytes.

    `html` and `notes_html` must come from the text engine, which lets no raw HTML through. `labels` are
    completed with the English ones. `frozen_at` is aware; it dates the files.
    """

    reference: str
    title: str
    language: str
    document_class: str
    status: str
    frozen_at: datetime
    sha256: str
    paragraphs: tuple[SnapshotParagraph, ...]
    version: int | None = None
    dates: tuple[str, ...] = ()
    answers: Answered | None = None
    addressees: tuple[str, ...] = ()
    procedure: str = ""
    votes: Votes | None = None
    result: str | None = None
    supporting: tuple[str, ...] = ()
    reservations: tuple[Said, ...] = ()
    objections: tuple[Said, ...] = ()
    minority_statements: tuple[Said, ...] = ()
    opt_outs: tuple[Said, ...] = ()
    public_url: str | None = None
    front_matter: str = ""
    notes_html: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.frozen_at.tzinfo is None:
            raise NotASnapshot("frozen_at has no time zone")
        if unknown := set(self.labels) - set(LABELS):
            raise NotASnapshot(f"unknown labels: {', '.join(sorted(unknown))}")

    def label(self, key: str) -> str:
        """The label in the language of the text, in English where it was not translated."""
        return self.labels.get(key) or LABELS[key]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; `Snapshot.from_dict` gives back an equal snapshot."""
        raw = dataclasses.asdict(self) | {"frozen_at": self.frozen_at.isoformat()}
        plain: dict[str, Any] = json.loads(json.dumps(raw))
        return plain

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Self:
        """Raises NotASnapshot on an unknown key, a missing one or a value of the wrong type."""
        try:
            values = dict(raw)
            values["frozen_at"] = datetime.fromisoformat(values["frozen_at"])
            values["paragraphs"] = tuple(_strict(SnapshotParagraph, p) for p in values["paragraphs"])
            for name in ("reservations", "objections", "minority_statements", "opt_outs"):
                values[name] = tuple(_strict(Said, each) for each in values.get(name, ()))
            for name, kind in (("answers", Answered), ("votes", Votes)):
                values[name] = values.get(name) and _strict(kind, values[name])
            for name in ("dates", "addressees", "supporting"):
                values[name] = _lines(name, values.get(name, ()))
            return _strict(cls, values)
        except (KeyError, TypeError, ValueError) as error:
            raise NotASnapshot(f"not a snapshot: {error}") from error


def _lines(name: str, values: Any) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise NotASnapshot(f"{name} must be a list of texts")
    return tuple(values)


def _strict(kind: type[T], values: Any) -> T:
    """Build a dataclass from values that have exactly its types; a dataclass alone would take anything."""
    if not isinstance(values, Mapping):
        raise NotASnapshot(f"not the values of a {kind.__name__}")
    hints = get_type_hints(kind)
    for name, value in values.items():
        hint = hints.get(name)
        if hint is None:
            raise NotASnapshot(f"unknown key {name}")
        expected = get_origin(hint) if get_origin(hint) in (tuple, Mapping) else hint
        if not isinstance(value, expected):
            raise NotASnapshot(f"{name} has the wrong type: {type(value).__name__}")
    return kind(**values)
