"""Footnotes numbered in the order in which a reader meets them, and safe from definitions inside
definitions.
"""

import re
from collections import OrderedDict
from xml.etree.ElementTree import Element

from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions.footnotes import FootnoteExtension

CALL = re.compile(r"\[\^([^\]]*)\]")
_NO_PLACE = "\x02no place marker\x02"


class Footnotes(FootnoteExtension):
    """Python-Markdown's footnotes. `back_to_text` is the HTML of the link from a note to its place."""

    def __init__(self, back_to_text: str) -> None:
        super().__init__(BACKLINK_TEXT=back_to_text, BACKLINK_TITLE="", PLACE_MARKER=_NO_PLACE)

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """The id of a call. The library tries 2, 3, 4 … until one is free: hours for a note called often."""
        if not found:
            return reference
        self.found_refs[reference] = count = self.found_refs.get(reference, 0) + 1
        return reference if count == 1 else reference.replace("fnref:", f"fnref{count}:", 1)

    def makeFootnotesDiv(self, root: Element) -> Element | None:
        """The notes. What looks like a definition inside a note is text: the list is being walked."""
        self.parser.blockprocessors.deregister("footnote")
        calls = dict.fromkeys(CALL.findall("".join(root.itertext())))
        place = {name: at for at, name in enumerate(calls)}
        in_order = sorted(self.footnotes.items(), key=lambda note: place.get(note[0], len(place)))
        self.footnotes = OrderedDict(in_order)
        return super().makeFootnotesDiv(root)


class LinkTargets(ReferenceProcessor):
    """Definitions of link targets on one line, as `blocks` knows them; what looks like a footnote is none."""

    RE = re.compile(
        ReferenceProcessor.RE.pattern.replace(r"\[", r"\[(?!\^)", 1).replace(r"(?:\n[ ]*)?", "", 1),
        ReferenceProcessor.RE.flags,
    )
