"""One accessible HTML file that needs nothing else: no script, nothing fetched."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eca_policy.exports.cover import facts
from eca_policy.exports.outline import Outline, relevel
from eca_policy.exports.snapshot import Snapshot

TEMPLATES = Path(__file__).parents[2] / "templates"
STYLE = Path(__file__).with_name("document.css").read_text(encoding="utf-8")
TITLE_LEVEL = 1


def html(snapshot: Snapshot) -> bytes:
    """The text as it was rendered, with an address for each paragraph (`#p-…`) and the cover before it."""
    outline = Outline()
    written = [paragraph for paragraph in snapshot.paragraphs if paragraph.html]
    page = _templates().get_template("exports/document.html")
    return page.render(
        style=Markup(f"<style>\n{STYLE}</style>"),  # noqa: S704
        snapshot=snapshot,
        facts=facts(snapshot),
        label=snapshot.label,
        paragraphs=[(p, Markup(relevel(p.html, outline, below=TITLE_LEVEL))) for p in written],  # noqa: S704
        notes=Markup(snapshot.notes_html),  # noqa: S704
    ).encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
