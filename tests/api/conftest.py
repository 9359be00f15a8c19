"""A program with a token, and a ballot to vote on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eca_policy.accounts import api_tokens
from eca_policy.accounts.models import Account
from eca_policy.ballots import opening
from eca_policy.ballots.loading import load_presets
from eca_policy.lib import clock
from eca_policy.papers.models import Paper
from eca_policy.transaction import transaction
from tests.conftest import People, actor_of
from tests.making import make_paper

keys = count(1)


@dataclass
class Program:
    """A program that acts as a person; every write gets a key of its own unless one is given."""

    app: Flask
    headers: dict[str, str]

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.app.test_client().get(f"/api/v1{path}", headers=self.headers, **more)

    def post(self, path: str, body: Any, *, key: str | None = None) -> TestResponse:
        return self.write("POST", path, body, key)

    def put(self, path: str, body: Any, *, key: str | None = None) -> TestResponse:
        return self.write("PUT", path, body, key)

    def write(self, method: str, path: str, body: Any, key: str | None) -> TestResponse:
        headers = {**self.headers, "Idempotency-Key": key or f"key {next(keys)}"}
        return self.app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=headers)


def make_token(account: Account) -> str:
    """A token of this person."""
    with transaction():
        return api_tokens.make_api_token(actor_of(account), "a program", at=clock.now())[1]


Acting = Callable[[Account], Program]


@pytest.fixture
def acting(app: Flask) -> Acting:
    """Makes a program that acts as this person."""
    return lambda account: Program(app, {"Authorization": f"Bearer {make_token(account)}"})


@dataclass
class Hall:
    """A paper with ballot 1 open for a fortnight; FI has a head, an alternate and a delegate."""

    paper: Paper
    head: Account
    alternate: Account
    delegate: Account

    @property
    def ballot(self) -> str:
        return f"/papers/{self.paper.reference}/ballots/1"

    @property
    def position(self) -> str:
        return f"{self.ballot}/positions/FI"


@pytest.fixture
def hall(people: People) -> Hall:
    secretary, finland = people.secretariat(), people.association("FI")
    people.association("UA", status="observer")
    officers = [people.person(role, finland) for role in ("head", "alternate", "delegate")]
    paper = make_paper(secretary, stage="consolidation")
    closes_at = clock.now() + timedelta(days=14)
    with transaction():
        load_presets()
    with transaction():
        opening.open_ballot(actor_of(secretary), paper.reference, closes_at=closes_at, at=clock.now())
    return Hall(paper, *officers)
