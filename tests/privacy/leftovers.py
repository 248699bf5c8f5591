"""Looking for words in every column of every table: what an erasure must not leave behind."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from lms.extensions import db


def places_of(*words: str) -> set[str]:
    """The columns ("person.full_name") that still hold one of the words, in any row."""
    found = set()
    db.session.commit()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            for column, value in row.items():
                if any(word in _text(value) for word in words):
                    found.add(f"{table.name}.{column}")
    return found


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
