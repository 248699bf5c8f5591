"""What features above say of two people who may be one: lines to compare, and remarks on merging."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

#: The numbers of two people: whose record survives, and who is merged into it.
Two = tuple[int, int]


@dataclass(frozen=True)
class Section:
    """Lines about each of two people under one heading: classes, certificates, an account."""

    title: Any
    lines: dict[int, list[str]] = field(default_factory=dict)

    def of(self, person_id: int) -> list[str]:
        return self.lines.get(person_id, [])


@dataclass(frozen=True)
class Remark:
    """What somebody has to know before merging; one that ``forbids`` says what to do first."""

    text: str
    forbids: bool = False


def compare_by(app: Flask, lines: Callable[[Two], Section]) -> None:
    """Let a feature show what it knows of both people, in one or few statements."""
    app.extensions.setdefault("duplicate_sections", []).append(lines)


def remark_by(app: Flask, remarks: Callable[[Two], list[Remark]]) -> None:
    """Let a feature warn of a merge, or forbid it where a machine cannot decide."""
    app.extensions.setdefault("duplicate_remarks", []).append(remarks)


def sections(two: Two) -> list[Section]:
    """The sections in which there is a line for at least one of them."""
    drawn = (lines(two) for lines in current_app.extensions.get("duplicate_sections", []))
    return [section for section in drawn if any(section.lines.values())]


def remarks(two: Two) -> list[Remark]:
    """Every remark on merging these two, those that forbid it first."""
    makers = current_app.extensions.get("duplicate_remarks", [])
    said = [remark for maker in makers for remark in maker(two)]
    return sorted(said, key=lambda remark: not remark.forbids)
