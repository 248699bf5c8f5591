"""Parts of a person's page that belong to features above: consent, classes, possible duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from lms.access import Right
from lms.registry.models import Person

#: Draws one part of a person's page: a template and its variables, or None when there is nothing.
Part = Callable[[Person], tuple[str, dict[str, Any]] | None]


def add_part(app: Flask, right: Right, part: Part, *, on_top: bool = False) -> None:
    """Let a feature put a part on the page of a person, for viewers who hold ``right``.

    Parts follow the particulars in the order they were added; with ``on_top`` the part stands above
    them: for what has to be seen before anything else.
    """
    app.extensions.setdefault("person_parts", []).append((right, part, on_top))


def drawn_parts(person: Person, *, on_top: bool = False) -> list[tuple[str, dict[str, Any]]]:
    """The parts, above or below the particulars, that the signed-in person sees of ``person``."""
    drawn = (
        part(person)
        for right, part, above in current_app.extensions.get("person_parts", [])
        if above == on_top and current_user.can(right)
    )
    return [part for part in drawn if part is not None]
