"""What goes out about ballots, as schemas."""

from apiflask import Schema
from apiflask.fields import Boolean, Dict, Integer, List, Nested, String
from apiflask.validators import OneOf

from eca_policy.api.shown import day, instant, word
from eca_policy.ballots.casting_vote import CHOICES as CASTING_VOTES
from eca_policy.ballots.conduct import Needs, Shown
from eca_policy.ballots.models import CHOICES, ITEM_KINDS, ITEM_OUTCOMES, OUTCOMES
from eca_policy.ballots.proxies.rules import STATES as PROXY_STATES
from eca_policy.ballots.state import STATES
from eca_policy.ballots.statements.rules import KINDS as STATEMENT_KINDS


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


class CastingVoteShown(Schema):
    """How the chair broke the tie on an item; `note` says who gave it, and when."""

    choice = word(CASTING_VOTES)
    note = String(required=True)
    entered_at = instant(required=True)


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
    casting_vote = Nested(CastingVoteShown, required=True, allow_none=True)


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
    """A reservation, a minority statement or an opt-out; `paragraph` names the recommendation it is about.

    `about` says so in words.
    """

    id = Integer(required=True)
    association = String(required=True)
    kind = word(STATEMENT_KINDS)
    paragraph = String(required=True, allow_none=True)
    about = String(required=True)
    body = String(required=True)
    made_at = instant(required=True)
    made_by = String(required=True)


class OneStatement(StatementShown):
    """The statement as it was recorded; `withdrawn_at` is null while it stands."""

    withdrawn_at = instant(required=True, allow_none=True)


class RecommendationShown(Schema):
    """A recommendation that a statement can be about."""

    paragraph = String(required=True)
    name = String(required=True)
    text = String(required=True)


class StatementsShown(Schema):
    """What associations declared and did not withdraw, and what a statement can be about."""

    statements = List(Nested(StatementShown), required=True)
    recommendations = List(Nested(RecommendationShown), required=True)


class ConductShown(Schema):
    """How the ballot is run: when positions are shown by name, what a position must come with.

    `shown`: as they come (`live`), `after_close`, only as `totals`, or kept by no name (`secret`).
    `most_proxies`: for how many others one head may vote. `amendment_objects`: in a silence procedure, who
    proposes a change objects. `working_days`: the length that was proposed, null for that of the document
    class.
    """

    shown = word(tuple(Shown))
    may_change = Boolean(required=True)
    against_needs = word(tuple(Needs))
    amendment_objects = Boolean(required=True)
    most_proxies = Integer(required=True)
    working_days = Integer(required=True, allow_none=True)


class ExtensionShown(Schema):
    """The close of the ballot, put off."""

    closed_before = instant(required=True)
    closes_at = instant(required=True)
    reason = String(required=True)
    extended_at = instant(required=True)


class FollowUpShown(Schema):
    """The written vote of so many days that opens by itself when the silence is broken."""

    procedure = String(required=True)
    rule = Dict(required=True)
    conduct = Nested(ConductShown, required=True)
    days = Integer(required=True)


class BallotFileShown(Schema):
    """A file that is made of the ballot now, and its address."""

    name = String(required=True)
    url = String(required=True)


class BallotShown(Schema):
    """A ballot. `sentence` explains the decision, or says what it still takes to pass.

    `state`: `planned` for later, `open`, `closed` and waiting for a casting vote, `decided`, `called_off`
    before it opened, or `ended` without a decision because the paper was withdrawn. `result_version` is the
    version with the amendments that were adopted.
    """

    number = Integer(required=True)
    version = Integer(required=True)
    procedure = String(required=True)
    rule = Dict(required=True)
    opens_at = instant(required=True)
    closes_at = instant(required=True)
    is_open = Boolean(required=True)
    roll_is_frozen = Boolean(required=True)
    state = word(STATES)
    called_off_at = instant(required=True, allow_none=True)
    called_off_because = String(required=True)
    ended_at = instant(required=True, allow_none=True)
    extensions = List(Nested(ExtensionShown), required=True)
    result_version = Integer(required=True, allow_none=True)
    follow_up = Nested(FollowUpShown, required=True, allow_none=True)
    conduct = Nested(ConductShown, required=True)
    files = List(Nested(BallotFileShown), required=True)
    items = List(Nested(ItemShown), required=True)
    roll = List(Nested(RollShown), required=True)
    statements = List(Nested(StatementShown), required=True)
    decision = Nested(DecisionShown, required=True, allow_none=True)
    sentence = String(required=True)


class OneBallot(BallotShown):
    """The ballot as it stands now."""


class ProxyShown(Schema):
    """A proxy: on one ballot of a paper, or on the days of a period, the first and the last included.

    `state`: `coming`, `in_force`, `over`, `revoked`, or `lapsed` because the grantor voted itself.
    """

    id = Integer(required=True)
    grantor = String(required=True)
    holder = String(required=True)
    paper = String(required=True, allow_none=True)
    ballot = Integer(required=True, allow_none=True)
    starts_on = day(required=True, allow_none=True)
    ends_on = day(required=True, allow_none=True)
    written = String(required=True)
    state = word(PROXY_STATES)
    given_by = String(required=True)
    given_at = instant(required=True)
    revoked_at = instant(required=True, allow_none=True)


class OneProxy(ProxyShown):
    """The proxy as it stands now."""


class ProxiesShown(Schema):
    """The proxies that your associations gave or hold, the latest first; to the secretariat all there are."""

    proxies = List(Nested(ProxyShown), required=True)
