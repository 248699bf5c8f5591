from __future__ import annotations

from flask import Flask

from lms.access import Right
from lms.classes import parts as class_parts
from lms.enrolments import models as models
from lms.enrolments import queries, views
from lms.enrolments import slip_views as slip_views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    class_parts.add_part(app, Right.SEE_CLASSES, views.enrolments.people_part)
    class_parts.count_places_by(app, queries.places_taken)
