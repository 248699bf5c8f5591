"""Lists of people as organisations send them: read, understood, shown before anything is written."""

from __future__ import annotations

from flask import Flask

from lms.rosters import commands
from lms.rosters import models as models


def init_app(app: Flask) -> None:
    app.cli.add_command(commands.commands)
