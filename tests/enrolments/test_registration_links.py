"""The office's side of a link: making, closing, poster, Zalo text, and throwing registrations away."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from zxingcpp import read_barcodes

from lms import clock, jobs
from lms.accounts.actors import actor_of
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments.registrations.links import make_link
from lms.enrolments.registrations.models import (
    CODE_LENGTH,
    Registration,
    RegistrationLink,
    RegistrationState,
)
from lms.extensions import db
from tests import factories
from tests.enrolments.registering import link, registration
from tests.reader import Reader
from tests.together import run_together


def links() -> list[RegistrationLink]:
    return db.session.query(RegistrationLink).order_by(RegistrationLink.id).all()


def test_an_officer_makes_a_link_with_a_code_of_sixty_bits(app, cast):
    running = factories.training_class()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/registration-link")
    day = clock.today() + timedelta(days=3)
    page = officer.submit(page, {"last_day": [str(day.day), str(day.month), str(day.year)]})
    (row,) = links()
    assert (len(row.code), row.last_day, row.made_by_id) == (CODE_LENGTH, day, cast.officer.id)
    assert f"/r/{row.code[:4]}-{row.code[4:8]}-{row.code[8:]}" in page.text
    assert Reader(app).get(f"/r/{row.code}").h1 == "Đăng ký học lớp tập huấn"


def test_a_day_that_is_over_is_no_last_day(app, cast):
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{factories.training_class().id}/registration-link")
    refused = officer.submit(page, {"last_day": ["1", "1", "2020"]}, status=422)
    assert refused.errors == ["Ngày này đã qua."] and links() == []


def test_a_new_link_ends_the_one_before(app, cast):
    running = factories.training_class()
    former = link(running, cast.officer)
    officer = Reader(app, cast.officer)
    officer.submit(
        officer.get(f"/classes/{running.id}/registration-link"), action="/registration-link"
    )
    assert [row.closed_at is None for row in links()] == [False, True]
    assert Reader(app).get(f"/r/{former.code}").h1 == "Đã ngừng nhận đăng ký"


def test_a_link_can_be_closed_and_its_registrations_stay(app, cast):
    running = factories.training_class()
    registration(link(running, cast.officer), cast.cooperative)
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/registration-link")
    officer.submit(page, action="/closing")
    assert links()[0].closed_by_id == cast.officer.id
    assert db.session.query(Registration).count() == 1
    assert officer.post(f"/classes/{running.id}/registration-link/closing").status_code == 409


@pytest.mark.parametrize("state", [ClassState.LISTED, ClassState.ENDED])
def test_a_closed_list_gets_no_link(app, cast, state):
    running = factories.training_class(state=state)
    officer = Reader(app, cast.officer)
    address = f"/classes/{running.id}/registration-link"
    assert "Danh sách lớp đã chốt" in officer.submit(officer.get(address), status=422).text


def test_two_links_made_at_once_leave_one_open(app, cast):
    class_id, officer_id = factories.training_class().id, cast.officer.id

    def make() -> str:
        officer = actor_of(db.session.get_one(Account, officer_id))
        make_link(db.session.get_one(TrainingClass, class_id), officer, None)
        return "made"

    assert run_together(app, make, make) == ["made", "made"]
    assert sorted(row.closed_at is None for row in links()) == [False, True]


def test_the_picture_leads_to_the_link(app, cast):
    running = factories.training_class()
    found = link(running, cast.officer)
    answer = Reader(app, cast.officer).fetch(f"/classes/{running.id}/registration-link/qr.png")
    assert answer.mimetype == "image/png"
    assert "attachment; filename=qr-" in answer.headers["Content-Disposition"]
    (read,) = read_barcodes(Image.open(BytesIO(answer.data)))
    assert read.text == f"http://127.0.0.1:8000/r/{found.code}"


def test_the_poster_says_what_where_and_when(app, cast):
    running = factories.training_class("Chuyển đổi số", sessions=2)
    officer = Reader(app, cast.officer)
    officer.get(f"/classes/{running.id}/registration-link/poster", status=404)
    found = link(running, cast.officer)
    page = officer.get(f"/classes/{running.id}/registration-link/poster")
    assert "Chuyển đổi số" in page.text and running.venue in page.text
    assert f"/r/{found.code[:4]}-" in page.text
    picture = page.find("img", "poster__code")
    assert picture is not None and picture.get("src", "").startswith("data:image/svg+xml")


def test_the_zalo_text_has_everything_and_no_closed_link(app, cast):
    factories.office(help_name="bà Hạnh", help_phone="0227 383 1234")
    running = factories.training_class("Chuyển đổi số")
    officer = Reader(app, cast.officer)
    address = f"/classes/{running.id}/announcement"
    without = officer.get(address)
    assert "/r/" not in without.html and "chưa có đường dẫn" in without.text
    found = link(running, cast.officer)
    words = next(officer.get(address).root.iter("textarea")).text or ""
    assert words.splitlines()[:2] == [
        "Liên minh Hợp tác xã tỉnh Hưng Yên kính mời Anh/Chị tham gia lớp:",
        "Chuyển đổi số",
    ]
    assert f"http://127.0.0.1:8000/r/{found.code}" in words
    assert running.venue in words and "0227 383 1234" in words


def test_advertising_is_thrown_away_with_a_reason(app, cast):
    running = factories.training_class()
    found = link(running, cast.officer)
    spam = [registration(found, phone=f"091234567{n}", full_name=f"Vay Nóng {n}") for n in (1, 2)]
    kept = registration(found, cast.cooperative)
    kept.state = RegistrationState.CONFIRMED
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/registrations/removal")
    assert kept.full_name not in page.text
    ids = [str(row.id) for row in spam]
    assert officer.submit(page, {"registrations": ids}, status=422).errors == [
        "Hãy điền mục “Lý do”."
    ]
    page = officer.get(f"/classes/{running.id}/registrations/removal")
    after = officer.submit(page, {"registrations": ids, "reason": "Quảng cáo"})
    assert "Đã xóa 2 đăng ký." in after.text
    assert [row.id for row in db.session.query(Registration)] == [kept.id]
    entry = db.session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.action, entry.changes) == (
        "registrations deleted",
        {"registrations": [int(one) for one in ids], "reason": "Quảng cáo"},
    )


def test_only_what_was_offered_is_thrown_away(app, cast):
    running, other = factories.training_class(), factories.training_class()
    foreign = registration(other, cast.cooperative, cast.officer)
    answer = Reader(app, cast.officer).post(
        f"/classes/{running.id}/registrations/removal",
        {"registrations": str(foreign.id), "reason": "Nhầm"},
    )
    assert answer.status_code in (302, 303, 422)
    assert db.session.query(Registration).count() == 1


def test_what_nobody_confirmed_goes_ninety_days_after_the_class(app, cast):
    """Who came to the door holds a place: that nobody sent them is told as long as the place is."""
    for days in (89, 91):
        running = factories.training_class()
        found = link(running, cast.officer)
        for state in RegistrationState:
            row = registration(found, phone=f"09123456{days}", full_name=f"{state} {days}")
            row.state = state
        row = registration(found, phone=f"09123457{days}", full_name=f"at the door {days}")
        row.enrolment = factories.enrolment(running, factories.person(), cast.officer)
        running.ends_on = clock.today() - timedelta(days=days)
    db.session.commit()
    jobs.do_chores(app)
    left = {row.full_name for row in db.session.query(Registration)}
    assert left == {
        *(f"{state} 89" for state in (*RegistrationState, "at the door")),
        "confirmed 91",
        "at the door 91",
    }
