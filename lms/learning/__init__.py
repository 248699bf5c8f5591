from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.enrolments.parts import add_part
from lms.learning import merging, parts, personal_data, views
from lms.learning import models as models
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    merging.init_app(app)
    home.add_part(app, Right.LEARN, parts.home_part)
    add_part(app, parts.lessons_part)
    add_personal_data(app, personal_data.part)
