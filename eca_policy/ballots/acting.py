"""Who can act now for an association on a frozen roll: the rule that casting, entering, reminding, the tasks
of a person and the sentences on the pages ask.

The roll counts whoever stood on it when it was frozen. To act, an association must be a member still: one
suspended while the ballot runs rests, for itself and for whoever holds its proxy, until the suspension ends
(docs/decisions/0015-a-suspended-association-rests.md).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from eca_policy.accounts.models import Account
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.proxies import queries as proxies
from eca_policy.lib.actor import VOTING
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import date_in_words
from eca_policy.members import queries as members
from eca_policy.members.models import Association

ACTS = Association.status == "member"


class Resting(RuleBroken):
    """The association stands on the roll, and has no vote as long as it is suspended."""


def why_resting(association: Association) -> str:
    """Why nobody can act for an association that stands on the roll; "" when its people can."""
    said = {"association": association.name}
    if association.status == "member":
        return ""
    if association.status == "observer":
        return _(
            "%(association)s is an observer now and cannot vote. It stays on the roll, which was frozen "
            "before, and counts there as entitled.",
            **said,
        )
    if association.suspended_on is None:
        return _(
            "%(association)s is suspended and cannot vote while it is. It stays on the roll, which was "
            "frozen before, and counts there as entitled.",
            **said,
        )
    return _(
        "%(association)s is suspended since %(day)s and cannot vote while it is. It stays on the roll, which "
        "was frozen before, and counts there as entitled.",
        **said,
        day=date_in_words(association.suspended_on, language()),
    )


def people_for(
    ballot: Ballot, associations: Iterable[Association], *, at: datetime
) -> dict[Account, set[int]]:
    """Who can act now for these associations of the roll, each person with those they would act for."""
    able = {each.id for each in associations if not why_resting(each)}
    found: dict[Account, set[int]] = defaultdict(set)
    for term in members.people_of(list(able), at=at):
        if term.role in VOTING and term.association_id is not None:
            found[term.account].add(term.association_id)
    held = [each for each in proxies.usable(ballot, None, day=members.today(at)) if each.grantor_id in able]
    heads = proxies.heads_in_office({each.holder_id for each in held}, at=at)
    for proxy in held:
        for account in heads.get(proxy.holder_id, ()):
            found[account].add(proxy.grantor_id)
    return found
