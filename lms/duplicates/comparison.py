"""Two people side by side: where they differ, what each brings along, and what hinders a merge."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _

from lms.duplicates import parts
from lms.duplicates.account_choice import Held, accounts_of, choosable
from lms.duplicates.fields import FIELDS, Field
from lms.duplicates.likeness import Likeness, likeness
from lms.duplicates.models import Distinction
from lms.duplicates.particulars import load_particulars
from lms.duplicates.parts import Remark, Section
from lms.duplicates.queries import distinction_of
from lms.formatting import as_date, as_phone
from lms.registry.models import Person, Position


@dataclass
class Comparison:
    """What a human reads before deciding whether two people are one."""

    survivor: Person
    merged: Person

    @property
    def two(self) -> tuple[int, int]:
        return self.survivor.id, self.merged.id

    @cached_property
    def likeness(self) -> Likeness | None:
        people = load_particulars(Person.id.in_(self.two))
        if len(people) != 2:
            return None
        return likeness(people[self.survivor.id], people[self.merged.id])

    @cached_property
    def differing(self) -> list[Field]:
        return [field for field in FIELDS if field.differs(self.survivor, self.merged)]

    @cached_property
    def same(self) -> list[Field]:
        return [field for field in FIELDS if field not in self.differing]

    @cached_property
    def remarks(self) -> list[Remark]:
        return parts.remarks(self.two)

    @property
    def is_forbidden(self) -> bool:
        return any(remark.forbids for remark in self.remarks)

    @cached_property
    def distinction(self) -> Distinction | None:
        return distinction_of(self.two)

    @cached_property
    def _accounts(self) -> dict[int, Held]:
        return accounts_of(self.two)

    @property
    def accounts_to_choose(self) -> list[Held]:
        """Those of which one has to be chosen; empty when there is nothing to choose."""
        return choosable(self._accounts)

    @cached_property
    def sections(self) -> list[Section]:
        """What follows the person when merged: numbers, positions, an account, all of upper features."""
        people = (self.survivor, self.merged)
        own = [
            Section(_("Telephone"), {one.id: _phones(one) for one in people}),
            Section(
                _("Positions"),
                {one.id: [_line(held) for held in one.positions_in_order] for one in people},
            ),
            Section(_("Account"), {key: [held.words] for key, held in self._accounts.items()}),
        ]
        return [*(one for one in own if any(one.lines.values())), *parts.sections(self.two)]

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything shown here does."""
        people = (self.survivor, self.merged)
        shown = [
            [str(field.value(one)) for field in FIELDS for one in people],
            [[section.of(one.id) for one in people] for section in self.sections],
            [remark.text for remark in self.remarks],
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def _phones(person: Person) -> list[str]:
    return [
        as_phone(phone.digits) + (f" ({phone.note})" if phone.note else "")
        for phone in person.phones
    ]


def _line(held: Position) -> str:
    """ "Giám đốc, HTX Minh Tân (từ 01/01/2020, đến 01/01/2025)"."""
    days = [
        _("from %(day)s", day=as_date(held.started_on)) if held.started_on else "",
        _("to %(day)s", day=as_date(held.ended_on)) if held.ended_on else "",
    ]
    name = f"{held.title}, {held.organisation.name}"
    return f"{name} ({', '.join(filter(None, days))})" if any(days) else name
