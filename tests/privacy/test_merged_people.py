"""Two records of one human being: one last word on each consent, and one erasure for both."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from lms.access import Role
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.duplicates.distinctions import distinguish
from lms.duplicates.merging import merge_people
from lms.duplicates.models import Merge, MergeChange
from lms.duplicates.reversal import reverse_merge
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, REMINDERS, Proof, Way, decide, has_consent
from lms.privacy.ethnicity import ethnicity_of, record_ethnicity
from lms.privacy.models import DataRequest, PersonEthnicity
from lms.privacy.subjects import subject_of_person
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.privacy.leftovers import places_of
from tests.privacy.story import NAME, TRACES, erased
from tests.privacy.test_consents import person_of, purpose_called
from tests.reader import Reader

TAY, KINH = "02", "01"
OTHER_NAME = "Tống Duy Độc Nhất Hai"


@pytest.fixture
def other(cast: Cast, someone: Account) -> Person:
    """A second record of somebody, with other values."""
    row = factories.person(OTHER_NAME, cast.cooperative, "0965432109")
    row.positions[0].title = "Chức vụ độc nhất"
    db.session.commit()
    return row


def merged(cast: Cast, survivor: Person, other: Person) -> Merge:
    made = merge_people(survivor, other, actor_of(cast.officer), f"Cùng là {NAME}")
    db.session.commit()
    return made


def on_paper(cast: Cast, person: Person, code: str, wants: bool) -> None:
    proof = Proof(Way.PAPER, person.created_at.date(), "Cặp 3")
    decide(person, purpose_called(code).wording, wants, actor_of(cast.officer), proof)
    db.session.commit()


def test_a_subject_is_all_that_was_merged_into_it(
    cast: Cast, someone: Account, other: Person
) -> None:
    third = factories.person()
    merged(cast, other, third)
    merged(cast, person_of(someone), other)
    subject = subject_of_person(someone.person_id or 0)
    assert subject.person_ids == (someone.person_id, other.id, third.id)
    assert subject.account_ids == (someone.id,)


def test_erasing_takes_both_records_and_what_merging_noted(
    cast: Cast, someone: Account, other: Person
) -> None:
    merged(cast, person_of(someone), other)
    assert db.session.scalars(select(MergeChange.id)).all() != []
    erased(cast, someone)
    assert places_of(*TRACES, OTHER_NAME, "0965432109", "Chức vụ độc nhất") == set()
    assert db.session.scalars(select(MergeChange.id)).all() == []
    assert db.session.get_one(Person, other.id).is_erased


def test_why_somebody_was_found_to_be_two_goes_too(
    cast: Cast, someone: Account, other: Person
) -> None:
    distinguish(person_of(someone), other, actor_of(cast.officer), f"{NAME} có anh em sinh đôi")
    db.session.commit()
    erased(cast, someone)
    assert places_of(NAME) == {"person.full_name"}  # of the other one, whose name begins with it


def test_undoing_the_merge_brings_nothing_back(cast: Cast, someone: Account, other: Person) -> None:
    merge = merged(cast, person_of(someone), other)
    erased(cast, someone)
    with pytest.raises(DomainError):
        reverse_merge(merge, actor_of(cast.officer), "Gộp nhầm")
    db.session.rollback()
    assert places_of(*TRACES, OTHER_NAME) == set()


def test_what_was_erased_is_merged_with_nobody(cast: Cast, someone: Account) -> None:
    fresh = factories.person("Người mới")
    erased(cast, someone)
    with pytest.raises(DomainError):
        merge_people(fresh, person_of(someone), actor_of(cast.officer), "Giống nhau")


def test_the_last_word_of_the_two_holds(cast: Cast, someone: Account, other: Person) -> None:
    on_paper(cast, other, REMINDERS, False)
    merged(cast, person_of(someone), other)
    assert not has_consent(someone.person_id or 0, REMINDERS)


def test_the_ethnic_group_follows_its_consent(cast: Cast, someone: Account) -> None:
    survivor, other = factories.person(), factories.person()
    on_paper(cast, other, ETHNICITY, True)
    record_ethnicity(other, KINH, actor_of(cast.officer))
    merge = merged(cast, survivor, other)
    row = ethnicity_of(survivor.id)
    assert row is not None and row.group_code == KINH
    reverse_merge(merge, actor_of(cast.officer), "Hai người")
    db.session.commit()
    assert ethnicity_of(survivor.id) is None and ethnicity_of(other.id) is not None


def test_a_group_whose_consent_was_refused_last_is_gone(
    cast: Cast, someone: Account, other: Person
) -> None:
    on_paper(cast, other, ETHNICITY, False)
    merged(cast, person_of(someone), other)
    assert db.session.scalars(select(PersonEthnicity)).all() == []


def test_requests_follow_their_person(app: Flask, cast: Cast, someone: Account) -> None:
    survivor = factories.person("Tống Duy Giữ Lại")
    survivor_account = factories.account("Tống Duy", Role.LEARNER)
    survivor_account.person_id = survivor.id
    someone.person_id, old = None, someone.person_id
    db.session.commit()
    merged(cast, survivor, db.session.get_one(Person, old))
    assert db.session.scalars(select(DataRequest.person_id)).all() == [survivor.id]
    assert "Sửa dữ liệu sai" in Reader(app, survivor_account).get("/my-data").text
