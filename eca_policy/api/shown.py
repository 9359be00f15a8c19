"""What goes out, as schemas: what is not named here does not leave."""

from typing import Any

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import OneOf

from eca_policy.amendments.changes import KINDS
from eca_policy.amendments.rules import DECISIONS, HOWS, STATES
from eca_policy.ballots.models import CHOICES, ITEM_KINDS, ITEM_OUTCOMES, OUTCOMES
from eca_policy.ballots.statements.rules import KINDS as STATEMENT_KINDS
from eca_policy.comments.models import DISPOSITIONS
from eca_policy.comments.rules import STATUSES, TYPES
from eca_policy.permissions.who_may import STAGES


def instant(**more: Any) -> Any:
    """An instant, in ISO 8601 UTC."""
    return String(metadata={"format": "date-time", "example": "2026-05-18T15:00:00+00:00"}, **more)


def word(choices: tuple[str, ...]) -> Any:
    """One of these words."""
    return String(required=True, validate=OneOf(choices))


class AddresseeShown(Schema):
    """A body the paper asks to act."""

    level = String(required=True)
    name = String(required=True)
    country = String(required=True, allow_none=True)
    nuts_code = String(required=True, allow_none=True)


class FileShown(Schema):
    """The authority's file that the paper answers."""

    title = String(required=True)
    url = String(required=True)
    reference = String(required=True)
    deadline = instant(required=True, allow_none=True)


class PaperShown(Schema):
    """A paper without its text."""

    reference = String(required=True)
    title = String(required=True)
    language = String(required=True)
    document_class = String(required=True)
    stage = word(STAGES)
    lead = String(required=True, allow_none=True)
    rapporteurs = List(String(), required=True)
    addressees = List(Nested(AddresseeShown), required=True)
    file = Nested(FileShown, required=True)
    created_at = instant(required=True)
    consultation_closes_at = instant(required=True, allow_none=True)
    published_at = instant(required=True, allow_none=True)


class OnePaper(PaperShown):
    """A paper without its text; its ballots are numbered from 1 to `ballots`."""

    ballots = Integer(required=True)


class PapersPage(Schema):
    """A page of papers, the newest first. `next` is given to `after` for the next page; null at the end."""

    papers = List(Nested(PaperShown), required=True)
    next = String(required=True, allow_none=True)


class ParagraphShown(Schema):
    """A paragraph with its permanent id, and its number where it has one."""

    id = String(required=True)
    kind = String(required=True)
    number = Integer(required=True, allow_none=True)
    recommendation = Integer(required=True, allow_none=True)
    source = String(required=True)
    html = String(required=True)


class TextShown(Schema):
    """A text. `revision` is the `base` of a change to it; `version` is null when it was not issued."""

    reference = String(required=True)
    language = String(required=True)
    revision = Integer(required=True)
    version = Integer(required=True, allow_none=True)
    text = String(required=True)
    paragraphs = List(Nested(ParagraphShown), required=True)
    notes_html = String(required=True)


class VersionShown(Schema):
    """An issued version; `sha256` is that of its text in UTF-8."""

    number = Integer(required=True)
    revision = Integer(required=True)
    sha256 = String(required=True)
    note = String(required=True)
    issued_by = String(required=True)
    issued_at = instant(required=True)


class VersionsShown(Schema):
    """Every version, v1 first."""

    versions = List(Nested(VersionShown), required=True)


class RevisionShown(Schema):
    """A save of the text."""

    number = Integer(required=True)
    words = Integer(required=True)
    summary = String(required=True)
    author = String(required=True)
    created_at = instant(required=True)


class ReplyShown(Schema):
    """A reply to a comment."""

    author = String(required=True)
    association = String(required=True, allow_none=True)
    created_at = instant(required=True)
    html = String(required=True)


class AnswerShown(Schema):
    """What became of a comment, and why."""

    disposition = word(DISPOSITIONS)
    reason = String(required=True)
    answered_by = String(required=True, allow_none=True)
    answered_at = instant(required=True, allow_none=True)


class PlaceShown(Schema):
    """Where a comment stands in the text you would see on the paper's page. `start` to `end` are characters
    of the paragraph's `source`, `quote` the words there; a whole paragraph has none, and what is detached
    has no paragraph.
    """

    paragraph_id = String(required=True, allow_none=True)
    start = Integer(required=True)
    end = Integer(required=True)
    quote = String(required=True)
    status = word(STATUSES)


class CommentShown(Schema):
    """A comment with everything that hangs on it. `paragraph` and `quote` are what it was written on; on
    the paper as a whole it has no `place`.
    """

    number = Integer(required=True)
    paragraph = String(required=True, allow_none=True)
    quote = String(required=True)
    place = Nested(PlaceShown, required=True, allow_none=True)
    type = word(TYPES)
    author = String(required=True)
    association = String(required=True, allow_none=True)
    created_at = instant(required=True)
    html = String(required=True)
    proposed_wording = String(required=True)
    supported_by = List(String(), required=True)
    replies = List(Nested(ReplyShown), required=True)
    answer = Nested(AnswerShown, required=True, allow_none=True)


class CommentWritten(CommentShown):
    """The comment as it was written."""


class CommentsShown(Schema):
    """Every comment on a paper, by number."""

    comments = List(Nested(CommentShown), required=True)


class AmendmentChangeShown(Schema):
    """One thing an amendment does. `paragraph` is null at the beginning; `place` says where, in words."""

    kind = word(KINDS)
    paragraph = String(required=True, allow_none=True)
    wording = String(required=True)
    place = String(required=True)


class DecisionOnAmendment(Schema):
    """What became of an amendment, and why."""

    decision = word(DECISIONS)
    reason = String(required=True)


class AmendmentShown(Schema):
    """An amendment with what it reads for `version`. `name` is for addresses; a draft has no `label`.

    `how` is "proposed" where the text moved on and its association has not yet confirmed what it would read.
    """

    name = String(required=True)
    label = String(required=True, allow_none=True)
    state = word(STATES)
    association = String(required=True)
    cosigned_by = List(String(), required=True)
    amends = String(required=True, allow_none=True)
    version = Integer(required=True)
    how = word(HOWS)
    changes = List(Nested(AmendmentChangeShown), required=True)
    reason_html = String(required=True)
    decision = Nested(DecisionOnAmendment, required=True, allow_none=True)


class OneAmendment(AmendmentShown):
    """The amendment as it stands now."""


class AmendmentsShown(Schema):
    """Every amendment you may read, by number, drafts of your own associations last."""

    amendments = List(Nested(AmendmentShown), required=True)


class PositionShown(Schema):
    """The position that stands for an association. Give `counter` as `seen` to change it."""

    association = String(required=True)
    choice = word(CHOICES)
    explanation = String(required=True)
    reservation = String(required=True)
    proposed_change = String(required=True)
    would_favour = Boolean(required=True)
    ground = String(
        required=True,
        metadata={"description": "By proxy, or entered by the secretariat; else empty."},
    )
    cast_by = String(required=True)
    cast_at = instant(required=True)
    counter = Integer(required=True)


class PositionCast(PositionShown):
    """The position as it stands now; `items` has those just cast, by the numbers of their items. The other
    fields are those of the last of them.
    """

    items = Dict(keys=String(), values=Nested(PositionShown), required=True)


class ItemShown(Schema):
    """One thing that is decided: amendments, a part of one, a package, or the text as a whole, always last.

    `outcome` is null until the ballot is decided; `own` has the positions of the associations you act for.
    """

    number = Integer(required=True)
    kind = word(ITEM_KINDS)
    title = String(required=True)
    amendments = List(String(), required=True)
    choices = List(String(), required=True)
    outcome = String(required=True, validate=OneOf(ITEM_OUTCOMES), allow_none=True)
    own = List(Nested(PositionShown), required=True)


class RollShown(Schema):
    """An association on the roll, or the reason why it has no vote."""

    association = String(required=True)
    name = String(required=True)
    weight = Integer(required=True)
    left_out = String(required=True)
    has_answered = Boolean(
        required=True, allow_none=True, metadata={"description": "null where this is not shown (yet)."}
    )
    position = Nested(PositionShown, required=True, allow_none=True)


class DecisionShown(Schema):
    """What a ballot decided, with the figures."""

    outcome = word(OUTCOMES)
    figures = Dict(required=True)
    decided_at = instant(required=True)


class StatementShown(Schema):
    """A reservation, a minority statement or an opt-out; `paragraph` names the recommendation it is about."""

    association = String(required=True)
    kind = word(STATEMENT_KINDS)
    paragraph = String(required=True, allow_none=True)
    body = String(required=True)
    made_at = instant(required=True)


class BallotShown(Schema):
    """A ballot. `sentence` explains the decision, or says what it still takes to pass."""

    number = Integer(required=True)
    version = Integer(required=True)
    procedure = String(required=True)
    rule = Dict(required=True)
    opens_at = instant(required=True)
    closes_at = instant(required=True)
    is_open = Boolean(required=True)
    roll_is_frozen = Boolean(required=True)
    items = List(Nested(ItemShown), required=True)
    roll = List(Nested(RollShown), required=True)
    statements = List(Nested(StatementShown), required=True)
    decision = Nested(DecisionShown, required=True, allow_none=True)
    sentence = String(required=True)


class ProcedureShown(Schema):
    """A decision procedure. `sentence` says the rule in words, `conduct_sentence` how a ballot is run;
    `followed_by` is the key of the procedure of the vote that follows a broken silence.
    """

    key = String(required=True)
    name = String(required=True)
    rule = Dict(required=True)
    sentence = String(required=True)
    conduct = Dict(required=True)
    conduct_sentence = String(required=True)
    followed_by = String(required=True, allow_none=True)


class ProceduresShown(Schema):
    """Every decision procedure, in the order they were made."""

    procedures = List(Nested(ProcedureShown), required=True)


class EntryShown(Schema):
    """One step of the record; `hash` seals it with the steps before."""

    number = Integer(required=True)
    at = instant(required=True)
    verb = String(required=True)
    actor = String(required=True, allow_none=True)
    association = String(required=True, allow_none=True)
    details = Dict(required=True)
    hash = String(required=True)


class RecordShown(Schema):
    """Every step of a paper, the oldest first."""

    entries = List(Nested(EntryShown), required=True)


class PublishedShown(Schema):
    """A published paper in the list."""

    reference = String(required=True)
    title = String(required=True)
    language = String(required=True)
    published_at = instant(required=True)
    url = String(required=True)


class PublishedPapers(Schema):
    """Everything published, the newest first."""

    published = List(Nested(PublishedShown), required=True)


class PublishedPaper(PublishedShown):
    """A published paper as it was frozen, with its cover and its text."""

    snapshot = Dict(required=True)
