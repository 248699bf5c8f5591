"""The official list of a class as a file: whose words stand around it, and the record that it was taken."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from lms import clock
from lms.access import Right, Viewer
from lms.classes.models import TrainingClass
from lms.enrolments.official_list.rows import ListOrder, list_rows
from lms.enrolments.official_list.workbook import ListHead, workbook_of
from lms.errors import DomainError
from lms.extensions import db
from lms.formatting import as_date
from lms.office import load_office
from lms.privacy.exports import mark_of, record_export
from lms.registry.models import Organisation

KIND = "class list"


def official_list(
    training_class: TrainingClass, order: ListOrder, reason: str, by: Viewer
) -> bytes:
    """The workbook, after it was noted who took it and why.

    The office gets everybody, a contact the own people on the organisation's paper. Telephone numbers
    are in full for those who call people, and masked for others. Raises DomainError for an empty list
    and without a reason.
    """
    calls_people = by.can(Right.MANAGE_PEOPLE) or by.can(Right.NOMINATE)
    rows = list_rows(training_class.id, by, order, phones_in_full=calls_people)
    if not rows:
        raise DomainError(_l("There is nobody on this list yet."))
    export = record_export(
        KIND,
        f"{training_class.code} – {training_class.title}",
        len(rows),
        reason,
        by,
        class_id=training_class.id,
        order=order.value,
    )
    return workbook_of(_head(training_class, by), rows, mark_of(export))


def _head(training_class: TrainingClass, by: Viewer) -> ListHead:
    lines = (
        f"Lớp: {training_class.title}",
        f"Thời gian: {_days(training_class)}; địa điểm: {training_class.venue}",
    )
    office = load_office()
    if by.sees_whole_programme:
        return ListHead(
            parent_agency=office.parent_agency,
            office=office.name,
            title_lines=lines,
            place=office.place,
            day=clock.today(),
            signer_title=office.signer_title,
            signer_name=office.signer_name,
        )
    return ListHead(
        parent_agency="",
        office=_organisation_names(by),
        title_lines=lines,
        place=office.place,
        day=clock.today(),
        signer_title="ĐẠI DIỆN ĐƠN VỊ",
        signer_name="",
    )


def _days(training_class: TrainingClass) -> str:
    """The words of the paper are Vietnamese."""
    first, last = training_class.starts_on, training_class.ends_on
    if first is None or last is None:
        return "chưa ấn định"
    if first == last:
        return f"ngày {as_date(first)}"
    return f"từ ngày {as_date(first)} đến ngày {as_date(last)}"


def _organisation_names(by: Viewer) -> str:
    names = db.session.scalars(
        select(Organisation.name)
        .where(Organisation.id.in_(by.organisation_ids))
        .order_by(Organisation.sort_key)
    )
    return ", ".join(names)
