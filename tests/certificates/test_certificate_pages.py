"""The pages of certificates: for the office, for the learner, and who may not see them."""

from __future__ import annotations

import hashlib
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock, files
from lms.accounts.models import Account
from lms.audit import AuditEntry
from lms.certificates import listing
from lms.certificates.models import Certificate, CertificateRevocation
from lms.classes.models import ClassState, TrainingClass
from lms.extensions import db
from lms.jobs import Job, runner
from tests.certificates.story import certificates, ended_class, enrolled, issue
from tests.people import Cast
from tests.queries import counted
from tests.reader import Reader

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


def address(training_class: TrainingClass) -> str:
    return f"/classes/{training_class.id}/certificates"


def test_the_officer_sees_who_can_have_one_and_why_not(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    enrolled(training_class, "Bùi Văn Ba", cast.officer, there=4, points=1)
    enrolled(training_class, "Lê Thị Chi", cast.officer, there=3)
    enrolled(training_class, "Ngô Văn Dần", cast.officer, there=0, points=0)
    enrolled(training_class, "Vũ Thị Yến", cast.officer, points=None)
    page = Reader(app, cast.officer).get(address(training_class))
    assert page.h1 == "Giấy chứng nhận"
    assert page.rows() == [
        ["Bùi Văn Ba", "Đủ điều kiện cấp", "4/5", "50 %", "–"],
        [
            "Lê Thị Chi",
            "Chưa đủ điều kiện Có mặt 3 trên 5 buổi học; cần ít nhất 4 buổi.",
            "3/5",
            "100 %",
            "–",
        ],
        [
            "Ngô Văn Dần",
            "Chưa đủ điều kiện Có mặt 0 trên 5 buổi học; cần ít nhất 4 buổi. "
            "Bài kiểm tra chưa đạt; kết quả tốt nhất là 0 %.",
            "0/5",
            "0 %",
            "–",
        ],
        ["Vũ Thị Yến", "Chưa đủ điều kiện Chưa làm bài kiểm tra.", "5/5", "–", "–"],
    ]
    assert "Cấp giấy chứng nhận cho 1 người" in page.text


def test_the_officer_issues_and_downloads(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    enrolled(training_class, cast.learner, cast.officer)
    officer = Reader(app, cast.officer)
    page = officer.get(address(training_class))
    job_page = officer.submit(page, action="/certificates")
    job = db.session.scalars(select(Job)).one()
    assert job_page.path == f"/jobs/{job.id}"
    assert job.back_url == address(training_class)
    again = officer.submit(page, action="/certificates")
    assert again.path == job_page.path
    other_tab = officer.get(address(training_class))
    assert other_tab.links["Xem tiến độ"] == job_page.path
    assert officer.post(address(training_class)).location == job_page.path
    assert db.session.scalars(select(Job.id)).all() == [job.id]

    db.session.commit()
    runner.run(job.id)
    page = officer.get(address(training_class))
    (line,) = certificates()
    assert page.rows() == [
        [
            "Nguyễn Thị Đặng HTX DVNN Minh Tân (hư cấu)",
            "Đã cấp",
            "5/5",
            "100 %",
            f"{line.register_number} Tải về (PDF) Nguyễn Thị Đặng Trang kiểm tra Nguyễn Thị Đặng "
            "Thu hồi Nguyễn Thị Đặng",
        ]
    ]
    assert "Kiểm tra trước khi cấp" not in page.text
    assert officer.post(address(training_class)).status_code == 409


def test_the_check_says_what_will_happen(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    enrolled(training_class, cast.learner, cast.officer)
    page = Reader(app, cast.officer).get(address(training_class))
    form = page.form("/certificates")
    assert [" ".join("".join(item.itertext()).split()) for item in form.iter("li")] == [
        "1 người đủ điều kiện sẽ được cấp giấy chứng nhận.",
        f"Mỗi giấy lấy số tiếp theo trong sổ gốc năm {clock.today().year}, "
        f"ghi ngày {clock.today():%d/%m/%Y}.",
        "Người ký: KT. CHỦ TỊCH / PHÓ CHỦ TỊCH Trần Văn Minh Họa.",
        "Số và nội dung đã cấp không sửa được nữa. Giấy cấp sai phải thu hồi và vẫn giữ dòng "
        "trong sổ gốc.",
    ]


def test_a_class_that_goes_on_offers_no_button(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    enrolled(training_class, cast.learner, cast.officer)
    training_class.state = ClassState.LISTED
    officer = Reader(app, cast.officer)
    page = officer.get(address(training_class))
    assert "Giấy chứng nhận được cấp sau khi lớp đã kết thúc." in page.text
    assert "Kiểm tra trước khi cấp" not in page.text
    assert officer.post(address(training_class)).status_code == 409


def test_the_leader_reads_and_does_not_act(
    app: Flask, cast: Cast, training_class: TrainingClass, certificate: Certificate
) -> None:
    enrolled(training_class, "Lê Thị Chi", cast.officer)
    leader = Reader(app, cast.leader)
    page = leader.get(address(training_class))
    assert len(page.rows()) == 2
    assert "Thu hồi" not in page.text
    assert "Kiểm tra trước khi cấp" not in page.text
    assert leader.fetch(f"/certificates/{certificate.id}/file").status_code == 200
    assert leader.post(address(training_class)).status_code == 403
    assert leader.fetch(f"/certificates/{certificate.id}/revocation").status_code == 403


@pytest.mark.parametrize("who", ["trainer", "contact", "learner", "administrator"])
def test_others_do_not_see_the_list(
    app: Flask, cast: Cast, training_class: TrainingClass, certificate: Certificate, who: str
) -> None:
    account: Account = getattr(cast, who)
    reader = Reader(app, account)
    assert reader.fetch(address(training_class)).status_code == 403
    assert reader.post(address(training_class)).status_code == 403
    assert reader.post(f"/certificates/{certificate.id}/revocation").status_code == 403
    own = 200 if who == "learner" else 404
    assert reader.fetch(f"/certificates/{certificate.id}/file").status_code == own


def test_another_learner_finds_nothing(app: Flask, cast: Cast, certificate: Certificate) -> None:
    stranger = Reader(app, cast.other_learner)
    missing = stranger.fetch("/certificates/999/file")
    hidden = stranger.fetch(f"/certificates/{certificate.id}/file")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    signed_out = Reader(app).fetch(f"/certificates/{certificate.id}/file")
    assert signed_out.status_code != 200
    assert b"%PDF" not in signed_out.data


def test_the_file_is_served_as_it_was_stored(
    app: Flask, cast: Cast, certificate: Certificate
) -> None:
    answer = Reader(app, cast.learner).fetch(f"/certificates/{certificate.id}/file")
    assert answer.data == files.read(certificate.sha256 or "")
    assert hashlib.sha256(answer.data).hexdigest() == certificate.sha256
    assert answer.mimetype == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    name = f"{certificate.register_number.replace('/', '-')} Nguyễn Thị Đặng.pdf"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert disposition.endswith(f"filename*=UTF-8''{quote(name)}")


def test_an_altered_file_is_not_served(app: Flask, cast: Cast, certificate: Certificate) -> None:
    digest = certificate.sha256 or ""
    path = app.config["SETTINGS"].data_dir / "files" / digest[:2] / digest
    content = path.read_bytes()
    path.write_bytes(content[:-20] + b"\0" + content[-19:])
    try:
        answer = Reader(app, cast.learner).fetch(f"/certificates/{certificate.id}/file")
        assert answer.status_code == 500
        assert b"%PDF" not in answer.data
    finally:
        path.write_bytes(content)


def test_a_line_without_a_file_is_not_issued_yet(
    app: Flask, cast: Cast, training_class: TrainingClass, certificate: Certificate
) -> None:
    certificate.sha256 = None
    db.session.commit()
    officer = Reader(app, cast.officer)
    assert officer.fetch(f"/certificates/{certificate.id}/file").status_code == 404
    assert officer.fetch(f"/certificates/{certificate.id}/revocation").status_code == 404
    page = officer.get(address(training_class))
    assert page.rows()[0][1:] == [
        "Đã vào sổ, chưa in xong",
        "5/5",
        "100 %",
        certificate.register_number,
    ]
    assert "Cấp giấy chứng nhận cho 1 người" in page.text


def test_the_officer_revokes_with_a_reason(
    app: Flask, cast: Cast, training_class: TrainingClass, certificate: Certificate
) -> None:
    officer = Reader(app, cast.officer)
    page = officer.get(f"/certificates/{certificate.id}/revocation")
    refused = officer.submit(page, {"reason": "  "}, action="/revocation", status=422)
    assert refused.errors == ["Hãy nhập lý do."]
    listed = officer.submit(refused, {"reason": "Cấp nhầm người"}, action="/revocation")
    assert listed.path == address(training_class)
    assert f"Đã thu hồi giấy chứng nhận số {certificate.register_number}." in listed.text
    today = f"{clock.today():%d/%m/%Y}"
    assert listed.rows()[0][1] == f"Đã thu hồi {today}"

    revocation = db.session.scalars(select(CertificateRevocation)).one()
    assert (revocation.reason, revocation.by_id) == ("Cấp nhầm người", cast.officer.id)
    act = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert act
    assert (act.action, act.changes) == (
        "certificate revoked",
        {"reason": [None, "Cấp nhầm người"]},
    )
    again = officer.post(f"/certificates/{certificate.id}/revocation", {"reason": "Nữa"})
    assert again.status_code == 422
    assert "đã bị thu hồi trước đó" in again.get_data(as_text=True)
    assert "Kiểm tra trước khi cấp" not in listed.text


def test_the_page_costs_the_same_for_three_as_for_one(
    app: Flask, cast: Cast, training_class: TrainingClass
) -> None:
    officer = Reader(app, cast.officer)
    costs = []
    for names in (["Lê Thị An"], ["Trần Văn Bình", "Vũ Thị Yến"]):
        for name in names:
            enrolled(training_class, name, cast.officer)
        issue(training_class, cast.officer)
        officer.get(address(training_class))
        with counted() as statements:
            officer.get(address(training_class))
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_the_list_is_paged(
    app: Flask, cast: Cast, training_class: TrainingClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    for name in ("Lê Thị An", "Trần Văn Bình", "Vũ Thị Yến"):
        enrolled(training_class, name, cast.officer)
    officer = Reader(app, cast.officer)
    pages = [officer.get(f"{address(training_class)}?page={number}") for number in (1, 2, 0)]
    assert [[row[0] for row in page.rows()] for page in pages] == [
        ["Lê Thị An", "Trần Văn Bình"],
        ["Vũ Thị Yến"],
        ["Lê Thị An", "Trần Văn Bình"],
    ]
    assert all("Cấp giấy chứng nhận cho 3 người" in page.text for page in pages)
