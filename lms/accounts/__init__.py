from __future__ import annotations

from flask import Flask

from lms import jobs
from lms.accounts import activation_views as activation_views
from lms.accounts import commands, first_password, interruption, parts, personal_data, sessions
from lms.accounts import management as management
from lms.accounts import models as models
from lms.accounts.views import blueprint
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    sessions.init_app(app)
    jobs.add_chore(app, sessions.forget_old_sessions)
    interruption.init_app(app)
    first_password.init_app(app)
    parts.init_app(app)
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.commands)
    add_personal_data(app, personal_data.part)
