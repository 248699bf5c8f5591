"""The illustrative year: fictional people run through the features' own verbs."""

from __future__ import annotations

from flask import Flask

from lms.demo import commands


def init_app(app: Flask) -> None:
    app.cli.add_command(commands.group)
