"""The house rules of docs/architecture.md, held. Each failure says what to write instead."""

import ast
import re
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from eca_policy.extensions import celery
from eca_policy.permissions.who_may import ACTIONS

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "eca_policy"
MODULES = sorted(HOUSE.rglob("*.py"))
OURS = [
    *MODULES,
    *sorted(ROOT.glob("*.py")),
    *sorted((ROOT / "tests").rglob("*.py")),
    *sorted((ROOT / "bench").rglob("*.py")),
]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())

TOP = 11
FLOORS = {
    "lib": 0, "text": 0,
    "extensions": 1, "transaction": 1, "web": 1,
    "outbox": 2, "permissions": 2, "record": 2,
    "accounts": 3, "members": 4, "papers": 5, "comments": 6, "amendments": 7, "mandates": 7, "ballots": 8,
    "consolidation": 8, "voting": 8, "followup": 8, "exports": 9, "todo": 9, "api": 10, "pages": 10,
    "__init__": TOP, "cli": TOP, "cli_text": TOP, "demo": TOP, "tables": TOP, "worker": TOP,
}  # fmt: skip
# The ground floor's two rooms and the first floor stand on each other in this order only.
# What a ballot votes on is worked out by `voting`, and the desk says whether it still lies open.
ON_BALLOTS = {("ballots", "voting"), ("ballots", "consolidation")}
LADDERS = {("transaction", "extensions"), ("exports", "ballots"), *ON_BALLOTS}

# Packages and modules that are functions of plain values, and what they may import beside each other.
PURE = (
    "amendments/carrying.py",
    "amendments/changes.py",
    "amendments/ordinals.py",
    "amendments/place.py",
    "amendments/rules.py",
    "ballots/adopting.py",
    "ballots/procedures/dry_run.py",
    "ballots/procedures/shares.py",
    "consolidation/desk.py",
    "consolidation/marked.py",
    "consolidation/rules.py",
    "mandates/pasted.py",
    "mandates/rules.py",
    "outbox/letter.py",
    "papers/succession.py",
    "papers/workflow.py",
    "permissions/who_may.py",
    "record/chain.py",
    "text/",
    "voting/excerpt.py",
    "voting/falling.py",
    "voting/items.py",
    "voting/lapsing.py",
    "voting/moving.py",
    "voting/order.py",
)
PURE_BALLOTS = (
    "cases", "counting", "decision", "lapsing", "missing", "problems", "procedure", "reading",
    "recount", "rules", "working_days",
)  # fmt: skip
IMPURE = {
    "flask",
    "flask_sqlalchemy",
    "flask_babel",
    "sqlalchemy",
    "celery",
    "redis",
    "requests",
    "subprocess",
}
PURE_ROOMS = (
    "eca_policy.lib.errors",
    "eca_policy.lib.actor",
    "eca_policy.lib.names",
    "eca_policy.text",
    "eca_policy.amendments",
    "eca_policy.ballots",
    "eca_policy.voting",
    "eca_policy.consolidation",
    "eca_policy.mandates",
    "eca_policy.papers.succession",
    "eca_policy.permissions.who_may",
)

FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "base", "util", "helper", "managers", "misc"}
MARKS_OF_HASTE = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    """The package or root module that a file belongs to."""
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, `from a import b` as "a.b" where that is one of our modules."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "eca_policy":
                yield from (f"eca_policy.{alias.name}" for alias in node.names)
            else:
                yield node.module


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


# Floors


def test_every_room_has_its_floor() -> None:
    homeless = {room(path) for path in MODULES} - set(FLOORS)
    assert not homeless, f"Give {homeless} a floor in FLOORS and in docs/architecture.md."


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_go_down_only(path: Path) -> None:
    here = room(path)
    ours = {module.split(".")[1] for module in imports(path) if module.startswith("eca_policy.")} - {here}
    wrong = {
        other
        for other in ours & set(FLOORS)
        if FLOORS[other] >= FLOORS[here] and FLOORS[here] != TOP and (here, other) not in LADDERS
    }
    assert not wrong, (
        f"{name(path)} (floor {FLOORS[here]}) imports {wrong} from its own floor or above: "
        "move what both need down, or the page made of both up to pages/."
    )


def is_pure(path: Path) -> bool:
    inside = str(path.relative_to(HOUSE))
    return inside.startswith(PURE) or (room(path) == "ballots" and path.stem in PURE_BALLOTS)


@pytest.mark.parametrize("path", [path for path in MODULES if is_pure(path)], ids=name)
def test_pure_files_import_only_pure_things(path: Path) -> None:
    wrong = [
        module
        for module in imports(path)
        if module.split(".")[0] in IMPURE
        or (module.startswith("eca_policy.") and not module.startswith(PURE_ROOMS))
    ]
    assert not wrong, f"{name(path)} is pure: pass in as values what it takes from {', '.join(wrong)}."


# Verbs

# What asks the table; `received_in_time` asks it by the instant read inside the lock (papers/receiving.py),
# `desk_of` and what it serves for everybody at the desk (consolidation/seating.py).
GUARDS = {"permit", "require", "received_in_time", "desk_of", "desk_to_change", "seat_at"}


def service_functions() -> list[tuple[Path, ast.FunctionDef]]:
    """The verbs: functions of a service that take the actor first and are called from elsewhere."""
    found = []
    for path in sorted(HOUSE.glob("*/service.py")):
        if FLOORS[room(path)] < FLOORS["accounts"]:
            continue
        called = names_used_outside(path)
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and takes_actor(node) and node.name in called:
                found.append((path, node))
    return found


def takes_actor(function: ast.FunctionDef) -> bool:
    first = function.args.args[:1]
    return bool(first) and first[0].arg == "actor"


def names_used_outside(service: Path) -> set[str]:
    """What every other module of the house takes from this service."""
    used: set[str] = set()
    for path in MODULES:
        nodes = [] if path == service else list(ast.walk(tree(path)))
        froms = [node for node in nodes if isinstance(node, ast.ImportFrom)]
        bound = {
            alias.asname or alias.name
            for node in froms
            for alias in node.names
            if f"{node.module}.{alias.name}" == f"eca_policy.{room(service)}.service"
        }
        for node in froms:
            if node.module == f"eca_policy.{room(service)}.service":
                used.update(alias.name for alias in node.names)
        for node in nodes:
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in bound
            ):
                used.add(node.attr)
    return used


def asks_first(function: ast.FunctionDef, others: dict[str, ast.FunctionDef]) -> bool:
    """True when permission is asked before anything changes, in the verb or in a function beside it.

    Before that come at most the loading and locking, and the instant read inside the lock.
    """
    body = function.body[1:] if ast.get_docstring(function) else function.body
    called = set(chain.from_iterable(calls(statement) for statement in body[:4]))
    asked = called | set(chain.from_iterable(calls(others[guard]) for guard in called & set(others)))
    return not asked.isdisjoint(GUARDS)


def calls(node: ast.AST) -> Iterator[str]:
    """The last names of everything called inside."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            yield call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize(
    ("path", "verb"), service_functions(), ids=lambda part: getattr(part, "name", "") or str(part)
)
def test_a_verb_asks_permission_first(path: Path, verb: ast.FunctionDef) -> None:
    beside = {node.name: node for node in tree(path).body if isinstance(node, ast.FunctionDef)}
    assert asks_first(verb, beside), (
        f'{name(path)}: begin {verb.name} with permit(actor, "thing:verb"), or with '
        'access = access_paper(…) and access.require("thing:verb").'
    )


def test_there_are_verbs_to_hold_this_against() -> None:
    assert len(service_functions()) > 10


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_transaction_commits(path: Path) -> None:
    if path == HOUSE / "transaction.py":
        return
    commits = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    ]
    assert not commits, (
        f"{name(path)}:{commits} commits: wrap the verb in `with transaction():` in its caller."
    )


def permissions_asked() -> dict[str, str]:
    """Every permission named in a call of permit, require or may, and where."""
    asked: dict[str, str] = {}
    for path in MODULES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                if called in GUARDS | {"may", "may_do"}:
                    asked |= {value: name(path) for value in literals(node)}
    for path in TEMPLATES:
        asked |= dict.fromkeys(re.findall(r"may\(\s*[\"']([a-z]+:[a-z_]+)", path.read_text()), name(path))
    return asked


def literals(call: ast.Call) -> list[str]:
    values = [node.value for node in ast.walk(call) if isinstance(node, ast.Constant)]
    return [value for value in values if isinstance(value, str) and re.fullmatch(r"[a-z]+:[a-z]+", value)]


def test_every_permission_asked_for_is_in_the_table() -> None:
    unknown = {action: where for action, where in permissions_asked().items() if action not in ACTIONS}
    assert not unknown, f"Add a rule to permissions/who_may.py, or correct the name: {unknown}."


def test_every_permission_of_the_table_is_used() -> None:
    text = "".join(path.read_text() for path in MODULES if room(path) != "permissions")
    unused = [action for action in ACTIONS if f'"{action}"' not in text]
    assert not unused, f"Nobody asks for {unused}: guard the verb with it, or take the rule out."


# Mails and tasks

MAILS = sorted(path for path in (ROOT / "templates" / "email").glob("*") if path.is_dir())


@pytest.mark.parametrize("folder", MAILS, ids=name)
def test_a_mail_has_its_three_parts_and_is_posted(folder: Path) -> None:
    parts = {path.name for path in folder.iterdir()}
    assert parts == {"subject.txt", "body.txt", "body.html"}, f"{name(folder)} has {sorted(parts)}"
    text = "".join(path.read_text() for path in MODULES)
    assert f'"{folder.name}"' in text, f"Nobody posts {folder.name}: call outbox.service.post, or remove it."


def test_every_module_with_tasks_is_known_to_the_worker() -> None:
    known = set(imports(HOUSE / "worker.py"))
    with_tasks = [path for path in MODULES if has_tasks(path)]
    modules = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in with_tasks}
    assert modules
    assert modules <= known, f"Import {modules - known} in eca_policy/worker.py."


def has_tasks(path: Path) -> bool:
    return any(
        "task" in ast.unparse(mark).split("(")[0] for f in functions(path) for mark in f.decorator_list
    )


def test_every_task_is_registered_under_its_room(migrated: object) -> None:
    celery.finalize()
    ours = {task for task in celery.tasks if not task.startswith("celery.")}
    strange = [task for task in ours if task.split(".")[0] not in FLOORS]
    assert ours
    assert not strange, f"Name tasks room.verb: {strange}"


# Sizes, names, words


@pytest.mark.parametrize("path", OURS, ids=name)
def test_a_file_and_its_functions_are_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{name(path)} has {lines} lines: split it by what it does"
    if not path.is_relative_to(HOUSE):
        return
    long = [
        f"{f.name} ({f.end_lineno - f.lineno + 1})" for f in functions(path) if f.end_lineno - f.lineno >= 50
    ]
    assert not long, f"{name(path)}: more than 50 lines in {', '.join(long)}: one idea a function"


def test_most_functions_fit_into_a_glance() -> None:
    sizes = sorted(f.end_lineno - f.lineno + 1 for path in MODULES for f in functions(path))
    assert sizes[len(sizes) // 2] <= 10
    assert sizes[len(sizes) * 9 // 10] <= 25


@pytest.mark.parametrize("path", [*OURS, *TEMPLATES], ids=name)
def test_a_thing_is_named_after_what_it_does(path: Path) -> None:
    is_the_frame = path == ROOT / "templates" / "base.html"
    assert path.stem not in FORBIDDEN_NAMES or is_the_frame, f"Name {name(path)} after what it does."


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"Begin {name(path)} with a sentence on what it is."


@pytest.mark.parametrize("path", [path for path in [*OURS, *TEMPLATES] if path != Path(__file__)], ids=name)
def test_nothing_is_left_for_later(path: Path) -> None:
    found = MARKS_OF_HASTE.findall(path.read_text(encoding="utf-8"))
    assert not found, f"{name(path)}: do it, or open an issue."


# Settings


def test_every_setting_is_documented() -> None:
    sources = (ROOT / "config.py", ROOT / "gunicorn.conf.py", ROOT / "script" / "worker")
    text = "".join(path.read_text() for path in sources)
    read = set(re.findall(r"environ(?:\.get\(|\[)[\"']([A-Z_]+)", text)) | set(
        re.findall(r"\$\{([A-Z_]+)", text)
    )
    documented = set(
        re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE)
    )
    assert len(read) > 10
    assert read == documented, (
        f"docs/operations.md: add {sorted(read - documented)}, remove {sorted(documented - read)}."
    )


def test_warnings_are_errors() -> None:
    pytest_settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["pytest"]["ini_options"]
    assert pytest_settings["filterwarnings"][0] == "error"


def test_no_test_is_skipped_by_hand() -> None:
    """Skipping is for what a machine lacks, and tests/services.py does it; a broken test is repaired."""
    by_hand = re.compile(r"@pytest\.mark\.(skip|xfail)\b|@(unittest\.)?skip\b")
    wrong = [name(path) for path in (ROOT / "tests").rglob("*.py") if by_hand.search(path.read_text())]
    assert not wrong, f"Repair or remove the tests skipped in {wrong}."
