"""What a silence procedure means, in words: whoever agrees need do nothing, so everybody must know that."""

from collections.abc import Mapping

from sqlalchemy import select

from eca_policy.ballots import queries
from eca_policy.ballots.explain_rule import rule_sentence
from eca_policy.ballots.models import Ballot, Decision, Position
from eca_policy.ballots.procedure import Procedure
from eca_policy.ballots.showing import sight_of
from eca_policy.ballots.standing import NAMES_SHOWN
from eca_policy.ballots.wording import Language, capitalised, listed
from eca_policy.extensions import db
from eca_policy.lib.i18n import gettext, language, ngettext
from eca_policy.lib.i18n import gettext as _
from eca_policy.members.models import Association


def is_silence(ballot: Ballot) -> bool:
    """Whether the text is adopted unless somebody objects."""
    return "silence" in ballot.rule


def rule_in_words(ballot: Ballot) -> str:
    """What breaks the silence."""
    return rule_sentence(Procedure.from_dict(ballot.rule), gettext, ngettext)


def meaning(ballot: Ballot) -> list[str]:
    """What the rule leaves open: what agrees, whether a proposed change objects, what follows a break."""
    return [_("Who agrees need do nothing: silence is agreement."), on_changes(ballot), on_break(ballot)]


def on_changes(ballot: Ballot) -> str:
    """Whether a proposed change is an objection."""
    if queries.conduct_of(ballot).amendment_objects:
        return _("Who proposes a change objects.")
    return _("A proposed change alone is no objection.")


def on_break(ballot: Ballot) -> str:
    """What follows when the silence is broken."""
    prepared = ballot.follow_up
    if not prepared:
        return _(
            "If the silence is broken, no written vote is prepared: the text goes back to consolidation."
        )
    return ngettext(
        "If the silence is broken, a written vote opens at once: “%(name)s”, for %(num)d working day.",
        "If the silence is broken, a written vote opens at once: “%(name)s”, for %(num)d working days.",
        prepared["days"],
        name=prepared["name_fi"] if language() == "fi" else prepared["name"],
    )


def standing(members: Mapping[str, int]) -> str:
    """How many said what so far, of the groups given, as in the figures of a decision: nobody is missing."""
    clauses = {
        "objection": ngettext(
            "%(num)d association has objected",
            "%(num)d associations have objected",
            members.get("objection", 0),
        ),
        "in_favour": ngettext(
            "%(num)d has said that it has no objection",
            "%(num)d have said that they have no objection",
            members.get("in_favour", 0),
        ),
        "recused": ngettext("%(num)d is recused", "%(num)d are recused", members.get("recused", 0)),
        "not_voting": ngettext("%(num)d is silent", "%(num)d are silent", members.get("not_voting", 0)),
    }
    said = [clause for each, clause in clauses.items() if each in members]
    return capitalised(listed(said, Language(gettext, ngettext))) + "."


def objectors(ballot: Ballot) -> list[str]:
    """Who objected, the first of very many; nobody where positions are not shown by name."""
    if not sight_of(ballot).positions:
        return []
    query = (
        select(Association.name)
        .join(Position, Position.association_id == Association.id)
        .where(Position.item_id == ballot.items[-1].id, Position.choice == "objection")
        .order_by(Association.name)
        .limit(NAMES_SHOWN)
    )
    return list(db.session.scalars(query))


def written_vote_after(broken: Ballot) -> Ballot | None:
    """The vote that opened by itself in the instant at which the silence was found broken."""
    if broken.decision is None or broken.decision.outcome != "silence_broken":
        return None
    return db.session.scalar(
        select(Ballot).where(
            Ballot.paper_id == broken.paper_id,
            Ballot.number == broken.number + 1,
            Ballot.opens_at == broken.decision.decided_at,
        )
    )


def silence_before(vote: Ballot) -> Ballot | None:
    """The broken silence that this written vote follows."""
    return db.session.scalar(
        select(Ballot)
        .join(Decision, Decision.ballot_id == Ballot.id)
        .where(
            Ballot.paper_id == vote.paper_id,
            Ballot.number == vote.number - 1,
            Decision.outcome == "silence_broken",
            Decision.decided_at == vote.opens_at,
        )
    )
