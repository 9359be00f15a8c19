"""`flask …` commands: they call services and say what happened."""

import sys

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from eca_policy import demo
from eca_policy.accounts.service import Profile
from eca_policy.ballots.commands import ballot_commands
from eca_policy.ballots.loading import load_presets as load_procedures
from eca_policy.cli_text import text_commands
from eca_policy.lib import clock
from eca_policy.lib.errors import Refusal
from eca_policy.lib.i18n import LANGUAGES
from eca_policy.members.service import invite_founder
from eca_policy.outbox import delivery
from eca_policy.outbox import service as outbox_service
from eca_policy.papers.service import load_presets as load_document_classes
from eca_policy.record import queries as record_queries
from eca_policy.transaction import transaction

outbox_commands = AppGroup("outbox", help="The outbox.")
record_commands = AppGroup("record", help="The record.")
demo_commands = AppGroup("demo", help="The demonstration.")
secretariat_commands = AppGroup("secretariat", help="The people who run the procedures.")
preset_commands = AppGroup("presets", help="Procedures and document classes to start from.")


def init_app(app: Flask) -> None:
    """Make the commands known."""
    groups = (
        record_commands, preset_commands, demo_commands, secretariat_commands, ballot_commands,
        outbox_commands, text_commands,
    )  # fmt: skip
    for group in groups:
        app.cli.add_command(group)


@record_commands.command("verify")
def verify() -> None:
    """Check the whole chain; exit status 1 and the number of the first broken entry if it does not hold."""
    broken = record_queries.broken_at()
    if broken is not None:
        click.echo(f"The record was tampered with at entry {broken}.", err=True)
        sys.exit(1)
    click.echo("The record holds.")


@preset_commands.command("load")
def load_presets() -> None:
    """Add the presets that are not there yet; harmless when repeated."""
    with transaction():
        load_procedures()
        load_document_classes()
    click.echo("The presets are loaded.")


@outbox_commands.command("deliver")
def deliver() -> None:
    """Send what is due now, as the worker does every minute."""
    click.echo(f"{delivery.deliver()} mails sent.")


@outbox_commands.command("retry")
def retry() -> None:
    """Let every mail that was given up wait again, as after a wrong MAIL_URL was corrected."""
    with transaction():
        count = outbox_service.try_failed_again(at=clock.now())
    click.echo(f"{count} mails wait again.")


@demo_commands.command("load")
def load_demo() -> None:
    """Make the demo alliance when the database is empty; refused where demo mode is off."""
    try:
        made = demo.load(current_app.config, at=clock.now())
    except demo.NotForDemo as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    click.echo("The demo alliance is loaded." if made else "There are people here already: nothing to do.")


@secretariat_commands.command("found")
@click.argument("email")
@click.argument("name")
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en")
def found(email: str, name: str, language: str) -> None:
    """Invite the first person of the secretariat, who can then invite everyone else."""
    try:
        with transaction():
            invite_founder(email, Profile(name, language), at=clock.now())
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        sys.exit(1)
    click.echo(f"{name} is invited: a mail with a link is on its way to {email}.")
