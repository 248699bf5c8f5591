"""Parts of an organisation's page that belong to features above: accounts, classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app
from flask_login import current_user

from lms.access import Right
from lms.registry.models import Organisation

#: Draws one part of an organisation's page: a template and its variables, or None for nothing.
Part = Callable[[Organisation], tuple[str, dict[str, Any]] | None]


def add_part(app: Flask, right: Right, part: Part) -> None:
    """Let a feature put a part on the page of an organisation, for viewers who hold ``right``."""
    app.extensions.setdefault("organisation_parts", []).append((right, part))


def drawn_parts(organisation: Organisation) -> list[tuple[str, dict[str, Any]]]:
    """The parts that the signed-in person sees of ``organisation``, in the order they were added."""
    drawn = (
        part(organisation)
        for right, part in current_app.extensions.get("organisation_parts", [])
        if current_user.can(right)
    )
    return [part for part in drawn if part is not None]
