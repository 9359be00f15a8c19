"""A procedure as it is typed. Nothing here judges it: the grammar of procedures does, and says what is wrong.

What is typed for the other type of procedure stays in the form and counts for nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.procedure import MOST_CONDITIONS, AtLeast, Condition, Procedure
from eca_policy.ballots.procedures.shares import as_fraction, as_typed
from eca_policy.lib.names import whole_number


@dataclass(frozen=True)
class TypedCondition:
    """One row of the conditions."""

    measure: str = "members"
    base: str = "cast"
    limit: str = "at_least"
    share: str = ""

    def as_data(self) -> dict[str, object]:
        return {"measure": self.measure, "base": self.base, self.limit: as_fraction(self.share)}


NAMES_OF_ROWS = tuple(field.name for field in fields(TypedCondition))


@dataclass(frozen=True)
class TypedProcedure:
    """The whole form, every value as it was typed. `kind`: "vote" or "silence"; `quorum`: a measure or ""."""

    name: str = ""
    name_fi: str = ""
    kind: str = "vote"
    conditions: tuple[TypedCondition, ...] = (TypedCondition(limit="more_than", share="1/2"),)
    quorum: str = ""
    quorum_limit: str = "at_least"
    quorum_share: str = ""
    negative_cap: str = ""
    blocking_minority: str = ""
    min_in_favour: str = ""
    weight_cap: str = ""
    tie: str = "reject"
    objections: str = ""
    objections_weight: str = ""
    amendment_objects: bool = False
    followed_by: str = ""
    shown: str = "live"
    may_change: bool = True
    against_needs: str = "nothing"
    most_proxies: str = "1"
    working_days: str = ""

    @property
    def is_silence(self) -> bool:
        return self.kind == "silence"

    @property
    def written_vote(self) -> str:
        """The key of the procedure that follows a broken silence, "" for none."""
        return self.followed_by if self.is_silence else ""

    def rule(self) -> dict[str, object]:
        """The rule as the grammar of procedures has it, with what makes no sense left as it was typed."""
        if self.kind not in ("vote", "silence"):
            return {}
        data = self._silence() if self.is_silence else self._vote()
        return data | _given("weight_cap", self.weight_cap, as_fraction)

    def conduct(self) -> dict[str, object]:
        """How the ballot is run, as its grammar has it."""
        data: dict[str, object] = {
            "shown": self.shown,
            "may_change": self.may_change,
            "against_needs": self.against_needs,
            "amendment_objects": self.amendment_objects and self.is_silence,
            "most_proxies": as_number(self.most_proxies),
        }
        return data | _given("working_days", self.working_days, as_number)

    def _vote(self) -> dict[str, object]:
        data: dict[str, object] = {"tie": self.tie}
        if self.conditions or not self.min_in_favour.strip():
            data["conditions"] = [condition.as_data() for condition in self.conditions]
        if self.quorum:
            data["quorum"] = {"measure": self.quorum, self.quorum_limit: as_fraction(self.quorum_share)}
        if self.negative_cap.strip():
            data["negative_cap"] = {"at_most": as_fraction(self.negative_cap)}
        if self.blocking_minority.strip():
            data["blocking_minority"] = {"members": as_number(self.blocking_minority)}
        return data | _given("min_in_favour", self.min_in_favour, as_number)

    def _silence(self) -> dict[str, object]:
        objections = _given("objections", self.objections, as_number)
        return {"silence": objections | _given("weight", self.objections_weight, as_fraction)}

    def with_condition(self) -> "TypedProcedure":
        """One more row, as long as a procedure may have one."""
        if len(self.conditions) >= MOST_CONDITIONS:
            return self
        return replace(self, conditions=(*self.conditions, TypedCondition()))

    def without_condition(self, index: int) -> "TypedProcedure":
        """One row fewer; without any, a vote asks for the fewest in favour alone."""
        rest = tuple(row for place, row in enumerate(self.conditions) if place != index)
        return replace(self, conditions=rest)


def as_number(typed: str) -> object:
    """The whole number, or what was typed when it is none."""
    number = whole_number(typed.strip())
    return typed if number is None else number


def _given(key: str, typed: str, read: Callable[[str], object]) -> dict[str, object]:
    return {key: read(typed)} if typed.strip() else {}


def typed_procedure(sent: MultiDict[str, str]) -> TypedProcedure:
    """What was sent. A field that was not sent is empty, and a tick that was not sent is not there."""
    texts = {field.name: sent.get(field.name, "") for field in fields(TypedProcedure) if field.type is str}
    return TypedProcedure(
        **texts,
        conditions=_rows(sent),
        amendment_objects="amendment_objects" in sent,
        may_change="may_change" in sent,
    )


def _rows(sent: MultiDict[str, str]) -> tuple[TypedCondition, ...]:
    """One more than a procedure may have at most: that is enough to be refused."""
    columns = [sent.getlist(name)[: MOST_CONDITIONS + 1] for name in NAMES_OF_ROWS]
    return tuple(TypedCondition(*row) for row in zip_longest(*columns, fillvalue=""))


def as_form(
    procedure: Procedure, conduct: Conduct, *, name: str = "", name_fi: str = "", followed_by: str = ""
) -> TypedProcedure:
    """The form that says this. A Finnish name that is the English one is left open."""
    quorum, silence = procedure.quorum, procedure.silence
    return TypedProcedure(
        name=name,
        name_fi="" if name_fi == name else name_fi,
        kind="vote" if silence is None else "silence",
        conditions=tuple(_row(condition) for condition in procedure.conditions) or _no_rows(procedure),
        quorum=quorum.measure.value if quorum else "",
        quorum_limit=quorum.limit.key if quorum else AtLeast.key,
        quorum_share=as_typed(quorum.limit.share) if quorum else "",
        negative_cap=as_typed(procedure.negative_cap),
        blocking_minority=_number(procedure.blocking_minority),
        min_in_favour=_number(procedure.min_in_favour),
        weight_cap=as_typed(procedure.weight_cap),
        tie=procedure.tie.value,
        objections=_number(silence.objections) if silence else "",
        objections_weight=as_typed(silence.weight) if silence else "",
        followed_by=followed_by,
        **_conduct_typed(conduct),
    )


def _no_rows(procedure: Procedure) -> tuple[TypedCondition, ...]:
    """A silence has an empty row ready, for when it is made a vote."""
    return (TypedCondition(),) if procedure.silence is not None else ()


def _row(condition: Condition) -> TypedCondition:
    limit = condition.limit
    return TypedCondition(condition.measure.value, condition.base.value, limit.key, as_typed(limit.share))


def _conduct_typed(conduct: Conduct) -> dict[str, Any]:
    return {
        "shown": conduct.shown.value,
        "may_change": conduct.may_change,
        "against_needs": conduct.against_needs.value,
        "amendment_objects": conduct.amendment_objects,
        "most_proxies": str(conduct.most_proxies),
        "working_days": _number(conduct.working_days),
    }


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


# Which field of the form a part of the grammar is typed in; conditions are numbered from 0.
FIELDS: Mapping[str, str] = {
    "": "kind",
    "conditions": "conditions",
    "quorum": "quorum_limit",
    "quorum.measure": "quorum",
    "quorum.at_least": "quorum_share",
    "quorum.more_than": "quorum_share",
    "negative_cap.at_most": "negative_cap",
    "blocking_minority.members": "blocking_minority",
    "silence": "objections",
    "silence.objections": "objections",
    "silence.weight": "objections_weight",
}
FIELDS_OF_A_ROW: Mapping[str, str] = {"": "limit", ".at_least": "share", ".more_than": "share"}


def field_of(path: str) -> str:
    """The field in which the value at this path of a rule or a conduct is typed."""
    if not path.startswith("conditions["):
        return FIELDS.get(path, path)
    index, part = path.removeprefix("conditions[").split("]", 1)
    return f"{FIELDS_OF_A_ROW.get(part, part.removeprefix('.'))}-{index}"
