"""Accounts of two records of one human being."""

from __future__ import annotations

import pytest
from flask import Flask

from lms import clock
from lms.access import Role
from lms.accounts.models import Account
from lms.duplicates.merging import merge_people
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.models import Person
from tests.duplicates import twins
from tests.people import Cast
from tests.reader import Reader


def roles(account: Account) -> set[str]:
    return {row.role for row in account.role_rows}


def test_the_only_account_follows_and_its_session_goes_on(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    account = twins.account(other, Role.LEARNER)
    reader = Reader(app, account)
    twins.merged(one, other, officer)
    assert account.person_id == one.id
    assert reader.get("/learning").h1 == "Lớp học của tôi"


@pytest.mark.parametrize("survivors_is_kept", [True, False])
def test_of_two_accounts_the_chosen_one_is_used_and_nobody_gets_in_by_the_other(
    app: Flask, one: Person, other: Person, officer: Account, survivors_is_kept: bool
) -> None:
    own, others = twins.account(one, Role.LEARNER), twins.account(other, Role.LEARNER)
    kept, given_up = (own, others) if survivors_is_kept else (others, own)
    reader = Reader(app, given_up)
    twins.merged(one, other, officer, account=kept)
    assert (kept.person_id, kept.disabled_at) == (one.id, None)
    assert given_up.person_id == other.id
    assert given_up.disabled_at is not None
    assert reader.get("/learning").path == "/sign-in"


def test_without_a_choice_between_two_accounts_nothing_is_merged(
    one: Person, other: Person, officer: Account
) -> None:
    twins.account(one, Role.LEARNER)
    twins.account(other, Role.LEARNER)
    with pytest.raises(DomainError, match="Hãy chọn tài khoản") as refused:
        merge_people(one, other, officer, "Trùng")
    assert refused.value.field == "account"


def test_an_account_of_a_third_person_cannot_be_chosen(
    one: Person, other: Person, officer: Account, cast: Cast
) -> None:
    twins.account(one, Role.LEARNER)
    twins.account(other, Role.LEARNER)
    with pytest.raises(DomainError, match="Hãy chọn tài khoản"):
        twins.merged(one, other, officer, account=cast.administrator)


def test_roles_of_learners_trainers_and_contacts_pass_to_the_kept_account(
    one: Person, other: Person, officer: Account
) -> None:
    own, others = twins.account(one, Role.LEARNER), twins.account(other, Role.TRAINER)
    twins.merged(one, other, officer, account=own)
    assert roles(own) == {Role.LEARNER, Role.TRAINER}
    assert roles(others) == {Role.TRAINER}


@pytest.mark.parametrize("staff", [Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR])
def test_no_merge_ends_the_access_of_staff(
    one: Person, other: Person, officer: Account, staff: Role
) -> None:
    own = twins.account(one, Role.LEARNER)
    twins.account(other, staff, Role.LEARNER)
    with pytest.raises(DomainError):
        merge_people(one, other, officer, "Trùng", twins.Choice(account_id=own.id))
    db.session.rollback()


@pytest.mark.parametrize("staff", [Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR])
def test_the_account_of_staff_can_be_kept(
    one: Person, other: Person, officer: Account, staff: Role
) -> None:
    twins.account(one, Role.LEARNER)
    others = twins.account(other, staff)
    twins.merged(one, other, officer, account=others)
    assert (others.person_id, others.disabled_at) == (one.id, None)
    assert roles(others) == {staff, Role.LEARNER}


def test_two_accounts_of_staff_are_for_the_administrator_to_settle(
    app: Flask, one: Person, other: Person, officer: Account
) -> None:
    twins.account(one, Role.LEADER)
    twins.account(other, Role.ADMINISTRATOR)
    with pytest.raises(DomainError, match="quản trị viên"):
        merge_people(one, other, officer, "Trùng")
    page = Reader(app, officer).get(f"/duplicates/{one.id}/{other.id}")
    assert "quản trị viên khóa tài khoản" in page.text
    assert "Gộp hai hồ sơ" not in page.text


@pytest.mark.parametrize("survivors_is_disabled", [True, False])
def test_a_disabled_account_leaves_nothing_to_choose(
    one: Person, other: Person, officer: Account, survivors_is_disabled: bool
) -> None:
    own, others = twins.account(one, Role.LEARNER), twins.account(other, Role.LEARNER)
    disabled, used = (own, others) if survivors_is_disabled else (others, own)
    disabled.disabled_at = clock.now()
    twins.merged(one, other, officer)
    assert (used.person_id, used.disabled_at) == (one.id, None)
    assert disabled.person_id == other.id
