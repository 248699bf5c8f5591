"""What arrives behind a class's link. Whatever is known of the sender, the answer is the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from lms import clock, database
from lms.codes import read_code
from lms.enrolments.models import WayIn
from lms.enrolments.registrations.models import (
    CODE_LENGTH,
    Registration,
    RegistrationLink,
    RegistrationState,
)
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import AdministrativeUnit, Organisation, Sex
from lms.registry.organisations.names import bare_name_key, certain_match, organisations_named
from lms.registry.people.register import Birth
from lms.vietnamese import national_phone, search_key

#: No class of ours waits for so many; a flood stops here until the office has looked at it.
MOST_WAITING = 500
#: Organisations that are offered for a part of a name, and the shortest part that is looked up.
OFFERED, SHORTEST_PART = 8, 3


@dataclass(frozen=True)
class Registrant:
    """Somebody's own words about themselves; ``organisation_id`` only when they chose from the list."""

    full_name: str
    birth: Birth
    sex: Sex
    phone: str
    position: str
    organisation: str
    organisation_id: int | None = None


class Offered(NamedTuple):
    """An organisation that a typed name may mean."""

    id: int
    name: str
    unit: str


def link_of(code: str) -> RegistrationLink | None:
    """The link that somebody scanned or typed; None when there is none."""
    known = read_code(code, CODE_LENGTH)
    if known is None:
        return None
    return db.session.scalar(select(RegistrationLink).where(RegistrationLink.code == known))


def receive(link: RegistrationLink, who: Registrant) -> None:
    """Keep a registration; a second one of the same name and number for the class mends the first.

    What an organisation confirmed stays as it is; what it declined waits for it again. Raises DomainError
    when the link takes no registrations now, and ValueError for something that is no telephone number.
    """
    database.take_lock(f"registrations {link.class_id}")
    db.session.refresh(link)
    if not link.is_open:
        raise DomainError(_l("This class does not take registrations through this link now."))
    digits = national_phone(who.phone)
    row = _known(link.class_id, digits, who.full_name)
    if row is None:
        _refuse_a_flood(link.class_id)
        row = Registration(class_id=link.class_id, phone=digits)
        db.session.add(row)
    elif row.state == RegistrationState.CONFIRMED:
        return
    row.state, row.received_at, row.reason = RegistrationState.WAITING, clock.now(), ""
    row.decided_at = row.decided_by_id = None
    row.full_name, row.sex, row.position_title = who.full_name, who.sex, who.position
    row.birth_date, row.birth_precision = who.birth
    row.organisation_text, row.organisation_id = who.organisation, who.organisation_id


def organisations_meant(text: str) -> tuple[int | None, list[Offered]]:
    """The organisation that a typed name means beyond doubt, or else those that it may mean.

    Both are empty when no organisation of the registry fits: the words are kept, and the office looks.
    """
    matches = organisations_named(text)
    certain = certain_match(matches)
    if certain is not None:
        return certain.id, []
    offered = [Offered(match.id, match.name, match.unit) for match in matches]
    return None, offered or organisations_holding(text)


def organisations_holding(text: str) -> list[Offered]:
    """The organisations whose names hold these words, by name."""
    words, bare = search_key(text), bare_name_key(text)
    if len(bare) < SHORTEST_PART:
        return []
    rows = db.session.execute(
        select(Organisation.id, Organisation.name, AdministrativeUnit.name)
        .outerjoin(AdministrativeUnit, AdministrativeUnit.id == Organisation.unit_id)
        .where(
            or_(
                Organisation.search_key.contains(words, autoescape=True),
                Organisation.bare_key.contains(bare, autoescape=True),
            )
        )
        .order_by(Organisation.sort_key, Organisation.id)
        .limit(OFFERED)
    )
    return [Offered(id_, name, unit or "") for id_, name, unit in rows]


def _known(class_id: int, digits: str, full_name: str) -> Registration | None:
    return db.session.scalar(
        select(Registration).where(
            Registration.class_id == class_id,
            Registration.phone == digits,
            Registration.search_key == search_key(full_name),
            Registration.way == WayIn.LINK,
        )
    )


def _refuse_a_flood(class_id: int) -> None:
    waiting = db.session.scalar(
        select(func.count()).where(
            Registration.class_id == class_id, Registration.state == RegistrationState.WAITING
        )
    )
    if (waiting or 0) >= MOST_WAITING:
        raise DomainError(
            _l("Too many registrations are waiting for this class. Please call the office.")
        )
