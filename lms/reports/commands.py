"""Reports on the command line."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from lms import database
from lms.errors import DomainError
from lms.plans.planning import FIRST_YEAR, LAST_YEAR
from lms.reports.plan_report import as_json, plan_report
from lms.reports.writing import as_csv, as_text

report_group = AppGroup("report", help="Figures of the programme.")


@report_group.command("plan")
@click.option(
    "--from", "first", metavar="YEAR", help="First year; the first with data if left out."
)
@click.option("--to", "last", metavar="YEAR", help="Last year; the present one if left out.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
)
def plan_command(first: str | None, last: str | None, output: str) -> None:
    """Print classes and turns (lượt người) of each year against its plan."""
    years = _year("--from", first), _year("--to", last)
    try:
        with database.reading():
            report = plan_report(*years)
    except DomainError as error:
        raise click.ClickException(f"--from {first} is after --to {last}") from error
    if output == "json":
        click.echo(json.dumps(as_json(report), ensure_ascii=False, indent=1))
    else:
        click.echo(as_csv(report) if output == "csv" else as_text(report), nl=output == "text")


def _year(option: str, text: str | None) -> int | None:
    """Checked here and not by click, which would print its usage over several lines."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise click.ClickException(
            f"{option} {text} is not a year between {FIRST_YEAR} and {LAST_YEAR}"
        )
    return int(text)
