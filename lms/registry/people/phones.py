"""The telephone numbers of a person: several, in the order in which to call them; people share numbers."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.access import Viewer
from lms.errors import DomainError
from lms.registry.models import Person, PersonPhone
from lms.registry.people.changing import record_change
from lms.vietnamese import national_phone, normal_text

MOST_PHONES = 8


def add_phone(person: Person, number: str, by: Viewer | None, *, note: str = "") -> PersonPhone:
    """Add a number, however it is written, after those that are there; ``note`` says whose it is.

    Raises DomainError (field "phone") for what is no number, one the person has already, and too many.
    """
    try:
        digits = national_phone(number)
    except ValueError:
        raise DomainError(
            _l("Enter a telephone number such as 0912 345 678 or +84 912 345 678."), field="phone"
        ) from None
    person.lock()
    if any(phone.digits == digits for phone in person.phones):
        raise DomainError(_l("This number is among the person's numbers already."), field="phone")
    if len(person.phones) >= MOST_PHONES:
        raise DomainError(
            _l("A person can have %(count)s numbers; remove an old one first.", count=MOST_PHONES),
            field="phone",
        )
    phone = PersonPhone(digits=digits, note=normal_text(note), position=_last_place(person) + 1)
    person.phones.append(phone)
    record_change(person, "telephone number added", by, phone=[None, _written(phone)])
    return phone


def remove_phone(phone: PersonPhone, by: Viewer | None) -> None:
    """Take a number away; does nothing when somebody was faster."""
    person = phone.person
    person.lock()
    if phone not in person.phones:
        return
    was = _written(phone)
    person.phones.remove(phone)
    record_change(person, "telephone number removed", by, phone=[was, None])


def put_phone_first(phone: PersonPhone, by: Viewer | None) -> None:
    """Make it the number to call first; the order of the others stays."""
    person = phone.person
    person.lock()
    before = list(person.phones)
    if phone not in before or before[0] is phone:
        return
    after = [phone, *(other for other in before if other is not phone)]
    for place, one in enumerate(after):
        one.position = place
    order = [[one.digits for one in phones] for phones in (before, after)]
    record_change(person, "telephone numbers ordered", by, phones=order)


def _last_place(person: Person) -> int:
    return max((phone.position for phone in person.phones), default=-1)


def _written(phone: PersonPhone) -> str:
    return f"{phone.digits} ({phone.note})" if phone.note else phone.digits
