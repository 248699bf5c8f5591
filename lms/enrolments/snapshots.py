"""How long a name stays in the list of a class after its person was erased.

The list of a class is a voucher for what was paid for its people, and accounting vouchers are kept for
ten years (Accounting Act 2015, article 41; the number is from memory, hence a setting). Until then an
erased person's particulars stay in that list and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from flask import Flask, current_app
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import joinedload

from lms import clock, terms
from lms.classes.models import IN_PREPARATION
from lms.enrolments.models import Enrolment, EnrolmentStep
from lms.extensions import db
from lms.registry.models import BirthPrecision, Person

VOUCHER_YEARS = terms.declare(
    "voucher_years", 10, "years for which the lists of classes are kept as vouchers (from memory)"
)
#: Of these enrolments, those of which there are papers: marks in a signed list, certificates.
PaperFinder = Callable[[Collection[int]], set[int]]


class Snapshot(NamedTuple):
    """An enrolment, and the last day on which its particulars are a voucher; None when they are none."""

    enrolment: Enrolment
    voucher_until: date | None

    @property
    def is_voucher(self) -> bool:
        return self.voucher_until is not None and clock.today() <= self.voucher_until


def find_papers_by(app: Flask, finder: PaperFinder) -> None:
    """Let a feature above say of which enrolments it keeps papers."""
    app.extensions.setdefault("paper_finders", []).append(finder)


def snapshots(*conditions: ColumnElement[bool]) -> list[Snapshot]:
    """The enrolments under these conditions, each with how long it is a voucher.

    A confirmed place in a class that was opened is one; a withdrawn place only when there are papers.
    """
    found = db.session.scalars(
        select(Enrolment)
        .where(*conditions)
        .options(joinedload(Enrolment.training_class))
        .order_by(Enrolment.id)
    ).all()
    papers, years = _with_papers([one.id for one in found]), terms.value_of(VOUCHER_YEARS)
    return [Snapshot(one, _until(one, years) if _is_listed(one, papers) else None) for one in found]


def forget(gone: Iterable[Enrolment]) -> None:
    """Take the particulars out, and the words that were written about the person.

    Sex, organisation and commune stay: without a name they only count.
    """
    for enrolment in gone:
        enrolment.full_name = enrolment.person.full_name
        enrolment.sort_key = enrolment.person.sort_key
        enrolment.birth_date, enrolment.birth_precision = None, BirthPrecision.UNKNOWN
        enrolment.position_title = ""
        forget_words([enrolment.id])


def forget_words(enrolment_ids: Collection[int]) -> None:
    """Take away the reasons somebody wrote: free words may name people."""
    db.session.execute(
        update(Enrolment).where(Enrolment.id.in_(enrolment_ids)).values(despite="", set_aside=[])
    )
    db.session.execute(
        update(EnrolmentStep).where(EnrolmentStep.enrolment_id.in_(enrolment_ids)).values(reason="")
    )


def forget_old_snapshots() -> None:
    """The chore: names of erased people leave the lists whose years as vouchers are over."""
    of_erased = (
        Enrolment.person_id.in_(select(Person.id).where(Person.erased_at.is_not(None))),
        Enrolment.full_name
        != select(Person.full_name).where(Person.id == Enrolment.person_id).scalar_subquery(),
    )
    forget(one.enrolment for one in snapshots(*of_erased) if not one.is_voucher)


def _with_papers(enrolment_ids: Collection[int]) -> set[int]:
    finders: list[PaperFinder] = current_app.extensions.get("paper_finders", [])
    return set().union(*(find(enrolment_ids) for find in finders))


def _is_listed(enrolment: Enrolment, papers: set[int]) -> bool:
    was_opened = enrolment.training_class.state not in IN_PREPARATION
    return enrolment.id in papers or (enrolment.is_confirmed and was_opened)


def _until(enrolment: Enrolment, years: int) -> date:
    """The last day of the last year: accounts are closed by calendar years."""
    last = enrolment.training_class.ends_on or clock.local(enrolment.enrolled_at).date()
    return date(last.year + years, 12, 31)
