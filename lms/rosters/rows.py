"""What a row of a list says, once it is understood. Reading makes these; matching and applying use them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lms.registry.models import Sex
from lms.registry.people.register import UNKNOWN_BIRTH, Birth


class Field(StrEnum):
    """What a column of a list can hold."""

    NUMBER = "number"
    FULL_NAME = "full_name"
    BIRTH = "birth"
    BIRTH_MALE = "birth_male"
    BIRTH_FEMALE = "birth_female"
    SEX = "sex"
    PHONE = "phone"
    ORGANISATION = "organisation"
    TAX_CODE = "tax_code"
    POSITION = "position"
    COMMUNE = "commune"
    DISTRICT = "district"
    CITIZEN_NUMBER = "citizen_number"
    ETHNICITY = "ethnicity"
    NOTE = "note"


class Severity(StrEnum):
    """An error keeps a row out; a warning lets it in; a note tells what was done to read it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class RowState(StrEnum):
    """What applying the list would do with a row."""

    NEW = "new"
    SAME = "same"
    UPDATE = "update"
    MAYBE = "maybe"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence about a row. ``code`` never changes, so that programs can tell messages apart."""

    code: str
    severity: Severity
    text: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a row says about a person; texts are normalised, unknown ones empty."""

    full_name: str
    birth: Birth = UNKNOWN_BIRTH
    sex: Sex = Sex.UNKNOWN
    phones: tuple[str, ...] = ()
    organisation: str = ""
    tax_code: str = ""
    position: str = ""
    commune: str = ""
    district: str = ""
    citizen_number: str = ""
    ethnicity: str = ""
    note: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row of the sheet that should hold a person.

    ``number`` counts from 1 as Excel does; ``cells`` are the texts as they stand in the file, for the
    file of failed rows; ``particulars`` is None when not even a name could be read.
    """

    number: int
    cells: tuple[str, ...]
    particulars: Particulars | None
    messages: tuple[Message, ...] = ()

    @property
    def is_wrong(self) -> bool:
        return self.particulars is None or any(
            message.severity == Severity.ERROR for message in self.messages
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that holds no person: a subtotal, a section, a repeated heading, the signatures.

    ``code`` never changes; ``why`` is a sentence.
    """

    number: int
    text: str
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sheet says: a row for every person, and what was left out and why. Blank rows are not told."""

    rows: list[ReadRow]
    left_out: list[LeftOut]
