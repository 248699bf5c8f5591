"""Commands of the registry."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from lms.registry.units.file import UnitFileError
from lms.registry.units.generations import GenerationCounts, import_generation
from lms.registry.units.reference import UnitCounts, import_units

__all__ = ["import_units", "units_group"]

units_group = AppGroup("units", help="The communes and wards of the province.")


@units_group.command("import")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def import_command(file: Path | None, output: str) -> None:
    """Load the administrative units that ship with the product, or further ones from FILE.

    FILE is CSV (docs/operations.md states the columns). What is already there stays.
    """
    counts = _import_generation(file) if file else import_units()
    click.echo(json.dumps(asdict(counts)) if output == "json" else _as_text(counts))


def _import_generation(file: Path) -> GenerationCounts:
    try:
        return import_generation(file)
    except UnitFileError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise


def _as_text(counts: UnitCounts | GenerationCounts) -> str:
    if isinstance(counts, GenerationCounts):
        return (
            f"{counts.units_added} units and {counts.successions_added} successions were new, "
            f"{counts.units_ended} units ended"
        )
    return (
        f"{counts.units} units, {counts.former_units} former units, "
        f"{counts.successions} successions; {counts.added} rows were new"
    )
