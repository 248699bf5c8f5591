"""`consents`: what people are asked to consent to, and in which words."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from lms import database
from lms.privacy import purposes
from lms.privacy.models import ConsentPurpose

commands = AppGroup("consents", help="What people are asked to consent to, and in which words.")


@commands.command("show")
def show_command() -> None:
    """Print every consent that is asked for, with its words."""
    with database.reading():
        for purpose in purposes.purposes_asked_for():
            words = purpose.wording
            click.echo(f"{purpose.code}: {purpose.name} ({words.number})\n  {words.words}")
        database.rollback()


@commands.command("add")
@click.argument("code")
@click.option("--name", required=True, help="Its name on pages.")
@click.option("--words", required=True, help="The whole text to which people say yes or no.")
def add_command(code: str, name: str, words: str) -> None:
    """Ask for consent to another use of personal data."""
    with database.transaction():
        purposes.add_purpose(code, name, words)
    click.echo(f"added: {code}")


@commands.command("reword")
@click.argument("code")
@click.option("--words", required=True, help="The whole new text.")
def reword_command(code: str, words: str) -> None:
    """Ask in other words from now on; earlier decisions keep the words that were shown."""
    with database.transaction():
        number = purposes.reword(_find(code), words).number
    click.echo(f"changed: {code} ({number})")


@commands.command("retire")
@click.argument("code")
def retire_command(code: str) -> None:
    """Ask no longer; decisions stay as proof."""
    with database.transaction():
        purposes.retire(_find(code))
    click.echo(f"retired: {code}")


def _find(code: str) -> ConsentPurpose:
    purpose = purposes.find_purpose(code)
    if purpose is None:
        raise click.ClickException(f"no consent is called {code}; see bin/lms consents show")
    return purpose
