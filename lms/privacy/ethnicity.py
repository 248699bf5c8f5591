"""Keeping the ethnic group that somebody states: only with a consent that holds, only for counting."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, case, func, select

from lms import audit, clock, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, consenting_people, given_consent, has_consent
from lms.privacy.ethnic_groups import ETHNIC_GROUPS, MAJORITY
from lms.privacy.models import PersonEthnicity
from lms.registry.models import Person


@dataclass(frozen=True)
class EthnicCounts:
    """How many of some people are of a minority, how many are not, of how many nothing is known."""

    minority: int
    majority: int
    not_stated: int


def may_record_ethnicity(person_id: int) -> bool:
    """Whether the person's consent to keeping the ethnic group holds today."""
    return has_consent(person_id, ETHNICITY)


def record_ethnicity(person: Person, code: str, by: Viewer) -> PersonEthnicity:
    """Keep the group (its number in ETHNIC_GROUPS) with the consent that allows it.

    Raises DomainError for an unknown group, and without a consent that holds. The group itself is not
    written into the record of acts.
    """
    if code not in ETHNIC_GROUPS:
        raise DomainError(_l("Choose an ethnic group from the list."), field="ethnicity")
    database.take_lock(f"consents of person {person.id}")
    consent = given_consent(person.id, ETHNICITY)
    if consent is None:
        raise DomainError(
            _l("The ethnic group is kept only of people who have consented to it."),
            field="ethnicity",
        )
    row = ethnicity_of(person.id) or PersonEthnicity(person_id=person.id)
    row.group_code, row.consent_id = code, consent.id
    row.recorded_at, row.recorded_by_id = clock.now(), by.id
    db.session.add(row)
    audit.record("ethnic group recorded", person, by, consent=consent.id)
    return row


def remove_ethnicity(person: Person, by: Viewer) -> None:
    """Take the group away; the consent stays as it is ("I would rather not say" after all)."""
    row = ethnicity_of(person.id)
    if row is not None:
        db.session.delete(row)
        audit.record("ethnic group removed", person, by)


def ethnicity_of(person_id: int) -> PersonEthnicity | None:
    """The row of a person, for the person's own page."""
    return db.session.scalar(select(PersonEthnicity).where(PersonEthnicity.person_id == person_id))


def ethnic_counts(people: Select[int]) -> EthnicCounts:
    """Anonymous counts over ``people`` (a select of numbers of people), for reports."""
    stated = select(PersonEthnicity.person_id, PersonEthnicity.group_code).where(
        PersonEthnicity.person_id.in_(consenting_people(ETHNICITY))
    )
    known = stated.subquery("stated")
    minority = func.coalesce(func.sum(case((known.c.group_code != MAJORITY, 1), else_=0)), 0)
    row = db.session.execute(
        select(func.count(Person.id), func.count(known.c.person_id), minority)
        .select_from(Person)
        .outerjoin(known, known.c.person_id == Person.id)
        .where(Person.id.in_(people))
    ).one()
    total, stated_by, of_minority = row
    return EthnicCounts(of_minority, stated_by - of_minority, total - stated_by)
