"""The verbs of ballots: open, cast, settle. All that can happen to a ballot is on this page."""

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from eca_policy.ballots import messages, queries
from eca_policy.ballots.counted import ENGINE, count_of
from eca_policy.ballots.models import Ballot, Decision, EarlierPosition, Item, Position, RollEntry
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.presets import ALL_PRESETS
from eca_policy.ballots.words import choices_for
from eca_policy.comments import queries as comments
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import ChangedMeanwhile, NotAllowed, RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language, ngettext
from eca_policy.lib.moments import in_words
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.queries import access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.papers.workflow import AFTER_OUTCOME, after
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import roles_of
from eca_policy.record import service as record
from eca_policy.transaction import locked_now

LONGEST_EXPLANATION = 4000
FINNISH_NAMES = {
    "simple_majority": "Yksinkertainen enemmistö",
    "position_paper": "Kannanotto",
    "silence": "Hiljaisen hyväksynnän menettely",
    "double_majority": "Kaksoisenemmistö",
    "unanimity": "Yksimielisyys",
    "statutes": "Sääntömuutos",
}


class BallotClosed(RuleBroken):
    """The position came at the closing instant or later."""


class PositionTaken(ChangedMeanwhile):
    """Someone else of the association acted first."""


class NotOnTheRoll(RuleBroken):
    """The association had no vote when the roll was frozen."""


class CloseInThePast(RuleBroken):
    """A ballot must still be open when it opens."""


class CommentsUnanswered(RuleBroken):
    """Every comment is owed an answer before the text is voted on."""


class NothingToVoteOn(RuleBroken):
    """There is no issued version of the text as it stands, or nobody to vote."""


def open_ballot(actor: Actor, reference: str, *, closes_at: datetime, at: datetime) -> Ballot:
    """Open the ballot on the version issued last; procedure and roll are frozen here."""
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("ballot:open")
    if closes_at <= at:
        raise CloseInThePast(_("The ballot would already be closed. Choose a later end."))
    refuse_unanswered(access.paper)
    version = version_to_decide(access.paper)
    procedure = queries.procedure(access.paper.document_class.procedure_key)
    ballot = Ballot(
        paper_id=access.paper.id,
        number=len(queries.ballots_of(access.paper)) + 1,
        version_id=version.id,
        procedure_name=procedure.name,
        procedure_name_fi=procedure.name_fi,
        rule=procedure.rule,
        conduct=procedure.conduct,
        opens_at=at,
        closes_at=closes_at,
        opened_by_id=cast(int, actor.account_id),
    )
    db.session.add(ballot)
    db.session.flush()
    db.session.add(
        Item(
            ballot_id=ballot.id, rule=procedure.rule, procedure_name=procedure.name,
            procedure_name_fi=procedure.name_fi,
        )
    )  # fmt: skip
    weights = freeze_roll(ballot, members.associations())
    access.paper.stage = after(access.stage, "open_ballot")
    record.write(
        actor, "ballot:open", ("ballot", ballot.id), at=at, paper_id=access.paper.id,
        version=version.number, closes_at=closes_at.isoformat(), rule=procedure.rule, roll=weights,
    )  # fmt: skip
    messages.ballot_opened(access.paper, ballot, at=at)
    return ballot


def refuse_unanswered(paper: Paper) -> None:
    """After the ballot opens nobody can answer any more."""
    waiting = comments.unanswered(paper)
    if waiting:
        raise CommentsUnanswered(
            ngettext(
                "%(num)d comment still waits for an answer. Answer it before the ballot opens.",
                "%(num)d comments still wait for an answer. Answer them before the ballot opens.",
                waiting,
            )
        )


def version_to_decide(paper: Paper) -> Version:
    """The version issued last, when it is the text as it stands."""
    version = papers.latest_version(paper)
    if version is None or not papers.is_issued(paper):
        raise NothingToVoteOn(_("The text was changed after the last version. Issue it as a version first."))
    return version


def freeze_roll(ballot: Ballot, associations: Iterable[Association]) -> dict[str, int]:
    """Write who may vote with which weight, and why the others may not; returns the weights by code."""
    weights = {}
    for association in associations:
        is_member = association.status == "member"
        left_out = "" if is_member else association.status
        db.session.add(
            RollEntry(
                ballot_id=ballot.id,
                association_id=association.id,
                weight=association.weight,
                left_out=left_out,
            )
        )
        if is_member:
            weights[association.code] = association.weight
    if not weights:
        raise NothingToVoteOn(_("No association has a vote. Add member associations first."))
    db.session.flush()
    return weights


def cast_position(
    actor: Actor,
    reference: str,
    number: int,
    *,
    association_id: int,
    choice: str,
    explanation: str = "",
    reservation: str = "",
    seen: int = 0,
    at: datetime,
) -> Position:
    """Cast or change the position of one association.

    `seen` is the counter of the position the person was looking at, 0 for none: when someone else of the
    association acted meanwhile, nothing is overwritten and the person is told who it was. The deciding
    instant is read after the ballot is locked, so that the close and a position can never both win. Everyone
    locks the paper before its ballot, so that nobody waits in a circle.
    """
    access = access_paper(actor, reference, at=at, lock="share")
    require("position:cast", access.roles, "decision")
    if not actor.votes_for(association_id):
        raise NotAllowed(_("Only the head of delegation or the alternate casts the association's position."))
    ballot = lock_ballot(queries.ballot_of(access, number), read=True)
    received_at = locked_now()
    refuse_withdrawn(access.paper)
    refuse_unless_open(ballot, received_at)
    if not queries.has_ballot(association_id, ballot):
        raise NotOnTheRoll(_("Your association is not on the roll of this ballot."))
    said = Position(
        association_id=association_id, choice=choice,
        explanation=readable_text(explanation, LONGEST_EXPLANATION),
        reservation=readable_text(reservation, LONGEST_EXPLANATION),
        cast_by_id=cast(int, actor.account_id), cast_at=received_at,
    )  # fmt: skip
    standing = queries.position_of(ballot, association_id)
    before = standing.choice if standing else None
    drop_inherited_reservation(said, standing)
    check_position(ballot, said)
    position = place(ballot.items[0], said, seen=seen)
    record.write(
        actor, "position:cast", ("position", position.id), at=received_at, paper_id=access.paper.id,
        association_id=association_id, before=before, choice=choice, has_reservation=bool(said.reservation),
    )  # fmt: skip
    messages.position_cast(access.paper, ballot, position, at=received_at)
    return position


def drop_inherited_reservation(said: Position, standing: Position | None) -> None:
    """Who turns from in favour to another position need not empty the reservation that was filled in."""
    if standing is not None and said.choice != "in_favour" and said.reservation == standing.reservation:
        said.reservation = ""


def check_position(ballot: Ballot, said: Position) -> None:
    """What may be said under this ballot's rule."""
    if said.choice not in choices_for(ballot.rule):
        raise RuleBroken(_("Choose one of the positions offered."))
    if said.reservation and said.choice != "in_favour":
        raise RuleBroken(_("A reservation goes with a position in favour: vote in favour, or remove it."))


def refuse_withdrawn(paper: Paper) -> None:
    """A withdrawn paper takes its ballot with it, although the ballot's own end has not come."""
    if paper.stage == "withdrawn":
        raise BallotClosed(_("The paper was withdrawn: nothing is decided about it any more."))


def refuse_unless_open(ballot: Ballot, received_at: datetime) -> None:
    """Received at the stored instant or later is late, whatever the person saw."""
    if queries.is_open(ballot, at=received_at):
        return
    raise BallotClosed(
        _(
            "The ballot closed at %(closed)s; your position was received at %(received)s and does not count.",
            closed=in_words(ballot.closes_at, language(), with_seconds=True),
            received=in_words(received_at, language(), with_seconds=True),
        )
    )


def lock_ballot(ballot: Ballot, *, read: bool) -> Ballot:
    """Lock the row, voters for share and the closer for update, and read it afresh."""
    return db.session.scalars(
        select(Ballot)
        .where(Ballot.id == ballot.id)
        .with_for_update(read=read, of=Ballot)
        .execution_options(populate_existing=True)
    ).one()


def place(item: Item, new: Position, *, seen: int) -> Position:
    """Put the position in its one place, keeping what stood there before."""
    standing = queries.position_of(item.ballot, new.association_id)
    if (standing.version_counter if standing else 0) != seen:
        raise PositionTaken(who_acted(standing))
    if standing is not None:
        keep_earlier(standing)
        for name in ("choice", "explanation", "reservation", "cast_by_id", "cast_at"):
            setattr(standing, name, getattr(new, name))
        db.session.flush()
        return standing
    new.item_id = item.id
    try:
        with db.session.begin_nested():
            db.session.add(new)
    except IntegrityError:
        raise PositionTaken(who_acted(queries.position_of(item.ballot, new.association_id))) from None
    return new


def keep_earlier(position: Position) -> None:
    """A copy of the position as it stands."""
    db.session.add(
        EarlierPosition(
            position_id=position.id, choice=position.choice, explanation=position.explanation,
            reservation=position.reservation, cast_by_id=position.cast_by_id, cast_at=position.cast_at,
        )
    )  # fmt: skip


def who_acted(position: Position | None) -> str:
    """Who was faster, for the person who was not."""
    if position is None:
        return _("The position was changed meanwhile. Look at it and try again.")
    return _(
        "%(name)s acted for your association at %(moment)s. Nothing was changed: look at that position, "
        "and change it if it should be another.",
        name=position.cast_by.name,
        moment=in_words(position.cast_at, language(), with_seconds=True),
    )


def settle(actor: Actor, ballot: Ballot) -> Decision | None:
    """Decide a ballot whose close has come: once, by whoever comes first. None while there is none."""
    require("ballot:decide", roles_of(actor), "decision")
    paper = db.session.get_one(Paper, ballot.paper_id, with_for_update={"of": Paper}, populate_existing=True)
    ballot = lock_ballot(ballot, read=False)
    decided_at = locked_now()
    if ballot.ended_at is not None or decided_at < ballot.closes_at:
        return ballot.decision
    ballot.ended_at = decided_at
    if paper.stage != "decision":
        return None  # withdrawn while it ran
    counted = count_of(ballot).decide()
    decision = Decision(
        ballot_id=ballot.id,
        outcome=counted.outcome.value,
        figures=counted.figures(),
        sentence=counted.sentence,
        engine=ENGINE,
        decided_at=decided_at,
    )
    db.session.add(decision)
    db.session.flush()
    conclude(paper, decision)
    record.write(
        actor, "ballot:decide", ("ballot", ballot.id), at=decided_at, paper_id=paper.id,
        outcome=decision.outcome, closed_at=ballot.closes_at.isoformat(), figures=decision.figures,
    )  # fmt: skip
    messages.ballot_decided(paper, ballot, at=decided_at)
    return decision


def conclude(paper: Paper, decision: Decision) -> None:
    """What the outcome does to the paper: a real decision ends it, anything else brings the text back."""
    paper.stage = after("decision", AFTER_OUTCOME[decision.outcome])
    if paper.stage in ("adopted", "rejected"):
        paper.decision_id = decision.id


def load_presets() -> None:
    """Add the preset procedures that are not there yet; run at set-up, as often as one likes."""
    present = {procedure.key for procedure in queries.procedures()}
    for preset in ALL_PRESETS:
        if preset.key not in present:
            db.session.add(
                ProcedureRow(
                    key=preset.key,
                    name=preset.name,
                    name_fi=FINNISH_NAMES[preset.key],
                    rule=dict(preset.rule),
                )
            )
