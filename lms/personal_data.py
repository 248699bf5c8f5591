"""What the house keeps about a human being: every feature tells it, and takes it away.

A feature that keeps rows about people offers one :class:`Part`; `lms.privacy` puts the parts together
to the person's own page, to the copy of one's data (Law 91/2025/QH15 gives the right to see it and to
get it) and to the erasure of it. A test walks all tables: one that no part answers for fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Select

from lms.extensions import db

#: What the pages and the copy can show.
Value = str | int | bool | date | datetime | None


@dataclass(frozen=True)
class Subject:
    """A human being by the numbers of the rows: the person (and what was merged into it) first."""

    person_ids: tuple[int, ...]
    account_ids: tuple[int, ...]


@dataclass(frozen=True)
class Section:
    """Rows of one sort about somebody. ``name`` is for programs, ``title`` and labels for people."""

    name: str
    title: str
    labels: Mapping[str, str]
    rows: Sequence[Mapping[str, Value]]


@dataclass(frozen=True)
class Fate:
    """What erasing would do with a feature's rows, in whole sentences.

    ``kept`` says until when and why; with an obstacle nothing can be erased before somebody acts.
    """

    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """What one feature keeps about people.

    ``tables`` are those it answers for. ``foresee`` changes nothing; ``erase`` does what was foreseen,
    in the present transaction, and is never called while ``foresee`` names an obstacle.
    """

    tables: frozenset[str]
    gather: Callable[[Subject], list[Section]]
    foresee: Callable[[Subject], Fate]
    erase: Callable[[Subject], None]
    #: The numbers of the rows whose entries in the record of acts lose their particulars, by table.
    acts_on: Callable[[Subject], Mapping[str, Sequence[int]]] = lambda _subject: {}
    #: Whether it finds its rows by the name or number of the person, which must still be there then.
    erases_first: bool = False


def add_part(app: Flask, part: Part) -> None:
    """Let a feature answer for its tables."""
    app.extensions.setdefault("personal_data", []).append(part)


def parts() -> list[Part]:
    """The parts, in the order of the features."""
    offered: list[Part] = current_app.extensions.get("personal_data", [])
    return offered


def section(
    name: str, title: str, labels: Mapping[str, str], statement: Select[*tuple[Any, ...]]
) -> Section:
    """The rows of a statement whose columns are called as ``labels`` calls them."""
    rows = db.session.execute(statement).mappings()
    return Section(name, title, labels, [{key: row[key] for key in labels} for row in rows])
