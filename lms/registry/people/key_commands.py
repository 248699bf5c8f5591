"""Changing the key of citizen numbers, and looking whether this machine has the right one."""

from __future__ import annotations

import os

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

import config
from lms import audit, database
from lms.extensions import db
from lms.health import Check, add_check
from lms.office import Office
from lms.registry.models import Person
from lms.registry.people.citizen_keys import NoKey, citizen_keys

#: People in one transaction: other writers wait for no longer than that takes.
BATCH = 500

commands = AppGroup("people", help="The keys under which citizen numbers are kept.")


@commands.command("new-key")
def new_key_command() -> None:
    """Put a new key of citizen numbers before the others; the old ones still open what they closed."""
    key = config.new_citizen_key()
    if os.environ.get("CITIZEN_NUMBER_KEYS"):
        click.echo(f"Put this before the others in CITIZEN_NUMBER_KEYS, on every machine:\n{key}")
    else:
        settings = current_app.config["SETTINGS"]
        config.write_citizen_keys(settings.data_dir, (key, *settings.citizen_keys))
        click.echo(f"written to {settings.data_dir / config.CITIZEN_KEYS_FILE}")
    click.echo("Then start the server anew, and run: bin/lms people rekey")


@commands.command("rekey")
def rekey_command() -> None:
    """Close every citizen number under the first key; what is interrupted goes on when called again."""
    last, changed, closed = 0, 0, 0
    while True:
        with database.transaction():
            people = _next_people(last)
            for person in people:
                done = _rekey(person)
                changed, closed = changed + (done is True), closed + (done is None)
        if not people:
            break
        last = people[-1].id
    with database.transaction():
        audit.record("citizen numbers rekeyed", db.session.get_one(Office, 1), count=changed)
    click.echo(f"{changed} citizen numbers are under the first key now")
    if closed:
        raise click.ClickException(f"{closed} numbers could not be opened: their key is missing")


def _next_people(after: int) -> list[Person]:
    numbered = Person.id > after, Person.citizen_number_encrypted.is_not(None)
    statement = select(Person).where(*numbered).order_by(Person.id).limit(BATCH).with_for_update()
    return list(db.session.scalars(statement))


def _rekey(person: Person) -> bool | None:
    """Whether the person's number had to be closed anew; None when no key opens it."""
    keys, encrypted = citizen_keys(), person.citizen_number_encrypted or ""
    if keys.is_newest(encrypted):
        return False
    try:
        number = keys.open(encrypted)
    except NoKey:
        return None
    person.citizen_number_encrypted = keys.close(number)
    person.citizen_number_hash = keys.hashes(number)[0]
    return True


def look_at_keys() -> Check:
    """Whether the newest number that is kept can be read here, and is under the first key."""
    stored = select(Person.citizen_number_encrypted).where(
        Person.citizen_number_encrypted.is_not(None)
    )
    keys = citizen_keys()
    try:
        encrypted = db.session.scalar(stored.order_by(Person.id.desc()).limit(1))
        if encrypted is None:
            seen = "none is kept" if keys.count else "no key: bin/lms people new-key makes one"
        else:
            keys.open(encrypted)
            newest = keys.is_newest(encrypted)
            seen = "can be read" if newest else "under an old key: run bin/lms people rekey"
    except NoKey:
        return Check("citizen numbers", False, f"this machine lacks their key ({keys.count} known)")
    except SQLAlchemyError as error:
        return Check("citizen numbers", False, str(getattr(error, "orig", error)))
    return Check("citizen numbers", True, seen)


def init_app(app: Flask) -> None:
    app.cli.add_command(commands)
    add_check(app, look_at_keys)
