"""The command line's accounts."""

from __future__ import annotations

import json
import sys

import click
from flask.cli import AppGroup

from lms import database
from lms.access import Role
from lms.accounts.create import NewAccount, create_account
from lms.accounts.passwords import one_time_password

commands = AppGroup("accounts", help="Accounts: who can sign in, and as what.")


@commands.command("create")
@click.option("--name", required=True, help="Full name, as pages show it.")
@click.option("--phone", default="", help="Telephone number, written in any way.")
@click.option("--username", default="", help="User name; begins with a letter.")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given several times.",
)
@click.option("--organisation", type=int, help="Number of the organisation of a contact.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def create_command(  # noqa: PLR0913, PLR0917 - one parameter for each option
    name: str,
    phone: str,
    username: str,
    roles: tuple[str, ...],
    organisation: int | None,
    password_stdin: bool,
    shape: str,
) -> None:
    """Create an account. Without --password-stdin a password is made and printed once."""
    given = sys.stdin.readline().rstrip("\r\n") if password_stdin else one_time_password()
    new = NewAccount(name, frozenset(Role(role) for role in roles), phone, username, organisation)
    with database.transaction():
        account = create_account(new, given)
        made = {
            "id": account.id,
            "display_name": account.display_name,
            "phone": account.phone,
            "username": account.username,
            "roles": sorted(new.roles),
        }
    if not password_stdin:
        made["password"] = given
    if shape == "json":
        click.echo(json.dumps(made, ensure_ascii=False))
    else:
        for key, value in made.items():
            shown = ", ".join(value) if isinstance(value, list) else value
            click.echo(f"{key.replace('_', ' ')}: {'-' if shown is None else shown}")
