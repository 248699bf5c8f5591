"""A row of a list as it is judged, and the answers: the words that matching and the preview share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from lms import clock
from lms.rosters.matching import near as registry
from lms.rosters.matching.differences import Change, Place
from lms.rosters.matching.organisations import Named
from lms.rosters.matching.whom import Decision, Whom
from lms.rosters.models import Need
from lms.rosters.rows import Message, Particulars, RowState, Severity


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the list, before anything of the register is known.

    ``citizen_hash`` stands for the citizen number of ``said``, which is masked; ``citizen_token`` is the
    number as the register keeps it.
    """

    number: int
    said: Particulars | None
    messages: tuple[Message, ...] = ()
    citizen_hash: str | None = None
    citizen_token: str | None = None

    @property
    def is_wrong(self) -> bool:
        return self.said is None or any(m.severity == Severity.ERROR for m in self.messages)


@dataclass(frozen=True, slots=True)
class ChosenOrganisation:
    """A decision about a text: an organisation of the register, none, or (``id`` None) a new one."""

    id: int | None
    name: str = ""
    is_none: bool = False


@dataclass(frozen=True)
class Settings:
    """What holds for the whole list, and what was decided about single rows and texts.

    ``became`` tells for rows of the same file that were taken over before whom they became.
    """

    day: date = field(default_factory=clock.today)
    organisation: Place | None = None
    commune: str = ""
    decisions: Mapping[int, Decision] = field(default_factory=dict)
    organisations: Mapping[str, ChosenOrganisation] = field(default_factory=dict)
    became: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """What would become of a row. ``messages`` come besides those of reading it.

    ``new_phones`` are those whom it means lacks; ``is_primary`` is what a position of the row would be.
    """

    number: int
    whom: Whom
    state: RowState
    need: Need = Need.NOTHING
    place: Place | None = None
    organisation_key: str = ""
    unit_id: int | None = None
    changes: tuple[Change, ...] = ()
    messages: tuple[Message, ...] = ()
    new_phones: tuple[str, ...] = ()
    is_primary: bool = True


@dataclass
class Judgement:
    """The answers for a list, with what of the register they rest on."""

    rows: dict[int, Judged]
    named: dict[str, Named]
    names: frozenset[str]
    citizen_hashes: frozenset[str]
    people: frozenset[int]
    revisions: Mapping[int, int]

    @property
    def still_holds(self) -> bool:
        """Whether the people whom the rows may mean are as they were."""
        now = registry.revisions_near(self.names, self.citizen_hashes, self.people)
        return now == self.revisions
