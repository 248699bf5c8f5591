"""What the lists show: only the columns on the page, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select
from wtforms.fields.choices import SelectChoice

from lms import clock
from lms.access import Right, Viewer
from lms.extensions import db
from lms.lists import PAGE_SIZE
from lms.registry.models import (
    BirthPrecision,
    Organisation,
    Person,
    PersonPhone,
    Position,
)
from lms.registry.people.search import Sought, sought
from lms.registry.scope import (
    Scope,
    is_held_today,
    visible_organisations,
    visible_people,
    visible_positions,
)
from lms.vietnamese import masked_phone


class PersonLine(NamedTuple):
    """A person as a list shows one: every value is text."""

    id: int
    name: str
    birth_year: str
    position: str
    organisation: str
    phone: str


def people_page(
    viewer: Viewer,
    q: str,
    page: int,
    organisation_ids: frozenset[int] = frozenset(),
    *,
    citizen_hashes: tuple[str, ...] = (),
) -> tuple[list[PersonLine], bool]:
    """The people of page ``page`` (from 1) in the order of class lists, and whether more follow.

    ``q`` holds beginnings of words of a name, with or without marks, or digits of a telephone number, or
    a citizen number; ``citizen_hashes`` stand for a citizen number that is not to be written out. Both are
    for those who may see citizen numbers. ``organisation_ids``: only who holds a position in one of them
    today.
    """
    scope = Scope(viewer.sees_whole_programme, viewer.organisation_ids)
    may_see_numbers = viewer.can(Right.SEE_CITIZEN_NUMBERS)
    found = sought(q, may_see_numbers=may_see_numbers)
    if may_see_numbers and citizen_hashes:
        found = Sought(citizen_hashes=citizen_hashes)
    rows, has_next = _page(_people(scope, found, page, organisation_ids, clock.today()))
    return [_person_line(row) for row in rows], has_next


def organisation_choices(viewer: Viewer) -> list[SelectChoice]:
    """Every organisation the viewer may see, by name, for a select; OrganisationField scales better."""
    rows = db.session.execute(
        select(Organisation.id, Organisation.name)
        .where(visible_organisations(viewer))
        .order_by(Organisation.sort_key, Organisation.id)
    )
    return [SelectChoice(str(row.id), row.name) for row in rows]


@lru_cache(maxsize=256)
def _people(
    scope: Scope, found: Sought, page: int, organisation_ids: frozenset[int], _today: date
) -> Select[*tuple[Any, ...]]:
    """The page is cut first, so that positions and phones are looked up for its people only.

    Built once for each question and day: putting it together costs more than asking it.
    """
    conditions = [visible_people(scope), *found.conditions()]
    if organisation_ids:
        conditions.append(
            Person.id.in_(
                select(Position.person_id).where(
                    Position.organisation_id.in_(organisation_ids), is_held_today()
                )
            )
        )
    ranks = found.ranks()
    chosen = select(Person.id, *ranks).where(*conditions)
    cut = _cut(chosen.order_by(*ranks, Person.sort_key, Person.id), page).subquery("cut")
    held = (
        select(Position.id)
        .where(Position.person_id == Person.id, is_held_today(), visible_positions(scope))
        .order_by(Position.is_primary.desc(), Position.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    first_phone = (
        select(PersonPhone.digits)
        .where(PersonPhone.person_id == Person.id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(Person)
        .scalar_subquery()
    )
    return (
        select(
            Person.id,
            Person.full_name,
            Person.birth_date,
            Person.birth_precision,
            Position.title,
            Organisation.name.label("organisation"),
            first_phone.label("digits"),
        )
        .select_from(cut)
        .join(Person, Person.id == cut.c.id)
        .outerjoin(Position, Position.id == held)
        .outerjoin(Organisation, Organisation.id == Position.organisation_id)
        .order_by(*(cut.c[rank.name] for rank in ranks), Person.sort_key, Person.id)
    )


def _person_line(row: Row[*tuple[Any, ...]]) -> PersonLine:
    id_, name, birth_date, precision, title, organisation, digits = row
    is_known = birth_date is not None and precision != BirthPrecision.UNKNOWN
    return PersonLine(
        id_,
        name,
        str(birth_date.year) if is_known else "",
        title or "",
        organisation or "",
        masked_phone(digits or ""),
    )


def _cut(statement: Select[*tuple[Any, ...]], page: int) -> Select[*tuple[Any, ...]]:
    return statement.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)


def _page(statement: Select[*tuple[Any, ...]]) -> tuple[Sequence[Row[*tuple[Any, ...]]], bool]:
    rows = db.session.execute(statement).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
