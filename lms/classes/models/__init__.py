"""Training classes, the steps of their lives, their sessions (buổi học) and trainers."""

from __future__ import annotations

from lms.classes.models.classes import ClassStep, TrainingClass
from lms.classes.models.sessions import ClassSession, SessionTrainer
from lms.classes.models.states import IN_PREPARATION, LIST_NOT_FINAL, OVER, TAUGHT, ClassState

__all__ = [
    "IN_PREPARATION",
    "LIST_NOT_FINAL",
    "OVER",
    "TAUGHT",
    "ClassSession",
    "ClassState",
    "ClassStep",
    "SessionTrainer",
    "TrainingClass",
]
