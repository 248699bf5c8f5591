"""What the lists show: only the columns on the page, one statement each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, select

from lms import clock
from lms.access import Viewer
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
from lms.vietnamese import masked_phone, search_key

#: More words than a name has only cost time.
WORDS_SEARCHED = 8


class PersonLine(NamedTuple):
    """A person as a list shows one: every value is text."""

    id: int
    name: str
    birth_year: str
    position: str
    organisation: str
    phone: str


def people_page(
    viewer: Viewer, q: str, page: int, organisation_id: int | None = None
) -> tuple[list[PersonLine], bool]:
    """The people of page ``page`` (from 1) in the order of class lists, and whether more follow.

    ``q`` is part of a name, with or without marks; every word of it must occur.
    """
    scope = Scope(viewer.sees_whole_programme, viewer.organisation_ids)
    words = tuple(search_key(q).split()[:WORDS_SEARCHED])
    rows, has_next = _page(_people(scope, words, page, organisation_id, clock.today()))
    return [_person_line(row) for row in rows], has_next


@lru_cache(maxsize=256)
def _people(
    scope: Scope, words: tuple[str, ...], page: int, organisation_id: int | None, _today: date
) -> Select[*tuple[Any, ...]]:
    """The page is cut first, so that positions and phones are looked up for its people only.

    Built once for each question and day: putting it together costs more than asking it.
    """
    conditions = [visible_people(scope), *_containing(Person.search_key, words)]
    if organisation_id is not None:
        conditions.append(
            Person.id.in_(
                select(Position.person_id).where(
                    Position.organisation_id == organisation_id, is_held_today()
                )
            )
        )
    cut = _cut(
        select(
            Person.id, Person.full_name, Person.birth_date, Person.birth_precision, Person.sort_key
        )
        .where(*conditions)
        .order_by(Person.sort_key, Person.id),
        page,
    ).subquery("cut")
    held = (
        select(Position.id)
        .where(Position.person_id == cut.c.id, is_held_today(), visible_positions(scope))
        .order_by(Position.is_primary.desc(), Position.id)
        .limit(1)
        .correlate(cut)
        .scalar_subquery()
    )
    first_phone = (
        select(PersonPhone.digits)
        .where(PersonPhone.person_id == cut.c.id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(cut)
        .scalar_subquery()
    )
    return (
        select(
            cut,
            Position.title,
            Organisation.name.label("organisation"),
            first_phone.label("digits"),
        )
        .select_from(cut)
        .outerjoin(Position, Position.id == held)
        .outerjoin(Organisation, Organisation.id == Position.organisation_id)
        .order_by(cut.c.sort_key, cut.c.id)
    )


def _person_line(row: Row[*tuple[Any, ...]]) -> PersonLine:
    id_, name, birth_date, precision, _sort_key, title, organisation, digits = row
    is_known = birth_date is not None and precision != BirthPrecision.UNKNOWN
    return PersonLine(
        id_,
        name,
        str(birth_date.year) if is_known else "",
        title or "",
        organisation or "",
        masked_phone(digits or ""),
    )


def _containing(column: Any, words: tuple[str, ...]) -> list[ColumnElement[bool]]:
    """Search keys hold letters, digits and spaces only, so a word has nothing to escape."""
    return [and_(*(column.like(f"%{word}%") for word in words))] if words else []


def _cut(statement: Select[*tuple[Any, ...]], page: int) -> Select[*tuple[Any, ...]]:
    return statement.limit(PAGE_SIZE + 1).offset((page - 1) * PAGE_SIZE)


def _page(statement: Select[*tuple[Any, ...]]) -> tuple[Sequence[Row[*tuple[Any, ...]]], bool]:
    rows = db.session.execute(statement).all()
    return rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
