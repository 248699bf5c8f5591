from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms import home
from lms.access import Right
from lms.attendance import merging, outcomes, personal_data, views
from lms.attendance import models as models
from lms.classes import parts as class_parts
from lms.enrolments import parts as enrolment_parts
from lms.enrolments.outcomes import add_outcome
from lms.enrolments.snapshots import find_papers_by
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    merging.init_app(app)
    class_parts.add_part(app, Right.SEE_CLASSES, views.class_part, first=True)
    enrolment_parts.add_part(app, views.enrolment_part)
    add_outcome(app, _l("Attended"), outcomes.attended_words)
    home.add_part(app, Right.MARK_ATTENDANCE, views.home_part)
    add_personal_data(app, personal_data.part)
    find_papers_by(app, personal_data.with_signed_lists)
