"""Where a paper stands, until when, and whose turn it is: the variables of `_stage.html`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from eca_policy.ballots import queries as ballots
from eca_policy.ballots.models import Ballot
from eca_policy.consolidation.queries import shown_desk
from eca_policy.lib import clock
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.i18n import lazy_gettext as _l
from eca_policy.lib.moments import in_words
from eca_policy.mandates import queries as mandates
from eca_policy.papers import queries as papers
from eca_policy.papers.queries import Access
from eca_policy.permissions.names import stage_name
from eca_policy.permissions.who_may import Stage

WAY: tuple[Stage, ...] = ("drafting", "consultation", "consolidation", "decision")
TURNS: dict[Stage, Any] = {
    "drafting": _l("The rapporteur writes; the secretariat opens the consultation."),
    "consultation": _l("The associations comment and propose amendments."),
    "consolidation": _l("The rapporteur answers the comments and issues the text to vote on."),
    "decision": _l("The associations cast their positions."),
    "adopted": _l("Adopted; the secretariat publishes it."),
    "rejected": _l("Rejected. The text stays in the record."),
    "withdrawn": _l("Withdrawn. The text stays in the record."),
}


@dataclass(frozen=True)
class Step:
    """Something the reader can do now; "post" ones are a button that does it at once."""

    label: str
    url: str
    method: str = "get"


def stage_shown(access: Access, ballot: Ballot | None) -> dict[str, Any]:
    """Stages in order, the present one, whose turn, until when, and the reader's next steps."""
    end: Stage = access.stage if access.stage in ("rejected", "withdrawn") else "adopted"
    first, *further = [*next_steps(access, ballot), None]
    return {
        "stages": [(stage, stage_name(stage).capitalize()) for stage in (*WAY, end)],
        "stage": access.stage,
        "turn": turn(access, ballot),
        "deadline": deadline(access, ballot, at=clock.now()),
        "next_step": first,
        "further_steps": [*(step for step in further if step is not None), *acts_on_mandate(access)],
    }


def turn(access: Access, ballot: Ballot | None) -> str:
    """Whose turn it is, in one sentence."""
    if access.stage == "adopted" and access.paper.published_at is not None:
        return _("Adopted and published.")
    if access.stage == "decision" and ballot is not None:
        return turn_of_ballot(ballot, at=clock.now())
    return str(TURNS[access.stage])


def turn_of_ballot(ballot: Ballot, *, at: datetime) -> str:
    """The same while a ballot is on its way: planned, open, or tied."""
    if ballots.is_ahead(ballot, at=at):
        return _(
            "Nobody votes yet: the ballot opens on %(moment)s.", moment=in_words(ballot.opens_at, language())
        )
    if ballots.awaits_casting_vote(ballot, at=at):
        return _("The votes are tied: the secretariat enters the casting vote of the chair.")
    if "silence" in ballot.rule:
        return _("The associations may object: who agrees need do nothing.")
    return str(TURNS["decision"])


def deadline(access: Access, ballot: Ballot | None, *, at: datetime) -> datetime | None:
    """The instant at which the present stage ends, if one is set and has not passed."""
    if access.stage == "consultation":
        return access.paper.consultation_closes_at
    if access.stage == "decision" and ballot is not None and at < ballot.closes_at:
        return ballot.closes_at
    return None


def next_steps(access: Access, ballot: Ballot | None) -> list[Step]:
    """What the reader can do now, the likeliest first."""
    return [*acts_on_stage(access, ballot), *acts_on_amendments(access), *acts_on_text(access)]


def acts_on_amendments(access: Access) -> list[Step]:
    """The desk for those who may see it; for everybody else the draft on it, while it is shown."""
    reference = access.paper.reference
    if access.may("consolidation:read"):
        return [Step(_("Consolidate"), url_for("consolidation.desk", reference=reference))]
    if not access.may("amendment:read") or shown_desk(access) is None:
        return []
    return [Step(_("Read the draft, not adopted"), url_for("consolidation.draft", reference=reference))]


def acts_on_mandate(access: Access) -> list[Step]:
    """The page of the delegation's mandate: never the likeliest step, and so never the first."""
    url = url_for("mandates.show", reference=access.paper.reference)
    if access.may("mandate:collect"):
        return [Step(_("Collect your delegation’s mandate"), url)]
    own = access.actor.association_ids
    if access.may("mandate:read") and mandates.has_collected(access.paper.id, own):
        return [Step(_("Your delegation’s mandate"), url)]
    return []


def acts_on_stage(access: Access, ballot: Ballot | None) -> list[Step]:
    """Steps that move the paper on."""
    reference = access.paper.reference
    steps = []
    if access.may("paper:publish") and access.paper.published_at is None:
        steps.append(Step(_("Publish"), url_for("public.publish", reference=reference)))
    if access.paper.published_at is not None:
        steps.append(Step(_("Read the published paper"), url_for("public.paper", reference=reference)))
    if access.stage == "decision" and ballot is not None:
        may_cast = bool({"head", "alternate"} & access.roles) and ballots.is_open(ballot, at=clock.now())
        label = _("Cast the position") if may_cast else _("See the ballot")
        steps.append(Step(label, url_for("ballots.show", reference=reference, number=ballot.number)))
    if access.may("ballot:open") and papers.is_issued(access.paper):
        steps.append(Step(_("Open the ballot"), url_for("ballots.open_ballot", reference=reference)))
    if access.may("consultation:open"):
        steps.append(Step(_("Open the consultation"), url_for("papers.consultation", reference=reference)))
    if access.may("comment:write"):
        steps.append(Step(_("Comment on the paper"), url_for("comments.new", reference=reference)))
    if access.may("amendment:draft") and access.stage == "consultation":
        steps.append(Step(_("Propose a change"), url_for("amendments.new", reference=reference)))
    if access.may("consultation:close"):
        steps.append(Step(_("Extend or close"), url_for("papers.consultation", reference=reference)))
    return steps


def acts_on_text(access: Access) -> list[Step]:
    """Steps that change the text or its facts."""
    reference = access.paper.reference
    offered = (
        ("comment:answer", _("Answer comments"), "comments.answers"),
        ("paper:edit", _("Edit the text"), "papers.edit"),
        ("version:issue", _("Issue a version"), "papers.issue"),
        ("paper:edit", _("Facts"), "papers.facts"),
        ("rapporteur:appoint", _("Rapporteurs"), "papers.people"),
        ("paper:withdraw", _("Withdraw"), "papers.withdraw"),
    )
    return [
        Step(label, url_for(endpoint, reference=reference))
        for action, label, endpoint in offered
        if access.may(action)
    ]
