"""How near objects are to the people of the cast, and what a kind of object is (see access_matrix)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.access import Role
from tests.access_objects import World


class Place(StrEnum):
    """How near an object is to the people of the cast."""

    OWN = "own"  # the learner's place, in the trainer's class, in the contact's organisation
    SAME = "same scope"  # a classmate's, in the same class and organisation
    OTHER = "other scope"  # of another trainer's class and another organisation
    UNREADY = "own, not ready"  # in a class in preparation; a certificate without its file
    GONE = "own, withdrawn"  # a place that the learner had
    MISSING = "missing"  # never made


#: Somebody in one of the roles, or somebody who is not signed in.
Visitor = Role | None
Reach = dict[Visitor, frozenset[Place]]

NOWHERE: frozenset[Place] = frozenset()
OWN = frozenset({Place.OWN})
EVERYWHERE = frozenset(Place) - {Place.MISSING}
#: What a trainer teaches: everything of the own classes.
TAUGHT = EVERYWHERE - {Place.OTHER}
#: A contact's own people, whatever became of their places.
SENT = frozenset({Place.OWN, Place.SAME})
ANNOUNCED = EVERYWHERE - {Place.UNREADY}

ALL: Reach = dict.fromkeys(Role, EVERYWHERE)
EACH_OWN: Reach = dict.fromkeys(Role, OWN)
OFFICE: Reach = {Role.OFFICER: EVERYWHERE, Role.LEADER: EVERYWHERE}
#: Who has a certificate keeps it: also after the class, and whatever the role is now.
FILED: Reach = dict.fromkeys((Role.OFFICER, Role.LEADER), EVERYWHERE - {Place.UNREADY})
NEAR = (Place.OWN, Place.SAME, Place.OTHER, Place.MISSING)
WITH_UNREADY = (*NEAR, Place.UNREADY)
WITH_GONE = (*WITH_UNREADY, Place.GONE)


@dataclass(frozen=True)
class Kind:
    """A kind of object: the variables of its address in each place, and who reaches which place."""

    make: Callable[[World, str, Role], dict[str, Any]]
    reach: Reach
    missing: dict[str, Any]
    places: tuple[Place, ...] = NEAR

    def values(self, world: World, place: Place, role: Role) -> dict[str, Any]:
        """The variables of the address; what is missing has the right slugs where it can."""
        if place != Place.MISSING:
            return self.missing | self.make(world, place.value, role)
        return self.make(world, Place.OWN.value, role) | self.missing


NO_ROW = 999_999

KINDS = {
    "account": Kind(World.account, {Role.ADMINISTRATOR: EVERYWHERE}, {"account_id": NO_ROW}),
    "sign-in session": Kind(World.sign_in_session, EACH_OWN, {"session_id": NO_ROW}),
    "job": Kind(World.job, {Role.OFFICER: OWN}, {"job_id": NO_ROW}),
    "person": Kind(World.person, OFFICE | {Role.CONTACT: SENT}, {"person_id": NO_ROW}),
    # "other scope": somebody else's number or position, asked for under one's own person
    "phone of a person": Kind(World.phone, {Role.OFFICER: SENT}, {"phone_id": NO_ROW}),
    "position of a person": Kind(World.position, {Role.OFFICER: SENT}, {"position_id": NO_ROW}),
    "consent": Kind(World.consent, ALL, {"code": "khong-co"}),
    "data request": Kind(
        World.data_request, {Role.OFFICER: EVERYWHERE}, {"request_id": NO_ROW, "step": "reply"}
    ),
    "own data request": Kind(World.data_request, EACH_OWN, {"request_id": NO_ROW}),
    "two people": Kind(World.two_people, {Role.OFFICER: EVERYWHERE}, {"merged_id": NO_ROW}),
    "merge": Kind(World.merge, {Role.OFFICER: EVERYWHERE}, {"merge_id": NO_ROW}),
    # "other scope": another organisation's, asked for under one's own
    "contact of an organisation": Kind(
        World.organisation_contact, {Role.OFFICER: SENT}, {"contact_id": NO_ROW}
    ),
    "succession of an organisation": Kind(
        World.succession, {Role.OFFICER: SENT}, {"succession_id": NO_ROW}
    ),
    "organisation": Kind(
        World.organisation, OFFICE | {Role.CONTACT: SENT}, {"organisation_id": NO_ROW}
    ),
    "course": Kind(World.course, ALL, {"code": "KHONGCO", "version_id": NO_ROW}),
    "lesson of a course": Kind(World.course, ALL, {"slug": "khong-co"}),
    "picture": Kind(World.course, ALL, {"name": "khong-co.svg"}),
    "plan": Kind(World.plan, OFFICE, {"year": 1999}),
    # the other line is of another year's plan, asked for under this year's address
    "plan line": Kind(World.plan_line, {Role.OFFICER: SENT}, {"line_id": NO_ROW}),
    "class": Kind(
        World.training_class,
        OFFICE | {Role.TRAINER: TAUGHT, Role.CONTACT: ANNOUNCED},
        {"class_id": NO_ROW},
        WITH_UNREADY,
    ),
    "roll": Kind(
        World.class_session,
        {Role.OFFICER: EVERYWHERE, Role.TRAINER: TAUGHT},
        {"session_id": NO_ROW},
        WITH_UNREADY,
    ),
    "place in a class": Kind(
        World.enrolment, {Role.OFFICER: EVERYWHERE}, {"enrolment_id": NO_ROW}, WITH_GONE
    ),
    "place in full": Kind(
        World.enrolment,
        OFFICE | {Role.CONTACT: TAUGHT},
        {"enrolment_id": NO_ROW},
        WITH_GONE,
    ),
    "quota": Kind(World.quota, {Role.OFFICER: SENT}, {"organisation_id": NO_ROW}),
    "notice": Kind(World.notice, {Role.OFFICER: EVERYWHERE}, {"notice_id": NO_ROW}),
    "own notice": Kind(World.notice, {Role.LEARNER: OWN}, {"notice_id": NO_ROW}),
    "link": Kind(World.link, {Role.OFFICER: EVERYWHERE}, {"class_id": NO_ROW}, WITH_UNREADY),
    "code of a link": Kind(
        World.link, dict.fromkeys((None, *Role), EVERYWHERE), {"code": "ZZZZZZZZZZZZ"}, WITH_UNREADY
    ),
    "registration": Kind(
        World.registration,
        {Role.OFFICER: EVERYWHERE, Role.CONTACT: SENT},
        {"registration_id": NO_ROW},
    ),
    "own person": Kind(World.person, {Role.CONTACT: SENT}, {"person_id": NO_ROW}),
    "announced class": Kind(
        World.training_class, {Role.CONTACT: ANNOUNCED}, {"class_id": NO_ROW}, WITH_UNREADY
    ),
    # "other scope": another organisation, asked for under a class that everybody sees
    "own quota": Kind(World.organisation_in_class, {Role.CONTACT: SENT}, {"class_id": NO_ROW}),
    "place sent": Kind(
        World.enrolment,
        {Role.CONTACT: SENT | {Place.GONE}},
        {"enrolment_id": NO_ROW},
        WITH_GONE,
    ),
    "own course": Kind(World.enrolment, {Role.LEARNER: OWN}, {"enrolment_id": NO_ROW}, WITH_GONE),
    "own lesson": Kind(World.enrolment, {Role.LEARNER: OWN}, {"slug": "khong-co"}, WITH_GONE),
    "own quiz": Kind(World.quiz, {Role.LEARNER: OWN}, {"slug": "khong-co"}, WITH_GONE),
    "attempt": Kind(World.attempt, {Role.LEARNER: OWN}, {"attempt_id": NO_ROW}, WITH_GONE),
    "question": Kind(World.attempt, {Role.LEARNER: OWN}, {"number": 99}, WITH_GONE),
    # officers share their lists
    "list": Kind(World.roster, {Role.OFFICER: EVERYWHERE}, {"roster_id": NO_ROW}),
    "row of a list": Kind(World.roster, {Role.OFFICER: EVERYWHERE}, {"number": 99}),
    "certificate": Kind(
        World.certificate, FILED | {Role.LEARNER: OWN}, {"certificate_id": NO_ROW}, WITH_UNREADY
    ),
    "code of a certificate": Kind(
        World.certificate,
        dict.fromkeys((None, *Role), ANNOUNCED),
        {"code": "ZZZZZZZZZZZZZZZZ"},
        WITH_UNREADY,
    ),
}
