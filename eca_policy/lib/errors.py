"""Refusals: each is an exception with a sentence the person can act on.

`web.py` has the one table that turns them into a page or problem JSON, by `status`.
Errors are named after the broken rule and live beside that rule; these are their four kinds.
"""


class Refusal(Exception):
    """Something was asked that will not be done; `sentence` says why and what to do instead."""

    status = 422

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotVisible(Refusal):
    """For this person it does not exist."""

    status = 404


class NotAllowed(Refusal):
    """Visible, but not theirs to do."""

    status = 403


class ChangedMeanwhile(Refusal):
    """Someone was faster; nothing that was typed is lost."""

    status = 409


class RuleBroken(Refusal):
    """The rules say no: the wrong stage, a deadline past, a value that makes no sense."""

    status = 422
