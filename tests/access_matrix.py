"""Who may open what: one line for each route. tests/test_access.py tries every line with everybody.

To add a route, write one line in TABLE: its right (or PUBLIC, SIGNED_IN) and the kind of object that its
address names, if it names one. To add a kind of object, write in KINDS how it is made for each place
(see Place), and which places each role reaches. The names of the variables of the address (``class_id``,
``year``) are looked up in what the kind makes; further variables (a slug, a file's name) are given
there too.
"""

from __future__ import annotations

from dataclasses import dataclass

from lms.access import Right, Role
from tests.access_kinds import KINDS, NOWHERE, Place, Visitor

#: Who holds each right, written a second time: a slip in lms.access is no change of the rules.
HOLDERS: dict[Right, frozenset[Role]] = {
    Right.LEARN: frozenset({Role.LEARNER}),
    Right.SEE_CLASSES: frozenset({Role.CONTACT, Role.TRAINER, Role.OFFICER, Role.LEADER}),
    Right.MANAGE_CLASSES: frozenset({Role.OFFICER}),
    Right.ENROL: frozenset({Role.OFFICER}),
    Right.NOMINATE: frozenset({Role.CONTACT}),
    Right.CONFIRM_REGISTRATIONS: frozenset({Role.CONTACT, Role.OFFICER}),
    Right.IMPORT_ROSTERS: frozenset({Role.OFFICER}),
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
    "registrations.register": Line(None, "code of a link", is_public=True),
    "registrations.received": Line(None, "code of a link", is_public=True),
    "registrations.index": Line(Right.CONFIRM_REGISTRATIONS),
    "registrations.of_class": Line(Right.CONFIRM_REGISTRATIONS, "class"),
    "registrations.show": Line(Right.CONFIRM_REGISTRATIONS, "registration"),
    "registrations.confirm": Line(Right.CONFIRM_REGISTRATIONS, "registration"),
    "registrations.decline": Line(Right.CONFIRM_REGISTRATIONS, "registration"),
    "registrations.assign": Line(Right.ENROL, "registration"),
    "registrations.remove": Line(Right.ENROL, "class"),
    "registrations.link": Line(Right.ENROL, "class"),
    "registrations.close_link": Line(Right.ENROL, "class"),
    "registrations.qr_picture": Line(Right.ENROL, "link"),
    "registrations.poster": Line(Right.ENROL, "link"),
    "registrations.announcement": Line(Right.ENROL, "class"),
    "nominations.index": Line(Right.NOMINATE),
    "nominations.results": Line(Right.NOMINATE),
    "nominations.show": Line(Right.NOMINATE, "announced class"),
    "nominations.new": Line(Right.NOMINATE, "announced class"),
    "nominations.hold": Line(Right.NOMINATE, "own quota"),
    "nominations.withdraw": Line(Right.NOMINATE, "place sent"),
    "nominations.people": Line(Right.NOMINATE),
    "nominations.person": Line(Right.NOMINATE, "own person"),
    "nominations.new_person": Line(Right.NOMINATE),
    "nominations.phone": Line(Right.NOMINATE, "own person"),
    "walk_in.find": Line(Right.MARK_ATTENDANCE, "roll"),
    "walk_in.new": Line(Right.MARK_ATTENDANCE, "roll"),
    "official_list.new": Line(Right.SEE_PEOPLE, "class"),
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
    "rosters.index": Line(Right.IMPORT_ROSTERS),
    "rosters.new": Line(Right.IMPORT_ROSTERS),
    "rosters.create": Line(Right.IMPORT_ROSTERS),
    "rosters.show": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.sheet": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.columns": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.rows": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.row": Line(Right.IMPORT_ROSTERS, "row of a list"),
    "rosters.decision": Line(Right.IMPORT_ROSTERS, "row of a list"),
    "rosters.organisations": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.apply": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.result": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.left_rows": Line(Right.IMPORT_ROSTERS, "list"),
    "rosters.undo": Line(Right.IMPORT_ROSTERS, "list"),
    "certificates.index": Line(Right.SEE_CERTIFICATES, "class"),
    "certificates.issue": Line(Right.ISSUE_CERTIFICATES, "class"),
    "certificates.file": Line(None, "certificate"),
    "certificates.revoke": Line(Right.ISSUE_CERTIFICATES, "certificate"),
    "certificates.revoke_now": Line(Right.ISSUE_CERTIFICATES, "certificate"),
    "certificates.search": PUBLIC,
    "certificates.verify": Line(None, "code of a certificate", is_public=True),
    "reports.plan": Line(Right.SEE_REPORTS),
}
