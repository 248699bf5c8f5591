"""Whom the official list of a class (danh sách học viên) names, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from lms.access import Viewer
from lms.enrolments.models import Enrolment, EnrolmentState
from lms.enrolments.registrations.models import Registration
from lms.enrolments.scope import particulars_shown
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person, PersonPhone, Sex
from lms.registry.scope import visible_people
from lms.vietnamese import masked_phone, sort_key


class ListOrder(StrEnum):
    """The two orders in which offices ask for lists."""

    GIVEN_NAME = "given-name"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One person of the list, with the particulars of the day of enrolment; telephones are today's.

    ``answer`` is the organisation's, of those who registered themselves (a RegistrationState).
    """

    full_name: str
    birth_date: date | None
    birth_precision: str
    sex: str
    position: str
    organisation: str
    unit: str
    answer: str | None
    phones: tuple[str, ...]

    @property
    def is_born_on_a_day(self) -> bool:
        return self.birth_date is not None and self.birth_precision == BirthPrecision.DAY

    @property
    def birth_year(self) -> int | None:
        known = self.birth_date is not None and self.birth_precision != BirthPrecision.UNKNOWN
        return self.birth_date.year if known and self.birth_date else None

    @property
    def is_woman(self) -> bool | None:
        """None where the registry does not know."""
        return None if self.sex == Sex.UNKNOWN else self.sex == Sex.FEMALE


def list_rows(
    class_id: int, viewer: Viewer, order: ListOrder, *, phones_in_full: bool
) -> list[ListRow]:
    """The confirmed places of the class whose particulars the viewer may read: two statements."""
    places = db.session.execute(
        select(
            Enrolment.person_id,
            Enrolment.full_name,
            Enrolment.birth_date,
            Enrolment.birth_precision,
            Enrolment.sex,
            Enrolment.position_title,
            Enrolment.organisation_name,
            Enrolment.unit_name,
            Registration.state.label("answer"),
        )
        .outerjoin(Registration, Registration.enrolment_id == Enrolment.id)
        .where(
            Enrolment.class_id == class_id,
            Enrolment.state == EnrolmentState.CONFIRMED,
            particulars_shown(viewer),
        )
        .order_by(Enrolment.sort_key, Enrolment.id)
    ).all()
    phones = _phones_of([place.person_id for place in places], viewer)
    written = tuple if phones_in_full else _masked
    rows = [ListRow(*place[1:], phones=written(phones[place.person_id])) for place in places]
    if order == ListOrder.ORGANISATION:
        rows.sort(key=lambda row: (not row.organisation, sort_key(row.organisation)))
    return rows


def _phones_of(person_ids: Collection[int], viewer: Viewer) -> dict[int, list[str]]:
    """Of those whom the viewer may see today: who moved away is called by another organisation."""
    numbers: dict[int, list[str]] = defaultdict(list)
    for person_id, digits in db.session.execute(
        select(PersonPhone.person_id, PersonPhone.digits)
        .join(Person, Person.id == PersonPhone.person_id)
        .where(PersonPhone.person_id.in_(person_ids), visible_people(viewer))
        .order_by(PersonPhone.position, PersonPhone.id)
    ):
        numbers[person_id].append(digits)
    return numbers


def _masked(numbers: list[str]) -> tuple[str, ...]:
    return tuple(masked_phone(digits) for digits in numbers)
