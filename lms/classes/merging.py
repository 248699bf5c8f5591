"""What becomes of a trainer's sessions when two people turn out to be one."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from lms.classes.models import ClassSession, SessionTrainer, TrainingClass
from lms.duplicates import parts, rules
from lms.duplicates.parts import Section, Two
from lms.duplicates.rules import Merging
from lms.extensions import db


def init_app(app: Flask) -> None:
    rules.move_by(app, SessionTrainer.person_id, move_teaching, _l("Sessions taught"))
    parts.compare_by(app, lines)


def move_teaching(merging: Merging) -> None:
    """A session that both teach is taught once; the other row stays with the merged person."""
    taught = set(
        db.session.scalars(
            select(SessionTrainer.session_id).where(SessionTrainer.person_id == merging.survivor_id)
        )
    )
    rows = db.session.execute(
        select(SessionTrainer.id, SessionTrainer.session_id)
        .where(SessionTrainer.person_id == merging.merged_id)
        .order_by(SessionTrainer.id)
        .with_for_update()
    ).all()
    for row in rows:
        if row.session_id not in taught:
            merging.journal.set(SessionTrainer, row.id, person_id=merging.survivor_id)


def lines(two: Two) -> Section:
    """In which classes each of them teaches."""
    found: dict[int, list[str]] = {}
    for person_id, title, sessions in db.session.execute(
        select(SessionTrainer.person_id, TrainingClass.title, func.count())
        .join(ClassSession, ClassSession.id == SessionTrainer.session_id)
        .join(TrainingClass, TrainingClass.id == ClassSession.class_id)
        .where(SessionTrainer.person_id.in_(two))
        .group_by(SessionTrainer.person_id, TrainingClass.id, TrainingClass.title)
        .order_by(TrainingClass.id.desc())
    ):
        counted = ngettext("%(num)s session", "%(num)s sessions", sessions)
        found.setdefault(person_id, []).append(f"{title}: {counted}")
    return Section(_("Teaches"), found)
