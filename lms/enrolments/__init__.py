from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.classes import agreement
from lms.classes import parts as class_parts
from lms.enrolments import merging, queries, rules, today, views
from lms.enrolments import models as models
from lms.enrolments import slip_views as slip_views


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    class_parts.add_part(app, Right.SEE_CLASSES, views.enrolments.people_part)
    class_parts.add_step_part(app, views.enrolments.places_part)
    merging.init_app(app)
    class_parts.count_places_by(app, queries.places_taken)
    agreement.add_rule(app, agreement.LIST_CLOSED, rules.list_closed)
    agreement.add_rule(app, agreement.CAPACITY_CHANGED, rules.capacity_changed)
    home.add_part(app, Right.ENROL, today.untold_notices)
    home.add_part(app, Right.LEARN, today.own_news)
