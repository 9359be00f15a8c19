"""What hangs on a paper follows it when its text moves on, or when it is withdrawn.

Features on the floors above (comments, amendments, ballots) register here what they do at a save, at an issue
and at a withdrawal; it happens in the transaction of that step. Papers know nobody who follows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from eca_policy.lib.actor import Actor
from eca_policy.papers.models import Paper, Revision, Version


@dataclass(frozen=True)
class Save:
    """A text was saved on top of another one, by this actor."""

    actor: Actor
    paper: Paper
    old: Revision
    new: Revision
    at: datetime


@dataclass(frozen=True)
class Issue:
    """A version was issued; `before` is the one it follows, None for the first."""

    actor: Actor
    paper: Paper
    before: Version | None
    version: Version
    at: datetime


@dataclass(frozen=True)
class Withdrawal:
    """A paper was withdrawn."""

    actor: Actor
    paper: Paper
    at: datetime


AtSave = Callable[[Save], None]
AtIssue = Callable[[Issue], None]
AtWithdrawal = Callable[[Withdrawal], None]
_at_save: list[AtSave] = []
_at_issue: list[AtIssue] = []
_at_withdrawal: list[AtWithdrawal] = []


def follows_saves(follower: AtSave) -> AtSave:
    """Register a function that is called for every save, in its transaction."""
    _at_save.append(follower)
    return follower


def follows_issues(follower: AtIssue) -> AtIssue:
    """Register a function that is called for every version issued, in its transaction."""
    _at_issue.append(follower)
    return follower


def follows_withdrawals(follower: AtWithdrawal) -> AtWithdrawal:
    """Register a function that is called for every paper withdrawn, in its transaction."""
    _at_withdrawal.append(follower)
    return follower


def saved(save: Save) -> None:
    """Tell everyone who follows that a text was saved."""
    for follower in _at_save:
        follower(save)


def issued(issue: Issue) -> None:
    """Tell everyone who follows that a version was issued."""
    for follower in _at_issue:
        follower(issue)


def withdrawn(withdrawal: Withdrawal) -> None:
    """Tell everyone who follows that a paper was withdrawn."""
    for follower in _at_withdrawal:
        follower(withdrawal)
