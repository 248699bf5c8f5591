"""The cast shared by all tests: who is who, each made when first called for."""

from __future__ import annotations

from functools import cached_property

from lms.access import Role
from lms.accounts.models import Account
from lms.registry.models import Organisation
from tests import factories


class Cast:
    """One account of each role, with a colleague and strangers where scope matters."""

    @cached_property
    def cooperative(self) -> Organisation:
        return factories.organisation("HTX DVNN Minh Tân (hư cấu)")

    @cached_property
    def other_cooperative(self) -> Organisation:
        return factories.organisation("HTX Rau sạch Đông Hưng (hư cấu)")

    @cached_property
    def officer(self) -> Account:
        return factories.account("Bùi Thị Hạnh", Role.OFFICER)

    @cached_property
    def leader(self) -> Account:
        return factories.account("Phạm Quốc Khánh", Role.LEADER)

    @cached_property
    def administrator(self) -> Account:
        return factories.account("Vũ Đình Lộc", Role.ADMINISTRATOR)

    @cached_property
    def trainer(self) -> Account:
        return factories.account("Trần Văn Dũng", Role.TRAINER)

    @cached_property
    def other_trainer(self) -> Account:
        return factories.account("Đỗ Thị Ánh", Role.TRAINER)

    @cached_property
    def learner(self) -> Account:
        return factories.account("Nguyễn Thị Đặng", Role.LEARNER, organisation=self.cooperative)

    @cached_property
    def other_learner(self) -> Account:
        return factories.account("Lê Văn Ân", Role.LEARNER, organisation=self.other_cooperative)

    @cached_property
    def contact(self) -> Account:
        return factories.account("Hoàng Thị Mỹ", Role.CONTACT, contact_of=self.cooperative)

    @cached_property
    def other_contact(self) -> Account:
        return factories.account("Ngô Văn Út", Role.CONTACT, contact_of=self.other_cooperative)
