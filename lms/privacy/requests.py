"""Filing a request about personal data: by the person on the web, or for somebody who rang or wrote."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l

from lms import audit, clock, terms
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.models import DataRequest, DataRequestStep, RequestKind, RequestState, Way
from lms.privacy.request_terms import DAYS, REPLY_WORKING_DAYS
from lms.registry.models import Person
from lms.working_days import working_day_after


def file_own_request(kind: RequestKind, details: str, by: Viewer) -> DataRequest:
    """What the signed-in person asks for, from today on."""
    request = DataRequest(person_id=by.person_id)
    if by.person_id is None:
        request.account_id = by.id
    return _file(request, kind, details, by, Way.WEB, clock.today())


def file_request_for(
    person: Person, kind: RequestKind, details: str, by: Viewer, way: Way, received_on: date
) -> DataRequest:
    """What somebody asked for by letter, by telephone or in the office, from the day it came.

    Raises DomainError for a day after today, and for a person who was merged or erased.
    """
    person.hold()
    if received_on > clock.today():
        raise DomainError(_l("The day cannot be after today."), field="received_on")
    return _file(DataRequest(person_id=person.id), kind, details, by, way, received_on)


def _file(
    request: DataRequest, kind: RequestKind, details: str, by: Viewer, way: Way, received_on: date
) -> DataRequest:
    request.kind, request.way, request.details = kind, way, details.strip()
    request.received_on = received_on
    request.reply_due_on = working_day_after(received_on, terms.value_of(REPLY_WORKING_DAYS))
    request.due_on = received_on + terms.days(DAYS[kind])
    request.state = RequestState.RECEIVED
    request.steps.append(
        DataRequestStep(state=RequestState.RECEIVED, words="", at=clock.now(), by_id=by.id)
    )
    db.session.add(request)
    audit.record(
        "data request received", request, by, kind=kind, way=way, received_on=received_on,
        reply_due_on=request.reply_due_on, due_on=request.due_on,
    )  # fmt: skip
    return request
