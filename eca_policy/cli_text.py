"""`flask text …`: the text engine on files, for support and for checking it from outside.

Answers are JSON on standard output. Exit status 1 means there are conflicts, 2 that a file cannot be read
as a text or that it is not plain which words are meant.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import count
from pathlib import Path

import click

from eca_policy.text import anchor, front_matter, guard
from eca_policy.text.anchor import Anchor
from eca_policy.text.compare import revisions
from eca_policy.text.merge import merge
from eca_policy.text.numbering import number
from eca_policy.text.paragraphs import NewId, Paragraph, carry, join, split

MAX_BYTES = 4 * guard.MAX_CHARACTERS

text_commands = click.Group(
    "text", help="Split, compare and merge Markdown files, and follow words through them; in JSON."
)


class Text(click.ParamType[str]):
    """A file that holds a text the guard lets through."""

    name = "file"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        path = Path(str(value))
        try:
            with path.open("rb") as file:
                return guard.check(file.read(MAX_BYTES + 1).decode("utf-8"))
        except OSError as error:
            self.fail(f"{path}: {error.strerror}.", param, ctx)
        except UnicodeDecodeError:
            self.fail(f"{path}: this is not a text in UTF-8.", param, ctx)
        except guard.Unreadable as refusal:
            self.fail(f"{path}: this text is refused, {refusal}.", param, ctx)


@text_commands.command("split")
@click.argument("text", metavar="FILE", type=Text())
def split_command(text: str) -> None:
    """Show the paragraphs of FILE with their kinds and numbers."""
    found = front_matter.split(text)
    paragraphs = carry([], split(found.body), _ids("p"))
    _answer({"front_matter": found.raw, "paragraphs": [asdict(one) for one in number(paragraphs)]})


@text_commands.command("compare")
@click.argument("old", metavar="OLD", type=Text())
@click.argument("new", metavar="NEW", type=Text())
def compare_command(old: str, new: str) -> None:
    """Show what changed from OLD to NEW, paragraph by paragraph and word by word."""
    before = carry([], _parts(old), _ids("p"))
    after = carry(before, _parts(new), _ids("n"))
    _answer({"rows": [asdict(row) for row in revisions(before, after)]})


@text_commands.command("merge")
@click.argument("base", metavar="BASE", type=Text())
@click.argument("sides", metavar="A B …", type=Text(), nargs=-1, required=True)
@click.pass_context
def merge_command(context: click.Context, base: str, sides: Sequence[str]) -> None:
    """Put together what A, B … changed in BASE. Exit status 1 when changes contradict each other."""
    origin = carry([], _parts(base), _ids("p"))
    changesets = [carry(origin, _parts(side), _ids(f"s{at}-")) for at, side in enumerate(sides, start=1)]
    merged = merge(origin, changesets)
    _answer({"text": join([one.source for one in merged.paragraphs]), **asdict(merged)})
    context.exit(1 if merged.conflicts else 0)


@text_commands.command("carry")
@click.argument("old", metavar="OLD", type=Text())
@click.argument("new", metavar="NEW", type=Text())
@click.option("--quote", required=True, metavar="TEXT", help="Words of one paragraph of OLD.")
@click.option("--occurrence", type=click.IntRange(min=1), help="Which one, where OLD has them several times.")
def carry_command(old: str, new: str, quote: str, occurrence: int | None) -> None:
    """Show where the words of a comment on OLD are in NEW, and how much of them still stands."""
    before = carry([], _parts(old), _ids("p"))
    after = carry(before, _parts(new), _ids("n"))
    meant = _meant(before, quote, occurrence)
    _answer({"engine": anchor.ENGINE, "was": asdict(meant), **asdict(anchor.carry(meant, before, after))})


def _meant(text: Sequence[Paragraph], quote: str, occurrence: int | None) -> Anchor:
    found = [one for each in text for one in anchor.find_all(each.id, each.source, quote)]
    if not found:
        message = "no paragraph of OLD has this as whole words."
        raise click.BadParameter(message, param_hint="'--quote'")
    if occurrence is None and len(found) > 1:
        message = f"OLD has this {len(found)} times; say which with --occurrence 1 to {len(found)}."
        raise click.BadParameter(message, param_hint="'--quote'")
    if occurrence is not None and occurrence > len(found):
        message = f"OLD has the quotation no more than {len(found)} times."
        raise click.BadParameter(message, param_hint="'--occurrence'")
    return found[(occurrence or 1) - 1]


def _parts(text: str) -> list[str]:
    """The front matter, where there is one, is the first paragraph."""
    found = front_matter.split(text)
    return [part for part in (found.raw, *split(found.body)) if part]


def _ids(prefix: str) -> NewId:
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def _answer(value: dict[str, object]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
