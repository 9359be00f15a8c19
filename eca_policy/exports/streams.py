"""One byte that decides whether a PDF is valid: how its streams end."""

import re
from bisect import bisect_left

_AMBIGUOUS = b"\r\nendstream"
_PLAIN = b"\r\r\nendstream"


def end_clearly(pdf: bytes) -> bytes:
    """The same PDF with CR LF before `endstream` where a stream happens to end with CR.

    Typst puts LF there. After a last byte CR (one compressed stream in 256) the two read as the line end that
    ISO 32000-1, 7.3.8.1 allows; the stream is then a byte shorter than its /Length, and ISO 19005-2, 6.1.7.1
    forbids that. Expects one cross-reference table at the end, as typst writes it.
    """
    added = [found.start() for found in re.finditer(re.escape(_AMBIGUOUS), pdf)]
    if not added:
        return pdf
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    objects, table = pdf[:start], pdf[start:]

    def moved(at: int) -> int:
        return at + bisect_left(added, at)

    def entry(offset: re.Match[bytes]) -> bytes:
        return b"%010d" % moved(int(offset[0]))

    table = re.sub(rb"^\d{10}(?= \d{5} n)", entry, table, flags=re.MULTILINE)
    table = table.replace(b"startxref\n%d\n" % start, b"startxref\n%d\n" % moved(start))
    return objects.replace(_AMBIGUOUS, _PLAIN) + table
