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
