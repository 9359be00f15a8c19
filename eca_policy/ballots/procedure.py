"""The decision procedure: the rule a ballot follows, as data.

The JSON grammar, all fractions as texts such as "2/3":

    {"conditions": [{"measure": "members"|"weight", "base": "cast"|"present"|"entitled",
                     "at_least"|"more_than": F}],
     "quorum": {"measure": …, "at_least"|"more_than": F}, "negative_cap": {"at_most": F},
     "blocking_minority": {"members": n}, "min_in_favour": n, "weight_cap": F, "tie": "reject"|"casting_vote"}
    {"silence": {"objections": n, "weight": F}, "weight_cap": F}

A vote needs conditions, or "min_in_favour" alone. Nothing else would do: a cap on those against is kept, and
a quorum can be reached, where nobody is in favour.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import ClassVar, TypeVar

from eca_policy.ballots.problems import Problem, ProcedureError
from eca_policy.ballots.reading import STAND_IN, Node

MOST_CONDITIONS = 10
MOST_MEMBERS = 1_000_000
LIMIT_KEYS = ("at_least", "more_than")
VOTE_KEYS = ("conditions", "quorum", "negative_cap", "blocking_minority", "min_in_favour", "tie")
KEYS = (*VOTE_KEYS, "weight_cap", "silence")
Part = TypeVar("Part")


class Measure(StrEnum):
    """What is counted: associations, or their weights."""

    MEMBERS = "members"
    WEIGHT = "weight"


class Base(StrEnum):
    """Of what a share is taken: votes cast, those taking part, or all on the roll who are not recused."""

    CAST = "cast"
    PRESENT = "present"
    ENTITLED = "entitled"


class Tie(StrEnum):
    """What happens when as many are in favour as against."""

    REJECT = "reject"
    CASTING_VOTE = "casting_vote"


@dataclass(frozen=True)
class AtLeast:
    """Reached by exactly this share. An empty base never reaches it."""

    share: Fraction
    key: ClassVar[str] = "at_least"

    def is_reached(self, got: Fraction, base: Fraction) -> bool:
        """Whether `got` of `base` is enough."""
        return base > 0 and got >= self.share * base

    def least(self, bound: Fraction, unit: Fraction) -> Fraction:
        """The smallest multiple of `unit` on the right side of `bound`."""
        return ceil(bound / unit) * unit


@dataclass(frozen=True)
class MoreThan:
    """Not reached by exactly this share. An empty base never reaches it."""

    share: Fraction
    key: ClassVar[str] = "more_than"

    def is_reached(self, got: Fraction, base: Fraction) -> bool:
        """Whether `got` of `base` is enough."""
        return base > 0 and got > self.share * base

    def least(self, bound: Fraction, unit: Fraction) -> Fraction:
        """The smallest multiple of `unit` on the right side of `bound`."""
        return (floor(bound / unit) + 1) * unit


Limit = AtLeast | MoreThan


@dataclass(frozen=True)
class Condition:
    """A share of a base that must be in favour."""

    measure: Measure
    base: Base
    limit: Limit


@dataclass(frozen=True)
class Quorum:
    """The share of those entitled that must take part; an abstention takes part, a recusal does not."""

    measure: Measure
    limit: Limit


@dataclass(frozen=True)
class Silence:
    """What breaks the silence: so many objections, or objections with this share of the weight."""

    objections: int | None = None
    weight: Fraction | None = None


@dataclass(frozen=True)
class Procedure:
    """A rule: conditions or a minimum in favour, or else silence. Raises `ProcedureError` otherwise.

    `negative_cap`: the largest share of the votes cast, by associations, that may be against (ISO/IEC
    Directives, Part 1). `blocking_minority`: a condition that is missed is deemed attained when fewer
    associations than this are not in favour (Article 16(4) TEU). `weight_cap`: the largest share of all
    weights on the roll that one weight counts for.
    """

    conditions: tuple[Condition, ...] = ()
    quorum: Quorum | None = None
    negative_cap: Fraction | None = None
    blocking_minority: int | None = None
    min_in_favour: int | None = None
    weight_cap: Fraction | None = None
    tie: Tie = Tie.REJECT
    silence: Silence | None = None

    def __post_init__(self) -> None:
        is_vote = bool(self.conditions) or self.min_in_favour is not None
        if is_vote == (self.silence is not None):
            raise ProcedureError([Problem("", "conditions_or_silence")])

    @classmethod
    def from_dict(cls, data: object) -> "Procedure":
        """The procedure written as JSON data; `ProcedureError` with every problem when it makes no sense."""
        node = Node(data)
        procedure = read_procedure(node)
        if procedure is None:
            raise ProcedureError(node.problems)
        return procedure

    def to_dict(self) -> dict[str, object]:
        """The JSON data that `from_dict` reads back as an equal procedure, without what is not asked for."""
        data: dict[str, object] = {}
        if self.conditions:
            data["conditions"] = [
                {"measure": c.measure.value, "base": c.base.value, **_limit_dict(c.limit)}
                for c in self.conditions
            ]
        if self.quorum is not None:
            data["quorum"] = {"measure": self.quorum.measure.value, **_limit_dict(self.quorum.limit)}
        if self.negative_cap is not None:
            data["negative_cap"] = {"at_most": _text(self.negative_cap)}
        if self.blocking_minority is not None:
            data["blocking_minority"] = {"members": self.blocking_minority}
        if self.min_in_favour is not None:
            data["min_in_favour"] = self.min_in_favour
        if self.weight_cap is not None:
            data["weight_cap"] = _text(self.weight_cap)
        if self.tie is not Tie.REJECT:
            data["tie"] = self.tie.value
        if self.silence is not None:
            data["silence"] = _silence_dict(self.silence)
        return data


def read_procedure(node: Node) -> Procedure | None:
    """The procedure at the node; None when a problem was noted anywhere below it."""
    before = len(node.problems)
    fields = node.fields(KEYS)
    is_vote = "conditions" in fields or ("min_in_favour" in fields and "silence" not in fields)
    if isinstance(node.value, dict) and is_vote == ("silence" in fields):
        node.wrong("conditions_or_silence")
    if "silence" in fields:
        _refuse_vote_keys(fields)
    conditions = _optional(fields, "conditions", _read_conditions) or ()
    quorum = _optional(fields, "quorum", _read_quorum)
    negative_cap = _optional(fields, "negative_cap", _read_negative_cap)
    blocking_minority = _optional(fields, "blocking_minority", _read_blocking_minority)
    min_in_favour = _optional(fields, "min_in_favour", _read_number)
    weight_cap = _optional(fields, "weight_cap", Node.positive_fraction)
    tie = _optional(fields, "tie", _read_tie) or Tie.REJECT
    silence = _optional(fields, "silence", _read_silence)
    if len(node.problems) > before:
        return None
    return Procedure(
        conditions, quorum, negative_cap, blocking_minority, min_in_favour, weight_cap, tie, silence
    )


def _optional(fields: dict[str, Node], key: str, read: Callable[[Node], Part]) -> Part | None:
    return read(fields[key]) if key in fields else None


def _refuse_vote_keys(fields: dict[str, Node]) -> None:
    for key in VOTE_KEYS:
        if key in fields and key != "conditions":
            fields[key].wrong("not_with_silence", key=key)


def _read_conditions(node: Node) -> tuple[Condition, ...]:
    conditions = tuple(_read_condition(item) for item in node.items(most=MOST_CONDITIONS))
    if node.value == []:
        node.wrong("empty")
    return conditions


def _read_condition(node: Node) -> Condition:
    fields = node.fields(("measure", "base", *LIMIT_KEYS), required=("measure", "base"))
    base = _optional(fields, "base", lambda below: below.one_of(Base)) or Base.CAST
    return Condition(_read_measure(fields), base, _read_limit(node, fields))


def _read_quorum(node: Node) -> Quorum:
    fields = node.fields(("measure", *LIMIT_KEYS), required=("measure",))
    return Quorum(_read_measure(fields), _read_limit(node, fields))


def _read_measure(fields: dict[str, Node]) -> Measure:
    return _optional(fields, "measure", lambda below: below.one_of(Measure)) or Measure.MEMBERS


def _read_limit(node: Node, fields: dict[str, Node]) -> Limit:
    given = [key for key in LIMIT_KEYS if key in fields]
    if len(given) != 1:
        if isinstance(node.value, dict):
            node.wrong("one_limit")
        return AtLeast(STAND_IN)
    if given == ["at_least"]:
        return AtLeast(fields["at_least"].positive_fraction())
    share = fields["more_than"].fraction()
    if share == 1:
        fields["more_than"].wrong("never_met")
    return MoreThan(share)


def _read_negative_cap(node: Node) -> Fraction:
    return _optional(node.fields(("at_most",), required=("at_most",)), "at_most", Node.fraction) or Fraction(
        0
    )


def _read_blocking_minority(node: Node) -> int:
    return _optional(node.fields(("members",), required=("members",)), "members", _read_number) or 1


def _read_number(node: Node) -> int:
    return node.whole(1, MOST_MEMBERS)


def _read_tie(node: Node) -> Tie:
    return node.one_of(Tie)


def _read_silence(node: Node) -> Silence:
    fields = node.fields(("objections", "weight"))
    if isinstance(node.value, dict) and not fields:
        node.wrong("no_threshold")
    return Silence(
        _optional(fields, "objections", _read_number), _optional(fields, "weight", Node.positive_fraction)
    )


def _limit_dict(limit: Limit) -> dict[str, str]:
    return {limit.key: _text(limit.share)}


def _silence_dict(silence: Silence) -> dict[str, object]:
    data: dict[str, object] = {}
    if silence.objections is not None:
        data["objections"] = silence.objections
    if silence.weight is not None:
        data["weight"] = _text(silence.weight)
    return data


def _text(fraction: Fraction) -> str:
    return f"{fraction.numerator}/{fraction.denominator}"
