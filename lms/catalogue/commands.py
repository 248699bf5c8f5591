"""bin/lms courses check, and bin/lms courses import."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from config import ROOT
from lms import database
from lms.catalogue.importing import Change, import_all
from lms.catalogue.packs import read_packs
from lms.catalogue.problems import Problem
from lms.errors import DomainError

COURSES = ROOT / "courses"
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

commands = AppGroup("courses", help="The course packs.")


class PacksBroken(DomainError):
    """Faults in the packs; nothing was applied."""

    def __init__(self, problems: list[Problem]) -> None:
        faults = ngettext("%(num)s fault was found.", "%(num)s faults were found.", len(problems))
        super().__init__("\n".join([faults, *map(str, problems)]))
        self.problems = problems


@commands.command("check")
@click.argument("folder", metavar="[DIR]", type=FOLDER, default=COURSES)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check_command(folder: Path, form: str) -> None:
    """Read the packs of DIR (courses/ when left out) and tell every fault. Needs no database."""
    packs, problems = read_packs(folder.resolve())
    if form == "json":
        click.echo(json.dumps([p.as_dict() for p in problems], ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            click.echo(str(problem))
    if problems:
        raise click.exceptions.Exit(1)
    if form == "text":
        click.echo(ngettext("%(num)s course is sound.", "%(num)s courses are sound.", len(packs)))


@commands.command("import")
@click.argument("folder", metavar="[DIR]", type=FOLDER, default=COURSES)
def import_command(folder: Path) -> None:
    """Take over the packs of DIR, all or none, and tell what changed."""
    import_packs(folder)


def import_packs(folder: Path) -> list[Change]:
    """Take over all packs of a folder in one transaction and print what changed.

    Raises :class:`PacksBroken` with every fault, and then applies nothing.
    """
    packs, problems = read_packs(folder.resolve())
    if problems:
        raise PacksBroken(problems)
    with database.transaction():
        changes = import_all(packs)
    for change in changes:
        click.echo(_sentence(change))
    return changes


def _sentence(change: Change) -> str:
    if change.version is None:
        return _("%(code)s: unchanged.", code=change.code)
    return _(
        "%(code)s: version %(number)s; questions: %(new)s new, %(changed)s changed, %(retired)s retired.",
        code=change.code,
        number=change.version,
        new=change.new_questions,
        changed=change.changed_questions,
        retired=change.retired_questions,
    )
