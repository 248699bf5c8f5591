"""Yearly figures against plan; only reads."""

from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.reports import commands, views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.report_group)
    home.add_part(app, Right.APPROVE_PLANS, views.this_year)
