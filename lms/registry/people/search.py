"""Finding people by what somebody types: part of a name with or without marks, digits of a telephone number,
a whole citizen number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Label, and_, case, or_, select, union

from lms.extensions import db
from lms.registry.models import Person, PersonPhone
from lms.registry.people.citizen_number import hashes_of
from lms.vietnamese import marked_key, national_phone, search_key

#: More words than a name has only cost time.
WORDS_SEARCHED = 8
#: Fewer digits would find half of the register.
FEWEST_DIGITS = 3
MOST_KEYS = 5
_HASH = re.compile(r"[0-9a-f]{64}")
_DIGITS = re.compile(rf"[0-9]{{{FEWEST_DIGITS},}}")


@dataclass(frozen=True)
class Sought:
    """What is looked for, ready to be compared with columns: equal ones share a statement."""

    words: tuple[str, ...] = ()
    marked_words: tuple[str, ...] = ()
    digits: str = ""
    citizen_hashes: tuple[str, ...] = ()

    def conditions(self) -> list[ColumnElement[bool]]:
        """What a person found fulfils: every word begins one of the name's words; or the digits occur in
        a telephone number, or are the whole citizen number."""
        if not self.digits and not self.citizen_hashes:
            # the last word first: given names tell people apart, so the others are rarely compared
            return [_begins_a_word(Person.search_key, word) for word in reversed(self.words)]
        called = select(PersonPhone.person_id).where(PersonPhone.digits.contains(self.digits))
        numbered = select(Person.id).where(Person.citizen_number_hash.in_(self.citizen_hashes))
        if not self.digits:
            return [Person.id.in_(numbered)]
        return [Person.id.in_(union(called, numbered) if self.citizen_hashes else called)]

    def ranks(self) -> list[Label[int]]:
        """What comes before the order of class lists: names with the marks that were typed."""
        if not self.marked_words:
            return []
        exact = (_begins_a_word(Person.marked_key, word) for word in self.marked_words)
        return [case((and_(*exact), 0), else_=1).label("rank")]


def sought(q: str, *, may_see_numbers: bool = False) -> Sought:
    """What ``q`` asks for; citizen numbers are compared for those who may see them."""
    digits = re.sub(r"[\s.\-()+]", "", q)
    if _DIGITS.fullmatch(digits):
        hashes = hashes_of(digits) if may_see_numbers else ()
        return Sought(digits=_national(q, digits), citizen_hashes=hashes)
    marked = marked_key(q).split()[:WORDS_SEARCHED]
    return Sought(
        words=tuple(search_key(q).split()[:WORDS_SEARCHED]),
        marked_words=tuple(word for word in marked if word != search_key(word)),
    )


def hashes_asked(q: str) -> tuple[str, ...]:
    """The hashes to ask for in place of a citizen number, which must not stand in addresses.

    None for other words, and for nine digits that are rather a telephone number without its zero.
    """
    hashes = hashes_of(q)
    if hashes and _is_phone(q):
        holder = select(Person.id).where(Person.citizen_number_hash.in_(hashes)).limit(1)
        return hashes if db.session.scalar(holder) else ()
    return hashes


def hashes_named(text: str) -> tuple[str, ...]:
    """The hashes that an address names, however it was changed by hand."""
    return tuple(part for part in text.split(",") if _HASH.fullmatch(part))[:MOST_KEYS]


def _national(q: str, digits: str) -> str:
    """A whole number as it is stored; a part of one as it was typed."""
    try:
        return national_phone(q)
    except ValueError:
        return digits


def _is_phone(q: str) -> bool:
    try:
        return bool(national_phone(q))
    except ValueError:
        return False


def _begins_a_word(column: Any, word: str) -> ColumnElement[bool]:
    """Keys hold letters, digits and spaces only, so a word has nothing to escape."""
    return or_(column.like(f"{word}%"), column.like(f"% {word}%"))
