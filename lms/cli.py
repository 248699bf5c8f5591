"""The command line, behind bin/lms. Every command exits 0 only when it did what it says."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

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
    """Run a command; every error is one line on standard error and a status other than 0."""
    try:
        status = cli.main(prog_name="bin/lms", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "bin/lms"
        _fail(f"{error.format_message()} Try: {command} --help", error.exit_code)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except click.Abort:
        _fail("stopped", 1)
    except config.ConfigurationError as error:
        _fail(str(error), 1)
    else:
        sys.exit(status if isinstance(status, int) else 0)


def _fail(message: str, status: int) -> NoReturn:
    click.echo(f"Error: {message}", err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
