"""The annual plan, and the results of years without rosters."""

from __future__ import annotations

from typing import Any

from flask import Flask

from lms import home
from lms.access import Right
from lms.plans import commands, queries, views
from lms.plans import models as models


def _waiting() -> tuple[str, dict[str, Any]] | None:
    years = queries.waiting_years()
    return ("plans/waiting.html", {"waiting_years": years}) if years else None


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.history_group)
    home.add_part(app, Right.APPROVE_PLANS, _waiting)
