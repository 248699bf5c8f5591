"""What this feature itself keeps about a human being: consents, requests, and who did what with the data."""

from __future__ import annotations

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, delete, false, or_, select, update
from sqlalchemy.orm import joinedload

from lms.audit import AuditEntry
from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject, Value, section
from lms.privacy.acts import act_in_words, actor_in_words
from lms.privacy.ethnic_groups import ETHNIC_GROUPS
from lms.privacy.labels import DECISIONS, STATES, WAYS, kind_label
from lms.privacy.models import (
    ConsentDecision,
    DataRequest,
    DataRequestStep,
    Decision,
    NoticeReading,
    PersonEthnicity,
    RequestState,
    Way,
)


def gather(subject: Subject) -> list[Section]:
    return [
        _consents(subject),
        _ethnicity(subject),
        _requests(subject),
        _answers(subject),
        _readings(subject),
        _acts(subject),
    ]


def foresee(subject: Subject) -> Fate:
    removed, kept = [], []
    if subject.person_ids:
        stated = db.session.scalar(
            select(PersonEthnicity.id).where(PersonEthnicity.person_id.in_(subject.person_ids))
        )
        if stated is not None:
            removed.append(_("The ethnic group; every consent is withdrawn."))
        kept.append(
            _("What was consented to or refused, and when, without the name: it is the proof.")
        )
    removed.append(_("The words of earlier requests, and names and values in the record of acts."))
    kept.append(_("This request and its answer, without the name."))
    return Fate(tuple(removed), tuple(kept))


def erase(subject: Subject) -> None:
    """The consents are withdrawn by lms.privacy.erasing, which knows through whom."""
    db.session.execute(
        delete(PersonEthnicity).where(PersonEthnicity.person_id.in_(subject.person_ids))
    )
    requests = select(DataRequest.id).where(of_subject(subject))
    db.session.execute(
        update(DataRequestStep).where(DataRequestStep.request_id.in_(requests)).values(words="")
    )
    db.session.execute(update(DataRequest).where(of_subject(subject)).values(details=""))


def of_subject(subject: Subject) -> ColumnElement[bool]:
    """The requests of a human being."""
    return or_(
        DataRequest.person_id.in_(subject.person_ids),
        DataRequest.account_id.in_(subject.account_ids),
    )


def _consents(subject: Subject) -> Section:
    rows = db.session.scalars(
        select(ConsentDecision)
        .where(ConsentDecision.person_id.in_(subject.person_ids))
        .options(joinedload(ConsentDecision.purpose), joinedload(ConsentDecision.wording))
        .order_by(ConsentDecision.id)
    )
    labels = {
        "purpose": _("Purpose"),
        "words": _("Words shown"),
        "decision": _("Decision"),
        "day": _("Day"),
        "way": _("How it was given"),
        "evidence": _("Where the paper or the recording is kept"),
    }
    return Section(
        "consents",
        _("Consents"),
        labels,
        [
            {
                "purpose": row.purpose.name,
                "words": row.wording.words,
                "decision": str(DECISIONS[Decision(row.decision)]),
                "day": row.day,
                "way": str(WAYS[Way(row.way)]),
                "evidence": row.evidence,
            }
            for row in rows
        ],
    )


def _ethnicity(subject: Subject) -> Section:
    rows = db.session.scalars(
        select(PersonEthnicity).where(PersonEthnicity.person_id.in_(subject.person_ids))
    )
    return Section(
        "ethnicity",
        _("Ethnic group"),
        {"group": _("Ethnic group"), "recorded_at": _("Recorded")},
        [{"group": ETHNIC_GROUPS[row.group_code], "recorded_at": row.recorded_at} for row in rows],
    )


def _requests(subject: Subject) -> Section:
    labels = {
        "number": _("Number"),
        "kind": _("Request"),
        "received_on": _("Received"),
        "due_on": _("To be done by"),
        "state": _("State"),
        "details": _("Your words"),
    }
    rows = db.session.scalars(
        select(DataRequest).where(of_subject(subject)).order_by(DataRequest.id)
    )
    return Section(
        "requests",
        _("Requests about personal data"),
        labels,
        [
            {
                "number": row.id,
                "kind": kind_label(row.kind),
                "received_on": row.received_on,
                "due_on": row.due_on,
                "state": str(STATES[RequestState(row.state)]),
                "details": row.details,
            }
            for row in rows
        ],
    )


def _answers(subject: Subject) -> Section:
    labels = {"number": _("Number"), "state": _("State"), "words": _("Answer"), "at": _("Time")}
    rows = db.session.scalars(
        select(DataRequestStep)
        .join(DataRequestStep.request)
        .where(of_subject(subject))
        .order_by(DataRequestStep.id)
    )
    return Section(
        "request_steps",
        _("Answers to requests"),
        labels,
        [
            {
                "number": row.request_id,
                "state": str(STATES[RequestState(row.state)]),
                "words": row.words,
                "at": row.at,
            }
            for row in rows
        ],
    )


def _readings(subject: Subject) -> Section:
    statement = select(NoticeReading.version, NoticeReading.at).where(
        NoticeReading.account_id.in_(subject.account_ids)
    )
    labels = {"version": _("Version"), "at": _("Time")}
    return section("notice_readings", _("Notice on personal data read"), labels, statement)


def _acts(subject: Subject) -> Section:
    """Who did what to the person's rows, reading what is masked among it; and what the person did."""
    told = or_(
        _on("person", subject.person_ids),
        _on("account", subject.account_ids),
        AuditEntry.actor_id.in_(subject.account_ids),
    )
    labels = {"at": _("Time"), "action": _("Act"), "actor": _("Through whom")}
    statement = (
        select(AuditEntry.at, AuditEntry.action, AuditEntry.actor)
        .where(told)
        .order_by(AuditEntry.id)
    )
    rows: list[dict[str, Value]] = [
        {"at": at, "action": act_in_words(action), "actor": actor_in_words(actor)}
        for at, action, actor in db.session.execute(statement)
    ]
    return Section("acts", _("Record of acts"), labels, rows)


def _on(kind: str, ids: tuple[int, ...]) -> ColumnElement[bool]:
    if not ids:
        return false()
    return and_(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(ids))


part = Part(
    tables=frozenset(
        {
            "audit_entry",
            "consent_decision",
            "data_request",
            "data_request_step",
            "erasure",
            "notice_reading",
            "person_ethnicity",
        }
    ),
    gather=gather,
    foresee=foresee,
    erase=erase,
)
