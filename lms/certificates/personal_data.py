"""What certificates keep about a human being: the register book is kept for ever."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Select, select, update
from sqlalchemy.orm import joinedload

from lms.certificates.issuing import KIND
from lms.certificates.labels import STATES
from lms.certificates.models import Certificate
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.jobs import Job, JobItem
from lms.personal_data import Fate, Part, Section, Subject, Value

#: The frozen words in the order of the copy, with what each is called.
WORDS = (
    "full_name",
    "birth_line",
    "position",
    "organisation",
    "commune",
    "course_title",
    "dates_line",
)


def gather(subject: Subject) -> list[Section]:
    labels = {
        "register_number": _("Register number"),
        "issued_on": _("Issued on"),
        "state": _("State"),
        "full_name": _("Full name"),
        "birth_line": _("Birth date"),
        "position": _("Position"),
        "organisation": _("Organisation"),
        "commune": _("Commune or ward"),
        "course_title": _("Course"),
        "dates_line": _("Time"),
        "revocation": _("Reason of the revocation"),
    }
    rows = [_row(one) for one in _certificates(subject)]
    return [Section("certificates", _("Certificates"), labels, rows)]


def foresee(subject: Subject) -> Fate:
    lines = len(_certificates(subject))
    if not lines:
        return Fate()
    kept = ngettext(
        "%(num)d line of the register book of certificates and its file, for ever: whoever has the "
        "code on the paper can still check it.",
        "%(num)d lines of the register book of certificates and their files, for ever: whoever has "
        "the code on a paper can still check it.",
        lines,
    )
    return Fate(kept=(kept,))


def erase(subject: Subject) -> None:
    """The book of certificates (sổ gốc) is a document of the office; nothing in it is changed. The jobs
    that printed it called their items by the people's names."""
    keys = [str(enrolment_id) for enrolment_id in db.session.scalars(_places(subject))]
    printing = select(Job.id).where(Job.kind == KIND)
    db.session.execute(
        update(JobItem)
        .where(JobItem.job_id.in_(printing), JobItem.key.in_(keys))
        .values(label="–", reason="")
    )


def with_certificates(enrolment_ids: Collection[int]) -> set[int]:
    """Those of the enrolments that have a line in the register book."""
    return set(
        db.session.scalars(
            select(Certificate.enrolment_id).where(Certificate.enrolment_id.in_(enrolment_ids))
        )
    )


def _row(one: Certificate) -> Mapping[str, Value]:
    words: dict[str, Any] = one.words
    return {
        "register_number": one.register_number,
        "issued_on": one.issued_on,
        "state": str(STATES[one.state][0]),
        **{name: words.get(name, "") for name in WORDS},
        "revocation": one.revocation.reason if one.revocation else "",
    }


def _certificates(subject: Subject) -> list[Certificate]:
    return list(
        db.session.scalars(
            select(Certificate)
            .where(Certificate.enrolment_id.in_(_places(subject)))
            .options(joinedload(Certificate.revocation))
            .order_by(Certificate.id)
        )
    )


def _places(subject: Subject) -> Select[int]:
    return select(Enrolment.id).where(Enrolment.person_id.in_(subject.person_ids))


part = Part(
    tables=frozenset({"certificate", "certificate_revocation"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"certificate": [one.id for one in _certificates(subject)]},
)
