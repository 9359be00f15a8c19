"""What it takes to decide a ballot again, anywhere."""

from typing import Any

from eca_policy import web
from eca_policy.api.blueprint import api
from eca_policy.ballots.due import seen
from eca_policy.ballots.recount_file import recount_data
from eca_policy.web import current_actor


@api.get("/papers/<reference:reference>/ballots/<number:number>/recount")
@web.signed_in
@api.doc(responses={200: "One case, or a list of cases in the order of voting."})
def show_recount(reference: str, number: int) -> dict[str, Any] | list[dict[str, Any]]:
    """Roll, procedure and positions of a decided ballot, as `flask ballots recount` reads them."""
    access, ballot = seen(current_actor(), reference, number)
    return recount_data(access.paper, ballot)
