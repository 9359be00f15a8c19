"""The verbs of procedures: create, change, delete. Ballots have frozen copies, which nothing here touches."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.problems import ProcedureError
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.procedures.understood import refusal_in_words
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.names import UnreadableName, one_line
from eca_policy.papers import queries as papers
from eca_policy.permissions.guard import permit
from eca_policy.record import service as record
from eca_policy.transaction import queue_up

LONGEST_NAME = 100
LONGEST_KEY = 40
PROCEDURES_LOCK = 0x0ECB
# The words that stand in the place of a key in the addresses of the editor.
RESERVED_KEYS = ("new", "preview")


@dataclass(frozen=True)
class ProcedureFacts:
    """All that a procedure says. Without a Finnish name it has its English one in Finnish, too."""

    name: str
    name_fi: str
    rule: Mapping[str, Any]
    conduct: Mapping[str, Any]
    followed_by: str = ""


class ProcedureUnnamed(RuleBroken):
    """The name is missing, too long, unreadable, or that of another procedure."""


class ProcedureMakesNoSense(RuleBroken):
    """The rule or the conduct cannot be followed."""


class NoWrittenVote(RuleBroken):
    """What follows a broken silence must be a vote, and one that is there."""


class ProcedureInUse(RuleBroken):
    """A document class or another procedure is decided by it."""


class ProcedureChanged(ChangedMeanwhile):
    """Someone else saved it first."""


def create_procedure(actor: Actor, facts: ProcedureFacts, *, at: datetime) -> ProcedureRow:
    """A new procedure, under a key made of its name; the key never changes."""
    permit(actor, "procedure:edit")
    queue_up(PROCEDURES_LOCK)
    sound = checked(facts)
    procedure = ProcedureRow(key=free_key(sound.name), **vars(sound))
    db.session.add(procedure)
    db.session.flush()
    record.write(
        actor, "procedure:create", ("procedure", procedure.id), at=at, key=procedure.key, **vars(sound)
    )
    return procedure


def change_procedure(
    actor: Actor, key: str, facts: ProcedureFacts, *, seen: int, at: datetime
) -> ProcedureRow:
    """Change it for the ballots that open from now on. `seen` is the counter of what the person looked at."""
    permit(actor, "procedure:edit")
    queue_up(PROCEDURES_LOCK)
    procedure = as_seen(key, seen=seen)
    sound = checked(facts, procedure)
    changed = [name for name in vars(sound) if getattr(procedure, name) != getattr(sound, name)]
    if not changed:
        return procedure
    for name in changed:
        setattr(procedure, name, getattr(sound, name))
    db.session.flush()
    record.write(
        actor, "procedure:change", ("procedure", procedure.id), at=at, key=key, changed=changed, **vars(sound)
    )
    return procedure


def delete_procedure(actor: Actor, key: str, *, seen: int, at: datetime) -> None:
    """Delete it where nothing is decided by it any more."""
    permit(actor, "procedure:edit")
    queue_up(PROCEDURES_LOCK)
    procedure = as_seen(key, seen=seen)
    refuse_in_use(procedure)
    record.write(
        actor, "procedure:delete", ("procedure", procedure.id), at=at, key=key, name=procedure.name,
        rule=procedure.rule, conduct=procedure.conduct, followed_by=procedure.followed_by,
    )  # fmt: skip
    db.session.delete(procedure)
    db.session.flush()


def as_seen(key: str, *, seen: int) -> ProcedureRow:
    """The procedure, when it is still the one that was looked at."""
    procedure = queries.procedure(key)
    if procedure.version_counter != seen:
        raise ProcedureChanged(
            _("Someone else changed this procedure meanwhile. Compare, and save again what you want to keep.")
        )
    return procedure


def checked(facts: ProcedureFacts, standing: ProcedureRow | None = None) -> ProcedureFacts:
    """The facts as they are kept, when they can be followed. `standing` is the procedure that is changed."""
    name = readable_name(facts.name)
    if not name:
        raise ProcedureUnnamed(_("Write the name."))
    if any(each.name == name and each is not standing for each in queries.procedures()):
        raise ProcedureUnnamed(_("There is a procedure of this name already. Give this one another."))
    try:
        rule = Procedure.from_dict(dict(facts.rule))
        conduct = Conduct.from_dict(dict(facts.conduct))
    except ProcedureError as error:
        raise ProcedureMakesNoSense(refusal_in_words(error)) from error
    if rule.silence is not None:
        refuse_silence_after_silence(standing)
    return ProcedureFacts(
        name=name,
        name_fi=readable_name(facts.name_fi) or name,
        rule=rule.to_dict(),
        conduct=conduct.to_dict(),
        followed_by=written_vote(facts, standing, is_silence=rule.silence is not None),
    )


def readable_name(typed: str) -> str:
    """The name on one line; raises `ProcedureUnnamed`."""
    try:
        name = one_line(typed)
    except UnreadableName:
        raise ProcedureUnnamed(
            _("The name has a character that cannot be seen. Type the name anew.")
        ) from None
    if len(name) > LONGEST_NAME:
        raise ProcedureUnnamed(_("Keep the name under %(most)s characters.", most=LONGEST_NAME))
    return name


def written_vote(facts: ProcedureFacts, standing: ProcedureRow | None, *, is_silence: bool) -> str:
    """The key of the vote that follows a broken silence, "" for none."""
    key = facts.followed_by if is_silence else ""
    if not key:
        return ""
    votes = {each.key for each in queries.procedures() if "silence" not in each.rule and each is not standing}
    if key not in votes:
        raise NoWrittenVote(_("Choose a procedure with a vote to follow a broken silence, or none."))
    return key


def refuse_silence_after_silence(standing: ProcedureRow | None) -> None:
    """A vote on which broken silences rely must stay one."""
    before = followers(standing.key) if standing else []
    if before:
        raise NoWrittenVote(
            _(
                "It is the vote that follows a broken silence in: %(names)s. Choose another one there first.",
                names=", ".join(before),
            )
        )


def refuse_in_use(procedure: ProcedureRow) -> None:
    """Say by what it is still used."""
    used = used_by(procedure.key)
    if used:
        raise ProcedureInUse(
            _("It is still used by: %(names)s. Choose another procedure there first.", names=", ".join(used))
        )


def used_by(key: str) -> list[str]:
    """The names of the document classes and of the procedures that rely on it."""
    return classes_of(key) + followers(key)


def classes_of(key: str) -> list[str]:
    """The names of the document classes that are decided by it."""
    return [named(each) for each in papers.document_classes() if each.procedure_key == key]


def followers(key: str) -> list[str]:
    """The names of the procedures whose broken silence it follows."""
    return [named(each) for each in queries.procedures() if each.followed_by == key]


def named(row: Any) -> str:
    """What it is called in the reader's language."""
    return str(row.name_fi if language() == "fi" else row.name)


def free_key(name: str) -> str:
    """A key in plain letters made of the name, numbered where another procedure has it."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_KEY - 4].strip("_") or "procedure"
    taken = {each.key for each in queries.procedures()} | set(RESERVED_KEYS)
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key
