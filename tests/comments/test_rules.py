from dataclasses import dataclass

import pytest

from eca_policy.comments import rules
from eca_policy.lib.actor import Actor, Term


@dataclass
class Remark:
    number: int
    paragraph_id: str | None
    is_detached: bool = False


def test_only_an_accepted_comment_needs_no_reason() -> None:
    assert [rules.needs_reason(each) for each in rules.ANSWERS] == [False, True, True, True]


def test_a_person_with_two_associations_has_two_voices_and_the_secretariat_its_own() -> None:
    both = (Term("delegate", 1), Term("head", 2))
    assert rules.voices(Actor(1, both)) == (1, 2)
    assert rules.voices(Actor(1, (*both, Term("secretariat", None)))) == (None, 1, 2)
    assert rules.voices(Actor(1)) == (None,)


def test_neither_the_author_nor_an_observer_supports_a_comment() -> None:
    actor = Actor(1, (Term("delegate", 1), Term("delegate", 2), Term("delegate", 3, is_observer=True)))
    assert rules.possible_supporters(actor, author_association_id=1) == (2,)
    assert rules.possible_supporters(actor, author_association_id=1, supporting=[2]) == ()


def test_any_colleague_may_withdraw_a_comment_of_the_association() -> None:
    colleague = Actor(7, (Term("delegate", 1),))
    assert rules.may_withdraw(colleague, author_id=8, association_id=1)
    assert not rules.may_withdraw(colleague, author_id=8, association_id=2)
    assert not rules.may_withdraw(colleague, author_id=8, association_id=None)


def test_comments_stand_in_the_order_of_the_text_with_the_detached_ones_last() -> None:
    typed = [Remark(1, "gone"), Remark(2, "b"), Remark(3, "a"), Remark(4, None), Remark(5, "a")]
    typed.append(Remark(6, None, is_detached=True))
    assert [one.number for one in rules.in_text_order(typed, ["a", "b"])] == [4, 3, 5, 2, 1, 6]


@pytest.mark.parametrize(
    ("step", "before", "has_own_words", "now"),
    [
        ("anchored", "anchored", True, "anchored"),
        ("anchored", "changed", False, "changed"),
        ("changed", "changed", True, "anchored"),
        ("changed", "moved", False, "changed"),
        ("moved", "anchored", True, "moved"),
        ("anchored", "moved", True, "moved"),
        ("check", "anchored", False, "check"),
        ("anchored", "check", False, "check"),
        ("changed", "check", False, "check"),
        ("detached", "check", False, "detached"),
    ],
)
def test_a_status_is_towards_the_words_a_comment_was_written_on(
    step: str, before: str, has_own_words: bool, now: str
) -> None:
    assert rules.status_now(step, before=before, has_own_words=has_own_words) == now
