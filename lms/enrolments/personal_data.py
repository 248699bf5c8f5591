"""What enrolments keep about a human being: shown to the person, and taken away when erased."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import delete, select

from lms.classes.models import TrainingClass
from lms.enrolments.labels import state_label
from lms.enrolments.models import Enrolment, EnrolmentNotice, EnrolmentState, EnrolmentStep
from lms.enrolments.snapshots import Snapshot, forget, forget_words, snapshots
from lms.extensions import db
from lms.formatting import as_birth, as_date
from lms.personal_data import Fate, Part, Section, Subject, Value
from lms.registry.labels import sex_label

#: Somebody with such a place in a class that has not ended takes part in it.
TAKES_PART = (EnrolmentState.CONFIRMED, EnrolmentState.WAITING)


def gather(subject: Subject) -> list[Section]:
    found = [one.enrolment for one in _snapshots(subject)]
    labels = {
        "training_class": _("Class"),
        "state": _("State"),
        "enrolled_at": _("Enrolled"),
        "full_name": _("Full name"),
        "born": _("Birth date"),
        "sex": _("Sex"),
        "position": _("Position"),
        "organisation": _("Organisation"),
        "unit": _("Commune or ward"),
    }
    places = Section("enrolments", _("Places in classes"), labels, [_place(one) for one in found])
    return [places, _steps(subject)]


def foresee(subject: Subject) -> Fate:
    found = _snapshots(subject)
    obstacles = tuple(
        _(
            "The person is still in the class %(title)s, which has not ended: withdraw them first.",
            title=one.enrolment.training_class.title,
        )
        for one in found
        if _goes_on(one.enrolment)
    )
    gone = [one for one in found if not one.is_voucher]
    removed = (
        (
            ngettext(
                "Name, birth date and position in the list of %(num)d class.",
                "Name, birth date and position in the lists of %(num)d classes.",
                len(gone),
            ),
        )
        if gone
        else ()
    )
    return Fate(removed, tuple(_kept(one) for one in found if one.is_voucher), obstacles)


def erase(subject: Subject) -> None:
    found = _snapshots(subject)
    ids = [one.enrolment.id for one in found]
    db.session.execute(delete(EnrolmentNotice).where(EnrolmentNotice.enrolment_id.in_(ids)))
    forget_words(ids)
    forget(one.enrolment for one in found if not one.is_voucher)


def _kept(one: Snapshot) -> str:
    assert one.voucher_until is not None  # noqa: S101 - for the checker of types
    return _(
        "The name in the list of the class %(title)s until %(day)s: the list is a voucher of accounts.",
        title=one.enrolment.training_class.title,
        day=as_date(one.voucher_until),
    )


def _goes_on(enrolment: Enrolment) -> bool:
    return enrolment.state in TAKES_PART and not enrolment.training_class.is_over


def _snapshots(subject: Subject) -> list[Snapshot]:
    return snapshots(Enrolment.person_id.in_(subject.person_ids))


def _place(one: Enrolment) -> Mapping[str, Value]:
    return {
        "training_class": one.training_class.title,
        "state": state_label(one.state),
        "enrolled_at": one.enrolled_at,
        "full_name": one.full_name,
        "born": as_birth(one.birth_date, one.birth_precision),
        "sex": sex_label(one.sex),
        "position": one.position_title,
        "organisation": one.organisation_name,
        "unit": one.unit_name,
    }


def _steps(subject: Subject) -> Section:
    rows: list[Any] = list(
        db.session.execute(
            select(TrainingClass.title, EnrolmentStep.state, EnrolmentStep.at, EnrolmentStep.reason)
            .join(Enrolment, Enrolment.id == EnrolmentStep.enrolment_id)
            .join(TrainingClass, TrainingClass.id == Enrolment.class_id)
            .where(Enrolment.person_id.in_(subject.person_ids))
            .order_by(EnrolmentStep.id)
        )
    )
    labels = {
        "training_class": _("Class"),
        "state": _("State"),
        "at": _("Time"),
        "reason": _("Reason"),
    }
    return Section(
        "enrolment_steps",
        _("What became of the places"),
        labels,
        [
            {
                "training_class": row.title,
                "state": state_label(row.state),
                "at": row.at,
                "reason": row.reason,
            }
            for row in rows
        ],
    )


def _enrolment_ids(subject: Subject) -> list[int]:
    return list(
        db.session.scalars(select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids)))
    )


part = Part(
    tables=frozenset({"enrolment", "enrolment_step", "enrolment_notice"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"enrolment": _enrolment_ids(subject)},
)
