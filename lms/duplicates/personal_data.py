"""What merging keeps about a human being: the values it changed, so that it can be undone."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, delete, func, or_, select, update

from lms.duplicates.models import Distinction, Merge, MergeChange, MergeReversal
from lms.extensions import db
from lms.personal_data import Fate, Part, Section, Subject, section


def gather(subject: Subject) -> list[Section]:
    labels = {"at": _("Time"), "reason": _("Reason")}
    merges = section(
        "merges",
        _("Records found to be yours and merged"),
        labels,
        select(Merge.at, Merge.reason).where(_merges(subject)).order_by(Merge.id),
    )
    undone = section(
        "merges_undone",
        _("Merges undone"),
        labels,
        select(MergeReversal.at, MergeReversal.reason)
        .join(MergeReversal.merge)
        .where(_merges(subject))
        .order_by(MergeReversal.id),
    )
    distinctions = section(
        "distinctions",
        _("Records found to be somebody else's"),
        labels,
        select(Distinction.at, Distinction.reason)
        .where(_distinctions(subject))
        .order_by(Distinction.id),
    )
    return [merges, undone, distinctions]


def foresee(subject: Subject) -> Fate:
    merges = db.session.scalar(select(func.count(Merge.id)).where(_merges(subject)))
    if not merges:
        return Fate()
    removed = ngettext(
        "What %(num)d merge of records changed: it can no longer be undone.",
        "What %(num)d merges of records changed: they can no longer be undone.",
        merges,
    )
    return Fate(removed=(removed,))


def erase(subject: Subject) -> None:
    """Without its journal a merge brings nothing back; the reasons somebody wrote go too."""
    merges = select(Merge.id).where(_merges(subject))
    db.session.execute(delete(MergeChange).where(MergeChange.merge_id.in_(merges)))
    db.session.execute(
        update(MergeReversal).where(MergeReversal.merge_id.in_(merges)).values(reason="")
    )
    db.session.execute(update(Merge).where(_merges(subject)).values(reason=""))
    db.session.execute(update(Distinction).where(_distinctions(subject)).values(reason=""))


def _merges(subject: Subject) -> ColumnElement[bool]:
    return or_(Merge.survivor_id.in_(subject.person_ids), Merge.merged_id.in_(subject.person_ids))


def _distinctions(subject: Subject) -> ColumnElement[bool]:
    return or_(
        Distinction.first_id.in_(subject.person_ids), Distinction.second_id.in_(subject.person_ids)
    )


def _distinction_ids(subject: Subject) -> list[int]:
    return list(db.session.scalars(select(Distinction.id).where(_distinctions(subject))))


part = Part(
    tables=frozenset({"distinction", "merge", "merge_change", "merge_reversal"}),
    gather=gather,
    foresee=foresee,
    erase=erase,
    acts_on=lambda subject: {"distinction": _distinction_ids(subject)},
)
