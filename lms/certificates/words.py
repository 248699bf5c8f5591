"""Every printed word of one certificate, final and frozen.

The record is what the register stores and hashes, so it knows nothing of the
database or of the web: the same words must give the same page years from now.
"""

import json
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateWords:
    """The words as they stand on paper; an empty string means that the line is left out.

    Strings are kept in NFC with single spaces, whatever was handed in. `hours` counts
    periods of 45 minutes (tiết). `issued_on` is an ISO date; it is not printed, it dates
    the file. Raises ValueError when a word that every certificate needs is missing.
    """

    title: str = "GIẤY CHỨNG NHẬN"
    issuer_line: str
    salutation: str
    full_name: str
    birth_line: str = ""
    position: str = ""
    organisation: str = ""
    commune: str = ""
    course_title: str
    class_title: str = ""
    hours: int
    dates_line: str
    result_line: str = ""
    number: str
    issued_on: str
    issued_line: str
    signer_title: tuple[str, ...]
    signer_name: str
    code: str
    verify_url: str
    illustrative: bool = False

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _tidy(field.name, getattr(self, field.name)))
        missing = [name for name in _REQUIRED if not getattr(self, name)]
        if missing:
            raise ValueError(f"certificate without {', '.join(missing)}")
        date.fromisoformat(self.issued_on)

    def to_json(self) -> str:
        """Return one line of JSON, keys sorted: equal words give equal text."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "CertificateWords":
        """Read what to_json wrote; raises ValueError for anything else."""
        data = json.loads(text)
        if not isinstance(data, dict) or data.keys() != {field.name for field in fields(cls)}:
            raise ValueError("not the words of a certificate")
        return cls(**data)

    def texts(self) -> tuple[str, ...]:
        """Return every string that is printed, for checking its characters."""
        kept = (getattr(self, f.name) for f in fields(self) if f.name != "issued_on")
        return (*(text for text in kept if isinstance(text, str)), *self.signer_title)


_REQUIRED = (
    "title",
    "issuer_line",
    "full_name",
    "course_title",
    "dates_line",
    "number",
    "issued_line",
    "signer_title",
    "signer_name",
    "code",
    "verify_url",
)


def _tidy(name: str, value: Any) -> Any:
    """Return the value as it is stored; the kind each field must have is checked here."""
    if name == "signer_title":
        if isinstance(value, str) or not all(isinstance(line, str) for line in value):
            raise ValueError("signer_title must be a list of lines")
        return tuple(_clean(line) for line in value)
    expected = {"hours": int, "illustrative": bool}.get(name, str)
    if type(value) is not expected:
        raise ValueError(f"{name} must be {expected.__name__}")
    return _clean(value) if isinstance(value, str) else value


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
