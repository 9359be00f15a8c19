"""For which delegation a person collects or records: the one named, or the only one there is."""

from eca_policy.comments.speaking import NotYourAssociation, SayForWhom
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed
from eca_policy.lib.i18n import gettext as _
from eca_policy.mandates import rules


class OnlyHeadsRecord(NotAllowed):
    """A delegate collects answers; the mandate is recorded by those who cast the vote."""


def delegation_for(actor: Actor, association_id: int | None) -> int:
    """The member association in whose delegation this person is."""
    possible = rules.delegations(actor)
    if association_id is None and len(possible) > 1:
        raise SayForWhom(_("You act for several associations. Say for which one you do this."))
    chosen = association_id if association_id is not None else next(iter(possible), None)
    if chosen is None or chosen not in possible:
        raise NotYourAssociation(_("You do not act for that association. Choose one of your own."))
    return chosen


def recording_for(actor: Actor, association_id: int | None) -> int:
    """The association whose mandate this person may record: the one they vote for."""
    chosen = delegation_for(actor, association_id)
    if not actor.votes_for(chosen):
        raise OnlyHeadsRecord(_("The head of delegation or the alternate records the mandate. Ask them."))
    return chosen
