"""The roll call of a ballot as CSV, and as a workbook with its figures beside it.

Where positions are not shown by name, the CSV has the figures, and the workbook has them with who took part
and the receipt codes, as far as these are shown. What associations declared has a sheet of the workbook, and
no place in the one table of a CSV. What people wrote is text in every cell, never a formula.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from eca_policy.ballots.roll_call import RollCallLine
from eca_policy.ballots.statements.words import about_in_words, kind_names
from eca_policy.exports.proceedings import ItemProceedings, Proceedings
from eca_policy.lib.i18n import gettext as _
from eca_policy.lib.i18n import spoken

Cell = str | int | None
Row = Sequence[Cell]
# What a spreadsheet takes for the beginning of a formula when it opens a CSV.
FORMULA_SIGNS = frozenset("=+-@")
CONTROLS = ("\t", "\r", "\n")
WIDEST = 60


def csv_file(told: Proceedings) -> bytes:
    """UTF-8 with a byte order mark, so that spreadsheets read names right; lines end as RFC 4180 says."""
    rows = roll_rows(told) if told.sight.positions else group_rows(told)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def safe(cell: Cell) -> Cell:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front, and stays a text."""
    return f"'{cell}" if isinstance(cell, str) and looks_like_a_formula(cell) else cell


def looks_like_a_formula(text: str) -> bool:
    """Spreadsheets read past space that is seen or not, and take full-width signs for ordinary ones."""
    seen = (sign for sign in unicodedata.normalize("NFKC", text) if not is_skipped(sign))
    return text.startswith(CONTROLS) or next(seen, "") in FORMULA_SIGNS


def is_skipped(sign: str) -> bool:
    """White space, and signs without a shape."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def xlsx_file(told: Proceedings) -> bytes:
    """The same bytes for the same ballot: the file is dated when it was decided."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties(
            {"title": title_of(told), "created": told.frozen_at.replace(tzinfo=None), "author": "ECA Policy"}
        )
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, rows in sheets(told):
            fill(book.add_worksheet(name), list(rows), head, body)
    return written.getvalue()


def sheets(told: Proceedings) -> Iterator[tuple[str, Iterator[Row]]]:
    """The sheets by their names."""
    if told.sight.positions:
        yield _("Roll call"), roll_rows(told)
    elif told.sight.who_voted:
        yield _("Participation"), participation_rows(told)
    yield _("Figures"), figure_rows(told)
    if told.statements:
        yield _("Statements"), statement_rows(told)
    if told.is_secret and told.sight.totals and told.ballot.decision is not None:
        yield _("Receipt codes"), slip_rows(told)


def fill(sheet: Worksheet, rows: Sequence[Row], head: Format, body: Format) -> None:
    """The rows under a head that stays in sight; numbers as numbers, and whatever people wrote as text."""
    widths = [0] * len(rows[0])
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            chosen = body if at else head
            if isinstance(cell, int):
                sheet.write_number(at, column, cell, chosen)
            elif cell:
                sheet.write_string(at, column, cell, chosen)
            widths[column] = max(widths[column], len(str(cell or "")))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, 8), WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)


def title_of(told: Proceedings) -> str:
    """What the file is about."""
    return _("%(paper)s, ballot %(number)s", paper=told.paper.reference, number=told.ballot.number)


def roll_rows(told: Proceedings) -> Iterator[Row]:
    """A line for each association on each item, with its position and everything said with it."""
    has_items = len(told.items) > 1
    yield [
        *([_("Item"), _("About")] if has_items else []),
        _("Code"), _("Association"), _("Weight"), _("Position"), _("Explanation"), _("Reservation"),
        _("Proposed change"), _("In favour if it is made"), _("On which ground"), _("By whom"),
        _("When (UTC)"),
    ]  # fmt: skip
    for item in told.items:
        for line in item.lines:
            about: list[Cell] = [item.number, item.title] if has_items else []
            yield about + cells_of(line)


def cells_of(line: RollCallLine) -> list[Cell]:
    """A line of the roll call."""
    when = utc(line.cast_at) if line.cast_at else ""
    return [
        line.code, line.association, line.weight, line.label, line.explanation, line.reservation,
        line.proposed_change, _("yes") if line.would_favour else "", line.ground, line.cast_by, when,
    ]  # fmt: skip


def utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def participation_rows(told: Proceedings) -> Iterator[Row]:
    """Who is on the roll, and who answered, without what."""
    yield [_("Code"), _("Association"), _("Weight"), _("Participation")]
    for line in told.roll:
        yield [line.code, line.association, line.weight, line.label]


def group_rows(told: Proceedings) -> Iterator[Row]:
    """How many took each position, without names."""
    yield [_("Item"), _("About"), _("Position"), _("Associations"), _("Weight")]
    for item in told.items:
        for group in item.groups:
            yield [item.number, item.title, group.label, group.members, number(group.weight_in_words)]


def figure_rows(told: Proceedings) -> Iterator[Row]:
    """Figures and rule of each item, and what became of it, in one table that can be filtered by item."""
    yield [
        _("Item"), _("About"), _("What"), _("Associations"), _("Weight"), _("Needed"), _("Got"), _("Of"),
        _("Share"), _("Verdict"),
    ]  # fmt: skip
    yield from head_rows(told)
    yield from list(group_rows(told))[1:]
    for item in told.items:
        yield from measured_rows(item)


def head_rows(told: Proceedings) -> Iterator[Row]:
    """What the figures are of, in the first lines."""
    ballot = told.ballot
    facts = [
        (_("Paper"), f"{told.paper.reference}: {told.paper.title}"),
        (_("Version voted on"), f"{ballot.version.number} (SHA-256 {ballot.version.sha256})"),
        (_("Procedure"), f"{told.procedure}. {told.whole.rule}"),
        (_("Open"), f"{spoken(ballot.opens_at)} – {spoken(ballot.closes_at)}"),
        (_("Result"), told.sentence),
    ]
    for label, text in facts:
        yield ["", label, text]


def measured_rows(item: ItemProceedings) -> Iterator[Row]:
    """The rule of an item against its figures, then what it came to."""
    if item.own_procedure:
        yield [item.number, item.title, item.own_procedure]
    for row in item.measured:
        yield [
            item.number, item.title, row.what, None, None, row.needed, number(row.got), number(row.base),
            row.percent, row.verdict,
        ]  # fmt: skip
    if item.outcome:
        yield [
            item.number, item.title, item.sentence, None, None, None, None, None, None, item.outcome,
        ]  # fmt: skip


def number(text: str) -> Cell:
    """A figure as a number where it is whole."""
    return int(text) if text.isascii() and text.isdigit() else text


def statement_rows(told: Proceedings) -> Iterator[Row]:
    """What associations declared beside their positions, and about what."""
    yield [
        _("Code"), _("Association"), _("What"), _("About"), _("Words"), _("By whom"), _("When (UTC)"),
    ]  # fmt: skip
    for each in told.statements:
        made = each.statement
        yield [
            made.association.code, made.association.name, kind_names()[made.kind],
            about_in_words(each.recommendation), made.body, made.made_by.name, utc(made.made_at),
        ]  # fmt: skip


def slip_rows(told: Proceedings) -> Iterator[Row]:
    """The slips of a secret ballot by their receipt codes."""
    yield [_("Item"), _("About"), _("Receipt code"), _("Position")]
    for item in told.items:
        yield from slips(item)


def slips(item: ItemProceedings) -> Iterable[Row]:
    return ([item.number, item.title, code, label] for code, label in item.slips)
