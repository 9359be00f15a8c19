"""Opening a ballot, now or at a later instant, and calling off one that has not opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from eca_policy.amendments import queries as amendments
from eca_policy.ballots import messages, queries
from eca_policy.ballots.conduct import Conduct
from eca_policy.ballots.extending import LONGEST_REASON, Unexplained
from eca_policy.ballots.freezing import freeze_now, lines_now
from eca_policy.ballots.itemising import final_text, put_items
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import AT_OPENING, Ballot, Reminder
from eca_policy.ballots.models import Procedure as ProcedureRow
from eca_policy.ballots.rules_seen import Seen, refuse_unseen
from eca_policy.ballots.secrecy.models import Box
from eca_policy.ballots.times import refuse_wrong_times
from eca_policy.ballots.voting_together import Together, refuse_other_conduct
from eca_policy.comments import queries as comments
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.lib.errors import RuleBroken
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import ngettext
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.queries import Access, access_paper
from eca_policy.papers.unreadable import readable_text
from eca_policy.papers.workflow import after
from eca_policy.record import service as record
from eca_policy.transaction import locked_now
from eca_policy.voting import queries as voting
from eca_policy.voting.service import ListChanged, take_for_ballot

LONGEST_FOLLOW_UP = 365


class BallotHasOpened(RuleBroken):
    """What has opened runs to its close."""


class CommentsUnanswered(RuleBroken):
    """Every comment is owed an answer before the text is voted on."""


class AmendmentsUndecided(RuleBroken):
    """Every amendment is owed a decision: on the desk before the vote, or by the vote."""


class NothingToVoteOn(RuleBroken):
    """There is no issued version of the text as it stands."""


class CannotFollow(RuleBroken):
    """The written vote after a broken silence is not one that can follow."""


@dataclass(frozen=True)
class Opening:
    """What is chosen when a ballot is opened, beside its end.

    - `opens_at`: None opens at once.
    - `procedure_key`: "" takes that of the document class.
    - `seen`: the stamp of the voting list that is put to the vote with the text; "" puts the text alone.
    - `amendments_key`: the procedure of the amendments, "" for the same; `item_keys` that of single items,
      by their number on the list.
    - `follow_up_days`: the working days of the written vote that follows a broken silence by itself; 0: none.
    - `counts_one`: every association counts one, whatever its weight.
    - `rules_seen`: the stamps of the procedures that were looked at; none asks for none.
    """

    opens_at: datetime | None = None
    procedure_key: str = ""
    seen: str = ""
    amendments_key: str = ""
    item_keys: Mapping[int, str] = field(default_factory=dict)
    follow_up_days: int = 0
    counts_one: bool = False
    rules_seen: Seen = field(default_factory=dict)


def open_ballot(
    actor: Actor, reference: str, *, closes_at: datetime, how: Opening | None = None, at: datetime
) -> Ballot:
    """Open the ballot on the version issued last, or plan it: what is decided, by which rule and until when
    is frozen here, who votes when it opens. The instant is read inside the lock.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("ballot:open")
    how, locked_at = how or Opening(), locked_now()
    refuse_wrong_times(how.opens_at, closes_at, at=locked_at)
    refuse_unanswered(access.paper)
    version = version_to_decide(access.paper)
    procedure = queries.procedure(how.procedure_key or access.paper.document_class.procedure_key)
    refuse_unseen(frozen_with(procedure, how), how.rules_seen)
    ballot = write_ballot(
        access.paper, version, procedure, opened_by_id=cast(int, actor.account_id),
        opens_at=how.opens_at or locked_at, closes_at=closes_at,
        follow_up=follow_up(procedure, how.follow_up_days), counts_one=how.counts_one,
    )  # fmt: skip
    put_to_the_vote(access, ballot, procedure, how, at=locked_at)
    weights = plan_or_freeze(ballot, at=locked_at)
    access.paper.stage = after(access.stage, "open_ballot")
    note_opened(actor, ballot, weights, at=locked_at)
    messages.ballot_opened(access.paper, ballot, at=locked_at)
    return ballot


def plan_or_freeze(ballot: Ballot, *, at: datetime) -> dict[str, int] | None:
    """The weights of the roll; None for a planned ballot, which must be one that could be held now."""
    if not queries.is_ahead(ballot, at=at):
        return freeze_now(ballot, at=at)
    lines_now(ballot, at=at)
    plan_announcement(ballot, at=at)
    return None


def call_off(actor: Actor, reference: str, number: int, *, reason: str, at: datetime) -> Ballot:
    """Give up a ballot before it opens, and say why: the paper returns to consolidation, and can be put to
    the vote anew.

    The instant is read inside the lock, so that a ballot is never both called off and open.
    """
    access = access_paper(actor, reference, at=at, lock="update")
    access.require("ballot:call_off")
    ballot = lock_ballot(queries.ballot_of(access, number), read=False)
    locked_at = locked_now()
    why = readable_text(reason, LONGEST_REASON).strip()
    if not queries.is_ahead(ballot, at=locked_at):
        raise BallotHasOpened(
            _("The ballot has opened, and runs to its close. It can be put off, or the paper withdrawn.")
            if ballot.ended_at is None
            else _("This ballot is over: there is nothing to call off.")
        )
    if not why:
        raise Unexplained(_("Say why the ballot is called off: everybody is told, and it stays on the page."))
    voters = messages.voters_on_roll(ballot, at=locked_at)
    ballot.called_off_at = ballot.ended_at = locked_at
    ballot.called_off_because = why
    access.paper.stage = after(access.stage, "return")
    record.write(
        actor, "ballot:call_off", ("ballot", ballot.id), at=locked_at, paper_id=ballot.paper_id,
        opens_at=ballot.opens_at.isoformat(), because=why,
    )  # fmt: skip
    messages.ballot_called_off(access.paper, ballot, voters, at=locked_at)
    return ballot


def plan_announcement(ballot: Ballot, *, at: datetime) -> None:
    """A row that waits for the opening instant: whoever sweeps next after it says that the ballot is open."""
    db.session.add(Reminder(ballot_id=ballot.id, closes_at=ballot.opens_at, hours=AT_OPENING, sent_at=at))
    db.session.flush()


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


def write_ballot(
    paper: Paper, version: Version, procedure: ProcedureRow, *, opened_by_id: int, opens_at: datetime,
    closes_at: datetime, follow_up: Mapping[str, Any], counts_one: bool,
) -> Ballot:  # fmt: skip
    """The row of the ballot, with a copy of the procedure as it is now."""
    ballot = Ballot(
        paper_id=paper.id,
        number=queries.last_number(paper) + 1,
        version_id=version.id,
        procedure_name=procedure.name,
        procedure_name_fi=procedure.name_fi,
        rule=procedure.rule,
        conduct=procedure.conduct,
        follow_up=dict(follow_up),
        counts_one=counts_one,
        opens_at=opens_at,
        closes_at=closes_at,
        opened_by_id=opened_by_id,
    )
    db.session.add(ballot)
    db.session.flush()
    return ballot


def put_to_the_vote(
    access: Access, ballot: Ballot, procedure: ProcedureRow, how: Opening, *, at: datetime
) -> None:
    """The items: those of the voting list and the text as a whole, or the text alone."""
    if not how.seen:
        refuse_undecided(access)
        put_items(ballot, [final_text(1)], {1: procedure})
    else:
        if voting.agenda(access).listed.stamp != how.seen:
            raise ListChanged(
                _("The voting list has changed meanwhile. Look at it as it is now, then open the ballot.")
            )
        items = take_for_ballot(access, at=at)
        usual = queries.procedure(how.amendments_key) if how.amendments_key else procedure
        chosen = {number: queries.procedure(key) for number, key in how.item_keys.items() if key}
        together = Together(procedure, usual, chosen)
        refuse_unseen(together.others, how.rules_seen)
        refuse_other_conduct(together)
        rules = {item.number: chosen.get(item.number, usual) for item in items[:-1]}
        put_items(ballot, items, {**rules, items[-1].number: procedure})
    refuse_silent_amendments(ballot)
    if Conduct.from_dict(ballot.conduct).is_secret:
        refuse_secret_silence(ballot)
        db.session.add_all(Box(item_id=item.id, slips=[]) for item in ballot.items)


def refuse_undecided(access: Access) -> None:
    """Amendments that nobody decides would hang in the air for good."""
    waiting = len(amendments.amendments_of(access, states=("tabled",)))
    if waiting:
        raise AmendmentsUndecided(
            ngettext(
                "%(num)d amendment is not decided. Put it to the vote with the text, or decide it first.",
                "%(num)d amendments are not decided. Put them to the vote with the text, or decide on them.",
                waiting,
            )
        )


def refuse_silent_amendments(ballot: Ballot) -> None:
    """Silence adopts a text as it stands; between amendments somebody must choose."""
    if len(ballot.items) > 1:
        refuse_silent_text(ballot.rule)


def refuse_silent_text(rule: Mapping[str, Any]) -> None:
    """A text that is adopted in silence goes to the vote alone."""
    if "silence" in rule:
        raise CannotFollow(
            _("A silence procedure has one question only. Choose another procedure for a voting list.")
        )


def refuse_secret_silence(ballot: Ballot) -> None:
    """In a silence procedure an objection is there to be heard."""
    if "silence" in ballot.rule:
        raise CannotFollow(_("A silence procedure cannot be secret. Choose another procedure."))


def frozen_with(procedure: ProcedureRow, how: Opening) -> list[ProcedureRow]:
    """The procedure of the text, and that of the written vote which may follow."""
    follows = bool(how.follow_up_days and procedure.followed_by)
    return [procedure, *([queries.procedure(procedure.followed_by)] if follows else [])]


def follow_up(procedure: ProcedureRow, days: int) -> dict[str, Any]:
    """The written vote that follows when the silence is broken, with its procedure as it is now."""
    if not days:
        return {}
    if "silence" not in procedure.rule or not procedure.followed_by:
        raise CannotFollow(_("Under this procedure no written vote follows."))
    if not 1 <= days <= LONGEST_FOLLOW_UP:
        raise CannotFollow(_("Give the written vote 1 to %(most)s working days.", most=LONGEST_FOLLOW_UP))
    following = queries.procedure(procedure.followed_by)
    if "silence" in following.rule:
        raise CannotFollow(_("A broken silence is followed by a vote, not by another silence."))
    if Conduct.from_dict(following.conduct).is_secret:
        raise CannotFollow(
            _("A written vote that opens by itself cannot be secret. Choose another procedure.")
        )
    return {
        "name": following.name,
        "name_fi": following.name_fi,
        "rule": following.rule,
        "conduct": following.conduct,
        "days": days,
    }


def note_opened(actor: Actor, ballot: Ballot, weights: Mapping[str, int] | None, *, at: datetime) -> None:
    """The line in the record: everything that was frozen."""
    frozen: dict[str, Any] = {"roll": dict(weights)} if weights is not None else {}
    record.write(
        actor, "ballot:open", ("ballot", ballot.id), at=at, paper_id=ballot.paper_id,
        version=ballot.version.number, opens_at=ballot.opens_at.isoformat(),
        closes_at=ballot.closes_at.isoformat(), rule=ballot.rule, conduct=ballot.conduct,
        items=len(ballot.items), counts_one=ballot.counts_one, **frozen,
    )  # fmt: skip
