"""The files of a ballot: its roll call, an extract of the minutes, and what it takes to count it again."""

import json
from collections.abc import Callable
from datetime import datetime

from flask import Response

from eca_policy.ballots.models import Ballot
from eca_policy.ballots.recount_file import recount_data
from eca_policy.ballots.showing import files_of
from eca_policy.exports.minutes import minutes
from eca_policy.exports.proceedings import proceedings
from eca_policy.exports.roll_call import csv_file, xlsx_file
from eca_policy.lib.errors import NotAllowed
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Paper

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_answer(paper: Paper, ballot: Ballot, name: str, *, at: datetime) -> Response:
    """One file, to download, or the refusal; what everybody who reads the paper may see is in it."""
    if name not in files_of(ballot):
        raise NotAllowed(
            _("This file is not made yet, or tells what the procedure of this ballot keeps back.")
        )
    mimetype, writer = WRITERS[name]
    response = Response(writer(paper, ballot, at), content_type=mimetype)
    filename = f"{paper.reference}-ballot-{ballot.number}-{name}"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def roll_call_csv(paper: Paper, ballot: Ballot, at: datetime) -> bytes:
    return csv_file(proceedings(paper, ballot, at=at))


def roll_call_xlsx(paper: Paper, ballot: Ballot, at: datetime) -> bytes:
    return xlsx_file(proceedings(paper, ballot, at=at))


def minutes_pdf(paper: Paper, ballot: Ballot, _at: datetime) -> bytes:
    return minutes(paper, ballot).data


def recount_json(paper: Paper, ballot: Ballot, _at: datetime) -> bytes:
    return json.dumps(recount_data(paper, ballot), ensure_ascii=False, indent=1).encode() + b"\n"


WRITERS: dict[str, tuple[str, Callable[[Paper, Ballot, datetime], bytes]]] = {
    "roll-call.csv": ("text/csv; charset=utf-8", roll_call_csv),
    "roll-call.xlsx": (WORKBOOK, roll_call_xlsx),
    "minutes.pdf": ("application/pdf", minutes_pdf),
    "recount.json": ("application/json", recount_json),
}
