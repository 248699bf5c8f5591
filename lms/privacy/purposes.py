"""The purposes that need a consent, and their words, as rows that the office extends."""

from __future__ import annotations

import re

from flask import abort
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from lms import audit, clock
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.models import ConsentPurpose, ConsentWording
from lms.vietnamese import normal_text

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
NAME_LENGTH = 120


def purposes_asked_for() -> list[ConsentPurpose]:
    """The purposes in use, in the order of the page, with their words."""
    return list(
        db.session.scalars(
            select(ConsentPurpose)
            .where(ConsentPurpose.retired_at.is_(None))
            .options(selectinload(ConsentPurpose.wordings))
            .order_by(ConsentPurpose.position, ConsentPurpose.id)
        )
    )


def load_purpose(code: str) -> ConsentPurpose:
    """A purpose in use by its code, or 404."""
    purpose = find_purpose(code)
    return purpose if purpose is not None and purpose.retired_at is None else abort(404)


def find_purpose(code: str) -> ConsentPurpose | None:
    """A purpose by its code, in use or not."""
    return db.session.scalar(select(ConsentPurpose).where(ConsentPurpose.code == code))


def add_purpose(code: str, name: str, words: str) -> ConsentPurpose:
    """Begin to ask for consent to another use. Raises DomainError for what cannot be used."""
    if not CODE.fullmatch(code):
        raise DomainError(_l("A code has 2 to 40 small letters without marks, digits and dashes."))
    if find_purpose(code) is not None:
        raise DomainError(_l("There is a consent with this code already."))
    name = normal_text(name)
    if not name or len(name) > NAME_LENGTH:
        raise DomainError(_l("A name has 1 to %(most)s characters.", most=NAME_LENGTH))
    last = db.session.scalar(select(func.max(ConsentPurpose.position))) or 0
    purpose = ConsentPurpose(code=code, name=name, position=last + 1)
    purpose.wordings.append(_wording(words, 1))
    db.session.add(purpose)
    audit.record("consent purpose added", purpose, code=code)
    return purpose


def reword(purpose: ConsentPurpose, words: str) -> ConsentWording:
    """Ask in other words from now on; those who decided before decided on the words they saw."""
    wording = _wording(words, purpose.wording.number + 1)
    if wording.words == purpose.wording.words:
        raise DomainError(_l("These are the words that are shown already."))
    purpose.wordings.append(wording)
    audit.record("consent purpose reworded", purpose, number=wording.number)
    return wording


def retire(purpose: ConsentPurpose) -> None:
    """Ask no longer; decisions stay as proof."""
    if purpose.retired_at is None:
        purpose.retired_at = clock.now()
        audit.record("consent purpose retired", purpose)


def _wording(words: str, number: int) -> ConsentWording:
    words = normal_text(words)
    if not words:
        raise DomainError(_l("Write the words to which people say yes or no."))
    return ConsentWording(number=number, words=words, made_at=clock.now())
