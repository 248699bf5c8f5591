"""What has to be told, to whom, and in which words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select

from lms.access import Viewer
from lms.classes.models import OVER, ClassSession, TrainingClass
from lms.enrolments.models import Enrolment, EnrolmentNotice, EnrolmentState, NoticeKind
from lms.enrolments.scope import own_enrolments
from lms.extensions import db
from lms.formatting import as_period
from lms.lists import PAGE_SIZE
from lms.office import OfficeWords
from lms.registry.models import PersonPhone


def untold(page: int) -> list[Any]:
    """One page of what nobody told or read yet, the oldest first, and one more.

    For holders of Right.ENROL only. ``digits`` is the person's first telephone number.
    """
    digits = (
        select(PersonPhone.digits)
        .where(PersonPhone.person_id == Enrolment.person_id)
        .order_by(PersonPhone.position, PersonPhone.id)
        .limit(1)
        .correlate(Enrolment)
        .scalar_subquery()
    )
    return list(
        db.session.execute(
            _notices(digits.label("digits"))
            .where(_is_pending())
            .order_by(EnrolmentNotice.at, EnrolmentNotice.id)
            .limit(PAGE_SIZE + 1)
            .offset((page - 1) * PAGE_SIZE)
        )
    )


def count_untold() -> int:
    """How many notices wait for an officer."""
    return (
        db.session.scalar(
            select(func.count(EnrolmentNotice.id))
            .join(EnrolmentNotice.enrolment)
            .join(Enrolment.training_class)
            .where(_is_pending())
        )
        or 0
    )


def own_unread(viewer: Viewer) -> list[Any]:
    """What the viewer was not shown yet about own places."""
    return list(
        db.session.execute(
            _notices()
            .where(own_enrolments(viewer), EnrolmentNotice.read_at.is_(None), _is_true())
            .order_by(EnrolmentNotice.at, EnrolmentNotice.id)
        )
    )


def words_of(notice: Any, office: OfficeWords) -> str:
    """The message to send or to read out."""
    return " ".join([_greeting(notice), news_of(notice), *_ending(notice, office)])


def news_of(notice: Any) -> str:
    """What happened, in a sentence or two."""
    if notice.kind == NoticeKind.NOT_ADMITTED:
        return _(
            "The list of the class “%(title)s” is closed, and unfortunately no place became free.",
            title=notice.title,
        )
    news = _("You now have a place in the class “%(title)s”.", title=notice.title)
    if notice.starts_at is None:
        return news
    first = _(
        "First session: %(time)s, at %(venue)s.",
        time=as_period(notice.starts_at, notice.ends_at),
        venue=notice.venue,
    )
    return f"{news} {first}"


def _greeting(notice: Any) -> str:
    return _("Dear %(name)s,", name=notice.full_name)


def _ending(notice: Any, office: OfficeWords) -> list[str]:
    sender = office.name
    if office.help_phone:
        sender = _("%(name)s, telephone %(phone)s", name=sender, phone=office.help_phone)
    if notice.kind == NoticeKind.NOT_ADMITTED:
        return [_("We hope to see you in a next class."), f"({sender})"]
    return [
        _("If you cannot come, please tell us, so that somebody else gets the place."),
        f"({sender})",
    ]


def _notices(*more: Any) -> Any:
    first = (
        select(func.min(ClassSession.id))
        .where(
            ClassSession.class_id == TrainingClass.id,
            ClassSession.starts_at
            == select(func.min(ClassSession.starts_at))
            .where(ClassSession.class_id == TrainingClass.id)
            .correlate(TrainingClass)
            .scalar_subquery(),
        )
        .correlate(TrainingClass)
        .scalar_subquery()
    )
    return (
        select(
            EnrolmentNotice.id,
            EnrolmentNotice.kind,
            EnrolmentNotice.at,
            Enrolment.id.label("enrolment_id"),
            Enrolment.full_name,
            Enrolment.organisation_name,
            TrainingClass.title,
            TrainingClass.venue,
            ClassSession.starts_at,
            ClassSession.ends_at,
            *more,
        )
        .join(EnrolmentNotice.enrolment)
        .join(Enrolment.training_class)
        .outerjoin(ClassSession, ClassSession.id == first)
    )


def _is_pending() -> ColumnElement[bool]:
    return and_(EnrolmentNotice.told_at.is_(None), EnrolmentNotice.read_at.is_(None), _is_true())


def _is_true() -> ColumnElement[bool]:
    """Whether the notice still says how things are, in a class that is not over."""
    return and_(
        TrainingClass.state.not_in(OVER),
        or_(
            and_(
                EnrolmentNotice.kind == NoticeKind.PROMOTED,
                Enrolment.state == EnrolmentState.CONFIRMED,
            ),
            and_(
                EnrolmentNotice.kind == NoticeKind.NOT_ADMITTED,
                Enrolment.state == EnrolmentState.WAITING,
            ),
        ),
    )
