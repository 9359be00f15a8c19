"""The demo alliance: a database to play with, made through the same verbs that people use.

Only in demo mode, where one click signs in as anyone; so nobody has a password and nobody is written to.
`load` reads as a list of steps, each a function; a later step may use what the earlier ones made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from eca_policy.accounts.models import Account
from eca_policy.accounts.service import Profile, open_account
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.members import queries, service
from eca_policy.members.facts import AssociationFacts
from eca_policy.members.models import Association
from eca_policy.members.terms import Office
from eca_policy.transaction import transaction

# Country, name, weight: the number of cluster organisations each association speaks for.
MEMBERS = (
    ("ES", "Spain", 120), ("FR", "France", 110), ("DE", "Germany", 95), ("PL", "Poland", 70),
    ("IT", "Italy", 65), ("RO", "Romania", 60), ("PT", "Portugal", 50), ("AT", "Austria", 40),
    ("HU", "Hungary", 40), ("BG", "Bulgaria", 35), ("CZ", "Czechia", 30), ("LT", "Lithuania", 25),
    ("SK", "Slovakia", 25), ("DK", "Denmark", 20), ("FI", "Finland", 15),
)  # fmt: skip
OBSERVERS = (("UA", "Ukraine", 30),)
OFFICES = {"head": "Head of delegation", "alternate": "Alternate", "delegate": "Delegate"}
# Who reads another language, or lives in another time zone, than most.
READERS = {"FI": ("fi", "Europe/Helsinki"), "UA": ("en", "Europe/Kyiv")}


class NotForDemo(RuntimeError):
    """The demo alliance is for demo mode alone."""


@dataclass(frozen=True)
class Cast:
    """Who there is: the secretariat, and the associations by country."""

    secretariat: Account
    associations: Mapping[str, Association]

    def director(self, *, at: datetime) -> Actor:
        """The person of the secretariat, ready to act."""
        return queries.actor_for(self.secretariat, at=at)


def load(settings: Mapping[str, Any], *, at: datetime) -> bool:
    """Make the alliance in an empty database; False when somebody is there already. Raises NotForDemo."""
    if settings["IS_PRODUCTION"] or not settings["DEMO_MODE"]:
        raise NotForDemo("Demo mode is off: the demo alliance is not loaded. Set DEMO=1 outside production.")
    with transaction():
        if db.session.scalar(select(Account.id).limit(1)) is not None:
            return False
        cast = found_alliance(at=at)
        fill_delegations(cast, at=at)
    return True


def found_alliance(*, at: datetime) -> Cast:
    """The secretariat creates the associations."""
    account = open_account("secretariat@example.org", Profile("Secretariat", "en"), at=at)
    service.found_secretariat(account, at=at)
    actor = queries.actor_for(account, at=at)
    facts = [AssociationFacts(code, name, code, weight) for code, name, weight in MEMBERS]
    facts += [AssociationFacts(code, name, code, weight, "observer") for code, name, weight in OBSERVERS]
    made = {each.country: service.create_association(actor, each, at=at) for each in facts}
    return Cast(account, made)


def fill_delegations(cast: Cast, *, at: datetime) -> None:
    """Every association gets a head, an alternate and a delegate."""
    actor = cast.director(at=at)
    for country, association in cast.associations.items():
        for role, title in OFFICES.items():
            language, time_zone = READERS.get(country, ("en", "Europe/Brussels"))
            account = open_account(
                f"{role}.{country.lower()}@example.org",
                Profile(f"{title}, {association.name}", language, time_zone),
                at=at,
            )
            service.give_term(actor, account.id, Office(role, association.id), at=at)
