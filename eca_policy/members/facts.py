"""What is said about an association, as a plain value in the form in which it is kept."""

import re
from hashlib import sha256
from typing import NamedTuple

from eca_policy.accounts.service import readable
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association

CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
LONGEST_CODE = 12


class NotACode(RuleBroken):
    """An association's code is short, and part of addresses."""


class AssociationFacts(NamedTuple):
    """What the secretariat says about an association; `weight` is its number of cluster organisations."""

    code: str
    name: str
    country: str
    weight: int = 1
    status: str = "member"

    def fingerprint(self) -> str:
        """Tells whether the facts are still those a person was shown."""
        return sha256(repr(tuple(self)).encode()).hexdigest()[:16]


def facts_of(association: Association) -> AssociationFacts:
    """The facts as they are now."""
    return AssociationFacts(
        association.code, association.name, association.country, association.weight, association.status
    )


def checked(facts: AssociationFacts) -> AssociationFacts:
    """The facts as they are kept; raises NotACode and NameNotReadable."""
    code = facts.code.strip().upper()
    if len(code) > LONGEST_CODE or not CODE.fullmatch(code):
        raise NotACode(
            _("A code has up to 12 letters A–Z and digits, with hyphens inside, such as FI or ES-CAT.")
        )
    return facts._replace(code=code, name=readable(facts.name))
