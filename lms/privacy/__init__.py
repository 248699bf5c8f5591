"""Consents, requests about one's own data, erasure, and the record of exports."""

from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.personal_data import add_part
from lms.privacy import merging, personal_data, views
from lms.privacy import models as models
from lms.privacy.commands import commands
from lms.registry.people import parts as person_parts


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands)
    add_part(app, personal_data.part)
    merging.init_app(app)
    home.add_part(app, None, views.own.home_part)
    home.add_part(app, Right.HANDLE_DATA_REQUESTS, views.requests.home_part)
    person_parts.add_part(app, Right.MANAGE_PEOPLE, views.people.person_part)
