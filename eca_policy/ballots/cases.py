"""Reading the cases of a recount file, whose grammar is in `recount`. Everything in it is a stranger's."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from eca_policy.ballots.counting import Choice, RollEntry, count_groups
from eca_policy.ballots.decision import Decision, Outcome
from eca_policy.ballots.problems import CaseError
from eca_policy.ballots.procedure import Procedure, read_procedure
from eca_policy.ballots.reading import Node, printable
from eca_policy.ballots.rules import ENGINE, ENGINES, decide, decide_counted
from eca_policy.voting.falling import Lapse

NEWEST_ENGINE = 10**6
HEAVIEST = 10**12
REQUIRED = ("procedure", "roll", "positions")
OPTIONAL = ("casting_vote", "reservations", "lapses_if", "secret", "id", "outcome", "engine", "source", "why")
KEYS = (*REQUIRED, *OPTIONAL)


@dataclass(frozen=True)
class Case:
    """One item of a ballot; `expected` is the outcome its file gives, if any."""

    id: str
    procedure: Procedure
    roll: tuple[RollEntry, ...]
    positions: Mapping[str, Choice]
    casting_vote: Choice | None
    reservations: tuple[str, ...]
    expected: Outcome | None
    lapses_if: tuple[Lapse[str], ...]
    is_secret: bool
    engine: int

    def decide(self) -> Decision:
        """The decision on its own figures, whatever else was adopted."""
        if self.is_secret:
            return self._decide_secret()
        return decide(
            self.procedure,
            self.roll,
            self.positions,
            casting_vote=self.casting_vote,
            reservations=self.reservations,
            engine=self.engine,
        )

    def _decide_secret(self) -> Decision:
        together = Counter(self.positions.values())
        counted = count_groups(
            [(1, len(self.roll))],
            [(choice, 1, number) for choice, number in together.items()],
            weight_cap=self.procedure.weight_cap,
        )
        reserving = {entry.member for entry in self.roll} & set(self.reservations)
        return decide_counted(
            self.procedure,
            counted,
            casting_vote=self.casting_vote,
            reservations=reserving,
            engine=self.engine,
        )


def read_cases(data: object) -> list[Case]:
    """One case, or each of a list; `CaseError` with every problem if any of them makes no sense."""
    node = Node(data)
    nodes = list(node.items()) if isinstance(data, list) else [node]
    if not nodes:
        node.wrong("empty")
    cases: list[Case | None] = []
    earlier: Counter[str] = Counter()
    for number, each in enumerate(nodes, start=1):
        fields = each.fields(KEYS, required=REQUIRED)
        id = fields["id"].text() if "id" in fields else str(number)
        cases.append(_read_case(fields, id, earlier))
        earlier[id] += 1
    if node.problems:
        raise CaseError(node.problems)
    return [case for case in cases if case is not None]


def _read_case(fields: dict[str, Node], id: str, earlier: Mapping[str, int]) -> Case | None:
    """The case; None when it has no procedure that could be read (noted as a problem)."""
    procedure = read_procedure(fields["procedure"]) if "procedure" in fields else None
    roll = tuple(_read_roll(fields["roll"])) if "roll" in fields else ()
    positions = _read_positions(fields["positions"]) if "positions" in fields else {}
    casting_vote = _read_casting_vote(fields["casting_vote"]) if "casting_vote" in fields else None
    reservations = (
        tuple(item.text() for item in fields["reservations"].items()) if "reservations" in fields else ()
    )
    expected = fields["outcome"].one_of(Outcome) if "outcome" in fields else None
    lapses_if = _read_lapses(fields["lapses_if"], earlier) if "lapses_if" in fields else ()
    is_secret = fields["secret"].yes_or_no() if "secret" in fields else False
    if is_secret:
        _check_secret(fields, roll, positions)
    _check_remarks(fields)
    engine = _read_engine(fields["engine"]) if "engine" in fields else ENGINE
    if procedure is None:
        return None
    return Case(
        id, procedure, roll, positions, casting_vote, reservations, expected, lapses_if, is_secret, engine
    )


def _read_lapses(node: Node, earlier: Mapping[str, int]) -> tuple[Lapse[str], ...]:
    return tuple(_read_lapse(item, earlier) for item in node.items())


def _read_lapse(node: Node, earlier: Mapping[str, int]) -> Lapse[str]:
    fields = node.fields(("adopted", "unless"), required=("adopted",))
    if "adopted" in fields and fields["adopted"].value == []:
        # Without this, an item would lapse whatever happens.
        fields["adopted"].wrong("empty")
    adopted, unless = (
        tuple(_read_earlier(item, earlier) for item in fields[key].items()) if key in fields else ()
        for key in ("adopted", "unless")
    )
    return Lapse(adopted, unless)


def _read_earlier(node: Node, earlier: Mapping[str, int]) -> str:
    id = node.text()
    if id != node.value:
        return id
    if id not in earlier:
        node.wrong("not_earlier", id=printable(id))
    elif earlier[id] > 1:
        node.wrong("id_twice", id=printable(id))
    return id


def _check_secret(
    fields: dict[str, Node], roll: tuple[RollEntry, ...], positions: Mapping[str, Choice]
) -> None:
    """Nobody can say whose weight a position had, so there must be only one."""
    if "roll" in fields and len({entry.weight for entry in roll}) > 1:
        fields["roll"].wrong("secret_weights")
    if "positions" in fields and len(positions) > len(roll):
        fields["positions"].wrong("secret_positions", positions=len(positions), members=len(roll))


def _read_roll(node: Node) -> list[RollEntry]:
    roll: list[RollEntry] = []
    seen: set[str] = set()
    for item in node.items():
        fields = item.fields(("member", "weight"), required=("member", "weight"))
        if len(fields) < 2:
            continue
        entry = RollEntry(fields["member"].text(), fields["weight"].whole(0, HEAVIEST))
        if entry.member in seen:
            item.wrong("twice_on_roll", member=printable(entry.member))
        seen.add(entry.member)
        roll.append(entry)
    return roll


def _read_positions(node: Node) -> dict[str, Choice]:
    return {member: choice.one_of(Choice) for member, choice in node.entries()}


def _read_casting_vote(node: Node) -> Choice:
    if node.value not in (Choice.IN_FAVOUR.value, Choice.AGAINST.value):
        node.wrong("not_one_of", known=f"{Choice.IN_FAVOUR}, {Choice.AGAINST}")
        return Choice.AGAINST
    return node.one_of(Choice)


def _check_remarks(fields: dict[str, Node]) -> None:
    for key in ("source", "why"):
        if key in fields and not isinstance(fields[key].value, str):
            fields[key].wrong("not_a_remark")


def _read_engine(node: Node) -> int:
    """An older decision is decided again by the rules it was made by."""
    engine = node.whole(1, NEWEST_ENGINE)
    if engine not in ENGINES:
        node.wrong("other_engine", engine=engine, here=ENGINE)
    return engine
