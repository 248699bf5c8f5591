"""What certificates add to other features' pages: the class, and the learner's course."""

from __future__ import annotations

import pytest
from flask import Flask, render_template, url_for
from sqlalchemy import select

from lms.accounts.actors import actor_of
from lms.certificates import parts
from lms.certificates.models import Certificate
from lms.classes.models import ClassState, TrainingClass
from lms.errors import DomainError
from lms.extensions import db
from lms.jobs import Job
from tests.certificates.story import certificates, ended_class, enrolled, issue
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def training_class(app: Flask) -> TrainingClass:
    return ended_class()


@pytest.fixture
def certificate(training_class: TrainingClass, cast: Cast) -> Certificate:
    """The learner's certificate."""
    enrolled(training_class, cast.learner, cast.officer)
    issue(training_class, cast.officer)
    return certificates()[0]


def test_the_part_of_the_class_page(
    app: Flask, cast: Cast, training_class: TrainingClass, certificate: Certificate
) -> None:
    enrolled(training_class, "Lê Thị Chi", cast.officer, there=0)
    enrolled(training_class, "Vũ Thị Yến", cast.officer)
    assert parts.class_part(training_class) == (
        "certificates/class_part.html",
        {"class_id": training_class.id, "eligible": 2, "issued": 1},
    )
    assert any(part is parts.class_part for _right, part in app.extensions["class_parts"])
    assert parts.enrolment_part in app.extensions["enrolment_parts"]
    training_class.state = ClassState.OPEN
    assert parts.class_part(training_class) is None


def drawn(app: Flask, part: tuple[str, dict[str, object]] | None) -> str:
    assert part
    template, context = part
    with app.test_request_context():
        html = render_template(template, context=context)
    return html


def test_the_learner_reads_what_is_missing_and_then_the_code(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    missing = enrolled(training_class, cast.other_learner, cast.officer, there=3, points=0)
    html = drawn(app, parts.enrolment_part(missing))
    assert "Có mặt 3 trên 5 buổi học; cần ít nhất 4 buổi." in html
    assert "Bài kiểm tra chưa đạt; kết quả tốt nhất là 0 %." in html
    done = enrolled(training_class, cast.learner, cast.officer)
    assert "Giấy chứng nhận được cấp sau khi lớp kết thúc." in drawn(
        app, parts.enrolment_part(done)
    )
    issue(training_class, cast.officer)
    (line,) = certificates()
    html = drawn(app, parts.enrolment_part(done))
    shown = "-".join(line.code[i : i + 4] for i in range(0, 16, 4))
    assert f'href="/verify/{line.code}">{shown}</a>' in html
    assert f'href="/certificates/{line.id}/file"' in html
    line.revoke("Cấp nhầm", actor_of(cast.officer))
    assert "đã bị thu hồi" in drawn(app, parts.enrolment_part(done))


def test_addresses_written_by_hand_are_those_of_the_pages(
    app: Flask, certificate: Certificate, training_class: TrainingClass
) -> None:
    job = db.session.scalars(select(Job)).one()
    with app.test_request_context():
        verify = url_for("certificates.verify", code=certificate.code)
        assert job.back_url == url_for("certificates.index", class_id=training_class.id)
    base = app.config["SETTINGS"].public_base_url
    assert certificate.words["verify_url"] == base + verify


def test_a_line_without_a_file_and_an_empty_reason_are_not_revoked(
    app: Flask, cast: Cast, certificate: Certificate
) -> None:
    officer = actor_of(cast.officer)
    with pytest.raises(DomainError) as refused:
        certificate.revoke("  ", officer)
    assert refused.value.field == "reason"
    certificate.sha256 = None
    with pytest.raises(DomainError, match=r"chưa được cấp|not issued"):
        certificate.revoke("Cấp nhầm", officer)
    assert certificate.revocation is None
