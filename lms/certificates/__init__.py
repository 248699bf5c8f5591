from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms import health, home
from lms.access import Right
from lms.certificates import merging, outcomes, parts, personal_data, printing, views
from lms.certificates import models as models
from lms.certificates import verification as verification
from lms.certificates.commands import commands
from lms.certificates.completed import completions
from lms.classes.parts import add_part as add_class_part
from lms.enrolments.eligibility import completed_by
from lms.enrolments.outcomes import add_outcome
from lms.enrolments.parts import add_part as add_enrolment_part
from lms.enrolments.snapshots import find_papers_by
from lms.personal_data import add_part as add_personal_data


def init_app(app: Flask) -> None:
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands)
    merging.init_app(app)
    health.add_check(app, printing.check)
    home.add_part(app, Right.ISSUE_CERTIFICATES, parts.waiting_part)
    add_class_part(app, Right.SEE_CERTIFICATES, parts.class_part)
    add_enrolment_part(app, parts.enrolment_part)
    add_outcome(app, _l("Certificate"), outcomes.certificate_words)
    completed_by(app, completions)
    add_personal_data(app, personal_data.part)
    find_papers_by(app, personal_data.with_certificates)
