"""Pages made from several features: home, the paper page, the desk, the record, settings, what is public.

Read `views.py` (home and the frame), `paper.py` with `stage.py`, `paragraph.py`, `desk.py`,
`ballot_files.py`, `record.py` with `steps.py`, `settings.py`, `permission_table.py`, `public.py`.
"""

from eca_policy.pages import ballot_files, desk, paper, paragraph, permission_table, record, settings
from eca_policy.pages.views import pages

__all__ = ["ballot_files", "desk", "pages", "paper", "paragraph", "permission_table", "record", "settings"]
