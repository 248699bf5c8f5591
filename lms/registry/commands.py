"""Commands of the registry."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from flask.cli import AppGroup

from lms.registry.units import import_units

__all__ = ["import_units", "units_group"]

units_group = AppGroup("units", help="The communes and wards of the province.")


@units_group.command("import")
@click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def import_command(output: str) -> None:
    """Load the administrative units that ship with the product; those already there stay."""
    counts = import_units()
    if output == "json":
        click.echo(json.dumps(asdict(counts)))
        return
    click.echo(
        f"{counts.units} units, {counts.former_units} former units, "
        f"{counts.successions} successions; {counts.added} rows were new"
    )
