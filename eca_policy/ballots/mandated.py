"""What the mandate of an association says about a choice, before the choice is made."""


def warning_for(paper_id: int, association_id: int, choice: str) -> str:
    """A sentence when this choice is not what the association's mandate says; else ""."""
    return ""
