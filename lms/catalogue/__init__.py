from __future__ import annotations

from flask import Flask

from lms.catalogue import commands, markdown, views
from lms.catalogue import models as models


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.commands)
    app.jinja_env.filters["lesson_html"] = markdown.shown
