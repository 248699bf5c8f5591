"""The particulars of which, merging two people, one value is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.formatting import as_birth
from lms.registry.labels import sex_label
from lms.registry.models import BirthPrecision, Person, Sex
from lms.registry.people.citizen_number import ABSENT, RECORDED, shown_citizen_number

#: Columns of a person that no merge chooses: who it is in the register, not what is known of it.
NOT_CHOSEN = frozenset({"id", "created_at", "erased_at", "merged_into_id", "revision"})
_PRECISIONS = (BirthPrecision.UNKNOWN, BirthPrecision.YEAR, BirthPrecision.DAY)


@dataclass(frozen=True)
class Field:
    """Columns that make sense together only. ``worth`` is higher for what says more, 0 for nothing;
    ``recorded`` is what the record of acts holds of it."""

    name: str
    label: Any
    columns: tuple[str, ...]
    compared: tuple[str, ...]
    show: Callable[[Person], str]
    recorded: Callable[[Person], str]
    worth: Callable[[Person], int]

    def value(self, person: Person) -> tuple[Any, ...]:
        """What is compared to tell whether two people differ in it."""
        return tuple(getattr(person, column) for column in self.compared)

    def differs(self, one: Person, other: Person) -> bool:
        return self.value(one) != self.value(other)

    def prefers_merged(self, survivor: Person, merged: Person) -> bool:
        """Whether the merged person's value says more, and so is proposed."""
        return self.worth(merged) > self.worth(survivor)


FIELDS = (
    Field(
        "full_name",
        _l("Full name"),
        ("full_name", "sort_key", "search_key", "marked_key"),
        ("full_name",),
        lambda person: person.full_name,
        lambda person: person.full_name,
        lambda _person: 1,
    ),
    Field(
        "birth",
        _l("Birth date"),
        ("birth_date", "birth_precision"),
        ("birth_date", "birth_precision"),
        lambda person: as_birth(person.birth_date, person.birth_precision),
        lambda person: as_birth(person.birth_date, person.birth_precision),
        lambda person: _PRECISIONS.index(BirthPrecision(person.birth_precision)),
    ),
    Field(
        "sex",
        _l("Sex"),
        ("sex",),
        ("sex",),
        lambda person: sex_label(person.sex),
        lambda person: person.sex,
        lambda person: int(person.sex != Sex.UNKNOWN),
    ),
    Field(
        "citizen_number",
        _l("Citizen number"),
        ("citizen_number_encrypted", "citizen_number_hash"),
        ("citizen_number_hash",),
        lambda person: shown_citizen_number(person).mask,
        lambda person: RECORDED if person.citizen_number_hash else ABSENT,
        lambda person: int(person.citizen_number_hash is not None),
    ),
)


def differing(one: Person, other: Person) -> list[Field]:
    """The fields in which two people differ."""
    return [field for field in FIELDS if field.differs(one, other)]
