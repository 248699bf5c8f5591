"""What the lists show: only the columns on the page, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, select

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
from lms.registry.scope import (
    Scope,
    is_held_today,
    visible_people,
    visible_positions,
)
from lms.registry.search import Sought, sought
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
    viewer: Viewer, q: str, page: int, organisation_ids: frozenset[int] = frozenset()
) -> tuple[list[PersonLine], bool]:
    """The people of page ``page`` (from 1) in the order of class lists, and whether more follow.

    ``q`` holds beginnings of words of a name, with or without marks, or digits of a telephone number, or
    a citizen number (for those who may see them). ``organisation_ids``: only who holds a position in one
    of them today.
    """
    scope = Scope(viewer.sees_whole_programme, viewer.organisation_ids)
    found = sought(q, may_see_numbers=viewer.can(Right.SEE_CITIZEN_NUMBERS))
    rows, has_next = _page(_people(scope, found, page, organisation_ids, clock.today()))
    return [_person_line(row) for row in rows], has_next


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
