"""What casting would do, for the page that asks for confirmation: the same rules, and nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from eca_policy.ballots import casting, queries
from eca_policy.ballots.casting import Answer, Voice
from eca_policy.ballots.models import Ballot, Item, Position
from eca_policy.ballots.voice import proxy_of
from eca_policy.lib.errors import Refusal
from eca_policy.papers.queries import Access
from eca_policy.permissions.guard import require


@dataclass(frozen=True)
class Preview:
    """What would be placed, item by item; what would be refused, and why; what stands so already.

    `resent` stands so although the person had not seen it: the same page was sent twice.
    """

    voice: Voice
    said: dict[int, Position] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)
    unchanged: list[int] = field(default_factory=list)
    resent: list[int] = field(default_factory=list)


def preview(
    access: Access, ballot: Ballot, *, association_id: int, answers: Mapping[int, Answer], at: datetime,
    channel: str = "", note: str = "",
) -> Preview:  # fmt: skip
    """What casting (or, with a channel, entering) these answers now would do."""
    if channel:
        require("position:enter", access.roles, "decision")
        voice = casting.entered(channel, note)
    else:
        casting.require_voter(access, ballot, association_id)
        voice = Voice(proxy_of(access.actor, ballot, association_id, at=at))
    items = casting.items_to_answer(access, ballot, association_id, answers, voice, at)
    standing = queries.positions_of(ballot, association_id)
    shown = Preview(voice)
    for number, answer in answers.items():
        look_at(
            shown, items[number], association_id, answer, standing.get(number),
            cast_by_id=cast(int, access.actor.account_id),
        )  # fmt: skip
    return shown


def look_at(
    shown: Preview, item: Item, association_id: int, answer: Answer, standing: Position | None,
    *, cast_by_id: int,
) -> None:  # fmt: skip
    """Put one answer where it belongs in the preview."""
    try:
        said = casting.position_said(item, association_id, answer, shown.voice)
        said.cast_by_id = cast_by_id
        is_seen = standing is not None and answer.seen == standing.version_counter
        if standing is not None and not is_seen and casting.is_resent(standing, said):
            shown.resent.append(item.number)
            return
        casting.refuse_unseen(standing, answer.seen)
        casting.drop_inherited_reservation(said, standing)
        casting.check_position(item, said)
        if standing is not None and casting.says_the_same(standing, said):
            shown.unchanged.append(item.number)
            return
        casting.refuse_final(item, standing, said)
    except Refusal as refusal:
        shown.refused[item.number] = refusal
    else:
        shown.said[item.number] = said
