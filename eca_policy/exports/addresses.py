"""Which addresses become links in a file that leaves the house."""

import re

_LINKABLE = re.compile(r"(https?://|mailto:)[^\s\x00-\x20]+", re.IGNORECASE)


def is_linkable(address: str) -> bool:
    """A relative address means nothing away from its site, and any other scheme may do harm."""
    return _LINKABLE.fullmatch(address) is not None
