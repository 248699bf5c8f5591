from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.attendance import merging, views
from lms.attendance import models as models
from lms.classes import parts as class_parts
from lms.enrolments import parts as enrolment_parts


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    merging.init_app(app)
    class_parts.add_part(app, Right.SEE_CLASSES, views.class_part, first=True)
    enrolment_parts.add_part(app, views.enrolment_part)
    home.add_part(app, Right.MARK_ATTENDANCE, views.home_part)
