"""What the browser is given keeps to the strict content policy, its licences and its size."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "eca_policy" / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Mail programs do not load style sheets; a mail's one <style> is never shown under our content policy.
MAIL_FRAME = ROOT / "templates" / "email" / "layout.html"

INLINE = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an htmx event attribute, which needs eval": re.compile(r"\shx-on\b", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a script element with a body": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_nothing_inline(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    allowed = {"a style element"} if path == MAIL_FRAME else set()
    found = [what for what, pattern in INLINE.items() if what not in allowed and pattern.search(source)]
    assert not found, f"{name(path)} has {', '.join(found)}: use a class, or a module in static/js"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_has_no_class_that_bootstrap_paints_with_a_data_picture(path: Path) -> None:
    pictured = r"\b(?:form-select|form-check-input|is-(?:in)?valid|btn-close|accordion|navbar|carousel)(?!\w)"
    found = set(re.findall(pictured, path.read_text(encoding="utf-8")))
    assert not found, f"{name(path)} uses {', '.join(found)}: draw the control with macros/forms.html"


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_is_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines < 250, f"{name(path)} has {lines} lines: move a part into a partial or a macro"


def test_every_vendored_file_has_its_licence_beside_it() -> None:
    folders = {path.parent for path in VENDOR.rglob("*") if path.is_file()}
    assert folders, "nothing is vendored: the test looks in the wrong place"
    without = [name(folder) for folder in folders if not (folder / "LICENSE").is_file()]
    assert not without, f"put the LICENSE file of the package into {', '.join(without)}"


def test_only_minified_files_are_vendored() -> None:
    files = (path for path in VENDOR.rglob("*") if path.is_file() and path.name != "LICENSE")
    strange = [name(path) for path in files if not path.name.endswith((".min.css", ".min.js"))]
    assert not strange, f"{', '.join(strange)}: vendor the minified file and its licence, no source maps"


@pytest.mark.parametrize("path", sorted((STATIC / "css").glob("*.css")), ids=name)
def test_our_style_sheets_load_nothing_from_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(\s*[\"']?(?:data:|https?:|//)", source), name(path)


@pytest.mark.parametrize("path", sorted((STATIC / "js").rglob("*.js")), ids=name)
def test_our_modules_neither_evaluate_text_nor_write_markup(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    found = re.findall(r"\beval\(|new Function|document\.write|\.style\b|setAttribute\(\"style", source)
    assert not found, f"{name(path)} uses {found}: the content policy refuses it"
