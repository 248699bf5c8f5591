"""Docs are true: every setting, command and folder is named where a newcomer looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
from flask import Flask

from config import ROOT
from lms.cli import cli

#: Flask-Migrate's and Flask-Limiter's own commands are described by their projects.
OTHERS = ("db ", "limiter")


def commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name, command


def own_commands(app: Flask) -> dict[str, click.Command]:
    everything = {**dict(commands(cli)), **dict(commands(app.cli))}
    return {name: c for name, c in everything.items() if not name.startswith(OTHERS)}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_every_setting_is_described() -> None:
    names = set(re.findall(r'env(?:\.get\(|, )"([A-Z_]+)"', read("config.py")))
    assert {"LMS_ENV", "DATABASE_URL", "PORT"} <= names
    text = read("docs/operations.md")
    assert [name for name in sorted(names) if f"`{name}`" not in text] == []


def test_every_command_is_described(app: Flask) -> None:
    text = read("docs/operations.md")
    known = own_commands(app)
    assert len(known) > 10
    assert [name for name in sorted(known) if f"bin/lms {name}" not in text] == []


def test_every_command_says_what_it_does(app: Flask) -> None:
    assert [name for name, c in own_commands(app).items() if not (c.help or "").strip()] == []


def test_the_map_names_every_room() -> None:
    text = read("docs/layout.md")
    rooms = [
        path.name.removesuffix(".py")
        for path in (ROOT / "lms").iterdir()
        if not path.name.startswith("__") and path.name != "translations"
    ]
    assert [room for room in sorted(rooms) if f"`{room}" not in text] == []


def test_the_readme_names_the_folders_and_the_two_commands() -> None:
    text = read("README.md")
    assert "bin/run" in text and "bin/test" in text
    folders = (
        "lms",
        "courses",
        "migrations",
        "templates",
        "static",
        "tests",
        "docs",
        "bench",
        "bin",
    )
    assert [f for f in folders if f"{f}/" not in text] == []


def test_links_between_docs_lead_somewhere() -> None:
    dead = []
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "courses/README.md"]:
        text = re.sub(r"```.*?```|`[^`]*`", "", page.read_text(encoding="utf-8"), flags=re.S)
        for target in re.findall(r"\]\(([^)#\s]+)\)", text):
            if "://" not in target and not (page.parent / target).exists():
                dead.append(f"{page.name}: {target}")
    assert dead == []
