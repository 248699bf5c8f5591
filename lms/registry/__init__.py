"""Administrative units, organisations and people."""

from __future__ import annotations

from flask import Flask

from lms.personal_data import add_part as add_personal_data
from lms.registry import commands, personal_data, views
from lms.registry import models as models
from lms.registry.people import key_commands


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.units_group)
    add_personal_data(app, personal_data.part)
    key_commands.init_app(app)
