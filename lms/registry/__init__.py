"""Administrative units, organisations and people."""

from __future__ import annotations

from flask import Flask

from lms.registry import commands, key_commands, views
from lms.registry import models as models


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.units_group)
    key_commands.init_app(app)
