"""What classes keep about those who teach them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, select

from lms import clock
from lms.classes.models import ClassSession, SessionTrainer, TrainingClass
from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject, section


def gather(subject: Subject) -> list[Section]:
    labels = {
        "title": _("Class"),
        "topic": _("Session"),
        "starts_at": _("Begins"),
        "ends_at": _("Ends"),
    }
    statement = (
        _taught(
            subject,
            TrainingClass.title,
            ClassSession.topic,
            ClassSession.starts_at,
            ClassSession.ends_at,
        )
        .join(TrainingClass, TrainingClass.id == ClassSession.class_id)
        .order_by(ClassSession.starts_at)
    )
    return [section("sessions_taught", _("Sessions taught"), labels, statement)]


def foresee(subject: Subject) -> Fate:
    ends = list(db.session.scalars(_taught(subject, ClassSession.ends_at)))
    if any(end > clock.now() for end in ends):
        return Fate(
            obstacles=(
                _("The person is to teach a session that is not over: name another trainer."),
            )
        )
    if not ends:
        return Fate()
    kept = ngettext(
        "That %(num)d session was taught, without the name of who taught it.",
        "That %(num)d sessions were taught, without the name of who taught them.",
        len(ends),
    )
    return Fate(kept=(kept,))


def erase(_subject: Subject) -> None:
    """The rows hold numbers only; the names go with the person's row."""


def _taught(subject: Subject, *columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(SessionTrainer)
        .join(ClassSession, ClassSession.id == SessionTrainer.session_id)
        .where(SessionTrainer.person_id.in_(subject.person_ids))
    )


part = Part(frozenset({"session_trainer"}), gather, foresee, erase)
