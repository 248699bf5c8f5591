"""What features above must agree to, or do, when a class changes: they hang their rule here.

A rule runs inside the verb, under the class's lock and after the change; it refuses by raising
DomainError, and the change is undone with the transaction.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, current_app

from lms.access import Viewer

if TYPE_CHECKING:
    from lms.classes.models import TrainingClass

LIST_CLOSED = "list closed"
CAPACITY_CHANGED = "capacity changed"

Rule = Callable[["TrainingClass", Viewer], None]


def add_rule(app: Flask, change: str, rule: Rule) -> None:
    """Let a feature have its say after ``change`` (one of the names above)."""
    app.extensions.setdefault("class_rules", {}).setdefault(change, []).append(rule)


def after(change: str, training_class: TrainingClass, by: Viewer) -> None:
    """Ask everybody who wants a say."""
    for rule in current_app.extensions.get("class_rules", {}).get(change, ()):
        rule(training_class, by)
