"""A list that a ballot took is never another, whatever the code does: on both databases."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.papers.models import Version
from eca_policy.transaction import transaction
from eca_policy.voting.models import VotingEntry, VotingList
from tests.conftest import NOW, People
from tests.making import make_paper


def test_a_frozen_list_and_its_entries_refuse_every_change(
    database_url: str, app_on: Callable[..., Flask]
) -> None:
    with app_on(database_url).app_context():
        people = People()
        finland = people.association()
        head = people.person("head", finland)
        paper = make_paper(head)
        amendment = people.add(
            Amendment(paper_id=paper.id, association_id=finland.id, author_id=head.id, created_at=NOW)
        )
        version = db.session.query(Version).one()
        kept = VotingList(paper_id=paper.id, version_id=version.id, arranged_at=NOW)
        kept.entries = [VotingEntry(amendment_id=amendment.id, rank=1)]
        people.add(kept)
        with transaction():
            db.session.execute(db.text("UPDATE voting_entry SET rank = 2"))
            kept.frozen_at = NOW
        for statement in (
            "UPDATE voting_list SET frozen_at = NULL", "DELETE FROM voting_list",
            "UPDATE voting_entry SET rank = 9", "DELETE FROM voting_entry",
            "INSERT INTO voting_entry (list_id, amendment_id, rank)"
            " SELECT list_id, amendment_id, 1 FROM voting_entry",
        ):  # fmt: skip
            with pytest.raises(DBAPIError, match="frozen"), transaction():
                db.session.execute(db.text(statement))
