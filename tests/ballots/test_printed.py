"""What the cover of an adopted paper says of its ballot: every position, and everything that was said."""

from typing import Any

from eca_policy.ballots.statements import service as statements
from eca_policy.exports import queries, service
from eca_policy.exports.cover import facts
from eca_policy.exports.snapshot import Snapshot
from eca_policy.lib import clock
from eca_policy.transaction import transaction
from tests.ballots.opened import procedure
from tests.ballots.plenary import Plenary
from tests.conftest import actor_of


def state(plenary: Plenary, code: str, kind: str, body: str = "") -> None:
    with transaction():
        statements.make_statement(
            actor_of(plenary.heads[code]), plenary.paper.reference, 1,
            association_id=plenary.associations[code].id, kind=kind, body=body, paragraph_id=None,
            at=clock.now(),
        )  # fmt: skip


def published(plenary: Plenary) -> Snapshot:
    plenary.settle()
    with transaction():
        service.publish(actor_of(plenary.secretary), plenary.paper.reference, at=clock.now())
    return queries.snapshot_of(queries.publication(plenary.paper.reference))


def on_the_cover(snapshot: Snapshot) -> dict[str, list[str]]:
    return {fact.label: [line.text for line in fact.lines] for fact in facts(snapshot)}


def silence(plenary: Plenary, **conduct: Any) -> None:
    procedure("silence", rule={"silence": {"objections": 3}}, conduct={"shown": "live", **conduct})
    plenary.open(with_list=False, procedure_key="silence")


def test_a_silence_that_held_counts_its_objections_and_prints_them_as_such(plenary: Plenary) -> None:
    silence(plenary)
    plenary.cast("FI", "objection", explanation="Vastustamme kohtaa 2.")
    plenary.cast("SE", "in_favour", reservation="But for the budget.")
    cover = on_the_cover(published(plenary))
    assert cover["Votes"] == ["objections 1, no objection 1, silent 2"]
    assert cover["Objections that did not break the silence"] == ["Association FI: Vastustamme kohtaa 2."]
    assert cover["Reservations"] == ["Association SE: But for the budget."]


def test_an_objection_without_words_is_printed_with_its_name_alone(plenary: Plenary) -> None:
    silence(plenary)
    plenary.cast("FI", "objection")
    cover = on_the_cover(published(plenary))
    assert cover["Objections that did not break the silence"] == ["Association FI"]
    assert "Reservations" not in cover


def test_who_opted_out_is_named_with_its_words_and_supports_nothing(plenary: Plenary) -> None:
    plenary.open(with_list=False)
    for code in ("FI", "SE", "ES"):
        plenary.cast(code, "in_favour")
    state(plenary, "FI", "opt_out", "Our mandate ends at the border.")
    state(plenary, "SE", "opt_out")
    cover = on_the_cover(published(plenary))
    assert cover["Not listed as supporters, at their wish"] == [
        "Association FI: Our mandate ends at the border.", "Association SE",
    ]  # fmt: skip
    assert cover["Supporting associations"] == ["Association ES"]


def test_the_recused_are_counted_where_there_are_any(plenary: Plenary) -> None:
    plenary.open(with_list=False)
    plenary.cast("FI", "in_favour")
    plenary.cast("SE", "recused")
    assert on_the_cover(published(plenary))["Votes"] == [
        "in favour 1, against 0, abstentions 0, recused 1, not voting 2"
    ]


def test_the_reservation_of_one_that_turned_against_is_printed_with_the_dissent(plenary: Plenary) -> None:
    plenary.open(with_list=False)
    state(plenary, "FI", "reservation", "Not paragraph 3.")
    plenary.cast("FI", "against")
    plenary.cast("SE", "in_favour")
    plenary.cast("ES", "in_favour")
    cover = on_the_cover(published(plenary))
    assert cover["Minority statements"] == ["Association FI: Not paragraph 3."]
    assert "Reservations" not in cover


def test_where_only_totals_are_shown_the_place_of_a_reservation_tells_nothing(plenary: Plenary) -> None:
    procedure("simple_majority", conduct={"shown": "totals"})
    plenary.open(with_list=False)
    state(plenary, "FI", "reservation", "Not paragraph 3.")
    plenary.cast("FI", "against")
    plenary.cast("SE", "in_favour")
    plenary.cast("ES", "in_favour")
    cover = on_the_cover(published(plenary))
    assert cover["Reservations"] == ["Association FI: Not paragraph 3."]
