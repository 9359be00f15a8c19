"""The child process that runs typst: JSON on standard input, a line of JSON and the PDF on standard output.

It is run as a file, so that it imports typst and nothing of ours, and is ready in a moment.
"""

import json
import resource
import sys
import unicodedata
from pathlib import Path
from typing import Any, Literal

import typst

HERE = Path(__file__).parent
MAX_MEMORY = 2 * 1024**3

Standard = Literal["ua-1", "a-2a"]
STANDARDS: list[Standard] = ["ua-1", "a-2a"]


def main() -> None:
    """Reads `{"layout": …, "said": …, "timestamp": …}`; writes `{"kind": …, "detail": …}` or `null`, and the
    file.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    asked = json.load(sys.stdin.buffer)
    data, complaint = typeset(asked["layout"], asked["said"], asked["timestamp"])
    sys.stdout.buffer.write(json.dumps(complaint).encode() + b"\n" + data)


def typeset(layout: str, said: dict[str, Any], timestamp: int) -> tuple[bytes, dict[str, str] | None]:
    """The PDF to both standards; where typst refuses that, a tagged one and typst's reason."""
    words = json.dumps(said, ensure_ascii=False)
    missing = _without_glyph(sorted(set(filter(_is_symbol, words))))
    spelled = words.translate({ord(symbol): _name(symbol) for symbol in missing})
    compiler = _compiler(f"{layout}.typ")
    try:
        data = _compile(compiler, {"said": spelled}, standards=STANDARDS, timestamp=timestamp)
    except typst.TypstError as error:
        data = _compile(compiler, {"said": words}, standards=[], timestamp=timestamp)
        return data, {"kind": "not_archival", "detail": error.message}
    return data, {"kind": "spelled_out", "detail": " ".join(missing)} if missing else None


def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(HERE / template, root=HERE, ignore_system_fonts=True)


def _compile(
    compiler: typst.Compiler, inputs: dict[str, str], *, standards: list[Standard], timestamp: int
) -> bytes:
    data = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=[*standards], timestamp=timestamp)
    if not isinstance(data, bytes):
        raise TypeError("typst gives a list only for pictures of pages")
    return data


def _is_symbol(character: str) -> bool:
    """Emoji, arrows, signs. Letters of an unknown script are none: their names would not be words."""
    return ord(character) > 127 and unicodedata.category(character) == "So"


def _without_glyph(symbols: list[str]) -> list[str]:
    """Those that no bundled font can show: typst refuses them where they stand alone."""
    compiler = _compiler("symbol.typ")
    missing = []
    for symbol in symbols:
        try:
            _compile(compiler, {"symbol": symbol}, standards=STANDARDS, timestamp=0)
        except typst.TypstError:
            missing.append(symbol)
    return missing


def _name(symbol: str) -> str:
    """For example `[white heavy check mark]`, so that a reader and a listener get the same."""
    return f"[{unicodedata.name(symbol, f'U+{ord(symbol):04X}').lower()}]"


if __name__ == "__main__":
    main()
