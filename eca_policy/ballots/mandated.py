"""What the mandate of an association says about a choice, before the choice is made."""

from eca_policy.mandates.queries import mandate_of
from eca_policy.mandates.words import warning


def warning_for(paper_id: int, association_id: int, choice: str) -> str:
    """A sentence when this choice is not what the association's mandate says; else ""."""
    mandate = mandate_of(paper_id, association_id)
    return warning(mandate, choice) if mandate is not None else ""
