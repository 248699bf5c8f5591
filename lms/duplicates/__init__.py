"""People who may be in the register twice: who they are, and making one of two."""

from __future__ import annotations

from flask import Flask

from lms.access import Right
from lms.duplicates import account_choice, merge_views, movers, parts, personal_data, views
from lms.duplicates import models as models
from lms.personal_data import add_part as add_personal_data
from lms.registry.people.parts import add_part


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.register_blueprint(merge_views.blueprint)
    add_part(app, Right.MERGE_PEOPLE, views.hint, on_top=True)
    add_part(app, Right.MERGE_PEOPLE, merge_views.merged_part)
    movers.init_app(app)
    parts.remark_by(app, account_choice.forbidden)
    add_personal_data(app, personal_data.part)
