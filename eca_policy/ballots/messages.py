"""Who is told what about a ballot."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from eca_policy.accounts.models import Account
from eca_policy.accounts.queries import recipient
from eca_policy.ballots import queries, silence
from eca_policy.ballots.decided import decided_sentence
from eca_policy.ballots.drawing import item_title
from eca_policy.ballots.models import Ballot, Extension, Item, Position
from eca_policy.ballots.showing import sight_of
from eca_policy.ballots.words import (
    called_off_in_words,
    channel_in_words,
    choice_in_words,
    outcome_in_words,
)
from eca_policy.extensions import db
from eca_policy.lib.actor import VOTING
from eca_policy.lib.i18n import LANGUAGES, language, speaking
from eca_policy.lib.moments import beside, in_words
from eca_policy.members import queries as members
from eca_policy.outbox.service import post
from eca_policy.papers.models import Paper


def ballot_opened(paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """Every head and alternate of an association on the roll is asked for its position, or told from when;
    of a silence, what it means.
    """
    message = "silence_opened" if silence.is_silence(ballot) else "ballot_opened"
    tell(
        message, voters_on_roll(ballot, at=at), paper, ballot, at=at,
        is_ahead=at < ballot.opens_at, may_change=queries.conduct_of(ballot).may_change,
        rule=partial(silence.rule_in_words, ballot), meaning=partial(silence.meaning, ballot),
    )  # fmt: skip


def written_vote_opened(paper: Paper, ballot: Ballot, broken: Ballot, *, at: datetime) -> None:
    """The same people are asked to vote, and told why: the silence before was broken."""
    tell(
        "written_vote_opened", voters_on_roll(ballot, at=at), paper, ballot, at=at,
        broken=broken, sentence=partial(decided_sentence, broken), objectors=silence.objectors(broken),
        may_change=queries.conduct_of(ballot).may_change,
    )  # fmt: skip


def reminded(account: Account, names: Iterable[str], paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """One who can still answer for these associations; in a silence, nobody must."""
    message = "silence_reminder" if silence.is_silence(ballot) else "ballot_reminder"
    tell(
        message, [account], paper, ballot, at=at,
        associations=sorted(names), rule=partial(silence.rule_in_words, ballot),
        is_secret=queries.conduct_of(ballot).is_secret,
    )  # fmt: skip


def ballot_called_off(
    paper: Paper, ballot: Ballot, voters: Sequence[Account], *, reason: str = "", at: datetime
) -> None:
    """Those who would have voted; with a reason the clock did it, and the secretariat learns it too."""
    people = [*voters, *(members.secretariat(at=at) if reason else ())]
    tell(
        "ballot_called_off", people, paper, ballot, at=at, reason=reason,
        called_off_in_words=called_off_in_words,
    )  # fmt: skip


def ballot_extended(paper: Paper, ballot: Ballot, extension: Extension, *, at: datetime) -> None:
    """Every head and alternate of an association on the roll, and the secretariat."""
    people = [*voters_on_roll(ballot, at=at), *members.secretariat(at=at)]
    tell(
        "ballot_extended", people, paper, ballot, at=at,
        before=extension.closed_before, reason=extension.reason, spoken=spoken_to,
    )  # fmt: skip


def voters_on_roll(ballot: Ballot, *, at: datetime) -> list[Account]:
    """The heads and alternates of all that have a vote, as they are in office now."""
    on_roll = queries.ids_on_roll(ballot)
    return [term.account for term in members.people_of(on_roll, at=at) if term.role in VOTING]


def positions_cast(paper: Paper, ballot: Ballot, placed: Sequence[Position], *, at: datetime) -> None:
    """Head and alternate are both told who acted for their association, and how.

    Where positions are not shown as they come, they are shown in the outbox neither, now or later.
    """
    first = placed[0]
    acting = db.session.get_one(Account, first.cast_by_id)
    association = members.association(first.association_id)
    said = [(item_of(ballot, each), each) for each in placed]
    tell(
        "position_cast", voters_of(first.association_id, at=at), paper, ballot, at=at,
        is_sealed=not sight_of(ballot).positions, may_change=queries.conduct_of(ballot).may_change,
        said=said, choice_in_words=choice_in_words, channel_in_words=channel_in_words,
        channel=first.channel, note=first.channel_note, by_proxy=first.proxy_id is not None,
        acting=acting.name, association=association.name, item_title=item_title,
    )  # fmt: skip


def item_of(ballot: Ballot, position: Position) -> Item:
    return next(item for item in ballot.items if item.id == position.item_id)


def voters_of(association_id: int, *, at: datetime) -> list[Account]:
    """The head and the alternate."""
    terms = members.people_of([association_id], at=at)
    return [term.account for term in terms if term.role in VOTING]


def ballot_decided(paper: Paper, ballot: Ballot, *, at: datetime) -> None:
    """Everyone in the delegations and the secretariat learns the outcome, with the figures."""
    people = [term.account for term in members.people_of(None, at=at)] + list(members.secretariat(at=at))
    assert ballot.decision is not None
    said = in_each_language(lambda: decided_sentence(ballot))
    tell(
        "ballot_decided", people, paper, ballot, at=at,
        outcome=ballot.decision.outcome, outcome_in_words=outcome_in_words, sentence=lambda: said[language()],
        followed_by=queries.following(ballot), spoken=spoken_to,
    )  # fmt: skip


def in_each_language(sentence: Callable[[], str]) -> dict[str, str]:
    """The sentence by the language of its reader, said once for all receivers."""
    said = {}
    for each in LANGUAGES:
        with speaking(each):
            said[each] = sentence()
    return said


def tell(
    message: str, people: Iterable[Account], paper: Paper, ballot: Ballot, *, at: datetime,
    is_sealed: bool = False, **context: object,
) -> None:  # fmt: skip
    """One mail a person, however many offices they hold; sealed where it says what the ballot hides."""
    for account in dict.fromkeys(people):
        to = recipient(account)
        if to is not None:
            post(
                message, to, at=at, is_sealed=is_sealed, paper=paper, ballot=ballot,
                opens=spoken_to(account, ballot.opens_at), closes=spoken_to(account, ballot.closes_at),
                account=account, **context,
            )  # fmt: skip


def spoken_to(account: Account, moment: datetime) -> str:
    """An instant in Brussels, and in the receiver's own zone where the clocks there show another time."""
    words = in_words(moment, account.language)
    aside = beside(moment, account.language, ZoneInfo(account.time_zone))
    return f"{words} ({aside})" if aside else words
