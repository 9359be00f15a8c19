"""What is shown before a position is recorded: the text, for whom, what, who will see it, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eca_policy.ballots import queries
from eca_policy.ballots.casting import Voice
from eca_policy.ballots.conduct import Shown
from eca_policy.ballots.drawing import item_title
from eca_policy.ballots.mandated import warning_for
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.previewing import Preview
from eca_policy.ballots.proxies.models import Proxy
from eca_policy.ballots.proxies.queries import holder_names
from eca_policy.ballots.sheets import Sheet
from eca_policy.ballots.statements.queries import contradicted
from eca_policy.ballots.statements.words import about_in_words, contradiction_in_words
from eca_policy.ballots.words import channel_in_words, choice_in_words, ground_in_words, spoken
from eca_policy.lib.actor import VOTING, Actor
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language
from eca_policy.lib.moments import date_in_words
from eca_policy.members import queries as members
from eca_policy.members.models import Association
from eca_policy.papers.queries import Access

FINGERPRINT = 12


@dataclass(frozen=True)
class Placing:
    """One position as it will be recorded and printed.

    `warning` is what the mandate says, `contradictions` name the association's own statements that do not go
    with it, and `before` is what it replaces.
    """

    number: int
    title: str
    label: str
    said: Position
    warning: str
    contradictions: Sequence[str] = ()
    before: str = ""


def confirmation(access: Access, ballot: Ballot, sheet: Sheet, looked: Preview) -> dict[str, Any]:
    """Variables of `confirm.html`, but for where it is sent."""
    association = members.association(sheet.association_id)
    conduct = queries.conduct_of(ballot)
    return {
        "access": access,
        "paper": access.paper,
        "ballot": ballot,
        "fingerprint": ballot.version.sha256[:FINGERPRINT],
        "ground": ground(access.actor, association, looked.voice),
        "placings": placings(access, ballot, sheet.association_id, looked),
        "left_out": left_out(ballot, sheet.association_id, looked),
        "seen_by": seen_by(conduct.shown, association, has_proxy=looked.voice.proxy is not None),
        "until": until(ballot, looked.voice),
        "is_final": not conduct.may_change,
        "hidden": list(sheet.hidden(looked.said)),
    }


def placings(access: Access, ballot: Ballot, association_id: int, looked: Preview) -> list[Placing]:
    """What will be recorded, in the order of the items."""
    items = {item.number: item for item in ballot.items}
    standing = queries.positions_of(ballot, association_id)
    holders = holder_names(standing.values())
    return [
        Placing(
            number=number,
            title=item_title(items[number]),
            label=choice_in_words(said.choice, items[number].rule),
            said=said,
            warning=warning_for(access, association_id, items[number], said.choice),
            contradictions=contradictions(access, items[number], association_id, said.choice),
            before=stood(items[number], standing[number], holders) if number in standing else "",
        )
        for number, said in sorted(looked.said.items())
    ]


def stood(item: Item, position: Position, holders: Mapping[int, str]) -> str:
    """What is replaced: the position, by whom it was cast and on which ground."""
    label, name = choice_in_words(position.choice, item.rule), position.cast_by.name
    ground = ground_in_words(position, holders)
    if not ground:
        return _("This replaces: %(position)s, cast by %(name)s.", position=label, name=name)
    return _(
        "This replaces: %(position)s, cast by %(name)s (%(ground)s).",
        position=label,
        name=name,
        ground=ground,
    )


def contradictions(access: Access, item: Item, association_id: int, choice: str) -> list[str]:
    """What the association declared about the paper that would not go with this; for its own people alone."""
    if item.kind != "final_text" or association_id not in access.actor.association_ids:
        return []
    return [
        contradiction_in_words(each.statement.kind, about_in_words(each.recommendation))
        for each in contradicted(item.ballot, association_id, choice)
    ]


def left_out(ballot: Ballot, association_id: int, looked: Preview) -> Sequence[Item]:
    """The items on which the association will still have no position."""
    standing = queries.positions_of(ballot, association_id)
    return [item for item in ballot.items if item.number not in standing and item.number not in looked.said]


def ground(actor: Actor, association: Association, voice: Voice) -> str:
    """For whom, and on what ground."""
    if voice.channel:
        return _(
            "For %(association)s, as the secretariat had it %(channel)s: %(note)s",
            association=association.name,
            channel=channel_in_words(voice.channel),
            note=voice.note,
        )
    if voice.proxy is not None:
        return proxy_in_words(voice.proxy)
    roles = [term.role for term in actor.terms if term.association_id == association.id]
    role = next((role for role in VOTING if role in roles), "head")
    return {
        "head": _("For %(association)s, as its head of delegation.", association=association.name),
        "alternate": _("For %(association)s, as its alternate.", association=association.name),
    }[role]


def proxy_in_words(proxy: Proxy) -> str:
    """By whose proxy, for how long, and what it says."""
    said = {"grantor": proxy.grantor.name, "holder": proxy.holder.name, "written": proxy.written}
    if proxy.starts_on is None or proxy.ends_on is None:
        return _(
            "For %(grantor)s, by the proxy that it gave to %(holder)s for this ballot: “%(written)s”", **said
        )
    return _(
        "For %(grantor)s, by the proxy that it gave to %(holder)s from %(first)s to %(last)s: “%(written)s”",
        **said,
        first=date_in_words(proxy.starts_on, language()),
        last=date_in_words(proxy.ends_on, language()),
    )


def seen_by(shown: Shown, association: Association, *, has_proxy: bool) -> str:
    """Who sees the position, and when."""
    own = (
        _("you and the people of %(association)s", association=association.name)
        if has_proxy
        else _("the people of %(association)s", association=association.name)
    )
    return {
        Shown.LIVE: _("Everyone who may read the paper sees it at once, and who cast it."),
        Shown.AFTER_CLOSE: _(
            "Until the ballot closes, only %(people)s see it. After that, everyone who may read the paper "
            "sees it, and who cast it.",
            people=own,
        ),
        Shown.TOTALS: _(
            "Only %(people)s see it. Everyone else sees nothing but the totals, after the close.", people=own
        ),
        Shown.SECRET: "",
    }[shown]


def until(ballot: Ballot, voice: Voice) -> str:
    """Until when it can be changed."""
    if not queries.conduct_of(ballot).may_change:
        if voice.proxy is not None:
            return _(
                "Under this procedure it is final for you: only %(grantor)s can still replace it, once, by "
                "voting itself.",
                grantor=voice.proxy.grantor.name,
            )
        return _("Under this procedure it is final: once it is cast, it cannot be changed.")
    return _("It can be changed until the ballot closes at %(closes)s.", closes=spoken(ballot.closes_at))
