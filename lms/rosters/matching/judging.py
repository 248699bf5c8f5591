"""What taking a list over would do with each of its rows, as the register stands now. Only reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import gettext as _

from lms.duplicates.particulars import Particulars as Compared
from lms.duplicates.particulars import particulars as compared
from lms.rosters.matching import near as registry
from lms.rosters.matching.communes import Communes
from lms.rosters.matching.differences import (
    NO_DIFFERENCES,
    Differences,
    Place,
    absorbed,
    differences,
    entered,
)
from lms.rosters.matching.judgements import Judged, Judgement, Listed, Settings
from lms.rosters.matching.organisations import Named, NameState, Written, name_organisations
from lms.rosters.matching.whom import Asked, Whom, whom_all
from lms.rosters.models import Need
from lms.rosters.rows import Field, Message, Particulars, RowState, Severity


class Judge:
    """Judges the rows of one list together: rows of one name are compared with each other."""

    def __init__(
        self,
        rows: Sequence[Listed],
        settings: Settings,
        named: Mapping[int, Named] | None = None,
    ) -> None:
        """``named`` are the texts of organisations by row, where they were looked up before."""
        self.rows = rows
        self.settings = settings
        self.communes = Communes(settings.day)
        self.named = self._name() if named is None else named
        keys = dict.fromkeys(one.key for one in self.named.values())
        self._known: dict[int, registry.Registered] = {}
        #: People as the rows before left them, by the first row that means them.
        self._entered: dict[int, registry.Registered] = {}
        self._answers: dict[int, int | None] = {}
        self._consenting: set[int] = set()
        self._by_number = {row.number: row for row in rows}
        self._told: dict[str, tuple[Message, ...]] = {}
        self._numbers = {key: -n for n, key in enumerate(keys, start=1)}

    def judged(self) -> Judgement:
        compared_rows = {
            row.number: self._compared(row, row.said)
            for row in self.rows
            if row.said is not None and not row.is_wrong
        }
        names = frozenset(one.name_key for one in compared_rows.values())
        hashes = frozenset(one.citizen_hash for one in compared_rows.values() if one.citizen_hash)
        people = frozenset(self._people_named())
        near = registry.near(names, hashes, people)
        whom = whom_all([self._asked(row, compared_rows) for row in self.rows], near.people)
        self._known = dict(
            registry.registered(
                {one.person_id for one in whom.values() if one.person_id},
                with_ethnicity=any(row.said and row.said.ethnicity for row in self.rows),
            )
        )
        self._answers = {number: one.person_id for number, one in whom.items()}
        self._consenting = {id_ for id_, one in self._known.items() if one.ethnic_group is not None}
        in_order = sorted(self.rows, key=lambda row: row.number)
        rows = {row.number: self._judge(row, whom[row.number]) for row in in_order}
        return Judgement(
            rows,
            {one.key: one for one in self.named.values()},
            names,
            hashes,
            people,
            near.revisions,
        )

    def may_keep_ethnicity(self, number: int) -> bool:
        """Whether whom the row means has consented to it; to be asked after judging."""
        return self._answers.get(number) in self._consenting

    def place_of(self, row: Listed) -> Place | None:
        """Where the row says that somebody works; a number below zero where nobody has decided."""
        named = self.named.get(row.number)
        if named is None:
            return self.settings.organisation
        chosen = self.settings.organisations.get(named.key)
        if chosen is None:
            found = named.found
            return Place(found.id, found.name) if found else self._unentered(named)
        if chosen.is_none:
            return None
        return Place(chosen.id, chosen.name) if chosen.id is not None else self._unentered(named)

    def _judge(self, row: Listed, whom: Whom) -> Judged:
        if row.said is None or row.is_wrong:
            return Judged(row.number, whom, RowState.ERROR)
        place, named = self.place_of(row), self.named.get(row.number)
        commune = self.communes.resolved(
            row.said.commune or self.settings.commune, row.said.district
        )
        person = self._meant(whom)
        found = self._compare(row, row.said, place, whom)
        return Judged(
            row.number,
            whom,
            RowState.UPDATE if found.changes else whom.state,
            self._need(whom, named),
            place,
            named.key if named else "",
            commune.unit_id,
            found.changes,
            (
                *commune.messages,
                *self._about_organisation(named),
                *_about(row.said, place, whom),
                *found.messages,
            ),
            tuple(d for d in row.said.phones if person is None or d not in person.phones),
            person is None or not person.holds_primary,
        )

    def _meant(self, whom: Whom) -> registry.Registered | None:
        """Whom the row is about, with what the rows before it say."""
        if whom.person_id is not None:
            return self._known.get(whom.person_id)
        if whom.row is None or (first := self._by_number.get(whom.row)) is None:
            return None
        if whom.row not in self._entered and first.said is not None:
            self._entered[whom.row] = entered(first.said, self.place_of(first), first.citizen_hash)
        return self._entered.get(whom.row)

    def _compare(
        self, row: Listed, said: Particulars, place: Place | None, whom: Whom
    ) -> Differences:
        """What the row adds to whom it means; the rows after it see it."""
        person = self._meant(whom)
        if person is None:
            return NO_DIFFERENCES
        found = differences(person, said, place, row.citizen_hash)
        if found.changes:
            more = absorbed(person, said, place, row.citizen_hash)
            if person.id:
                self._known[person.id] = more
            self._entered[whom.row or row.number] = more
        elif whom.row is None:
            self._entered[row.number] = person
        return found

    def _need(self, whom: Whom, named: Named | None) -> Need:
        if whom.state == RowState.MAYBE:
            return Need.PERSON
        if whom.row is None and self._is_open(named):
            return Need.ORGANISATION
        return Need.NOTHING

    def _is_open(self, named: Named | None) -> bool:
        return (
            named is not None
            and named.state != NameState.FOUND
            and named.key not in self.settings.organisations
        )

    def _about_organisation(self, named: Named | None) -> tuple[Message, ...]:
        if named is None or not self._is_open(named):
            return ()
        if named.key not in self._told:
            words = (
                _("“%(name)s” is not in the register yet.", name=named.text or named.tax_code)
                if named.state == NameState.UNKNOWN
                else _("It is not certain which organisation “%(name)s” is.", name=named.text)
            )
            code = f"organisation_{named.state}"
            self._told[named.key] = (Message(code, Severity.WARNING, words, Field.ORGANISATION),)
        return self._told[named.key]

    def _asked(self, row: Listed, compared_rows: Mapping[int, Compared]) -> Asked:
        return Asked(
            row.number,
            compared_rows.get(row.number),
            self.settings.decisions.get(row.number),
            self.settings.became.get(row.number),
        )

    def _compared(self, row: Listed, said: Particulars) -> Compared:
        place = self.place_of(row)
        return compared(
            said.full_name,
            said.birth,
            sex=said.sex,
            phones=said.phones,
            organisation_id=place.id if place else None,
            citizen_hash=row.citizen_hash,
        )

    def _people_named(self) -> Iterable[int]:
        yield from (d.person_id for d in self.settings.decisions.values() if d.person_id)
        yield from self.settings.became.values()

    def _name(self) -> dict[int, Named]:
        written = {row.number: self._written(row.said) for row in self.rows if row.said is not None}
        named = name_organisations(written.values())
        return {number: named[one] for number, one in written.items() if one in named}

    def _written(self, said: Particulars) -> Written:
        commune = self.communes.resolved(said.commune, said.district).name
        return Written(said.organisation, said.tax_code, commune)

    def _unentered(self, named: Named) -> Place:
        return Place(self._numbers[named.key], named.text or named.tax_code)


def _about(said: Particulars, place: Place | None, whom: Whom) -> Iterable[Message]:
    """The same row twice is told, with the number of the first; a title without a place is not kept."""
    if whom.row is not None:
        words = _("Repeats row %(number)s.", number=whom.row)
        yield Message("same_as_row", Severity.WARNING, words)
    if said.position and place is None:
        words = _("No organisation is named, so the position is not kept.")
        yield Message("position_without_organisation", Severity.NOTE, words, Field.POSITION)
