"""`flask ballots …`: the rules on the command line."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup

from eca_policy.ballots.problems import CaseError, Problem
from eca_policy.ballots.recount import Recounted, parse, recount

LARGEST_FILE = 64 * 1024 * 1024
DIFFERS = 1
BAD_INPUT = 2

ballot_commands = AppGroup("ballots", help="Count and decide.")


@ballot_commands.command("recount", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
def recount_file(file: Path) -> None:
    """Decide the case, or each of the list of cases, in FILE again and print the decisions as JSON.

    The exit status is 0 when every outcome given in FILE is confirmed, 1 when one differs, and 2 when FILE
    makes no sense.
    """
    try:
        data = parse(_read(file))
        recounted = recount(data)
    except OSError as error:
        _refuse(f"{file} could not be read: {error.strerror}.")
    except CaseError as error:
        _refuse(f"{file} could not be recounted. {error}")
    results = [result.to_dict() for result in recounted]
    click.echo(json.dumps(results if isinstance(data, list) else results[0], ensure_ascii=False, indent=2))
    sys.exit(_report_differences(recounted))


def _read(file: Path) -> bytes:
    with file.open("rb") as source:
        content = source.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise CaseError([Problem("", "too_large", {"most": LARGEST_FILE // 1024 // 1024})])
    return content


def _report_differences(recounted: list[Recounted]) -> int:
    different = [result for result in recounted if not result.agrees]
    for result in different:
        came_to, expected = result.decision.outcome, result.expected
        click.echo(f"{result.id}: the count came to {came_to}, the file says {expected}.", err=True)
    return DIFFERS if different else 0


def _refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(BAD_INPUT)
