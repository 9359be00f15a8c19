"""The one table: which role may do which action in which stage of a paper.

A role is held towards one paper ("rapporteur") or everywhere ("secretariat"). `None` as stages
means that the action has nothing to do with a paper's stage. *When* a thing can be done beyond
the stage (deadlines, an open ballot) is the workflow's to say, not this table's.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from eca_policy.lib.actor import Actor

Role = Literal[
    "visitor", "observer", "delegate", "alternate", "head", "author", "rapporteur", "secretariat", "clock"
]
Stage = Literal["drafting", "consultation", "consolidation", "decision", "adopted", "rejected", "withdrawn"]

ROLES: tuple[Role, ...] = (
    "visitor", "observer", "delegate", "alternate", "head", "author", "rapporteur", "secretariat", "clock",
)  # fmt: skip
STAGES: tuple[Stage, ...] = (
    "drafting", "consultation", "consolidation", "decision", "adopted", "rejected", "withdrawn",
)  # fmt: skip
MEMBERS: tuple[Role, ...] = ("delegate", "alternate", "head")
BEFORE_DECISION: tuple[Stage, ...] = ("drafting", "consultation", "consolidation")
SHARED: tuple[Stage, ...] = ("consultation", "consolidation", "decision", "adopted", "rejected", "withdrawn")


@dataclass(frozen=True)
class Rule:
    """These roles may do `action` in these stages; stages None: whatever the stage."""

    action: str
    roles: tuple[Role, ...]
    stages: tuple[Stage, ...] | None = None


RULES: tuple[Rule, ...] = (
    # Papers
    Rule("paper:create", (*MEMBERS, "secretariat")),
    Rule("paper:read", ("author", "rapporteur", "secretariat", "clock")),
    Rule("paper:read", (*MEMBERS, "observer"), SHARED),
    Rule("draft:read", ("author", "rapporteur", "secretariat")),
    Rule("paper:edit", ("author",), ("drafting",)),
    Rule("paper:edit", ("rapporteur", "secretariat"), BEFORE_DECISION),
    Rule("paper:withdraw", ("secretariat",), (*BEFORE_DECISION, "decision")),
    Rule("paper:publish", ("secretariat",), ("adopted",)),
    Rule("rapporteur:appoint", ("secretariat",), BEFORE_DECISION),
    Rule("version:issue", ("rapporteur", "secretariat"), BEFORE_DECISION),
    Rule("version:issue", ("clock",), ("decision",)),
    Rule("record:read", (*MEMBERS, "observer"), SHARED),
    Rule("record:read", ("author", "rapporteur", "secretariat")),
    # Consultation and comments
    Rule("consultation:open", ("secretariat",), ("drafting", "consolidation")),
    Rule("consultation:close", ("secretariat", "clock"), ("consultation",)),
    Rule("comment:write", (*MEMBERS, "observer", "secretariat"), ("consultation",)),
    Rule(
        "comment:reply",
        (*MEMBERS, "observer", "rapporteur", "secretariat"),
        ("consultation", "consolidation"),
    ),
    Rule("comment:support", MEMBERS, ("consultation",)),
    Rule("comment:withdraw", (*MEMBERS, "observer", "secretariat"), ("consultation", "consolidation")),
    Rule("comment:answer", ("rapporteur", "secretariat"), ("consultation", "consolidation")),
    Rule("comment:place", ("rapporteur", "secretariat"), ("consultation", "consolidation")),
    # Amendments
    Rule("amendment:read", (*MEMBERS, "observer", "rapporteur", "secretariat"), SHARED),
    Rule("amendment:draft", MEMBERS, ("consultation",)),
    Rule("amendment:table", MEMBERS, ("consultation",)),
    Rule("amendment:sign", MEMBERS, ("consultation", "consolidation")),
    Rule("amendment:withdraw", MEMBERS, ("consultation", "consolidation")),
    Rule("amendment:confirm", MEMBERS, ("consultation", "consolidation")),
    Rule("amendment:decide", ("rapporteur", "secretariat"), ("consultation", "consolidation")),
    Rule("amendment:decide", ("clock",), ("decision",)),
    Rule("numbering:choose", ("secretariat",)),
    # Consolidation
    Rule("consolidation:read", ("rapporteur", "secretariat"), ("consultation", "consolidation")),
    Rule("consolidation:finish", ("rapporteur", "secretariat"), ("consolidation",)),
    # The voting list
    Rule("voting:arrange", ("rapporteur", "secretariat"), ("consultation", "consolidation")),
    Rule("voting:request", MEMBERS, ("consultation", "consolidation")),
    # Mandates: private to a delegation, so that nobody but its people is in these rows
    Rule("mandate:read", MEMBERS, ("consultation", "consolidation", "decision", "adopted", "rejected")),
    Rule("mandate:collect", MEMBERS, ("consultation", "consolidation", "decision")),
    Rule("mandate:record", ("head", "alternate"), ("consultation", "consolidation", "decision")),
    # Ballots
    Rule("ballot:open", ("secretariat",), ("consolidation",)),
    Rule("ballot:decide", ("clock",), ("decision",)),
    Rule("ballot:call_off", ("secretariat",), ("decision",)),
    Rule("ballot:break_tie", ("secretariat",), ("decision",)),
    Rule("ballot:extend", ("secretariat",), ("decision",)),
    Rule("position:cast", ("head", "alternate"), ("decision",)),
    Rule("position:enter", ("secretariat",), ("decision",)),
    Rule("proxy:give", ("head", "secretariat")),
    Rule("proxy:revoke", ("head", "alternate", "secretariat")),
    Rule("statement:make", ("head", "alternate"), ("decision", "adopted")),
    Rule("procedure:edit", ("secretariat",)),
    # The alliance
    Rule("association:read", (*MEMBERS, "observer", "secretariat")),
    Rule("association:manage", ("secretariat",)),
    Rule("person:invite", ("secretariat",)),
    Rule("term:give", ("secretariat",)),
    Rule("class:edit", ("secretariat",)),
    Rule("outbox:read", ("secretariat",)),
    Rule("token:manage", (*MEMBERS, "observer", "secretariat")),
    Rule("permissions:read", ("secretariat",)),
)
ACTIONS: tuple[str, ...] = tuple(dict.fromkeys(rule.action for rule in RULES))


def may(action: str, roles: Collection[Role], stage: Stage | None = None) -> bool:
    """True when one of these roles may do the action in this stage."""
    return any(
        rule.action == action
        and not set(rule.roles).isdisjoint(roles)
        and (rule.stages is None or stage in rule.stages)
        for rule in RULES
    )


def stages_for(action: str, roles: Collection[Role]) -> tuple[Stage, ...]:
    """The stages in which one of these roles may do the action: empty means never."""
    return tuple(stage for stage in STAGES if may(action, roles, stage))


def roles_of(
    actor: Actor, *, lead_association_id: int | None = None, rapporteur_ids: Collection[int] = ()
) -> frozenset[Role]:
    """The roles an actor holds, towards one paper when its people are given."""
    if actor.account_id is None:
        return frozenset({"clock"} if actor.is_clock else {"visitor"})
    roles: set[Role] = {"visitor"}
    for term in actor.terms:
        roles.add("observer" if term.is_observer else term.role)
    if lead_association_id is not None and lead_association_id in actor.association_ids:
        roles.add("author")
    if actor.account_id in rapporteur_ids:
        roles.add("rapporteur")
    return frozenset(roles)
