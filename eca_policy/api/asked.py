"""What comes in, as schemas: each field is checked and described once."""

from typing import Any

from apiflask import Schema as PlainSchema
from apiflask.fields import Boolean, Dict, List, Nested, String
from apiflask.validators import Length, Regexp
from marshmallow import ValidationError, validates_schema

from eca_policy.amendments import rules as amendments
from eca_policy.amendments.changes import KINDS
from eca_policy.api.fields import Choice, Day, Instant, Number, Text
from eca_policy.ballots.casting import LONGEST_EXPLANATION, LONGEST_NOTE
from eca_policy.ballots.casting_vote import CHOICES as CASTING_VOTES
from eca_policy.ballots.extending import LONGEST_REASON
from eca_policy.ballots.models import CHOICES
from eca_policy.ballots.opening import LONGEST_FOLLOW_UP
from eca_policy.ballots.proxies.rules import LONGEST_TEXT
from eca_policy.ballots.statements.rules import KINDS as STATEMENT_KINDS
from eca_policy.ballots.statements.service import LONGEST_STATEMENT
from eca_policy.comments.rules import LONGEST_BODY, LONGEST_QUOTE, LONGEST_WORDING, TYPES
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.permissions.who_may import STAGES
from eca_policy.text.guard import MAX_CHARACTERS


class Schema(PlainSchema):
    """A schema that takes no field it does not know."""

    error_messages = {"unknown": _l("There is no such field.")}


class Write(Schema):
    """The header of every write."""

    key = Text(
        data_key="Idempotency-Key",
        required=True,
        shortest=1,
        longest=200,
        error_messages={
            "required": _l("Send this header with a value of your own, new for each thing you want done.")
        },
        metadata={"description": "A value of your own, such as a UUID: the same request is done once."},
    )


class PapersAsked(Schema):
    """Which papers to list."""

    stage = Choice(STAGES, load_default=None)
    after = Text(longest=20, load_default=None, metadata={"description": "`next` of the page before."})
    limit = Number(smallest=1, largest=100, load_default=50, strict=False)


class TextAsked(Schema):
    """Which text of a paper to read."""

    version = Number(
        smallest=1,
        load_default=None,
        strict=False,
        metadata={
            "description": "An issued version; without it, the text you would see on the paper's page."
        },
    )


class CommentBody(Schema):
    """A comment on the paper, or on one paragraph of it."""

    type = Choice(TYPES, required=True)
    body = Text(longest=LONGEST_BODY, required=True, metadata={"description": "Markdown."})
    paragraph = Text(longest=16, load_default=None, allow_none=True, metadata={"description": "Its id."})
    quote = Text(
        longest=LONGEST_QUOTE,
        load_default="",
        metadata={"description": "The words of the paragraph that this is about, as they read on the page."},
    )
    occurrence = Number(
        smallest=1,
        load_default=None,
        allow_none=True,
        metadata={"description": "Which time these words stand in the paragraph, if more than once."},
    )
    proposed_wording = Text(longest=LONGEST_WORDING, load_default="")
    association = Text(
        longest=12,
        load_default=None,
        allow_none=True,
        metadata={"description": "The code of the association you write for, if you act for several."},
    )


class ChangeBody(Schema):
    """One thing an amendment does to a paragraph of the last version."""

    kind = Choice(KINDS, required=True)
    paragraph = Text(
        longest=16,
        load_default=None,
        allow_none=True,
        metadata={"description": "Its id; null to insert at the beginning."},
    )
    wording = Text(
        longest=amendments.LONGEST_WORDING,
        load_default="",
        metadata={"description": "Markdown; nothing for a deletion."},
    )


class AmendmentBody(Schema):
    """An amendment to a version: drafted, and tabled in the same call unless `table` is false."""

    version = Number(
        smallest=1, required=True, metadata={"description": "The version it is written on: the last one."}
    )
    changes = List(
        Nested(ChangeBody),
        required=True,
        validate=Length(
            min=1,
            max=amendments.MOST_CHANGES,
            error=_l("Send 1 to %(most)s changes.", most=amendments.MOST_CHANGES),
        ),
    )
    reason = Text(longest=amendments.LONGEST_REASON, load_default="", metadata={"description": "Markdown."})
    amends = Text(
        longest=24, load_default="", metadata={"description": "The label of the amendment that it amends."}
    )
    table = Boolean(load_default=True)
    association = Text(
        longest=12,
        load_default=None,
        allow_none=True,
        metadata={"description": "The code of the association you table for, if you act for several."},
    )


class ForWhom(Schema):
    """For which association something is done, by its code; needed if you act for several."""

    association = Text(longest=12, load_default=None, allow_none=True)


class RevisionBody(Schema):
    """The whole text of a paper as it should be."""

    base = Number(
        smallest=1, required=True, metadata={"description": "The number of the revision you started from."}
    )
    text = Text(
        longest=MAX_CHARACTERS, required=True, metadata={"description": "Markdown with front matter."}
    )
    summary = Text(longest=300, load_default="")


class SaidBody(Schema):
    """What an association says on one item."""

    choice = Choice(CHOICES, required=True)
    explanation = Text(longest=LONGEST_EXPLANATION, load_default="")
    reservation = Text(longest=LONGEST_EXPLANATION, load_default="")
    proposed_change = Text(
        longest=LONGEST_EXPLANATION,
        load_default="",
        metadata={"description": "What should stand in the text instead."},
    )
    would_favour = Boolean(
        load_default=False,
        metadata={"description": "That the association is in favour if the proposed change is accepted."},
    )
    seen = Number(
        load_default=0,
        metadata={"description": "`counter` of the position you are replacing, 0 when there is none."},
    )


def item_number() -> String:
    """The number of an item, as a key."""
    return String(validate=Regexp(r"[1-9][0-9]{0,3}\Z", error=_l("Name items by their numbers.")))


class PositionBody(SaidBody):
    """The position of an association on a ballot: on the text as a whole, or item by item in `items`."""

    choice = Choice(CHOICES, load_default=None)
    items = Dict(
        keys=item_number(),
        values=Nested(SaidBody),
        load_default=None,
        metadata={"description": "Positions by the numbers of the items; then send no other field."},
    )

    @validates_schema
    def says_one_thing(self, data: dict[str, Any], **_more: Any) -> None:
        """Either a choice on the text as a whole, or items."""
        if data["items"] is None and data["choice"] is None:
            raise ValidationError(_("This field is missing."), "choice")
        if data["items"] is not None and any(data[name] for name in data if name != "items"):
            raise ValidationError(_("Send the items and no other field."), "items")
        if data["items"] == {}:
            raise ValidationError(_("Answer at least one item."), "items")


class StatementBody(Schema):
    """What an association declares about the paper, or about one recommendation."""

    association = Text(longest=12, required=True, metadata={"description": "Its code."})
    kind = Choice(STATEMENT_KINDS, required=True)
    paragraph = Text(
        longest=16,
        load_default=None,
        allow_none=True,
        metadata={"description": "The id of the recommendation; without it, the paper as a whole."},
    )
    body = Text(
        longest=LONGEST_STATEMENT,
        load_default="",
        metadata={"description": "Printed as written; may be empty for an opt-out."},
    )


class WordingBody(Schema):
    """Other words for what was declared."""

    body = Text(longest=LONGEST_STATEMENT, required=True)


class ProxyBody(Schema):
    """A proxy for one ballot (`paper` and `ballot`) or for a period (`starts_on` and `ends_on`)."""

    grantor = Text(longest=12, required=True, metadata={"description": "Its code."})
    holder = Text(longest=12, required=True, metadata={"description": "Its code."})
    paper = Text(longest=20, load_default=None, allow_none=True, metadata={"description": "Its reference."})
    ballot = Number(smallest=1, load_default=None, allow_none=True)
    starts_on = Day(load_default=None, allow_none=True)
    ends_on = Day(load_default=None, allow_none=True)
    written = Text(
        longest=LONGEST_TEXT,
        required=True,
        metadata={"description": "What the proxy says; from the secretariat, where the letter is."},
    )

    @validates_schema
    def is_whole(self, data: dict[str, Any], **_more: Any) -> None:
        """Both halves, or neither; which of the two it is for, the verb asks."""
        for first, second in (("paper", "ballot"), ("starts_on", "ends_on")):
            if (data[first] is None) != (data[second] is None):
                raise ValidationError(_("This field is missing."), second if data[second] is None else first)


class OpeningBody(Schema):
    """A ballot on the text as it was issued last, without a voting list."""

    closes_at = Instant(required=True)
    opens_at = Instant(
        load_default=None, allow_none=True, metadata={"description": "Without it, the ballot opens at once."}
    )
    procedure = Text(
        longest=40,
        load_default="",
        metadata={"description": "Its `key`; without it, that of the document class."},
    )
    follow_up_days = Number(
        largest=LONGEST_FOLLOW_UP,
        load_default=0,
        metadata={
            "description": "How long the written vote lasts that follows a broken silence; 0 for none."
        },
    )
    counts_one = Boolean(
        load_default=False, metadata={"description": "Every association counts one, whatever its weight."}
    )


class CastingVoteBody(Schema):
    """How the chair breaks the ties, by the numbers of the items, and who gave the casting vote when."""

    choices = Dict(keys=item_number(), values=Choice(CASTING_VOTES), required=True)
    note = Text(longest=LONGEST_NOTE, required=True)


class CallingOffBody(Schema):
    """Why the ballot is given up: everybody who was told of it reads it."""

    reason = Text(longest=LONGEST_REASON, required=True)


class ExtensionBody(Schema):
    """A later close, and why."""

    closes_at = Instant(required=True)
    reason = Text(longest=LONGEST_REASON, required=True)
