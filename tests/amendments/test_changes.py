"""What an amendment does to a text, and how it follows the text: plain values, no database."""

import pytest

from eca_policy.amendments import rules
from eca_policy.amendments.carrying import carried
from eca_policy.amendments.changes import Change, applied, contradict, fingerprint
from eca_policy.text.paragraphs import Paragraph

BASE = [
    Paragraph("a", "Clusters link small firms.\n\n"),
    Paragraph("b", "They need money for research and training.\n\n"),
    Paragraph("c", "The end.\n"),
]
BY_ID = {one.id: one for one in BASE}


def rewrite(words: str) -> Change:
    return Change("replace", "a", f"Clusters {words} firms.")


def sources(changes: list[Change]) -> list[str]:
    return [one.source.strip() for one in applied(BASE, changes, "x")]


def moved(**sources: str) -> list[Paragraph]:
    return [Paragraph(its_id, source) for its_id, source in sources.items()]


def test_changes_replace_delete_and_insert() -> None:
    changes = [
        Change("insert_after", "", "A beginning."),
        Change("replace", "a", "Clusters link firms."),
        Change("insert_after", "a", "One.\n\nTwo."),
        Change("delete", "c"),
    ]
    assert sources(changes) == [
        "A beginning.", "Clusters link firms.", "One.", "Two.",
        "They need money for research and training.",
    ]  # fmt: skip


def test_a_paragraph_that_shall_read_as_two_stays_the_first_of_them() -> None:
    made = applied(BASE, [Change("replace", "a", "One.\n\nTwo.")], "x")
    assert [(one.id, one.source.strip()) for one in made[:2]] == [("a", "One."), ("xa.1", "Two.")]


def test_ids_of_what_is_inserted_are_of_the_amendment() -> None:
    made = applied(BASE, [Change("insert_after", "b", "New.")], "x7-")
    assert [one.id for one in made] == ["a", "b", "x7-b+1", "c"]


def test_identical_amendments_have_one_fingerprint_whatever_their_order_and_spaces() -> None:
    first = [Change("delete", "c"), Change("replace", "a", "Clusters  link firms.")]
    second = [Change("replace", "a", "Clusters link firms.\n"), Change("delete", "c")]
    assert fingerprint(first) == fingerprint(second)
    assert fingerprint(first) != fingerprint(first[:1])


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (rewrite("join small"), rewrite("bind small"), True),
        (rewrite("join small"), rewrite("link young"), False),
        (Change("delete", "a"), rewrite("join small"), True),
        (Change("delete", "a"), Change("delete", "a"), False),
        (Change("delete", "a"), Change("insert_after", "a", "New."), False),
        (Change("insert_after", "a", "One."), Change("insert_after", "a", "Two."), False),
        (Change("delete", "a"), Change("replace", "b", "Other."), False),
    ],
)  # fmt: skip
def test_amendments_contradict_where_they_change_the_same_words(
    first: Change, second: Change, expected: bool
) -> None:
    assert contradict([first], [second], BY_ID) is expected
    assert contradict([second], [first], BY_ID) is expected


# Carrying


def test_a_change_to_untouched_words_is_carried_as_it_is() -> None:
    change = Change("replace", "b", "They need money for research and lifelong training.")
    result = carried([change], BASE, moved(n="New.", a="Other firms.", b=BASE[1].source, c="The end."))
    assert (result.changes, result.stands) == ((change,), True)


def test_words_changed_elsewhere_in_the_paragraph_flow_in_and_nobody_is_asked() -> None:
    change = Change("replace", "b", "They need money for research and lifelong training.")
    result = carried([change], BASE, moved(b="Clusters need money for research and training."))
    assert result.stands
    assert result.changes[0].wording == "Clusters need money for research and lifelong training."


def test_where_both_changed_the_same_words_the_author_is_asked_and_keeps_their_words() -> None:
    change = Change("replace", "b", "They need grants for research and training.")
    result = carried([change], BASE, moved(b="Clusters need loans for research and training."))
    assert not result.stands
    assert result.changes[0].wording == "Clusters need grants for research and training."


def test_a_paragraph_to_delete_that_was_rewritten_is_asked_about() -> None:
    result = carried([Change("delete", "b")], BASE, moved(a="A.", b="Something else.", c="C."))
    assert (result.changes, result.stands) == ((Change("delete", "b"),), False)


def test_where_the_text_reads_so_already_nothing_is_left() -> None:
    changes = [Change("replace", "a", "Clusters link firms."), Change("delete", "b")]
    result = carried(changes, BASE, moved(a="Clusters link firms.", c="The end."))
    assert (result.changes, result.stands) == ((), False)


def test_the_wording_of_a_paragraph_that_is_gone_stands_at_its_place() -> None:
    change = Change("replace", "b", "They need a great deal of money.")
    result = carried([change], BASE, moved(a="A.", c="C."))
    assert (result.changes, result.stands) == ((Change("insert_after", "a", change.wording),), False)


def test_what_was_inserted_after_a_paragraph_that_is_gone_stands_after_the_one_before() -> None:
    result = carried([Change("insert_after", "c", "New.")], BASE, moved(b="B."))
    assert (result.changes, result.stands) == ((Change("insert_after", "b", "New."),), False)


# Numbers


def test_labels_count_on_their_own_for_each_association() -> None:
    earlier = ["1", "FI-1", "FI-2", "SE-1", "FI-2-9"]
    assert rules.label("per_paper", 12, "FI", earlier) == "12"
    assert rules.label("per_association", 12, "FI", earlier) == "FI-3"
    assert rules.label("per_association", 12, "DE", earlier) == "DE-1"
    assert rules.label("per_association", 12, "FI-2", earlier) == "FI-2-10"
