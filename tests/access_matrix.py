"""Who may open what: one line for each route. tests/test_access.py tries every line with everybody.

To add a route, write one line in TABLE: its right (or PUBLIC, SIGNED_IN) and the kind of object that its
address names, if it names one. To add a kind of object, write in KINDS how it is made for each place
(see Place), and which places each role reaches. The names of the variables of the address (``class_id``,
``year``) are looked up in what the kind makes; further variables (a slug, a file's name) are given
there too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lms.access import Right, Role
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


#: Who holds each right, written a second time: a slip in lms.access is no change of the rules.
HOLDERS: dict[Right, frozenset[Role]] = {
    Right.LEARN: frozenset({Role.LEARNER}),
    Right.SEE_CLASSES: frozenset({Role.CONTACT, Role.TRAINER, Role.OFFICER, Role.LEADER}),
    Right.MANAGE_CLASSES: frozenset({Role.OFFICER}),
    Right.ENROL: frozenset({Role.OFFICER}),
    Right.MARK_ATTENDANCE: frozenset({Role.TRAINER, Role.OFFICER}),
    Right.SEE_PEOPLE: frozenset({Role.CONTACT, Role.OFFICER, Role.LEADER}),
    Right.MANAGE_PEOPLE: frozenset({Role.OFFICER}),
    Right.MERGE_PEOPLE: frozenset({Role.OFFICER}),
    Right.SEE_CITIZEN_NUMBERS: frozenset({Role.OFFICER}),
    Right.SEE_COURSES: frozenset({Role.TRAINER, Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR}),
    Right.SEE_PLANS: frozenset({Role.OFFICER, Role.LEADER}),
    Right.WRITE_PLANS: frozenset({Role.OFFICER}),
    Right.APPROVE_PLANS: frozenset({Role.LEADER}),
    Right.SEE_CERTIFICATES: frozenset({Role.OFFICER, Role.LEADER}),
    Right.ISSUE_CERTIFICATES: frozenset({Role.OFFICER}),
    Right.SEE_REPORTS: frozenset({Role.OFFICER, Role.LEADER}),
    Right.SEE_JOBS: frozenset({Role.OFFICER}),
    Right.OPEN_ACCOUNTS: frozenset({Role.OFFICER}),
    Right.MANAGE_ACCOUNTS: frozenset({Role.ADMINISTRATOR}),
    Right.HANDLE_DATA_REQUESTS: frozenset({Role.OFFICER}),
    Right.SEE_EXPORTS: frozenset({Role.OFFICER, Role.LEADER}),
}


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


@dataclass(frozen=True)
class Line:
    """What is expected of one route."""

    right: Right | None
    kind: str = ""
    is_public: bool = False

    @property
    def places(self) -> tuple[Place, ...]:
        return KINDS[self.kind].places if self.kind else (Place.OWN,)

    def refusal(self, visitor: Visitor, place: Place, is_reading: bool) -> int | None:
        """The status of the answer to somebody who is refused; None where the page answers."""
        if not self.is_public and visitor is None:
            return 302 if is_reading else 401
        if visitor is not None and self.right is not None and visitor not in HOLDERS[self.right]:
            return 403
        return None if self.reaches(visitor, place) else 404

    def reaches(self, visitor: Visitor, place: Place) -> bool:
        """Whether this visitor, holding the right, reaches an object in this place."""
        return not self.kind or place in KINDS[self.kind].reach.get(visitor, NOWHERE)


NO_ROW = 999_999

KINDS = {
    "account": Kind(World.account, {Role.ADMINISTRATOR: EVERYWHERE}, {"account_id": NO_ROW}),
    "sign-in session": Kind(World.sign_in_session, EACH_OWN, {"session_id": NO_ROW}),
    "job": Kind(World.job, {Role.OFFICER: OWN}, {"job_id": NO_ROW}),
    "person": Kind(World.person, OFFICE | {Role.CONTACT: SENT}, {"person_id": NO_ROW}),
    "consent": Kind(World.consent, ALL, {"code": "khong-co"}),
    "data request": Kind(
        World.data_request, {Role.OFFICER: EVERYWHERE}, {"request_id": NO_ROW, "step": "reply"}
    ),
    "own data request": Kind(World.data_request, EACH_OWN, {"request_id": NO_ROW}),
    # "other scope": somebody else's number or position, asked for under one's own person
    "phone of a person": Kind(World.phone, {Role.OFFICER: SENT}, {"phone_id": NO_ROW}),
    "position of a person": Kind(World.position, {Role.OFFICER: SENT}, {"position_id": NO_ROW}),
    "two people": Kind(World.two_people, {Role.OFFICER: EVERYWHERE}, {"merged_id": NO_ROW}),
    "merge": Kind(World.merge, {Role.OFFICER: EVERYWHERE}, {"merge_id": NO_ROW}),
    "organisation": Kind(
        World.organisation, OFFICE | {Role.CONTACT: SENT}, {"organisation_id": NO_ROW}
    ),
    # "other scope": another organisation's, asked for under one's own
    "contact of an organisation": Kind(
        World.organisation_contact, {Role.OFFICER: SENT}, {"contact_id": NO_ROW}
    ),
    "succession of an organisation": Kind(
        World.succession, {Role.OFFICER: SENT}, {"succession_id": NO_ROW}
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
    "own course": Kind(World.enrolment, {Role.LEARNER: OWN}, {"enrolment_id": NO_ROW}, WITH_GONE),
    "own lesson": Kind(World.enrolment, {Role.LEARNER: OWN}, {"slug": "khong-co"}, WITH_GONE),
    "own quiz": Kind(World.quiz, {Role.LEARNER: OWN}, {"slug": "khong-co"}, WITH_GONE),
    "attempt": Kind(World.attempt, {Role.LEARNER: OWN}, {"attempt_id": NO_ROW}, WITH_GONE),
    "question": Kind(World.attempt, {Role.LEARNER: OWN}, {"number": 99}, WITH_GONE),
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
    "accounts.activation": PUBLIC,
    "accounts.use_activation": PUBLIC,
    "accounts.sessions": SIGNED_IN,
    "accounts.end_session": Line(None, "sign-in session"),
    "accounts.end_other_sessions": SIGNED_IN,
    "accounts.password": SIGNED_IN,
    "accounts.index": Line(Right.MANAGE_ACCOUNTS),
    "accounts.new": Line(Right.MANAGE_ACCOUNTS),
    "accounts.show": Line(Right.MANAGE_ACCOUNTS, "account"),
    "accounts.give_password": Line(Right.MANAGE_ACCOUNTS, "account"),
    "accounts.disable": Line(Right.MANAGE_ACCOUNTS, "account"),
    "accounts.enable": Line(Right.MANAGE_ACCOUNTS, "account"),
    "registry.people": Line(Right.SEE_PEOPLE),
    "registry.person": Line(Right.SEE_PEOPLE, "person"),
    "registry.new_person": Line(Right.MANAGE_PEOPLE),
    "registry.search_people": Line(Right.SEE_PEOPLE),
    "registry.change_particulars": Line(Right.MANAGE_PEOPLE, "person"),
    "registry.change_phones": Line(Right.MANAGE_PEOPLE, "person"),
    "registry.put_phone_first": Line(Right.MANAGE_PEOPLE, "phone of a person"),
    "registry.remove_phone": Line(Right.MANAGE_PEOPLE, "phone of a person"),
    "registry.new_position": Line(Right.MANAGE_PEOPLE, "person"),
    "registry.correct_position": Line(Right.MANAGE_PEOPLE, "position of a person"),
    "registry.end_position": Line(Right.MANAGE_PEOPLE, "position of a person"),
    "registry.remove_position": Line(Right.MANAGE_PEOPLE, "position of a person"),
    "registry.move": Line(Right.MANAGE_PEOPLE, "position of a person"),
    "registry.change_citizen_number": Line(Right.SEE_CITIZEN_NUMBERS, "person"),
    "registry.remove_citizen_number": Line(Right.SEE_CITIZEN_NUMBERS, "person"),
    "registry.disclose_citizen_number": Line(Right.SEE_CITIZEN_NUMBERS, "person"),
    "registry.organisations": Line(Right.SEE_PEOPLE),
    "registry.organisation": Line(Right.SEE_PEOPLE, "organisation"),
    "registry.new_organisation": Line(Right.MANAGE_PEOPLE),
    "privacy.notice": PUBLIC,
    "privacy.read_notice": SIGNED_IN,
    "privacy.my_data": SIGNED_IN,
    "privacy.my_copy": SIGNED_IN,
    "privacy.consent": Line(None, "consent"),
    "privacy.new_own_request": SIGNED_IN,
    "privacy.own_request": Line(None, "own data request"),
    "privacy.record_consent": Line(Right.MANAGE_PEOPLE, "person"),
    "privacy.new_request": Line(Right.HANDLE_DATA_REQUESTS, "person"),
    "privacy.requests": Line(Right.HANDLE_DATA_REQUESTS),
    "privacy.request": Line(Right.HANDLE_DATA_REQUESTS, "data request"),
    "privacy.take_step": Line(Right.HANDLE_DATA_REQUESTS, "data request"),
    "privacy.hand_out_copy": Line(Right.HANDLE_DATA_REQUESTS, "data request"),
    "privacy.erasure": Line(Right.HANDLE_DATA_REQUESTS, "data request"),
    "privacy.exports": Line(Right.SEE_EXPORTS),
    "duplicates.index": Line(Right.MERGE_PEOPLE),
    "duplicates.search": Line(Right.MERGE_PEOPLE, "person"),
    "duplicates.compare": Line(Right.MERGE_PEOPLE, "two people"),
    "duplicates.distinguish": Line(Right.MERGE_PEOPLE, "two people"),
    "duplicates.distinctions": Line(Right.MERGE_PEOPLE),
    "merges.index": Line(Right.MERGE_PEOPLE),
    "merges.show": Line(Right.MERGE_PEOPLE, "merge"),
    "merges.reverse": Line(Right.MERGE_PEOPLE, "merge"),
    "registry.change_organisation": Line(Right.MANAGE_PEOPLE, "organisation"),
    "registry.organisation_choices": Line(Right.SEE_PEOPLE),
    "registry.organisation_contacts": Line(Right.MANAGE_PEOPLE, "organisation"),
    "registry.remove_contact": Line(Right.MANAGE_PEOPLE, "contact of an organisation"),
    "registry.successions": Line(Right.MANAGE_PEOPLE, "organisation"),
    "registry.remove_organisation_succession": Line(
        Right.MANAGE_PEOPLE, "succession of an organisation"
    ),
    "registry.units": Line(Right.SEE_PEOPLE),
    "catalogue.index": Line(Right.SEE_COURSES),
    "catalogue.course": Line(Right.SEE_COURSES, "course"),
    "catalogue.lesson": Line(Right.SEE_COURSES, "lesson of a course"),
    "catalogue.file": Line(None, "picture"),
    "plans.index": Line(Right.SEE_PLANS),
    "plans.show": Line(Right.SEE_PLANS, "plan"),
    "plans.new": Line(Right.WRITE_PLANS),
    "plans.add_line": Line(Right.WRITE_PLANS, "plan"),
    "plans.change_line": Line(Right.WRITE_PLANS, "plan line"),
    "plans.submit": Line(Right.WRITE_PLANS, "plan"),
    "plans.adjust": Line(Right.WRITE_PLANS, "plan"),
    "plans.approve": Line(Right.APPROVE_PLANS, "plan"),
    "classes.index": Line(Right.SEE_CLASSES),
    "classes.show": Line(Right.SEE_CLASSES, "class"),
    "classes.new": Line(Right.MANAGE_CLASSES),
    "classes.add_session": Line(Right.MANAGE_CLASSES, "class"),
    "classes.change_capacity": Line(Right.MANAGE_CLASSES, "class"),
    "classes.open": Line(Right.MANAGE_CLASSES, "class"),
    "classes.close_list": Line(Right.MANAGE_CLASSES, "class"),
    "classes.end": Line(Right.MANAGE_CLASSES, "class"),
    "enrolments.new": Line(Right.ENROL, "class"),
    "enrolments.withdraw": Line(Right.ENROL, "place in a class"),
    "enrolments.show": Line(Right.SEE_PEOPLE, "place in full"),
    "enrolments.update": Line(Right.ENROL, "place in a class"),
    "enrolments.give_place": Line(Right.ENROL, "place in a class"),
    "enrolments.quotas": Line(Right.ENROL, "class"),
    "enrolments.new_quota": Line(Right.ENROL, "class"),
    "enrolments.set_quotas": Line(Right.ENROL, "class"),
    "enrolments.default_quota": Line(Right.ENROL, "class"),
    "enrolments.change_quota": Line(Right.ENROL, "quota"),
    "enrolments.release_quota": Line(Right.ENROL, "quota"),
    "enrolments.remove_quota": Line(Right.ENROL, "quota"),
    "enrolments.notices": Line(Right.ENROL),
    "enrolments.tell": Line(Right.ENROL, "notice"),
    "enrolments.read_notice": Line(Right.LEARN, "own notice"),
    "enrolments.activation_slips": Line(Right.OPEN_ACCOUNTS, "class"),
    "enrolments.print_activation_slips": Line(Right.OPEN_ACCOUNTS, "class"),
    "attendance.roll": Line(Right.MARK_ATTENDANCE, "roll"),
    "learning.courses": Line(Right.LEARN),
    "learning.course": Line(Right.LEARN, "own course"),
    "learning.lesson": Line(Right.LEARN, "own lesson"),
    "learning.complete": Line(Right.LEARN, "own lesson"),
    "quizzes.intro": Line(Right.LEARN, "own quiz"),
    "quizzes.start": Line(Right.LEARN, "own quiz"),
    "quizzes.question": Line(Right.LEARN, "question"),
    "quizzes.check": Line(Right.LEARN, "attempt"),
    "quizzes.submit": Line(Right.LEARN, "attempt"),
    "quizzes.result": Line(Right.LEARN, "attempt"),
    "certificates.index": Line(Right.SEE_CERTIFICATES, "class"),
    "certificates.issue": Line(Right.ISSUE_CERTIFICATES, "class"),
    "certificates.file": Line(None, "certificate"),
    "certificates.revoke": Line(Right.ISSUE_CERTIFICATES, "certificate"),
    "certificates.revoke_now": Line(Right.ISSUE_CERTIFICATES, "certificate"),
    "certificates.search": PUBLIC,
    "certificates.verify": Line(None, "code of a certificate", is_public=True),
    "reports.plan": Line(Right.SEE_REPORTS),
}
