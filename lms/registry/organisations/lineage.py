"""What an organisation came from and what it became: history is followed, never rewritten.

Enrolments, positions and certificates keep the organisation of their day. Who asks for the people or the
classes of an organisation *and those it came from* compares with ``ids_with_predecessors``.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from lms import clock, database
from lms.access import Viewer
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import (
    Organisation,
    OrganisationStatus,
    OrganisationSuccession,
    SuccessionKind,
)
from lms.registry.organisations.register import record_change
from lms.vietnamese import normal_text


class Lineage(NamedTuple):
    """Ids of all that an organisation came from and of all that came from it, the nearest first."""

    predecessors: tuple[int, ...]
    successors: tuple[int, ...]


def lineage(organisation_id: int) -> Lineage:
    """Through all generations, in one statement."""
    succession = OrganisationSuccession
    edges = db.session.execute(select(succession.predecessor_id, succession.successor_id)).all()
    back: dict[int, list[int]] = {}
    forth: dict[int, list[int]] = {}
    for predecessor_id, successor_id in edges:
        forth.setdefault(predecessor_id, []).append(successor_id)
        back.setdefault(successor_id, []).append(predecessor_id)
    return Lineage(_reached(organisation_id, back), _reached(organisation_id, forth))


def ids_with_predecessors(organisation_id: int) -> frozenset[int]:
    """The organisation itself and all that it came from."""
    return frozenset({organisation_id, *lineage(organisation_id).predecessors})


def successions_of(organisation_id: int) -> list[OrganisationSuccession]:
    """The edges that begin or end at an organisation, with both ends, the latest first."""
    succession = OrganisationSuccession
    return list(
        db.session.scalars(
            select(succession)
            .where(
                or_(
                    succession.predecessor_id == organisation_id,
                    succession.successor_id == organisation_id,
                )
            )
            .options(joinedload(succession.predecessor), joinedload(succession.successor))
            .order_by(succession.effective_on.desc(), succession.id.desc())
        )
    )


def record_succession(
    predecessor: Organisation,
    successor: Organisation,
    kind: SuccessionKind,
    effective_on: date,
    by: Viewer,
    *,
    legal_basis: str = "",
) -> OrganisationSuccession:
    """Record that ``successor`` came from ``predecessor``, which ends unless only a part left it.

    Raises DomainError for a day to come, an organisation and itself, a circle, a succession recorded
    already, and a second end of the same organisation.
    """
    database.take_lock("organisation")
    db.session.refresh(predecessor)
    earlier = _recorded(predecessor)
    _refuse_impossible(predecessor, successor, effective_on)
    _refuse_second(earlier, successor, kind)
    ends = [end for end in earlier if _ends_it(end.kind)]
    row = OrganisationSuccession(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        effective_on=effective_on,
        legal_basis=normal_text(legal_basis),
        status_before=ends[0].status_before if ends else predecessor.status,
        recorded_by_id=by.id,
    )
    db.session.add(row)
    before = predecessor.status
    if _ends_it(kind):
        predecessor.status = OrganisationStatus.SUCCEEDED
    record_change(
        predecessor, "organisation succeeded", by, kind=kind, successor=successor.name,
        effective_on=effective_on, status=[before, predecessor.status],
    )  # fmt: skip
    return row


def remove_succession(row: OrganisationSuccession, by: Viewer) -> None:
    """Take back what was entered by mistake; the last end removed gives the old status back."""
    database.take_lock("organisation")
    predecessor = row.predecessor
    db.session.refresh(predecessor)
    before = predecessor.status
    db.session.delete(row)
    db.session.flush()
    if _ends_it(row.kind) and not any(_ends_it(end.kind) for end in _recorded(predecessor)):
        predecessor.status = row.status_before
    record_change(
        predecessor, "succession removed", by, kind=row.kind, successor=row.successor.name,
        effective_on=row.effective_on, status=[before, predecessor.status],
    )  # fmt: skip


def _refuse_impossible(
    predecessor: Organisation, successor: Organisation, effective_on: date
) -> None:
    if effective_on > clock.today():
        raise DomainError(
            _l("Enter a succession once it has taken effect: this day is still to come."),
            field="effective_on",
        )
    if predecessor.id == successor.id:
        raise DomainError(_l("An organisation cannot succeed itself."), field="successor")
    family = lineage(predecessor.id)
    if successor.id in family.predecessors:
        raise DomainError(
            _l("%(name)s came before this organisation.", name=successor.name), field="successor"
        )


def _refuse_second(
    earlier: list[OrganisationSuccession], successor: Organisation, kind: SuccessionKind
) -> None:
    """An organisation that is divided ends in several; every other end is the only one."""
    if any(row.successor_id == successor.id for row in earlier):
        raise DomainError(
            _l("%(name)s is recorded as a successor already.", name=successor.name),
            field="successor",
        )
    ends = {row.kind for row in earlier if _ends_it(row.kind)}
    if _ends_it(kind) and ends and {*ends, kind} != {SuccessionKind.SPLIT}:
        raise DomainError(
            _l("How this organisation ended is recorded already; remove that first."), field="kind"
        )


def _recorded(predecessor: Organisation) -> list[OrganisationSuccession]:
    succession = OrganisationSuccession
    return list(
        db.session.scalars(select(succession).where(succession.predecessor_id == predecessor.id))
    )


def _ends_it(kind: str) -> bool:
    return kind != SuccessionKind.SEPARATION


def _reached(start: int, edges: dict[int, list[int]]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    waiting: list[int] = list(edges.get(start, ()))
    while waiting:
        here = waiting.pop(0)
        if here != start and here not in found:
            found[here] = None
            waiting.extend(edges.get(here, ()))
    return tuple(found)
