"""Who may open what: one line for each route. tests/test_access.py tries every line with everybody.

To add a route, write one line in TABLE: its right (or PUBLIC, SIGNED_IN) and the kind of object that its
address names, if it names one. To add a kind of object, write in KINDS how it is made for each of the
three places (see Place), and which places each role reaches. The names of the variables of the address
(``class_id``, ``year``) are looked up in what the kind makes; further variables (a slug, a file's name)
are given there too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lms.access import Right, Role
from tests.access_objects import World


class Place(StrEnum):
    """How near an object is to the people of the cast."""

    OWN = "own"  # the learner's place, in the trainer's class, in the contact's organisation
    SAME = "same scope"  # a classmate's, in the same class and organisation
    OTHER = "other scope"  # of another trainer's class and another organisation
    MISSING = "missing"  # never made


EVERYWHERE = frozenset({Place.OWN, Place.SAME, Place.OTHER})
OWN = frozenset({Place.OWN})
OWN_AND_SAME = frozenset({Place.OWN, Place.SAME})
NOWHERE: frozenset[Place] = frozenset()
WHOLE_PROGRAMME = {Role.OFFICER: EVERYWHERE, Role.LEADER: EVERYWHERE}


@dataclass(frozen=True)
class Kind:
    """A kind of object: the variables of its address in each place, and who reaches which place."""

    make: Callable[[World, str, Role], dict[str, Any]]
    reach: dict[Role, frozenset[Place]]
    missing: dict[str, Any]


@dataclass(frozen=True)
class Line:
    """What is expected of one route."""

    right: Right | None
    kind: str = ""
    is_public: bool = False
    #: Where this route alone differs from the reach of its kind.
    reach: dict[Role, frozenset[Place]] = field(default_factory=dict)

    def reaches(self, role: Role, place: Place) -> bool:
        """Whether this role, holding the right, reaches an object in this place."""
        if not self.kind:
            return True
        return place in (KINDS[self.kind].reach | self.reach).get(role, NOWHERE)


KINDS = {
    "account": Kind(World.account, {Role.ADMINISTRATOR: EVERYWHERE}, {"account_id": 999_999}),
    "sign-in session": Kind(
        World.sign_in_session, dict.fromkeys(Role, OWN), {"session_id": 999_999}
    ),
    "job": Kind(World.job, {Role.OFFICER: OWN}, {"job_id": 999_999}),
    "class": Kind(
        World.training_class,
        WHOLE_PROGRAMME | {Role.TRAINER: OWN_AND_SAME, Role.CONTACT: EVERYWHERE},
        {"class_id": 999_999},
    ),
    "class session": Kind(
        World.class_session,
        WHOLE_PROGRAMME | {Role.TRAINER: OWN_AND_SAME},
        {"session_id": 999_999},
    ),
    "enrolment": Kind(
        World.enrolment,
        WHOLE_PROGRAMME
        | {Role.TRAINER: OWN_AND_SAME, Role.CONTACT: OWN_AND_SAME, Role.LEARNER: OWN},
        {"enrolment_id": 999_999, "slug": "khong-co"},
    ),
    "person": Kind(
        World.person, WHOLE_PROGRAMME | {Role.CONTACT: OWN_AND_SAME}, {"person_id": 999_999}
    ),
    "organisation": Kind(
        World.organisation,
        WHOLE_PROGRAMME | {Role.CONTACT: OWN_AND_SAME},
        {"organisation_id": 999_999},
    ),
    "course": Kind(
        World.course,
        dict.fromkeys(Role, EVERYWHERE),
        {"code": "KHONGCO", "slug": "khong-co", "version_id": 999_999, "name": "khong-co.svg"},
    ),
    "plan": Kind(World.plan, dict.fromkeys(Role, EVERYWHERE), {"year": 1999}),
    "attempt": Kind(World.attempt, {Role.LEARNER: OWN}, {"attempt_id": 999_999, "number": 1}),
    "certificate": Kind(
        World.certificate,
        WHOLE_PROGRAMME
        | {Role.TRAINER: OWN_AND_SAME, Role.CONTACT: OWN_AND_SAME, Role.LEARNER: OWN},
        {"certificate_id": 999_999, "code": "KHONG-CO-MA-NAY"},
    ),
}

PUBLIC = Line(None, is_public=True)
SIGNED_IN = Line(None)

TABLE: dict[str, Line] = {
    "home.show": PUBLIC,
    "health.show": PUBLIC,
    "languages.choose": PUBLIC,
    "jobs.show": Line(Right.SEE_JOBS, "job"),
    "jobs.cancel": Line(Right.SEE_JOBS, "job"),
    "accounts.sign_in": PUBLIC,
    "accounts.sign_out": PUBLIC,
    "accounts.sessions": SIGNED_IN,
    "accounts.end_session": Line(None, "sign-in session"),
    "accounts.end_other_sessions": SIGNED_IN,
    "accounts.password": SIGNED_IN,
    "accounts.index": Line(Right.MANAGE_ACCOUNTS),
    "accounts.new": Line(Right.MANAGE_ACCOUNTS),
    "accounts.show": Line(Right.MANAGE_ACCOUNTS, "account"),
    "accounts.give_password": Line(Right.MANAGE_ACCOUNTS, "account"),
}
