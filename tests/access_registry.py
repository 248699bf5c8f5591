"""People and organisations for the matrix of access, and what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lms import clock
from lms.access import Role
from lms.accounts.models import Account
from lms.duplicates.models import Merge
from lms.enrolments.models import Enrolment
from lms.extensions import db
from lms.privacy.models import DataRequest
from lms.registry.models import (
    OrganisationContact,
    OrganisationSuccession,
    Person,
    PersonPhone,
    SuccessionKind,
)
from tests import factories
from tests.people import Cast

PLACES = ("own", "same scope", "other scope", "own, not ready", "own, withdrawn")
OWN, SAME, OTHER, UNREADY, GONE = PLACES


class RegistryObjects:
    """One half of the world (see tests.access_objects.World): what the registry keeps."""

    cast: Cast
    viewer: Callable[[Role], Account]
    _enrolment: Callable[[str], Enrolment]
    _contact: Callable[[str], OrganisationContact]
    _succession: Callable[[str], OrganisationSuccession]

    def person(self, place: str, _role: Role) -> dict[str, Any]:
        return {"person_id": self._enrolment(place).person_id}

    def phone(self, place: str, _role: Role) -> dict[str, Any]:
        """A telephone number under its person; the other one is of somebody else."""
        whose = self._phoned(OWN if place == OTHER else place)
        return {"person_id": whose.id, "phone_id": self._phoned(place).phones[0].id}

    def position(self, place: str, _role: Role) -> dict[str, Any]:
        """A position under its person; the other one is of somebody else."""
        whose = self._enrolment(OWN if place == OTHER else place).person
        held = self._enrolment(place).person.positions[0]
        return {"person_id": whose.id, "position_id": held.id}

    def two_people(self, place: str, _role: Role) -> dict[str, Any]:
        """A person and somebody else of the same name."""
        person_id = self._enrolment(place).person_id
        name = db.session.get_one(Person, person_id).full_name
        return {"survivor_id": person_id, "merged_id": factories.person(name).id}

    def merge(self, place: str, role: Role) -> dict[str, Any]:
        two = self.two_people(place, role)
        return {"merge_id": saved(Merge(**two, by_id=self.cast.officer.id, reason="Trùng")).id}

    def consent(self, _place: str, _role: Role) -> dict[str, Any]:
        return {"code": "reminders"}

    def data_request(self, place: str, role: Role) -> dict[str, Any]:
        owner = self.viewer(role) if place == OWN else self.cast.other_trainer
        row = DataRequest(
            person_id=owner.person_id, kind="copy", way="web", details="", received_on=clock.today(),
            reply_due_on=clock.today(), due_on=clock.today(),
        )  # fmt: skip
        return {"request_id": saved(row).id, "step": "reply"}

    def organisation(self, place: str, _role: Role) -> dict[str, Any]:
        return {"organisation_id": self._enrolment(place).organisation_id}

    def organisation_contact(self, place: str, _role: Role) -> dict[str, Any]:
        """A contact person under an organisation; the other one is of another organisation."""
        whose = self._enrolment(OWN if place == OTHER else place)
        row = self._contact(place)
        return {"organisation_id": whose.organisation_id, "contact_id": row.id}

    def succession(self, place: str, _role: Role) -> dict[str, Any]:
        """A succession under the organisation that ended; the other one is of another."""
        whose = self._enrolment(OWN if place == OTHER else place)
        row = self._succession(place)
        return {"organisation_id": whose.organisation_id, "succession_id": row.id}

    def _phoned(self, place: str) -> Person:
        person = self._enrolment(place).person
        if not person.phones:
            person.phones.append(PersonPhone(digits=f"098765432{PLACES.index(place)}"))
        return saved(person)

    def _make_contact(self, place: str) -> OrganisationContact:
        held = self._enrolment(place)
        return saved(
            OrganisationContact(
                organisation_id=held.organisation_id, person_id=held.person_id, role="Đào tạo"
            )
        )

    def _make_succession(self, place: str) -> OrganisationSuccession:
        return saved(
            OrganisationSuccession(
                predecessor_id=self._enrolment(place).organisation_id,
                successor_id=factories.organisation().id,
                kind=SuccessionKind.SEPARATION,
                effective_on=clock.today(),
                status_before="active",
            )
        )


def saved(row: Any) -> Any:
    db.session.add(row)
    db.session.commit()
    return row
