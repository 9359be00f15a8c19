"""An extract of the minutes as PDF: what was voted on, by which rule, by whom, and what came of it.

In the language of the paper where the interface speaks it. Only decided ballots have minutes; the file is
dated when it was decided, and says nothing that a page of the ballot does not show to everybody.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from eca_policy.ballots.counted import cap_in_words
from eca_policy.ballots.measured import Measured
from eca_policy.ballots.models import Ballot
from eca_policy.ballots.result import Group
from eca_policy.ballots.roll_call import RollCallLine
from eca_policy.ballots.statements.queries import Stated
from eca_policy.ballots.statements.words import about_in_words, kind_names
from eca_policy.exports.freezing import cover_language
from eca_policy.exports.pdf import Pdf, typeset
from eca_policy.exports.proceedings import ItemProceedings, Proceedings, proceedings
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import language, ngettext, speaking, spoken
from eca_policy.lib.moments import day_in_words
from eca_policy.papers.models import Paper

Block = dict[str, Any]


def minutes(paper: Paper, ballot: Ballot) -> Pdf:
    """The PDF of a decided ballot. Raises ConverterStopped."""
    assert ballot.decision is not None
    decided_at = ballot.decision.decided_at
    with speaking(cover_language(paper)):
        told = proceedings(paper, ballot, at=decided_at)
        return typeset("minutes", said(told), at=decided_at)


def said(told: Proceedings) -> dict[str, Any]:
    """Everything the layout says."""
    return {
        "reference": _("%(paper)s, ballot %(number)s", paper=told.paper.reference, number=told.ballot.number),
        "status": told.outcome,
        "title": told.paper.title,
        "language": language(),
        "kicker": _("Extract of the minutes"),
        "facts": [
            {"label": label, "lines": [{"text": line, "url": ""} for line in lines]}
            for label, lines in facts(told)
        ],
        "blocks": list(blocks(told)),
    }


def facts(told: Proceedings) -> list[tuple[str, list[str]]]:
    """The block on the first page; the result stands under its heading right below."""
    ballot, version = told.ballot, told.ballot.version
    issued = day_in_words(version.issued_at, language())
    return [
        (_("Paper"), [told.paper.reference]),
        (_("Ballot"), [str(ballot.number)]),
        (
            _("Version voted on"),
            [_("Version %(number)s, issued on %(day)s", number=version.number, day=issued)],
        ),
        (_("Fingerprint of the text (SHA-256)"), [version.sha256]),
        (_("Procedure"), [f"{told.procedure}. {told.whole.rule}"]),
        (_("Opened"), [spoken(ballot.opens_at)]),
        (_("Closed"), [spoken(ballot.closes_at), *extended(ballot)]),
    ]


def extended(ballot: Ballot) -> Iterator[str]:
    """That the close was put off, and why."""
    for each in ballot.extensions:
        sentence = _("put off from %(before)s", before=spoken(each.closed_before))
        yield f"{sentence}: {each.reason}" if each.reason else sentence


def blocks(told: Proceedings) -> Iterator[Block]:
    """The minutes from top to bottom."""
    yield heading(_("Result"))
    yield text(told.sentence)
    yield text(told.became)
    yield from figure_blocks(told.whole)
    if len(told.items) > 1:
        yield heading(_("Items"))
        for item in told.items[:-1]:
            yield from item_blocks(item)
    yield heading(_("Roll and positions") if told.sight.positions else _("Roll"))
    yield roll_table(told)
    if capped := cap_in_words(told.ballot, told.ballot.items[-1]):
        yield text(capped)
    yield from left_out_blocks(told)
    yield from absent_blocks(told)
    yield from declared(told)
    yield from slip_blocks(told)
    yield text(_("Counted by engine %(engine)s.", engine=told.ballot.decision.engine))  # type: ignore[union-attr]


def heading(words: str, level: int = 1) -> Block:
    return {"kind": "heading", "level": level, "text": words}


def text(words: str) -> Block:
    return {"kind": "text", "text": words}


def table(head: Sequence[tuple[str, int, bool]], rows: Iterable[Sequence[str]]) -> Block:
    """`head` has the title of each column, its width as a share, and whether it holds figures."""
    return {
        "kind": "table",
        "head": [title for title, _width, _is_number in head],
        "widths": [width for _title, width, _is_number in head],
        "numbers": [is_number for _title, _width, is_number in head],
        "rows": [list(row) for row in rows],
    }


def figure_blocks(item: ItemProceedings) -> Iterator[Block]:
    """The figures against the rule, and how many took each position."""
    if item.measured:
        yield measured_table(item.measured)
    if item.groups:
        yield group_table(item.groups)
    if item.casting_vote:
        yield text(item.casting_vote)


def measured_table(rows: Sequence[Measured]) -> Block:
    head = [
        (_("Rule"), 5, False), (_("Needed"), 5, False), (_("Got"), 2, True), (_("Of"), 2, True),
        (_("Share"), 2, True), (_("Verdict"), 3, False),
    ]  # fmt: skip
    return table(
        head,
        ([row.what, row.needed, row.got, row.base or "–", row.percent or "–", row.verdict] for row in rows),
    )


def group_table(groups: Sequence[Group]) -> Block:
    head = [(_("Position"), 4, False), (_("Associations"), 2, True)]
    if groups[0].weight is None:
        return table(head, ([each.label, str(each.members)] for each in groups))
    head.append((_("Weight"), 2, True))
    return table(head, ([each.label, str(each.members), each.weight_in_words] for each in groups))


def item_blocks(item: ItemProceedings) -> Iterator[Block]:
    """One item: what it came to, the figures, and who took which position."""
    number = _("Item %(number)s", number=item.number)
    yield heading(f"{number}: {item.title}", 2)
    yield text(item.sentence.strip() or f"{item.outcome}.")
    if item.own_procedure:
        yield text(item.own_procedure)
    yield from figure_blocks(item)
    for label, names in by_position(item.lines):
        yield text(f"{label} ({len(names)}): {', '.join(names)}")


def by_position(lines: Iterable[RollCallLine]) -> list[tuple[str, list[str]]]:
    """The names under each position that was taken."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.choice:
            found.setdefault(line.label, []).append(line.association)
    return list(found.items())


def roll_table(told: Proceedings) -> Block:
    """The associations with a vote: with their positions or participation, as far as these are shown."""
    if told.sight.positions:
        head = [
            (_("Association"), 5, False), (_("Weight"), 2, True), (_("Position"), 3, False),
            (_("On which ground, by whom and when"), 7, False),
        ]  # fmt: skip
        lines = (line for line in told.whole.lines if line.weight is not None)
        return table(head, ([line.association, str(line.weight), line.label, acted(line)] for line in lines))
    roll = (line for line in told.roll if line.weight is not None)
    head = [(_("Association"), 6, False), (_("Weight"), 2, True), (_("Participation"), 4, False)]
    return table(head, ([line.association, str(line.weight), line.label] for line in roll))


def acted(line: RollCallLine) -> str:
    """Who acted for the association, by which right, and when."""
    if line.cast_at is None:
        return ""
    return f"{line.ground}\n{line.cast_by}, {spoken(line.cast_at)}"


def left_out_blocks(told: Proceedings) -> Iterator[Block]:
    """Who had no vote, with the reason."""
    left_out = [line for line in told.roll if line.weight is None]
    if left_out:
        yield heading(_("Without a vote"))
        yield text("; ".join(f"{line.association} ({line.label})" for line in left_out))


def absent_blocks(told: Proceedings) -> Iterator[Block]:
    """Who did not vote."""
    if told.absent:
        yield heading(_("Not voting"))
        number = ngettext("%(num)d association", "%(num)d associations", len(told.absent))
        yield text(f"{number}: {', '.join(told.absent)}")


def declared(told: Proceedings) -> Iterator[Block]:
    """Explanations, reservations, proposed changes and statements, as they were written."""
    found = [block for item in told.items for block in said_with(item, has_items=len(told.items) > 1)]
    found += [declared_apart(each) for each in told.statements]
    if found:
        yield heading(_("Reservations and explanations"))
        yield from found


def declared_apart(each: Stated) -> Block:
    """A statement, with the recommendation it is about."""
    kind, statement = kind_names()[each.statement.kind], each.statement
    what = f"{kind} ({about_in_words(each.recommendation)})" if each.recommendation else kind
    words = statement.body or _("does not stand behind the paper")
    return quoted(statement.association.name, what, words)


def said_with(item: ItemProceedings, *, has_items: bool) -> Iterator[Block]:
    """What was said with the positions on one item."""
    about = _("Item %(number)s", number=item.number) if has_items else ""
    for line in item.lines:
        for what, words in (
            (_("Explanation"), line.explanation),
            (_("Reservation"), line.reservation),
            (proposed(line), line.proposed_change),
        ):
            if words.strip():
                yield quoted(line.association, f"{what} ({about})" if about else what, words)


def proposed(line: RollCallLine) -> str:
    label = _("Proposed change")
    return f"{label}, {_('in favour if it is made')}" if line.would_favour else label


def quoted(who: str, what: str, words: str) -> Block:
    return {"kind": "said", "who": who, "what": what, "text": words.strip()}


def slip_blocks(told: Proceedings) -> Iterator[Block]:
    """The receipt codes of a secret ballot with what is on their slips."""
    for item in told.items:
        if not item.slips:
            continue
        number = _("Item %(number)s", number=item.number)
        codes = _("Receipt codes")
        yield heading(f"{codes}: {number}" if len(told.items) > 1 else codes)
        yield table([(_("Receipt code"), 1, False), (_("Position"), 1, False)], item.slips)
