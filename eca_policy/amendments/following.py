"""The text moves on: every open amendment is carried to the new version, in the transaction of its issue."""

from datetime import datetime

from eca_policy.amendments import messages, queries
from eca_policy.amendments.carrying import ENGINE, carried
from eca_policy.amendments.changes import Changes
from eca_policy.amendments.drafting import write_wording
from eca_policy.amendments.models import Amendment, Wording
from eca_policy.extensions import db
from eca_policy.papers.following import Issue, follows_issues
from eca_policy.papers.models import Version
from eca_policy.papers.typeset import stored_paragraphs
from eca_policy.record import service as record


@follows_issues
def carry_amendments(issue: Issue) -> None:
    """Carry every open amendment of the paper; the authors of those whose words no longer stand are asked."""
    moved = [(each, carry(each, issue.version, at=issue.at)) for each in queries.following(issue.paper)]
    public = [(each, wording) for each, wording in moved if wording and each.state != "draft"]
    asked = [amendment for amendment, wording in public if wording.how == "proposed"]
    if public:
        record.write(
            issue.actor, "amendment:carry", ("version", issue.version.id), at=issue.at,
            paper_id=issue.paper.id, version=issue.version.number,
            carried=[each.label for each, wording in public if wording.how == "carried"],
            proposed=[each.label for each in asked],
        )  # fmt: skip
    for amendment in asked:
        messages.tell_of_proposal(issue.paper, amendment, at=issue.at)


def carry(amendment: Amendment, version: Version, *, at: datetime) -> Wording | None:
    """The amendment's wording for this version; None where it is on it already.

    A proposal that nobody has confirmed yet stays a proposal, however many versions pass.
    """
    last = amendment.wording
    if last.version_id == version.id:
        return None
    old = db.session.get_one(Version, last.version_id)
    result = carried(
        last.as_changes(),
        stored_paragraphs(old.revision.paragraphs),
        stored_paragraphs(version.revision.paragraphs),
    )
    return write_wording(
        amendment, version, result.changes,
        how="carried" if result.stands and last.how != "proposed" else "proposed",
        account_id=None, against=parent_changes(amendment, version), at=at, engine=ENGINE,
    )  # fmt: skip


def parent_changes(amendment: Amendment, version: Version) -> Changes:
    """What the amendment that this one amends does to this version; nothing without one."""
    if amendment.parent_id is None:
        return ()
    parent = queries.wording_for(db.session.get_one(Amendment, amendment.parent_id), version)
    return parent.as_changes() if parent else ()
