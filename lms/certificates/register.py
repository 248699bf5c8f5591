"""The register book (sổ gốc): numbers that have no gap and are never used twice.

Numbering begins anew each year (domain: section 3, item 11).
"""

from __future__ import annotations

from sqlalchemy import select

from lms import database
from lms.certificates.models import RegisterBook
from lms.extensions import db


def take_number(year: int) -> int:
    """The next number of a year's book, taken in the present transaction.

    The book stays locked until that transaction ends: when it is undone, so is the number.
    """
    book = _locked_book(year) or _opened_book(year)
    book.last_number += 1
    return book.last_number


def register_number(number: int, year: int, abbreviation: str) -> str:
    """As printed: "0001/2026/GCN-LMHTX"."""
    return f"{number:04d}/{year}/GCN-{abbreviation}"


def _opened_book(year: int) -> RegisterBook:
    """The year's book, made unless another issuer made it while we waited for the lock."""
    database.take_lock("register books")
    book = _locked_book(year)
    if book is None:
        book = RegisterBook(year=year, last_number=0)
        db.session.add(book)
        db.session.flush()
    return book


def _locked_book(year: int) -> RegisterBook | None:
    return db.session.scalar(
        select(RegisterBook).where(RegisterBook.year == year).with_for_update(),
        execution_options={"populate_existing": True},
    )
