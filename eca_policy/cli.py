"""`flask …` commands: they call services and say what happened."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from eca_policy.record import queries as record_queries

record_commands = AppGroup("record", help="The record.")


def init_app(app: Flask) -> None:
    """Make the commands known."""
    app.cli.add_command(record_commands)


@record_commands.command("verify")
def verify() -> None:
    """Check the whole chain; exit status 1 and the number of the first broken entry if it does not hold."""
    broken = record_queries.broken_at()
    if broken is not None:
        click.echo(f"The record was tampered with at entry {broken}.", err=True)
        sys.exit(1)
    click.echo("The record holds.")
