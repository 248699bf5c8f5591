"""The ethnic group: kept only with a consent that holds, counted and never listed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.consents import ETHNICITY, PICTURES
from lms.privacy.ethnic_groups import ETHNIC_GROUPS, group_code
from lms.privacy.ethnicity import (
    EthnicCounts,
    ethnic_counts,
    ethnicity_of,
    may_record_ethnicity,
    record_ethnicity,
)
from lms.privacy.models import PersonEthnicity
from lms.registry.models import Person
from lms.vietnamese import sort_key
from tests.people import Cast
from tests.privacy.test_consents import choose, person_of

TAY, KINH = "02", "01"


def test_the_list_has_the_54_groups_in_vietnamese_order() -> None:
    names = list(ETHNIC_GROUPS.values())
    assert len(ETHNIC_GROUPS) == len(set(names)) == 54
    assert names == sorted(names, key=sort_key)
    assert (ETHNIC_GROUPS["01"], ETHNIC_GROUPS["54"]) == ("Kinh", "Rơ Măm")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kinh", "01"), ("KINH", "01"), ("tày", "02"), ("H'Mông", "08"), ("HMông", "08"),
        ("Ê-đê", "12"), ("Gia-rai", "10"), ("Khơ-me", "05"), ("Vân Kiều", "23"), ("Mán?", None), ("", None),
    ],
)  # fmt: skip
def test_names_are_known_however_lists_write_them(written: str, code: str | None) -> None:
    assert group_code(written) == code


def test_without_a_consent_no_group_is_kept(cast: Cast) -> None:
    person = person_of(cast.learner)
    choose(cast.learner, PICTURES, True)
    assert not may_record_ethnicity(person.id)
    with pytest.raises(DomainError):
        record_ethnicity(person, TAY, actor_of(cast.learner))
    assert ethnicity_of(person.id) is None


def test_the_table_itself_refuses_a_group_without_a_consent(cast: Cast) -> None:
    db.session.add(
        PersonEthnicity(
            person_id=cast.learner.person_id,
            group_code=TAY,
            recorded_at=clock.now(),
            recorded_by_id=cast.officer.id,
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_with_a_consent_the_group_is_kept_beside_its_proof(cast: Cast) -> None:
    consent = choose(cast.learner, ETHNICITY, True)
    person = person_of(cast.learner)
    assert may_record_ethnicity(person.id)
    record_ethnicity(person, TAY, actor_of(cast.learner))
    db.session.commit()
    row = ethnicity_of(person.id)
    assert row is not None and (row.group_code, row.consent_id) == (TAY, consent.id)


def test_the_record_of_acts_does_not_tell_the_group(cast: Cast) -> None:
    choose(cast.learner, ETHNICITY, True)
    record_ethnicity(person_of(cast.learner), TAY, actor_of(cast.learner))
    written = [str(entry.changes) for entry in db.session.scalars(select(AuditEntry))]
    assert written and not any(TAY in words or "Tày" in words for words in written)


def test_withdrawing_the_consent_takes_the_group_away_at_once(cast: Cast) -> None:
    choose(cast.learner, ETHNICITY, True)
    record_ethnicity(person_of(cast.learner), TAY, actor_of(cast.learner))
    db.session.commit()
    choose(cast.learner, ETHNICITY, False)
    assert ethnicity_of(person_of(cast.learner).id) is None
    assert not may_record_ethnicity(person_of(cast.learner).id)


def test_an_unknown_group_is_refused(cast: Cast) -> None:
    choose(cast.learner, ETHNICITY, True)
    with pytest.raises(DomainError) as refused:
        record_ethnicity(person_of(cast.learner), "55", actor_of(cast.learner))
    assert refused.value.field == "ethnicity"


def test_reports_get_counts_without_names(app: Flask, cast: Cast) -> None:
    for account, code in ((cast.learner, TAY), (cast.other_learner, KINH), (cast.contact, None)):
        choose(account, ETHNICITY, True)
        if code:
            record_ethnicity(person_of(account), code, actor_of(account))
    assert cast.trainer is not None
    assert ethnic_counts(select(Person.id)) == EthnicCounts(1, 1, 2)
    one = select(Person.id).where(Person.id == cast.learner.person_id)
    assert ethnic_counts(one) == EthnicCounts(1, 0, 0)
    assert ethnic_counts(select(Person.id).where(Person.id < 0)) == EthnicCounts(0, 0, 0)
