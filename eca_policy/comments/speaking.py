"""For whom a person speaks: the association named, or the only one there is."""

from eca_policy.comments import rules
from eca_policy.comments.models import Comment
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _


class NotYourAssociation(NotAllowed):
    """The person does not act for this association."""


class SayForWhom(RuleBroken):
    """The person acts for several associations and named none."""


class CannotSupport(RuleBroken):
    """Support is for the comments of others."""


def speaking_for(actor: Actor, association_id: int | None) -> int | None:
    """The association this person writes for: the one named, or the only one there is."""
    choices = rules.voices(actor)
    if association_id is None and None not in choices:
        if len(choices) == 1:
            return choices[0]
        raise SayForWhom(_("You act for several associations. Say for which one you write this."))
    if association_id not in choices:
        raise NotYourAssociation(_("You do not act for that association. Choose one of your own."))
    return association_id


def supporting_as(actor: Actor, comment: Comment, association_id: int | None) -> int:
    """The association whose support is meant: the one named, or the only one it can be."""
    choices = rules.possible_supporters(actor, author_association_id=comment.association_id)
    if association_id is not None and association_id not in actor.association_ids:
        raise NotYourAssociation(_("You do not act for that association. Choose one of your own."))
    if not choices or (association_id is not None and association_id not in choices):
        raise CannotSupport(_("This is a comment of your own association: others can support it."))
    if association_id is None and len(choices) > 1:
        raise SayForWhom(_("You act for several associations. Say which one supports this comment."))
    return choices[0] if association_id is None else association_id
