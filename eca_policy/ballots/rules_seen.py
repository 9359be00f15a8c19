"""The procedures as somebody looked at them: a ballot freezes the rule that was on the page, or none."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from json import dumps

from eca_policy.ballots.models import Procedure
from eca_policy.lib.errors import ChangedMeanwhile
from eca_policy.lib.i18n import gettext as _

Seen = Mapping[str, str]


class RuleChanged(ChangedMeanwhile):
    """A procedure that was chosen is no longer the one that was looked at."""


def stamp_of(procedure: Procedure) -> str:
    """The same as long as everything that a ballot freezes of it is the same."""
    frozen = [
        procedure.name, procedure.name_fi, procedure.rule, procedure.conduct, procedure.followed_by,
    ]  # fmt: skip
    return sha256(dumps(frozen, sort_keys=True).encode()).hexdigest()[:16]


def stamps_of(procedures: Iterable[Procedure]) -> str:
    """What a page carries in a hidden field."""
    return ",".join(f"{each.key}:{stamp_of(each)}" for each in procedures)


def stamps_in(carried: str) -> Seen:
    """The stamps by the keys of the procedures; nonsense is that of none."""
    pairs = (each.partition(":") for each in carried.split(",") if each)
    return {key: stamp for key, _colon, stamp in pairs}


def refuse_unseen(chosen: Iterable[Procedure], seen: Seen) -> None:
    """What was chosen is as it was seen; who looked at nothing is asked nothing."""
    if seen and any(seen.get(each.key) != stamp_of(each) for each in chosen):
        raise RuleChanged(
            _("A procedure has changed meanwhile. Look at the rule as it is now, then open the ballot.")
        )
