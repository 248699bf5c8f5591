"""Lists of people as organisations send them: read, understood, shown before anything is written."""

from __future__ import annotations

from flask import Flask

from lms import jobs
from lms.access import Right
from lms.classes import parts as class_parts
from lms.personal_data import add_part as add_personal_data
from lms.rosters import commands, merging, parts, personal_data, retention, views
from lms.rosters import models as models
from lms.rosters import work as work


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.commands)
    merging.init_app(app)
    class_parts.add_part(app, Right.IMPORT_ROSTERS, parts.class_part)
    add_personal_data(app, personal_data.part)
    jobs.add_chore(app, retention.forget_old_lists)
