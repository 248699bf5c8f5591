"""What organisations may have of a class: set, released and taken away under the class's lock."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from sqlalchemy import select

from lms import audit, clock
from lms.access import Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.models import ClassQuota, DefaultQuota
from lms.enrolments.places import Places, Quota, lock_places, places_of
from lms.enrolments.waiting import fill_places
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Organisation


def set_quota(
    training_class: TrainingClass, organisation: Organisation, quota: Quota, by: Viewer
) -> ClassQuota:
    """At most ``quota.seats`` people of the organisation, ``quota.reserved`` of them held.

    Raises DomainError when more people have a place already, or when fewer places are free than would
    be held, or when the list is closed.
    """
    _lock(training_class)
    _refuse(quota, places_of(training_class), organisation)
    row = _set(training_class, organisation, quota, by)
    fill_places(training_class, by)
    return row


def set_quotas(
    training_class: TrainingClass, organisations: Sequence[Organisation], quota: Quota, by: Viewer
) -> int:
    """The same quota for each of these organisations that has none yet; how many got one."""
    _lock(training_class)
    places, count = places_of(training_class), 0
    for organisation in organisations:
        if organisation.id not in places.quotas:
            _refuse(quota, places, organisation)
            _set(training_class, organisation, quota, by)
            places, count = places.with_quota(organisation.id, quota), count + 1
    fill_places(training_class, by)
    return count


def release(row: ClassQuota, by: Viewer) -> None:
    """Hold nothing for the organisation any more; what it may have at most stays."""
    training_class = _lock_class_of(row)
    if row.reserved:
        former, row.reserved = row.reserved, 0
        _stamp(row, by)
        audit.record("reserved seats released", row, by, reserved=[former, 0])
        fill_places(training_class, by)


def remove(row: ClassQuota, by: Viewer) -> None:
    """From now on what holds for organisations without a quota holds for this one too."""
    training_class = _lock_class_of(row)
    audit.record("quota removed", row, by, seats=[row.seats, None], reserved=[row.reserved, None])
    db.session.delete(row)
    fill_places(training_class, by)


def set_default(training_class: TrainingClass, seats: int | None, by: Viewer) -> None:
    """What organisations without a quota may have: 0 closes the class to them, None opens it to all."""
    _lock(training_class)
    row = db.session.scalar(select(DefaultQuota).where(DefaultQuota.class_id == training_class.id))
    former = row.seats if row else None
    if former == seats:
        return
    if seats is None:
        db.session.delete(row)
    else:
        row = row or DefaultQuota(class_id=training_class.id)
        row.seats = seats
        _stamp(row, by)
        db.session.add(row)
    audit.record("default quota set", training_class, by, seats=[former, seats])
    fill_places(training_class, by)


def _lock(training_class: TrainingClass) -> None:
    lock_places(training_class)
    if training_class.is_list_final:
        raise DomainError(_l("The list is closed; quotas can no longer change."))


def _lock_class_of(row: ClassQuota) -> TrainingClass:
    training_class = db.session.get_one(TrainingClass, row.class_id)
    _lock(training_class)
    db.session.refresh(row)
    return training_class


def _refuse(quota: Quota, places: Places, organisation: Organisation) -> None:
    if not 0 <= quota.reserved <= quota.seats:
        raise DomainError(_l("Not more seats can be held than there are."), field="reserved")
    named = places.confirmed.get(organisation.id, 0)
    if quota.seats < named:
        raise DomainError(
            _ln(
                "%(name)s has %(num)s person in the class already.",
                "%(name)s has %(num)s people in the class already.",
                named,
                name=organisation.name,
            ),
            field="seats",
        )
    if places.with_quota(organisation.id, quota).left < 0:
        free = max(places.left_for(organisation.id), 0)
        raise DomainError(
            _ln(
                "Only %(num)s place is free to be held for %(name)s.",
                "Only %(num)s places are free to be held for %(name)s.",
                free,
                name=organisation.name,
            ),
            field="reserved",
        )


def _set(
    training_class: TrainingClass, organisation: Organisation, quota: Quota, by: Viewer
) -> ClassQuota:
    row = db.session.scalar(
        select(ClassQuota).where(
            ClassQuota.class_id == training_class.id,
            ClassQuota.organisation_id == organisation.id,
        )
    )
    former = Quota(row.seats, row.reserved) if row else Quota(0)
    row = row or ClassQuota(class_id=training_class.id, organisation_id=organisation.id)
    row.seats, row.reserved = quota
    _stamp(row, by)
    db.session.add(row)
    audit.record(
        "quota set",
        row,
        by,
        organisation=organisation.id,
        seats=[former.seats, quota.seats],
        reserved=[former.reserved, quota.reserved],
    )
    return row


def _stamp(row: ClassQuota | DefaultQuota, by: Viewer) -> None:
    row.set_at, row.set_by_id = clock.now(), by.id
