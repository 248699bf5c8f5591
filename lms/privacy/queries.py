"""What the pages read: plain rows of the shown columns."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, case, func, select

from lms import clock
from lms.access import Viewer
from lms.accounts.models import Account
from lms.extensions import db
from lms.formatting import as_date
from lms.lists import PAGE_SIZE
from lms.privacy.labels import kind_label
from lms.privacy.models import DataRequest, Export
from lms.privacy.scope import own_requests, visible_requests
from lms.registry.models import Person

#: Until the person is answered the reply is what is due; then what was asked for.
NEXT_DUE = case(
    (DataRequest.replied_at.is_(None), DataRequest.reply_due_on), else_=DataRequest.due_on
)


class Due(NamedTuple):
    """What has to happen by when, in words."""

    words: str
    is_overdue: bool


class RequestLine(NamedTuple):
    """A request as the lists show it."""

    id: int
    name: str
    kind: str
    received_on: date
    state: str
    due: Due | None


class Waiting(NamedTuple):
    """How many open requests there are, and how many of them are late."""

    open: int
    overdue: int


def open_requests(viewer: Viewer, page: int) -> tuple[list[RequestLine], bool]:
    """Open requests, what is overdue first and what is due next after it; and whether more follow."""
    return _page(and_(visible_requests(viewer), DataRequest.closed_at.is_(None)), (NEXT_DUE,), page)


def closed_requests(viewer: Viewer, page: int) -> tuple[list[RequestLine], bool]:
    """Closed requests, the newest first; and whether more follow."""
    is_closed = and_(visible_requests(viewer), DataRequest.closed_at.is_not(None))
    return _page(is_closed, (DataRequest.closed_at.desc(),), page)


def requests_of(viewer: Viewer) -> list[RequestLine]:
    """The viewer's own requests, the newest first."""
    return _page(own_requests(viewer), (DataRequest.id.desc(),), 1)[0]


def waiting_requests(viewer: Viewer) -> Waiting:
    """For the first page."""
    late = case((clock.today() > NEXT_DUE, 1), else_=0)
    row = db.session.execute(
        select(func.count(DataRequest.id), func.coalesce(func.sum(late), 0)).where(
            visible_requests(viewer), DataRequest.closed_at.is_(None)
        )
    ).one()
    return Waiting(*row)


def due_of(request: Any) -> Due | None:
    """What is due of a request next, in words; None of one that is closed."""
    if request.closed_at is not None:
        return None
    awaits_reply = request.replied_at is None
    day = request.reply_due_on if awaits_reply else request.due_on
    days = (day - clock.today()).days
    if days < 0:
        return Due(_late_reply(-days) if awaits_reply else _late(-days), True)
    if awaits_reply:
        return Due(_("To be answered by %(day)s", day=as_date(day)), False)
    return Due(_("To be done by %(day)s", day=as_date(day)), False)


def exports_page(page: int) -> tuple[list[Any], bool]:
    """The exports of personal data, the newest first; and whether more follow."""
    rows = db.session.execute(
        select(
            Export.id,
            Export.at,
            Export.title,
            Export.rows,
            Export.reason,
            Account.display_name.label("by"),
        )
        .join(Account, Account.id == Export.by_id)
        .order_by(Export.id.desc())
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    return list(rows[:PAGE_SIZE]), len(rows) > PAGE_SIZE


def _late_reply(days: int) -> str:
    return ngettext("The answer is %(num)d day overdue", "The answer is %(num)d days overdue", days)


def _late(days: int) -> str:
    return ngettext("%(num)d day overdue", "%(num)d days overdue", days)


def _page(
    condition: ColumnElement[bool], order: tuple[Any, ...], page: int
) -> tuple[list[RequestLine], bool]:
    rows = db.session.execute(
        select(
            DataRequest.id,
            func.coalesce(Person.full_name, Account.display_name, "").label("name"),
            DataRequest.kind,
            DataRequest.received_on,
            DataRequest.state,
            DataRequest.reply_due_on,
            DataRequest.due_on,
            DataRequest.replied_at,
            DataRequest.closed_at,
        )
        .outerjoin(Person, Person.id == DataRequest.person_id)
        .outerjoin(Account, Account.id == DataRequest.account_id)
        .where(condition)
        .order_by(*order, DataRequest.id)
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    lines = [
        RequestLine(row.id, row.name, kind_label(row.kind), row.received_on, row.state, due_of(row))
        for row in rows[:PAGE_SIZE]
    ]
    return lines, len(rows) > PAGE_SIZE
