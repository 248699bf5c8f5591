"""What becomes of consents and requests when two people turn out to be one human being."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from lms.duplicates.rules import Merging, move_by, moved
from lms.extensions import db
from lms.privacy.ethnicity import may_record_ethnicity
from lms.privacy.models import ConsentDecision, DataRequest, PersonEthnicity


def init_app(app: Flask) -> None:
    """The newest decision of the two holds: it is the human being's last word."""
    decisions = ConsentDecision.person_id
    move_by(app, decisions, moved(decisions), _l("Consents"))
    move_by(app, PersonEthnicity.person_id, move_ethnicity, _l("Ethnic groups"))
    requests = DataRequest.person_id
    move_by(app, requests, moved(requests), _l("Requests about personal data"))


def move_ethnicity(merging: Merging) -> None:
    """It follows where the survivor has none. Where the last word is no, both go and do not come back:
    what somebody refused is not kept for an undoing either."""
    people = (merging.survivor_id, merging.merged_id)
    if not may_record_ethnicity(merging.survivor_id):
        db.session.execute(delete(PersonEthnicity).where(PersonEthnicity.person_id.in_(people)))
        return
    rows = {
        row.person_id: row.id
        for row in db.session.execute(
            select(PersonEthnicity.id, PersonEthnicity.person_id).where(
                PersonEthnicity.person_id.in_(people)
            )
        )
    }
    if merging.merged_id in rows and merging.survivor_id not in rows:
        merging.journal.set(PersonEthnicity, rows[merging.merged_id], person_id=merging.survivor_id)
