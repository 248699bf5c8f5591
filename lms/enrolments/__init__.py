from __future__ import annotations

from flask import Flask

from lms import home, jobs
from lms.access import Right
from lms.classes import agreement
from lms.classes import parts as class_parts
from lms.enrolments import merging, personal_data, queries, rules, snapshots, today, views
from lms.enrolments import models as models
from lms.enrolments import slip_views as slip_views
from lms.enrolments.registrations import personal_data as registration_data
from lms.enrolments.registrations import tidying
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    for pages in (views.registrations, views.nominations, views.walk_in, views.official_list):
        app.register_blueprint(pages.blueprint)
    home.add_part(app, Right.NOMINATE, views.nominations.home_part)
    class_parts.add_part(app, Right.SEE_CLASSES, views.enrolments.people_part)
    merging.init_app(app)
    class_parts.add_part(app, Right.SEE_PEOPLE, views.registrations.class_part)
    class_parts.add_step_part(app, views.enrolments.places_part)
    class_parts.count_places_by(app, queries.places_taken)
    jobs.add_chore(app, tidying.forget_old_registrations)
    agreement.add_rule(app, agreement.LIST_CLOSED, rules.list_closed)
    agreement.add_rule(app, agreement.CAPACITY_CHANGED, rules.capacity_changed)
    add_personal_data(app, personal_data.part)
    add_personal_data(app, registration_data.part)
    jobs.add_chore(app, snapshots.forget_old_snapshots)
    home.add_part(app, Right.ENROL, today.untold_notices)
    home.add_part(app, Right.ENROL, views.registrations.home_part)
    home.add_part(app, Right.LEARN, today.own_news)
