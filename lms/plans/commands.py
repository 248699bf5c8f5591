"""Commands of the plans."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from lms.plans.history import SHIPPED, import_history
from lms.plans.history_file import HistoryFileError

__all__ = ["history_group", "import_history"]

history_group = AppGroup("history", help="The programme's results before this system.")


@history_group.command("import")
@click.argument("file", type=click.Path(path_type=Path), default=SHIPPED)
@click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True
)
def import_command(file: Path, output: str) -> None:
    """Load past results and stated plans from FILE (YAML; the programme's own when left out)."""
    try:
        counts = import_history(file)
    except HistoryFileError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        raise
    if output == "json":
        click.echo(json.dumps(asdict(counts)))
        return
    click.echo(
        f"{counts.results_added} results and {counts.plans_added} plans added, "
        f"{counts.results_changed} results changed, {counts.kept} kept as they were"
    )
