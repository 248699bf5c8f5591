"""The page that adds people: what stands in somebody's way is read before and after pressing."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.classes.models import TrainingClass
from lms.enrolments.enrol import enrol
from lms.enrolments.models import Enrolment, WayIn
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_quota
from lms.extensions import db
from lms.registry.models import OrganisationKind, PersonPhone
from tests import factories
from tests.people import Cast
from tests.reader import Page, Reader, words


def hints(page: Page) -> dict[str, str]:
    """What is said of each person found, by name."""
    items = [
        item
        for item in page.root.iter("div")
        if "govuk-checkboxes__item" in item.get("class", "")
        and (box := item.find("input")) is not None
        and box.get("name") == "people"
    ]
    return {words(item.find("label")): words(item.find("div")) for item in items}


def adding(training_class: TrainingClass, q: str = "") -> str:
    return f"/classes/{training_class.id}/enrolments/new?q={q}"


def test_remarks_stand_with_the_person(app: Flask, cast: Cast) -> None:
    running = factories.training_class()
    fund = factories.organisation("QTD Hưng Hà", OrganisationKind.CREDIT_FUND)
    factories.person("Lê Thị Hoa", fund)
    busy = factories.person("Lê Thị Mai", cast.cooperative)
    factories.enrolment(factories.training_class("Lớp khác"), busy, cast.officer)
    found = hints(Reader(app, cast.officer).get(adding(running, "le+thi")))
    assert found["Lê Thị Hoa"] == (
        "Giám đốc · QTD Hưng Hà Lưu ý: Chuyên đề không dành cho loại hình của đơn vị này."
    )
    assert "Lưu ý: Đã có chỗ trong lớp “Lớp khác” trùng giờ" in found["Lê Thị Mai"]
    assert found["Lê Thị Mai"].endswith("Cần nêu lý do.")


def test_each_refusal_is_told_and_the_choice_stays(app: Flask, cast: Cast) -> None:
    running, other = factories.training_class(), factories.training_class("Lớp khác")
    people = [factories.person(f"Lê Thị {name}", cast.cooperative) for name in ("An", "Ba", "Chi")]
    for busy in people[:2]:
        factories.enrolment(other, busy, cast.officer)
    officer = Reader(app, cast.officer)
    page = officer.get(adding(running, "le+thi"))
    chosen = {"people": [str(person.id) for person in people]}
    refused = officer.submit(page, chosen, status=422)
    assert [error.split(":")[0] for error in refused.errors] == [
        "Lê Thị An",
        "Lê Thị Ba",
        "Hãy nêu lý do, hoặc bỏ chọn những người này.",
    ]
    assert refused.html.count(" checked") == 3
    assert db.session.query(Enrolment).filter_by(class_id=running.id).count() == 0
    after = officer.submit(refused, {"despite": "Học lại buổi khác"})
    assert "Đã ghi danh 3 người." in after.text
    reasons = {row.full_name: row.despite for row in db.session.query(Enrolment).filter_by(
        class_id=running.id
    )}  # fmt: skip
    assert reasons == {
        "Lê Thị An": "Học lại buổi khác",
        "Lê Thị Ba": "Học lại buổi khác",
        "Lê Thị Chi": "",
    }


def test_whoever_finds_no_place_waits_when_the_officer_says_so(app: Flask, cast: Cast) -> None:
    running = factories.training_class(capacity=2)
    set_quota(running, cast.cooperative, Quota(1, 1), actor_of(cast.officer))
    people = [factories.person(f"Lê Thị {name}") for name in ("An", "Ba")]
    officer = Reader(app, cast.officer)
    page = officer.get(adding(running, "le+thi"))
    assert "Còn 1/2 chỗ. Đang giữ 1 chỗ cho các đơn vị." in page.text
    chosen = {"people": [str(person.id) for person in people]}
    refused = officer.submit(page, chosen, status=422)
    assert refused.errors == ["Các chỗ còn lại đang giữ cho những đơn vị khác."]
    after = officer.submit(refused, {"may_wait": "y"})
    assert "Đã ghi danh 1 người. 1 người vào danh sách chờ." in after.text
    assert "Đã có trong danh sách chờ Lê Thị Ba" in after.text
    assert "1 người đang chờ." in after.text


def test_people_are_found_by_marks_and_telephone(app: Flask, cast: Cast) -> None:
    running = factories.training_class()
    for name in ("Lê Văn Hoá", "Lê Văn Hoà", "Lê Văn Hoa"):
        factories.person(name)
    called = factories.person("Trần Thị Gọi")
    called.phones.append(PersonPhone(digits="0912345678"))
    db.session.commit()
    officer = Reader(app, cast.officer)
    assert next(iter(hints(officer.get(adding(running, "hoà"))))) == "Lê Văn Hoà"
    assert len(hints(officer.get(adding(running, "hoa")))) == 3
    assert list(hints(officer.get(adding(running, "0912345678")))) == ["Trần Thị Gọi"]


def test_an_organisation_finds_those_who_hold_a_position_there_today(
    app: Flask, cast: Cast
) -> None:
    running = factories.training_class()
    former = factories.person("Lê Văn Cũ", cast.cooperative)
    former.positions[0].ended_on = clock.today() - timedelta(days=1)
    factories.person("Lê Văn Nay", cast.cooperative)
    db.session.commit()
    assert list(hints(Reader(app, cast.officer).get(adding(running, "minh+tan")))) == ["Lê Văn Nay"]


def test_who_left_is_offered_again_and_said_so(app: Flask, cast: Cast) -> None:
    running = factories.training_class()
    place = enrol(running, factories.person("Lê Thị An"), actor_of(cast.officer), way=WayIn.OFFICE)
    place.leave(actor_of(cast.officer), "Bận")
    db.session.commit()
    found = hints(Reader(app, cast.officer).get(adding(running, "le+thi")))
    assert "Đã từng rút tên khỏi lớp." in found["Lê Thị An"]
