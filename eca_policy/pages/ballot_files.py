"""The files of a ballot, to download."""

from flask.typing import ResponseReturnValue

from eca_policy import web
from eca_policy.ballots.due import seen
from eca_policy.exports.ballot_files import file_answer
from eca_policy.lib import clock
from eca_policy.pages.views import pages
from eca_policy.web import current_actor


@pages.get(
    "/papers/<reference>/ballots/<number:number>/"
    "<any('roll-call.csv', 'roll-call.xlsx', 'minutes.pdf', 'recount.json'):name>"
)
@web.signed_in
def ballot_file(reference: str, number: int, name: str) -> ResponseReturnValue:
    """One file, to download; what everybody who reads the paper may see is in it."""
    access, ballot = seen(current_actor(), reference, number)
    return file_answer(access.paper, ballot, name, at=clock.now())
