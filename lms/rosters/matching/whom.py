"""Whom of the register a row means, and which row of the same list says the same: rules, no database.

Two are compared by ``lms.duplicates.likeness``: an equal citizen number is the same human being; an equal
name with year of birth and organisation, or with a telephone number, too; a name with a year of birth alone
is only possibly the same. Here stands what a list adds: a name with other marks (Hoa, Hóa) is another
name, unless one of the two is written without any; a row that was taken over before is known again,
two rows of one list are one person, and a person who has decided is not asked a second time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from lms.duplicates.index import Candidate, PeopleIndex
from lms.duplicates.likeness import Reason, Strength
from lms.duplicates.particulars import Particulars as Compared
from lms.registry.models import Sex
from lms.rosters.rows import RowState
from lms.vietnamese import marked_key


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

    people: dict[int, Compared]
    register: PeopleIndex = field(init=False)
    _rows: PeopleIndex = field(default_factory=lambda: PeopleIndex({}))
    #: What the rows about one person say together, by the first of them.
    _said: dict[int, Compared] = field(default_factory=dict)
    #: The first of the rows that mean the same person.
    _first_rows: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.register = PeopleIndex(self.people)

    def whom(self, asked: Asked) -> Whom:
        """Whom the row means. SAME says only that somebody is meant: what changes is told elsewhere."""
        if asked.compared is None:
            return Whom(RowState.ERROR)
        found = self._found(asked.compared)
        decided = self._decided(asked)
        answer = replace(decided, people=found.people, rows=found.rows) if decided else found
        self._learn(asked.number, asked.compared, answer)
        return answer

    def _learn(self, number: int, compared: Compared, answer: Whom) -> None:
        """The rows that follow meet everybody with what the rows until here say of them."""
        if answer.person_id is not None and (known := self.people.get(answer.person_id)):
            self.people[answer.person_id] = united(known, compared)
            self.register.add(answer.person_id, self.people[answer.person_id])
        first = number if answer.row is None else answer.row
        self._first_rows[number] = first
        before = self._said.get(first)
        self._said[first] = united(before, compared) if before else compared
        self._rows.add(first, self._said[first])

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
        rows = self._rows.candidates(compared)
        if one := _meant(rows, compared, self._said):
            return Whom(RowState.SAME, row=one)
        people = self.register.candidates(compared)
        if one := _meant(people, compared, self.people):
            return Whom(RowState.SAME, person_id=one)
        if people or rows:
            return Whom(RowState.MAYBE, people=tuple(people), rows=tuple(rows))
        return Whom(RowState.NEW)


def whom_all(asked: Sequence[Asked], people: Mapping[int, Compared]) -> dict[int, Whom]:
    """The answers by row number; ``people`` are those of the register who may be meant."""
    matcher = Matcher(dict(people))
    return {row.number: matcher.whom(row) for row in sorted(asked, key=lambda row: row.number)}


def united(known: Compared, said: Compared) -> Compared:
    """Somebody with what a row adds; what contradicts stays out."""
    knows_year = known.birth_year is not None
    same_year = known.birth_year == said.birth_year
    return Compared(
        known.name_key,
        known.birth_year if knows_year else said.birth_year,
        known.birth_day or (said.birth_day if same_year or not knows_year else None),
        said.sex if known.sex == Sex.UNKNOWN else known.sex,
        known.phones | said.phones,
        known.organisations | said.organisations,
        known.citizen_hash or said.citizen_hash,
        known.full_name if _has_marks(known) or not _has_marks(said) else said.full_name,
    )


def _meant(
    candidates: Sequence[Candidate], compared: Compared, known: Mapping[int, Compared]
) -> int | None:
    """The one that is meant for certain. Two that are equally likely are for a person to tell apart, and
    so is a citizen number that stands beside another name: one of the two is a slip."""
    likely = [
        one
        for one in candidates
        if one.strength == Strength.CERTAIN
        or (one.strength == Strength.STRONG and _may_be_named(known[one.person_id], compared))
    ]
    best = [one for one in likely if one.strength == likely[0].strength]
    if len(best) != 1:
        return None
    one = best[0]
    has_other_name = known[one.person_id].name_key != compared.name_key
    if Reason.SAME_CITIZEN_NUMBER in one.reasons and has_other_name:
        return None
    return one.person_id


def _may_be_named(known: Compared, said: Compared) -> bool:
    """Whether the marks of two names that are equal without them agree, or one was typed without any."""
    if known.full_name == said.full_name or not (_has_marks(known) and _has_marks(said)):
        return True
    return marked_key(known.full_name) == marked_key(said.full_name)


def _has_marks(one: Compared) -> bool:
    return not one.full_name.isascii()
