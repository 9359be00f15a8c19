"""For which association a person tables, co-signs or takes over: the one named, or the only one there is."""

from collections.abc import Collection

from eca_policy.amendments import rules
from eca_policy.comments.speaking import NotYourAssociation, SayForWhom
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _


class OnlyMembersAmend(NotAllowed):
    """An observer comments, and does not amend."""


class AlreadyBehindIt(RuleBroken):
    """The association stands behind the amendment already."""


def speaking_for(actor: Actor, association_id: int | None) -> int:
    """The member association this person tables for."""
    return named(actor, association_id, rules.tablers(actor))


def signing_for(actor: Actor, association_id: int | None, *, tabled_for: int, signed: Collection[int]) -> int:
    """The member association this person co-signs for, or for which it takes over."""
    possible = rules.possible_cosigners(actor, tabled_for=tabled_for, signed=signed)
    own = rules.tablers(actor)
    if own and (not possible or (association_id in own and association_id not in possible)):
        raise AlreadyBehindIt(_("Your association stands behind this amendment already."))
    return named(actor, association_id, possible)


def named(actor: Actor, association_id: int | None, possible: Collection[int]) -> int:
    """The association named, where it is one of these; the only one, where none is named."""
    if not rules.tablers(actor):
        raise OnlyMembersAmend(_("Amendments are tabled and signed by member associations only."))
    if association_id is None:
        if len(possible) == 1:
            return next(iter(possible))
        raise SayForWhom(_("You act for several associations. Say for which one you do this."))
    if association_id not in possible:
        raise NotYourAssociation(_("You do not act for that association. Choose one of your own."))
    return association_id
