"""The amendments panel of the paper page: the variables of `_panel_amendments.html`."""

from collections.abc import Sequence
from typing import Any

from eca_policy.amendments import rules
from eca_policy.amendments.drawing import listed, stands
from eca_policy.amendments.listing import in_text_order, order_of
from eca_policy.amendments.readings import Reading, counts_of
from eca_policy.comments.panel import chosen_paragraph, place_label
from eca_policy.lib.i18n import gettext as _
from eca_policy.papers.models import Revision, Version
from eca_policy.papers.queries import Access
from eca_policy.permissions.who_may import stages_for


def panel(
    access: Access, revision: Revision, version: Version | None, found: Sequence[Reading]
) -> dict[str, Any]:
    """Everything the panel shows beside this text: one paragraph's amendments, or all in text order."""
    chosen = chosen_paragraph(revision)
    here = [each for each in found if chosen is None or chosen in each.paragraph_ids]
    ordered = [each for (each,) in in_text_order([[each] for each in here], order_of(version))]
    return {
        "amendment_counts": counts_of(found),
        "has_amendments": bool(here),
        "amendments": listed(access.paper.reference, ordered, stands(revision)),
        "chosen": chosen,
        "chosen_label": place_label(revision, chosen) if chosen else "",
        "may_draft": access.may("amendment:draft") and bool(rules.tablers(access.actor)),
        "closed_reason": closed_reason(access),
    }


def closed_reason(access: Access) -> str:
    """Why this person cannot table now; "" for those who never do."""
    if "consultation" not in stages_for("amendment:table", access.roles) or access.stage == "consultation":
        return ""
    if access.stage == "drafting":
        return _("Amendments begin when the secretariat opens the consultation.")
    return _("The consultation is over: no more amendments are taken.")
