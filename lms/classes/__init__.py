from __future__ import annotations

from flask import Flask

from lms import home
from lms.access import Right
from lms.classes import merging, personal_data, today, views
from lms.classes import models as models
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    merging.init_app(app)
    home.add_part(app, Right.MARK_ATTENDANCE, today.my_sessions)
    home.add_part(app, Right.MANAGE_CLASSES, today.waiting_classes)
    add_personal_data(app, personal_data.part)
