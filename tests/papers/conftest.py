"""An alliance around one paper: who writes it, who looks on, who may not know of it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from eca_policy.accounts.models import Account
from eca_policy.lib import clock
from eca_policy.members.models import Association
from eca_policy.papers import queries, service
from eca_policy.papers.facts import Facts
from eca_policy.papers.models import Paper, Revision
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of

TEXT = (
    "## Why this matters\n\nClusters link small firms with research.\n\nThey need stable funding.\n\n"
    "Fund clusters for seven years.\n{: .recommendation }\n"
)


@dataclass(frozen=True)
class Alliance:
    """Finland leads the paper; Spain is another member, Norway observes."""

    finland: Association
    spain: Association
    norway: Association
    rapporteur: Account
    colleague: Account
    stranger: Account
    observer: Account
    secretary: Account

    def facts(self, **changes: Any) -> Facts:
        """Facts of a paper, some of them others."""
        first = queries.document_classes()[0]
        given = {"title": "Clusters in the next budget", "document_class_id": first.id, "language": "en"}
        return Facts(**{**given, **changes})

    def start(self, text: str = TEXT, **changes: Any) -> Paper:
        """A paper in drafting, led by Finland."""
        with transaction():
            return service.start_paper(
                actor_of(self.rapporteur), self.facts(**changes), text,
                lead_association_id=self.finland.id, at=clock.now(),
            )  # fmt: skip

    def consult(self, paper: Paper, *, days: int = 7) -> Paper:
        """Its consultation, opened by the secretariat."""
        end = clock.now() + timedelta(days=days)
        with transaction():
            return service.open_consultation(
                actor_of(self.secretary), paper.reference, closes_at=end, at=clock.now()
            )

    def save(self, paper: Paper, text: str, *, base: int, by: Account | None = None) -> Revision:
        """One save."""
        with transaction():
            return service.save_revision(
                actor_of(by or self.rapporteur), paper.reference, text, base=base, at=clock.now()
            )


@pytest.fixture
def alliance(app: Flask, people: People) -> Alliance:
    """People of three associations, and the preset document classes."""
    finland, spain = people.association("FI"), people.association("ES")
    norway = people.association("NO", status="observer")
    with transaction():
        service.load_presets()
    return Alliance(
        finland=finland,
        spain=spain,
        norway=norway,
        rapporteur=people.person("delegate", finland),
        colleague=people.person("head", finland),
        stranger=people.person("delegate", spain),
        observer=people.person("delegate", norway),
        secretary=people.secretariat(),
    )


@pytest.fixture
def paper(alliance: Alliance) -> Paper:
    """A paper in drafting."""
    return alliance.start()
