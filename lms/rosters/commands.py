"""Lists on the command line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import click
from flask.cli import AppGroup

from lms import database
from lms.errors import DomainError
from lms.extensions import db
from lms.rosters.checking import Check, as_text, check, json_pieces
from lms.rosters.collector import collector_paused

#: Besides what click says of a wrong call with the same status: the file was not read.
REFUSED = 2

commands = AppGroup("roster", help="Lists of people as files.")


class FileRefused(click.ClickException):
    exit_code = REFUSED


@commands.command("check")
@click.argument(
    "file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--sheet", default="", help="Name or number of the sheet; else the likeliest.")
@click.option("--class", "class_code", default="", help="Code of a class; who is in it is told.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def check_command(file: Path, sheet: str, class_code: str, form: str) -> None:
    """Say what taking FILE over would do with each row; nothing is kept or changed."""
    found = _check(file, sheet, class_code)
    if form == "json":
        for piece in json_pieces(found):
            click.echo(piece, nl=False)
    else:
        for line in as_text(found):
            click.echo(line)


def _check(file: Path, sheet: str, class_code: str) -> Check:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from error
    try:
        with database.reading(), collector_paused():
            return check(data, hashlib.sha256(data).hexdigest(), file.name, sheet, class_code)
    except DomainError as error:
        raise FileRefused(str(error)) from error
    finally:
        db.session.rollback()
