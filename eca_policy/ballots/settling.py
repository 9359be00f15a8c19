"""Closing a ballot: every item is decided, the amendments take effect, and the paper goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from eca_policy.ballots import messages, queries
from eca_policy.ballots.counted import Count, final_count
from eca_policy.ballots.decision import Decision as Decided
from eca_policy.ballots.decision import Outcome
from eca_policy.ballots.following_up import open_written_vote
from eca_policy.ballots.freezing import freeze_if_due
from eca_policy.ballots.itemising import as_list_item
from eca_policy.ballots.locking import lock_ballot
from eca_policy.ballots.models import Ballot, Decision, Item, ItemDecision
from eca_policy.ballots.rules import ENGINE, engine_name
from eca_policy.ballots.secrecy.counting import destroy, destroy_if_too_few
from eca_policy.ballots.secrecy.queries import took_part
from eca_policy.ballots.secrecy.traces import owe_wipe
from eca_policy.ballots.showing import figures_seen, sight_of
from eca_policy.ballots.taking_effect import take_effect
from eca_policy.ballots.ties import open_ties
from eca_policy.extensions import db
from eca_policy.lib.actor import Actor
from eca_policy.papers.following import Withdrawal, follows_withdrawals
from eca_policy.papers.models import Paper
from eca_policy.papers.workflow import AFTER_OUTCOME, after
from eca_policy.permissions.guard import require
from eca_policy.permissions.who_may import roles_of
from eca_policy.record import service as record
from eca_policy.transaction import locked_now
from eca_policy.voting.items import outcomes

# What an item that has no majority came to, where it was not even decided.
UNDECIDED = (Outcome.NO_QUORUM, Outcome.NO_DECISION)


def settle(actor: Actor, ballot: Ballot) -> Decision | None:
    """Decide a ballot whose close has come: once, by whoever comes first. None while there is none: it is
    open yet, its paper was withdrawn, it could not be held, or a tie waits for the casting vote.
    """
    require("ballot:decide", roles_of(actor), "decision")
    paper = db.session.get_one(Paper, ballot.paper_id, with_for_update={"of": Paper}, populate_existing=True)
    ballot = lock_ballot(ballot, read=False)
    decided_at = locked_now()
    if ballot.ended_at is not None or decided_at < ballot.closes_at:
        return ballot.decision
    if paper.stage != "decision":
        end_undecided(ballot, at=decided_at)
        return None
    if freeze_if_due(paper, ballot, at=decided_at) and ballot.called_off_at is not None:
        return None
    counts = final_counts(ballot)
    if open_ties(ballot, counts):
        note_tie(ballot, at=decided_at)
        return None
    end(ballot, at=decided_at)
    results = decide_items(ballot, counts, at=decided_at)
    decision = decide_whole(ballot, counts[-1], at=decided_at)
    record.write(
        actor, "ballot:decide", ("ballot", ballot.id), at=decided_at, paper_id=paper.id,
        outcome=decision.outcome, closed_at=ballot.closes_at.isoformat(),
        figures=figures_seen(decision.figures, sight_of(ballot)),
        items={str(result.item.number): result.outcome for result in results}, **took_part(ballot),
    )  # fmt: skip
    take_effect(actor, paper, ballot, decision, counts=counts, at=decided_at)
    conclude(actor, paper, ballot, decision, at=decided_at)
    messages.ballot_decided(paper, ballot, at=decided_at)
    return decision


def end(ballot: Ballot, *, at: datetime) -> None:
    """It is decided now; of a secret one, the files are to forget how its boxes filled."""
    ballot.ended_at = at
    if queries.conduct_of(ballot).is_secret:
        owe_wipe(ballot)


def note_tie(ballot: Ballot, *, at: datetime) -> None:
    """So that who only looks at the ballot need not count it anew, with everybody waiting meanwhile."""
    if not queries.was_found_tied(ballot):
        ballot.tied_at = at


@follows_withdrawals
def end_with_paper(withdrawal: Withdrawal) -> None:
    """A ballot whose paper is withdrawn ends at once: nobody is asked or reminded any more."""
    ballot = queries.running_ballot(withdrawal.paper)
    if ballot is not None:
        end_undecided(lock_ballot(ballot, read=False), at=locked_now())


def end_undecided(ballot: Ballot, *, at: datetime) -> None:
    """Over without a decision: what is in a box is counted for nothing."""
    if ballot.ended_at is None:
        end(ballot, at=at)
        destroy(ballot)


def final_counts(ballot: Ballot) -> list[Count]:
    """The figures of each item; a secret ballot's slips are destroyed first where too few took part."""
    if queries.conduct_of(ballot).is_secret:
        destroy_if_too_few(ballot)
    return [final_count(ballot, item) for item in ballot.items]


def decide_items(ballot: Ballot, counts: Sequence[Count], *, at: datetime) -> list[ItemDecision]:
    """What each item came to, in their order: what lapses is not adopted, whatever majority it has."""
    decided = {item.number: count.decide() for item, count in zip(ballot.items, counts, strict=True)}
    majorities = {number for number, each in decided.items() if each.outcome.is_adopted}
    found = outcomes([as_list_item(item) for item in ballot.items], majorities)
    results = [
        ItemDecision(
            item=item,
            outcome=outcome_of(item, decided[item.number], found),
            figures=decided[item.number].figures(),
            sentence=decided[item.number].sentence,
            decided_at=at,
        )
        for item in ballot.items
    ]
    db.session.add_all(results)
    db.session.flush()
    return results


def outcome_of(item: Item, decided: Decided, found: Mapping[int, str]) -> str:
    """The outcome of the text as a whole as it is; of an amendment what it came to among the others."""
    if item.kind == "final_text" or (found[item.number] == "rejected" and decided.outcome in UNDECIDED):
        return decided.outcome.value
    return found[item.number]


def decide_whole(ballot: Ballot, count: Count, *, at: datetime) -> Decision:
    """The decision on the text as a whole, which is that of the ballot."""
    counted = count.decide()
    decision = Decision(
        ballot_id=ballot.id,
        outcome=counted.outcome.value,
        figures=counted.figures(),
        sentence=counted.sentence,
        engine=engine_name(ENGINE),
        decided_at=at,
    )
    db.session.add(decision)
    db.session.flush()
    db.session.refresh(ballot, ["decision"])
    return decision


def conclude(actor: Actor, paper: Paper, ballot: Ballot, decision: Decision, *, at: datetime) -> None:
    """A real decision ends the way; a broken silence may be followed by a vote; else the text returns."""
    is_prepared = decision.outcome == "silence_broken" and ballot.follow_up
    if is_prepared and open_written_vote(actor, paper, ballot, at=at) is not None:
        return
    paper.stage = after("decision", AFTER_OUTCOME[decision.outcome])
    if paper.stage in ("adopted", "rejected"):
        paper.decision_id = decision.id
