"""Reading voting lists: worked out whenever they are read, from what is open now and what was arranged."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from sqlalchemy import select

from eca_policy.amendments import queries as amendments
from eca_policy.amendments.models import Amendment
from eca_policy.extensions import db
from eca_policy.papers import queries as papers
from eca_policy.papers.models import Paper, Version
from eca_policy.papers.queries import Access
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.voting.items import Arrangement, Listed, voting_list
from eca_policy.voting.models import VoteRequest, VotingList
from eca_policy.voting.order import Entry, Tabled


@dataclass(frozen=True)
class Agenda:
    """The voting list of a paper as it is now, with the rows it was worked out from."""

    version: Version | None
    listed: Listed
    amendments: dict[int, Amendment]
    requests: Sequence[VoteRequest]

    @cached_property
    def requested(self) -> dict[int, list[VoteRequest]]:
        """The requests on each amendment, in the order in which they came."""
        found: dict[int, list[VoteRequest]] = defaultdict(list)
        for request in self.requests:
            found[request.amendment_id].append(request)
        return found

    def requests_on(self, entry: Entry) -> list[VoteRequest]:
        """The requests on an entry: asked for one of identical amendments, it is asked for all."""
        return [request for key in entry.amendments for request in self.requested.get(key, ())]


def agenda(access: Access) -> Agenda:
    """What is voted on, in which order; everyone who reads the amendments reads it."""
    access.require("amendment:read")
    standing = amendments.amendments_of(access, states=("tabled",))
    version = papers.latest_version(access.paper)
    requests = requests_of(access.paper)
    text = stored_paragraphs(version.revision.paragraphs) if version else []
    arranged = arrangement(access.paper, requests)
    return Agenda(
        version=version,
        listed=voting_list(map(as_tabled, standing), text, arranged),
        amendments={one.id: one for one in standing},
        requests=requests,
    )


def as_tabled(amendment: Amendment) -> Tabled:
    """An amendment as a plain value: what it reads for the text as it stands."""
    return Tabled(
        key=amendment.id,
        number=cast(int, amendment.number),
        label=cast(str, amendment.label),
        changes=amendment.wording.as_changes(),
        parent=amendment.parent_id,
    )


def arrangement(paper: Paper, requests: Sequence[VoteRequest] = ()) -> Arrangement:
    """What was arranged for this paper last, and what is requested."""
    entries = kept.entries if (kept := last_list(paper)) else []
    return Arrangement(
        ranks={each.amendment_id: each.rank for each in entries if each.rank is not None},
        packages={each.amendment_id: each.package for each in entries if each.package is not None},
        separate=frozenset(each.amendment_id for each in requests if each.kind == "separate"),
        split=frozenset(each.amendment_id for each in requests if each.kind == "split"),
    )


def last_list(paper: Paper) -> VotingList | None:
    """The arrangement of a paper: the one that can be changed, else the one that a ballot took last."""
    query = select(VotingList).where(VotingList.paper_id == paper.id).order_by(VotingList.id.desc()).limit(1)
    return db.session.scalar(query)


def requests_of(paper: Paper) -> Sequence[VoteRequest]:
    """Every request on the open amendments of a paper."""
    query = (
        select(VoteRequest)
        .join(Amendment, Amendment.id == VoteRequest.amendment_id)
        .where(Amendment.paper_id == paper.id, Amendment.state == "tabled")
        .order_by(VoteRequest.id)
    )
    return db.session.scalars(query).all()
