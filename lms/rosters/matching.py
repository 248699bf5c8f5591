"""Whom of the register a row means, and which row of the same list says the same: rules, no database.

Two are compared by ``lms.duplicates.likeness``: an equal citizen number is the same human being; an equal
name with year of birth and organisation, or with a telephone number, too; a name with a year of birth alone
is only possibly the same. Here stands what a list adds: a row that was taken over before is known again,
two rows of one list are one person, and a person who has decided is not asked a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lms.duplicates.index import Candidate, PeopleIndex
from lms.duplicates.likeness import Reason, Strength
from lms.duplicates.particulars import Particulars as Compared
from lms.rosters.rows import RowState


@dataclass(frozen=True, slots=True)
class Decision:
    """What an officer said of a row: the same as a person, the same as a row, or (neither) a new person."""

    person_id: int | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A row as matching sees it; ``compared`` is None for one that cannot be taken over."""

    number: int
    compared: Compared | None
    decision: Decision | None = None
    #: Who this row of this file became when it was taken over before.
    became: int | None = None


@dataclass(frozen=True, slots=True)
class Whom:
    """The answer for a row. Of a row that may be the same as others, these are ``people`` and ``rows``."""

    state: RowState
    person_id: int | None = None
    row: int | None = None
    people: tuple[Candidate, ...] = ()
    rows: tuple[Candidate, ...] = ()


@dataclass
class Matcher:
    """Asked row by row in the order of the list: later rows are compared with earlier ones."""

    register: PeopleIndex
    names: Mapping[int, str]
    _rows: PeopleIndex = field(default_factory=lambda: PeopleIndex({}))
    _row_names: dict[int, str] = field(default_factory=dict)
    #: Of a row that says the same as another, the first one that does.
    _first_rows: dict[int, int] = field(default_factory=dict)

    def whom(self, asked: Asked) -> Whom:
        """Whom the row means. SAME says only that somebody is meant: what changes is told elsewhere."""
        if asked.compared is None:
            return Whom(RowState.ERROR)
        found = self._found(asked.compared)
        decided = self._decided(asked)
        answer = replace(decided, people=found.people, rows=found.rows) if decided else found
        self._rows.add(asked.number, asked.compared)
        self._row_names[asked.number] = asked.compared.name_key
        if answer.row is not None:
            self._first_rows[asked.number] = answer.row
        return answer

    def _decided(self, asked: Asked) -> Whom | None:
        decision = asked.decision
        if decision is not None and decision.person_id is not None:
            return Whom(RowState.SAME, person_id=decision.person_id)
        if decision is not None and decision.row is not None:
            return Whom(RowState.SAME, row=self._first_rows.get(decision.row, decision.row))
        if asked.became is not None:
            return Whom(RowState.SAME, person_id=asked.became)
        return Whom(RowState.NEW) if decision is not None else None

    def _found(self, compared: Compared) -> Whom:
        rows = self._rows_like(compared)
        if one := _meant(rows, compared, self._row_names):
            return Whom(RowState.SAME, row=one)
        people = self.register.candidates(compared)
        if one := _meant(people, compared, self.names):
            return Whom(RowState.SAME, person_id=one)
        if people or rows:
            return Whom(RowState.MAYBE, people=tuple(people), rows=tuple(rows))
        return Whom(RowState.NEW)

    def _rows_like(self, compared: Compared) -> list[Candidate]:
        """Earlier rows that may be the same; for several that mean one person, the first of them."""
        found: dict[int, Candidate] = {}
        for one in self._rows.candidates(compared):
            first = self._first_rows.get(one.person_id, one.person_id)
            found.setdefault(first, replace(one, person_id=first))
        return list(found.values())


def whom_all(
    asked: Sequence[Asked], register: PeopleIndex, names: Mapping[int, str]
) -> dict[int, Whom]:
    """The answers by row number; ``names`` are the name keys of the people in ``register``."""
    matcher = Matcher(register, names)
    return {row.number: matcher.whom(row) for row in sorted(asked, key=lambda row: row.number)}


def _meant(
    candidates: Sequence[Candidate], compared: Compared, names: Mapping[int, str]
) -> int | None:
    """The one that is meant for certain. Two that are equally likely are for a person to tell apart, and
    so is a citizen number that stands beside another name: one of the two is a slip."""
    likely = [one for one in candidates if one.strength >= Strength.STRONG]
    best = [one for one in likely if one.strength == likely[0].strength]
    if len(best) != 1:
        return None
    one = best[0]
    has_other_name = names.get(one.person_id) != compared.name_key
    if Reason.SAME_CITIZEN_NUMBER in one.reasons and has_other_name:
        return None
    return one.person_id
