"""The command line, behind bin/lms. Every command exits 0 only when it did what it says."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import FlaskGroup
from flask_migrate.cli import db as migration_commands
from sqlalchemy.exc import DBAPIError

import config
from lms import create_app, serving
from lms.errors import DomainError


class CommandLine(FlaskGroup):
    """Errors that a person can mend end in one line, not in a stack trace."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (DomainError, config.ConfigurationError) as error:
            raise click.ClickException(str(error)) from error
        except DBAPIError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise click.ClickException(
                f"the database refused: {reason}. Is it up to date? Try: bin/lms db upgrade"
            ) from error


cli = CommandLine(
    name="lms",
    create_app=create_app,
    add_default_commands=False,
    load_dotenv=False,
    set_debug_flag=False,
    help="The learning management system of a Cooperative Alliance: commands for its operators.",
)
cli.add_command(migration_commands)
cli.add_command(serving.serve_command)
cli.add_command(serving.start_command)


def main() -> None:
    try:
        cli.main(prog_name="bin/lms")
    except config.ConfigurationError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
