"""The ledger of consents: one for each purpose, express, provable, appended and never changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.consents import (
    PICTURES,
    REMINDERS,
    Proof,
    consenting_people,
    decide,
    has_consent,
    newest_decisions,
)
from lms.privacy.models import ConsentDecision, ConsentPurpose, Way
from lms.privacy.purposes import add_purpose, find_purpose, purposes_asked_for, retire, reword
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.together import run_together


def purpose_called(code: str) -> ConsentPurpose:
    purpose = find_purpose(code)
    assert purpose is not None
    return purpose


def person_of(account: Account) -> Person:
    return db.session.get_one(Person, account.person_id)


def choose(account: Account, code: str, wants: bool) -> ConsentDecision:
    row = decide(person_of(account), purpose_called(code).wording, wants, actor_of(account))
    db.session.commit()
    return row


def test_three_consents_are_asked_for_from_the_beginning(app: Flask) -> None:
    assert [purpose.code for purpose in purposes_asked_for()] == [
        "reminders",
        "pictures",
        "ethnicity",
    ]
    assert all("rút lại" in purpose.wording.words for purpose in purposes_asked_for())


def test_nobody_has_consented_to_anything_by_silence(cast: Cast) -> None:
    assert not has_consent(person_of(cast.learner).id, REMINDERS)
    assert newest_decisions([person_of(cast.learner).id]) == {}


def test_a_consent_to_one_purpose_is_none_to_another(cast: Cast) -> None:
    choose(cast.learner, REMINDERS, True)
    person_id = person_of(cast.learner).id
    assert has_consent(person_id, REMINDERS)
    assert not has_consent(person_id, PICTURES)


def test_the_newest_decision_holds_and_the_others_stay(cast: Cast) -> None:
    for wants in (False, True, False, True, False):
        choose(cast.learner, REMINDERS, wants)
    rows = db.session.scalars(select(ConsentDecision).order_by(ConsentDecision.id)).all()
    assert [row.decision for row in rows] == [
        "refused", "given", "withdrawn", "given", "withdrawn",
    ]  # fmt: skip
    assert not has_consent(person_of(cast.learner).id, REMINDERS)


def test_a_decision_says_who_when_how_and_on_which_words(cast: Cast) -> None:
    row = choose(cast.learner, PICTURES, True)
    assert (row.person_id, row.recorded_by_id) == (cast.learner.person_id, cast.learner.id)
    assert (row.way, row.dated_on, row.day) == (Way.WEB, None, clock.today())
    assert row.wording.words == purpose_called(PICTURES).wording.words
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.changes) == (
        "consent given",
        {"person": cast.learner.person_id, "purpose": "pictures"},
    )


def test_other_words_are_a_new_row_and_old_decisions_keep_theirs(cast: Cast) -> None:
    row = choose(cast.learner, PICTURES, True)
    before = row.wording.words
    reword(purpose_called(PICTURES), "Tôi đồng ý với lời mới.")
    db.session.commit()
    db.session.expire_all()
    assert purpose_called(PICTURES).wording.words == "Tôi đồng ý với lời mới."
    assert row.wording.words == before and row.wording.number == 1


def test_words_replaced_while_somebody_read_them_are_not_what_they_agree_to(cast: Cast) -> None:
    purpose = purpose_called(PICTURES)
    shown = purpose.wording
    reword(purpose, "Tôi đồng ý với lời mới.")
    with pytest.raises(DomainError):
        decide(person_of(cast.learner), shown, True, actor_of(cast.learner))


def test_what_is_no_longer_asked_for_cannot_be_answered(cast: Cast) -> None:
    retire(purpose_called(PICTURES))
    with pytest.raises(DomainError):
        choose(cast.learner, PICTURES, True)
    assert PICTURES not in [purpose.code for purpose in purposes_asked_for()]


@pytest.mark.parametrize(
    ("proof", "field"),
    [
        (Proof(Way.PAPER, None, "Cặp 3"), "dated_on"),
        (Proof(Way.PAPER, date(2999, 1, 1), "Cặp 3"), "dated_on"),
        (Proof(Way.PAPER, date(2026, 1, 1), "  "), "evidence"),
        (Proof(Way.TELEPHONE, date(2026, 1, 1), ""), "evidence"),
    ],
)
def test_what_was_not_pressed_needs_a_day_and_a_place(cast: Cast, proof: Proof, field: str) -> None:
    wording = purpose_called(PICTURES).wording
    with pytest.raises(DomainError) as refused:
        decide(person_of(cast.learner), wording, True, actor_of(cast.officer), proof)
    assert refused.value.field == field


def test_an_old_paper_does_not_undo_a_newer_decision(cast: Cast) -> None:
    choose(cast.learner, PICTURES, False)
    paper = Proof(Way.PAPER, clock.today() - timedelta(days=1), "Cặp 3")
    wording = purpose_called(PICTURES).wording
    with pytest.raises(DomainError) as refused:
        decide(person_of(cast.learner), wording, True, actor_of(cast.officer), paper)
    assert refused.value.field == "dated_on"
    assert not has_consent(person_of(cast.learner).id, PICTURES)


def test_those_who_consent_are_found_at_once(cast: Cast) -> None:
    choose(cast.learner, REMINDERS, True)
    choose(cast.other_learner, REMINDERS, True)
    choose(cast.other_learner, REMINDERS, False)
    choose(cast.contact, REMINDERS, False)
    choose(cast.trainer, PICTURES, True)
    assert db.session.scalars(consenting_people(REMINDERS)).all() == [cast.learner.person_id]


def test_two_withdrawals_at_once_leave_one_state(app: Flask, cast: Cast) -> None:
    choose(cast.learner, REMINDERS, True)
    account, by = cast.learner.person_id, actor_of(cast.learner)

    def withdraw() -> str:
        person = db.session.get_one(Person, account)
        return str(decide(person, purpose_called(REMINDERS).wording, False, by).decision)

    assert run_together(app, withdraw, withdraw) == ["refused", "withdrawn"]
    assert not has_consent(account or 0, REMINDERS)


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("Hoa", "Tên", "Lời"),
        ("pictures", "Tên", "Lời"),
        ("directory", " ", "Lời"),
        ("directory", "x" * 121, "Lời"),
        ("directory", "Tên", " "),
    ],
)
def test_a_purpose_that_cannot_be_used_is_refused(
    app: Flask, code: str, name: str, words: str
) -> None:
    with pytest.raises(DomainError):
        add_purpose(code, name, words)


def test_the_office_adds_rewords_and_retires_by_command(app: Flask, cast: Cast) -> None:
    run = app.test_cli_runner().invoke
    words = ["--words", "Tôi đồng ý đưa tên vào danh bạ."]
    assert run(args=["consents", "add", "directory", "--name", "Danh bạ", *words]).exit_code == 0
    assert "directory: Danh bạ (1)" in run(args=["consents", "show"]).stdout
    assert run(args=["consents", "reword", "directory", "--words", "Lời khác."]).exit_code == 0
    assert "directory: Danh bạ (2)\n  Lời khác." in run(args=["consents", "show"]).stdout
    assert run(args=["consents", "retire", "directory"]).exit_code == 0
    assert "directory" not in run(args=["consents", "show"]).stdout
    assert run(args=["consents", "retire", "khong-co"]).exit_code == 1


def test_a_merged_history_is_read_as_one(cast: Cast) -> None:
    someone = factories.person()
    decide(someone, purpose_called(REMINDERS).wording, True, actor_of(cast.officer), Proof())
    choose(cast.learner, REMINDERS, False)
    both = newest_decisions([someone.id, person_of(cast.learner).id])
    assert [row.decision for row in both.values()] == ["refused"]
