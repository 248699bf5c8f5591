"""When somebody can be erased, and what the page says before it is done."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import enrol
from lms.enrolments.models import WayIn
from lms.errors import DomainError
from lms.extensions import db
from lms.privacy.erasing import erase, foresee
from lms.privacy.models import DataRequest, RequestKind
from lms.privacy.requests import file_own_request
from lms.privacy.subjects import subject_of_person
from lms.registry.models import Person
from tests import factories
from tests.people import Cast
from tests.privacy.leftovers import places_of
from tests.privacy.story import NAME, TRACES, asked, ended_class, erased, learnt
from tests.privacy.test_consents import person_of
from tests.reader import Reader
from tests.together import run_together


@pytest.mark.parametrize("typed", ["", "Tống Duy", "Tống Duy Độc Nhì", "tong duy doc nhat"])
def test_the_name_has_to_be_typed(cast: Cast, someone: Account, typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        erase(asked(someone), typed, actor_of(cast.officer))
    assert refused.value.field == "full_name"
    assert not person_of(someone).is_erased


def test_only_a_request_to_delete_deletes(cast: Cast, someone: Account) -> None:
    request = file_own_request(RequestKind.OBJECT, "", actor_of(someone))
    with pytest.raises(DomainError):
        erase(request, NAME, actor_of(cast.officer))
    assert not person_of(someone).is_erased


def test_somebody_in_a_class_that_goes_on_is_withdrawn_first(cast: Cast, someone: Account) -> None:
    taught = factories.training_class("Lớp đang mở", trainer=cast.trainer)
    factories.enrolment(taught, someone, by=cast.officer)
    with pytest.raises(DomainError, match="Lớp đang mở"):
        erase(asked(someone), NAME, actor_of(cast.officer))


def test_the_offices_own_accounts_are_not_erased(cast: Cast) -> None:
    subject = subject_of_person(cast.officer.person_id or 0)
    assert len(foresee(subject).obstacles) == 1


def test_a_trainer_with_sessions_to_come_is_replaced_first(cast: Cast) -> None:
    factories.training_class(trainer=cast.trainer, starts_at=clock.now() + timedelta(days=3))
    assert len(foresee(subject_of_person(cast.trainer.person_id or 0)).obstacles) == 1
    factories.training_class(trainer=cast.other_trainer, starts_at=clock.now() - timedelta(days=3))
    past = foresee(subject_of_person(cast.other_trainer.person_id or 0))
    assert past.obstacles == () and any("1 buổi dạy" in sentence for sentence in past.kept)


def test_foreseeing_changes_nothing(cast: Cast, someone: Account) -> None:
    learnt(cast, someone, ended_class(cast))
    before = places_of(*TRACES)
    foresee(subject_of_person(someone.person_id or 0))
    assert not db.session.dirty and places_of(*TRACES) == before


def test_the_page_says_what_will_happen_and_asks_for_the_name(
    app: Flask, cast: Cast, someone: Account
) -> None:
    taught = ended_class(cast)
    learnt(cast, someone, taught)
    number = asked(someone).id
    officer = Reader(app, cast.officer)
    page = officer.get(officer.get(f"/data-requests/{number}").links["Xóa dữ liệu"])
    assert page.h1 == f"Xóa dữ liệu của {NAME}"
    assert f"danh sách lớp “{taught.title}”" in page.text and "sổ gốc" in page.text
    refused = officer.submit(page, {"full_name": "Ai đó"}, status=422)
    assert refused.errors == [f"Hãy gõ đúng họ tên như ghi ở trên: {NAME}."]
    done = officer.submit(refused, {"full_name": NAME})
    assert "Đã xóa dữ liệu. Hãy báo cho người yêu cầu" in done.text
    assert f"Người đã xóa dữ liệu #{someone.person_id}" in done.text and NAME not in done.text


def test_with_an_obstacle_the_page_says_what_to_do_and_offers_no_button(
    app: Flask, cast: Cast, someone: Account
) -> None:
    taught = factories.training_class(trainer=cast.trainer)
    factories.enrolment(taught, someone, by=cast.officer)
    page = Reader(app, cast.officer).get(f"/data-requests/{asked(someone).id}/erasure")
    assert "hãy rút tên khỏi lớp trước" in page.text and "Xóa vĩnh viễn" not in page.text


def test_what_was_erased_gets_no_place(cast: Cast, someone: Account) -> None:
    person = person_of(someone)
    taught = factories.training_class(trainer=cast.trainer)
    erased(cast, someone)
    with pytest.raises(DomainError):
        enrol(taught, person, actor_of(cast.officer), way=WayIn.OFFICE)


#: How long the erasure stays uncommitted, so that the enrolment meets it for certain.
SECONDS_OPEN = 1.5


def test_an_enrolment_that_comes_during_an_erasure_waits_and_is_refused(
    app: Flask, cast: Cast, someone: Account
) -> None:
    taught, request = factories.training_class(trainer=cast.trainer), asked(someone)
    numbers, officer = (taught.id, someone.person_id, request.id), actor_of(cast.officer)
    is_being_erased = threading.Event()

    def be_erased() -> str:
        erase(db.session.get_one(DataRequest, numbers[2]), NAME, officer)
        is_being_erased.set()
        time.sleep(SECONDS_OPEN)
        return "erased"

    def take_a_place() -> str:
        is_being_erased.wait(30)
        training_class = db.session.get_one(TrainingClass, numbers[0])
        person = db.session.get_one(Person, numbers[1])
        enrol(training_class, person, officer, way=WayIn.OFFICE)
        return "enrolled"

    assert run_together(app, take_a_place, be_erased) == ["erased", "refused"]
    assert places_of(NAME) == set()
