from __future__ import annotations

from flask import Flask

from lms import jobs
from lms.access import Right
from lms.classes import parts as class_parts
from lms.enrolments import merging, personal_data, queries, snapshots, views
from lms.enrolments import models as models
from lms.enrolments import slip_views as slip_views
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    class_parts.add_part(app, Right.SEE_CLASSES, views.enrolments.people_part)
    merging.init_app(app)
    class_parts.count_places_by(app, queries.places_taken)
    add_personal_data(app, personal_data.part)
    jobs.add_chore(app, snapshots.forget_old_snapshots)
