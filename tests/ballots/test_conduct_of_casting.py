"""What may be said under each conduct, when, and by whom; and what the record tells of it."""

from datetime import timedelta

import pytest

from eca_policy.ballots import casting, queries
from eca_policy.ballots.casting import Answer
from eca_policy.ballots.models import EarlierPosition, Position, Procedure
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.extensions import db
from eca_policy.lib import clock
from eca_policy.lib.errors import RuleBroken
from eca_policy.outbox.models import Mail
from eca_policy.papers.service import withdraw
from eca_policy.record import queries as record
from eca_policy.record.models import Entry
from eca_policy.transaction import transaction
from tests.ballots.plenary import CLOSES, OPENED, Plenary
from tests.conftest import actor_of

OPENS = OPENED + timedelta(days=2)


def opened(plenary: Plenary, key: str = "simple_majority", **conduct: object) -> Plenary:
    """The ballot on the text alone, run so."""
    db.session.query(Procedure).filter_by(key=key).one().conduct = conduct
    db.session.commit()
    plenary.open(with_list=False, procedure_key=key)
    return plenary


def cast_on(plenary: Plenary, code: str, answers: dict[int, Answer]) -> list[Position]:
    with transaction():
        return casting.cast_positions(
            actor_of(plenary.heads[code]), plenary.paper.reference, plenary.ballot.number,
            association_id=plenary.associations[code].id, answers=answers, at=clock.now(),
        )  # fmt: skip


def test_where_positions_are_final_they_are_not_changed(plenary: Plenary) -> None:
    opened(plenary, may_change=False)
    plenary.cast("FI", "against")
    with pytest.raises(casting.PositionFinal):
        plenary.cast("FI", "in_favour", seen=1)
    assert [each.choice for each in queries.positions(plenary.ballot.items[-1])] == ["against"]


def test_a_no_comes_with_its_reason_where_that_is_asked(plenary: Plenary) -> None:
    opened(plenary, against_needs="reason")
    for bare in ("", "  \n"):
        with pytest.raises(casting.ReasonMissing):
            plenary.cast("FI", "against", explanation=bare)
    plenary.cast("FI", "against", explanation="Too vague.")
    plenary.cast("SE", "abstention")


def test_a_no_comes_with_what_should_stand_instead_where_that_is_asked(plenary: Plenary) -> None:
    opened(plenary, against_needs="reason_and_change")
    with pytest.raises(casting.ReasonMissing, match="propose a change"):
        plenary.cast("FI", "against", explanation="Too vague.")
    said = plenary.cast(
        "FI", "against", explanation="Vague.", proposed_change="Say seven.", would_favour=True
    )
    assert (said.proposed_change, said.would_favour) == ("Say seven.", True)


def test_nobody_would_be_in_favour_of_a_change_that_was_not_written(plenary: Plenary) -> None:
    opened(plenary)
    assert plenary.cast("FI", "against", would_favour=True, proposed_change=" ").would_favour is False


def test_in_silence_who_proposes_a_change_objects_where_the_procedure_says_so(plenary: Plenary) -> None:
    opened(plenary, "silence", amendment_objects=True)
    with pytest.raises(RuleBroken, match="is an objection"):
        plenary.cast("FI", "in_favour", proposed_change="Say seven.")
    plenary.cast("FI", "objection", proposed_change="Say seven.")


def test_in_silence_a_change_may_be_proposed_without_objecting_otherwise(plenary: Plenary) -> None:
    opened(plenary, "silence")
    assert plenary.cast("FI", "in_favour", proposed_change="Say seven.").choice == "in_favour"


def test_who_is_recused_makes_it_harder_for_nobody(plenary: Plenary) -> None:
    opened(plenary)
    plenary.cast("FI", "in_favour")
    plenary.cast("SE", "recused")
    decision = plenary.settle()
    assert decision.figures["recused"]["members"] == 1
    assert (decision.figures["entitled"]["members"], decision.outcome) == (3, "adopted")


def test_positions_on_several_items_are_placed_all_or_none(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.delete("SE", 2)
    plenary.open()
    good, wrong = Answer("in_favour"), Answer("objection")
    for bad in (
        {1: good, 2: wrong},
        {1: good, 4: good},
        {0: good},
        {},
        {1: good, 2: Answer("against", seen=3)},
    ):
        with pytest.raises((RuleBroken, casting.PositionTaken)):
            cast_on(plenary, "FI", bad)
        assert db.session.query(Position).count() == 0
    placed = cast_on(plenary, "FI", {3: good, 1: good, 2: Answer("against")})
    numbers = {item.id: item.number for item in plenary.ballot.items}
    assert [(numbers[each.item_id], each.choice) for each in placed] == [
        (1, "in_favour"), (2, "against"), (3, "in_favour"),
    ]  # fmt: skip


@pytest.mark.parametrize("reason", ["observer", "suspended", "no_one_entitled", "joined later"])
def test_who_is_not_on_the_roll_has_no_vote_whatever_the_reason(plenary: Plenary, reason: str) -> None:
    italy = None
    if reason != "joined later":
        status = {"observer": "observer", "suspended": "suspended"}.get(reason, "member")
        italy = plenary.people.association("IT", status=status)
        if reason != "no_one_entitled":
            plenary.people.person("head", italy)
    opened(plenary)
    plenary.associations["IT"] = italy or plenary.people.association("IT")
    plenary.associations["IT"].status = "member"
    db.session.commit()
    head = plenary.people.person("alternate", plenary.associations["IT"])
    with pytest.raises(casting.NotOnTheRoll):
        plenary.cast("IT", "in_favour", who=head)


def test_a_scheduled_ballot_takes_positions_from_its_instant_on(plenary: Plenary) -> None:
    plenary.open(with_list=False, opens_at=OPENS)
    plenary.travel(OPENS - timedelta(microseconds=1))
    with pytest.raises(casting.BallotNotYetOpen, match="opens at 6 May 2026, 11:00:00 CEST"):
        plenary.cast("FI", "in_favour")
    plenary.travel(OPENS)
    plenary.cast("FI", "in_favour")
    plenary.travel(CLOSES - timedelta(microseconds=1))
    plenary.cast("SE", "in_favour")
    plenary.travel(CLOSES)
    with pytest.raises(casting.BallotClosed):
        plenary.cast("FR", "in_favour")


def test_a_paper_withdrawn_before_its_ballot_opens_takes_no_positions(plenary: Plenary) -> None:
    plenary.open(with_list=False, opens_at=OPENS)
    with transaction():
        withdraw(actor_of(plenary.secretary), plenary.paper.reference, reason="Overtaken.", at=clock.now())
    plenary.travel(OPENS)
    with pytest.raises(casting.BallotClosed, match="withdrawn"):
        plenary.cast("FI", "in_favour")


@pytest.mark.parametrize("shown", ["after_close", "totals"])
def test_the_record_does_not_tell_a_choice_that_is_not_shown_live(plenary: Plenary, shown: str) -> None:
    opened(plenary, shown=shown)
    plenary.cast("FI", "against", explanation="Vague.")
    plenary.cast("FI", "in_favour", seen=1, reservation="Not 3.")
    entries = [e for e in record.of_paper(plenary.paper.id) if e.verb == "position:cast"]
    assert [e.details["changed"] for e in entries] == [False, True]
    for entry in entries:
        assert not {"choice", "before", "has_reservation"} & entry.details.keys()
        assert not {"against", "in_favour"} & {str(value) for value in entry.details.values()}


def test_the_record_tells_a_choice_that_is_shown_live(plenary: Plenary) -> None:
    opened(plenary)
    plenary.cast("FI", "against")
    assert record.of_paper(plenary.paper.id)[-1].details["choice"] == "against"


def test_no_position_by_name_is_kept_in_a_secret_ballot(plenary: Plenary) -> None:
    opened(plenary, shown="secret")
    with pytest.raises(casting.CastInSecret):
        plenary.cast("FI", "in_favour")
    assert db.session.query(Position).count() == 0


def test_who_casts_the_same_again_changes_records_and_tells_nothing(plenary: Plenary) -> None:
    opened(plenary)
    first = plenary.cast("FI", "against", explanation="Too vague.")
    seen, at = first.version_counter, first.cast_at
    before = db.session.query(Mail).count(), db.session.query(Entry).count()
    plenary.travel(at + timedelta(hours=1))
    again = plenary.cast("FI", "against", explanation="Too vague.", seen=seen)
    assert (again.id, again.version_counter, again.cast_at) == (first.id, seen, at)
    assert (db.session.query(Mail).count(), db.session.query(Entry).count()) == before
    assert earlier(again) == []


def test_where_one_of_several_items_differs_only_that_one_is_told(plenary: Plenary) -> None:
    plenary.reword("FI", 3, "They need lasting funding.")
    plenary.open()
    first, second = cast_on(plenary, "FI", {1: Answer("in_favour"), 2: Answer("in_favour")})
    before = db.session.query(Mail).count(), db.session.query(Entry).count()
    cast_on(plenary, "FI", {1: Answer("in_favour", seen=1), 2: Answer("against", seen=1)})
    assert (earlier(first), len(earlier(second))) == ([], 1)
    assert db.session.query(Entry).count() == before[1] + 1
    mail = db.session.query(Mail).order_by(Mail.id.desc()).first()
    assert mail is not None
    assert "In favour" not in mail.body_text
    assert "Against" in mail.body_text


def test_the_same_again_is_refused_to_who_has_not_seen_what_stands(plenary: Plenary) -> None:
    opened(plenary)
    plenary.cast("FI", "against")
    alternate = plenary.people.person("alternate", plenary.associations["FI"])
    with pytest.raises(casting.PositionTaken):
        plenary.cast("FI", "against", who=alternate)


def test_the_same_again_from_the_same_person_is_no_change(plenary: Plenary) -> None:
    opened(plenary)
    plenary.cast("FI", "against")
    assert plenary.cast("FI", "against").version_counter == 1
    with pytest.raises(casting.PositionTaken):
        plenary.cast("FI", "in_favour")


def test_where_positions_are_final_the_same_again_is_no_change(plenary: Plenary) -> None:
    opened(plenary, may_change=False)
    plenary.cast("FI", "against")
    assert plenary.cast("FI", "against", seen=1).version_counter == 1


def test_where_positions_are_final_a_grantor_replaces_what_was_cast_for_it_once(plenary: Plenary) -> None:
    opened(plenary, may_change=False)
    plenary.people.add(
        Proxy(
            grantor_id=plenary.associations["FI"].id, holder_id=plenary.associations["SE"].id,
            ballot_id=plenary.ballot.id, written="Letter of 2 May.", given_by_id=plenary.heads["FI"].id,
            given_at=clock.now(),
        )
    )  # fmt: skip
    plenary.cast("FI", "in_favour", who=plenary.heads["SE"])
    with pytest.raises(casting.PositionFinal):
        plenary.cast("FI", "abstention", who=plenary.heads["SE"], seen=1)
    own = plenary.cast("FI", "against", seen=1)
    assert (own.choice, own.proxy_id) == ("against", None)
    assert [each.choice for each in earlier(own)] == ["in_favour"]
    with pytest.raises(casting.PositionFinal):
        plenary.cast("FI", "in_favour", seen=2)


def earlier(position: Position) -> list[EarlierPosition]:
    """What stood before, the oldest first."""
    kept = db.session.query(EarlierPosition).filter_by(position_id=position.id)
    return kept.order_by(EarlierPosition.id).all()
