"""What becomes of lists when two people turn out to be one.

Rows and decisions mean the survivor from then on: also a list that waits to be applied, and a file that is
sent a second time. Taking a list back finds the person where its additions went. A place in a class that no
longer counts is still the place that the list gave.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from lms.duplicates.rules import move_by, moved
from lms.enrolments.merging import join_by, stay
from lms.rosters.models import RosterDecision, RosterEffect, RosterRow


def init_app(app: Flask) -> None:
    rows, decisions, effects = RosterRow.person_id, RosterDecision.person_id, RosterEffect.person_id
    move_by(app, rows, moved(rows), _l("Rows of lists"))
    move_by(app, decisions, moved(decisions), _l("Decisions about rows of lists"))
    move_by(app, effects, moved(effects), _l("Effects of lists"))
    join_by(app, RosterEffect.enrolment_id, stay)
