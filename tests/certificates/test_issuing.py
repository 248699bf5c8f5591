"""Issuing: who gets a certificate, once, with which number and words."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from lms import clock, files
from lms.audit import AuditEntry
from lms.certificates import printing
from lms.certificates.models import RegisterBook
from lms.certificates.printing import Printer, PrintingFailed
from lms.classes.models import ClassState
from lms.errors import DomainError
from lms.extensions import db
from lms.jobs import Job, JobState
from lms.jobs.models import ItemState, JobItem
from lms.office import Office
from tests import factories
from tests.certificates.story import ask, certificates, ended_class, enrolled, issue, work_off
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("office")


def items(job: Job) -> list[tuple[str, str, str]]:
    return [
        tuple(row)
        for row in db.session.execute(
            select(JobItem.label, JobItem.state, JobItem.reason)
            .where(JobItem.job_id == job.id)
            .order_by(JobItem.position)
        )
    ]


def test_everybody_who_completed_the_class_gets_one_in_the_order_of_the_list(
    app: Flask, cast: Cast
) -> None:
    training_class = ended_class()
    enrolled(training_class, "Vũ Thị Yến", cast.officer)
    enrolled(training_class, "Bùi Văn Ba", cast.officer, there=4, points=1)
    enrolled(training_class, "Lê Thị Chi", cast.officer, there=3)
    enrolled(training_class, "Ngô Văn Dần", cast.officer, points=0)
    job = issue(training_class, cast.officer)

    year = clock.today().year
    assert [(c.register_number, c.words["full_name"]) for c in certificates()] == [
        (f"0001/{year}/GCN-LMHTX", "Bùi Văn Ba"),
        (f"0002/{year}/GCN-LMHTX", "Vũ Thị Yến"),
    ]
    assert items(job) == [("Bùi Văn Ba", ItemState.DONE, ""), ("Vũ Thị Yến", ItemState.DONE, "")]
    assert db.session.get_one(Job, job.id).state == JobState.DONE


def test_the_file_is_stored_under_its_hash_and_the_acts_are_in_the_audit(
    app: Flask, cast: Cast
) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    issue(training_class, cast.officer)
    (certificate,) = certificates()
    content = files.read(certificate.sha256 or "")
    assert content.startswith(b"%PDF-")
    assert hashlib.sha256(content).hexdigest() == certificate.sha256
    assert certificate.template == printing.printer().template
    acts = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor, AuditEntry.changes)
        .where(AuditEntry.subject_kind == "certificate")
        .order_by(AuditEntry.id)
    ).all()
    assert [tuple(act) for act in acts] == [
        ("certificate numbered", "Bùi Thị Hạnh", {"number": certificate.register_number}),
        ("certificate issued", "Bùi Thị Hạnh", {"sha256": [None, certificate.sha256]}),
    ]


def test_pressing_again_does_nothing_for_those_who_have_theirs(app: Flask, cast: Cast) -> None:
    training_class = ended_class()
    enrolled(training_class, "Bùi Văn Ba", cast.officer)
    issue(training_class, cast.officer)
    before = [(c.register_number, c.code, c.sha256) for c in certificates()]
    with pytest.raises(DomainError, match=r"Không có ai|Nobody"):
        ask(training_class, cast.officer)
    late = enrolled(training_class, "Vũ Thị Yến", cast.officer)
    job = issue(training_class, cast.officer)
    assert [label for label, _state, _reason in items(job)] == ["Vũ Thị Yến"]
    assert [(c.register_number, c.code, c.sha256) for c in certificates()][:1] == before
    assert [c.enrolment_id for c in certificates()][1:] == [late.id]


def test_while_a_job_is_unfinished_there_is_no_second_one(app: Flask, cast: Cast) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    first = ask(training_class, cast.officer).id
    second = ask(training_class, cast.officer).id
    assert second == first
    assert db.session.scalars(select(Job.id)).all() == [first]


@pytest.mark.parametrize("state", [ClassState.DRAFT, ClassState.OPEN, ClassState.LISTED])
def test_a_class_that_goes_on_has_no_certificates(
    app: Flask, cast: Cast, state: ClassState
) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    training_class.state = state
    db.session.commit()
    with pytest.raises(DomainError, match=r"kết thúc|ended"):
        ask(training_class, cast.officer)


@pytest.mark.parametrize("who", ["leader", "trainer", "contact", "learner", "administrator"])
def test_only_an_officer_issues(app: Flask, cast: Cast, who: str) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    with pytest.raises(DomainError, match=r"cán bộ|officer"):
        ask(training_class, getattr(cast, who))


def test_without_a_signer_nothing_is_issued(app: Flask, cast: Cast, office: Office) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    office.signer_name = ""
    db.session.commit()
    with pytest.raises(DomainError, match=r"ký|signer"):
        ask(training_class, cast.officer)


def test_a_name_that_cannot_be_printed_takes_no_number_and_holds_up_nobody(
    app: Flask, cast: Cast
) -> None:
    training_class = ended_class()
    for name in ("Lê Thị An", "Trần 漢 Bình", "Vũ Thị Yến"):
        enrolled(training_class, name, cast.officer)
    job = issue(training_class, cast.officer)
    assert [c.words["full_name"] for c in certificates()] == ["Lê Thị An", "Vũ Thị Yến"]
    assert [c.number for c in certificates()] == [1, 2]
    assert db.session.scalar(select(RegisterBook.last_number)) == 2
    (_an, binh, _yen) = items(job)
    assert binh[1] == ItemState.FAILED
    assert "u6f22" in binh[2]


def test_a_withdrawn_person_gets_none(app: Flask, cast: Cast) -> None:
    training_class = ended_class()
    enrolment = enrolled(training_class, cast.learner, cast.officer)
    job = ask(training_class, cast.officer)
    enrolment.state = "withdrawn"
    work_off(job)
    assert certificates() == []


def test_printed_words_stay_when_the_person_the_class_and_the_office_change(
    app: Flask, cast: Cast, office: Office
) -> None:
    training_class = ended_class()
    enrolment = enrolled(training_class, cast.learner, cast.officer)
    issue(training_class, cast.officer)
    (certificate,) = certificates()
    before = dict(certificate.words), certificate.sha256, files.read(certificate.sha256 or "")
    enrolment.person.full_name = enrolment.full_name = "Nguyễn Thị Khác"
    training_class.title, office.name = "Lớp khác", "Văn phòng khác"
    db.session.commit()
    (certificate,) = certificates()
    after = dict(certificate.words), certificate.sha256, files.read(certificate.sha256 or "")
    assert after == before
    assert before[0]["full_name"] == "Nguyễn Thị Đặng"


def test_words_come_from_the_snapshot(app: Flask, cast: Cast, office: Office) -> None:
    training_class = ended_class("Lớp số 3", sessions=2)
    enrolment = enrolled(training_class, cast.learner, cast.officer)
    enrolment.sex, enrolment.birth_date, enrolment.birth_precision = (
        "female",
        date(1970, 2, 5),
        "year",
    )
    enrolment.unit_name = "xã Tiên Hưng"
    office.demo_loaded_at = clock.now()
    db.session.commit()
    issue(training_class, cast.officer)
    (certificate,) = certificates()
    code = certificate.code
    shown = "-".join(code[i : i + 4] for i in range(0, 16, 4))
    day = clock.today()
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    start, end = training_class.starts_on, training_class.ends_on
    assert start and end
    assert certificate.words == {
        "title": "GIẤY CHỨNG NHẬN",
        "issuer_line": "CHỦ TỊCH LIÊN MINH HỢP TÁC XÃ TỈNH HƯNG YÊN",
        "salutation": "Bà",
        "full_name": "Nguyễn Thị Đặng",
        "birth_line": "Sinh năm 1970",
        "position": "Giám đốc",
        "organisation": "HTX DVNN Minh Tân (hư cấu)",
        "commune": "xã Tiên Hưng",
        "course_title": training_class.course_version.title,
        "class_title": "Lớp số 3",
        "hours": 8,
        "dates_line": f"Từ ngày {start:%d/%m/%Y} đến ngày {end:%d/%m/%Y}",
        "result_line": "Kết quả: Đạt",
        "number": f"0001/{day.year}/GCN-LMHTX",
        "issued_on": day.isoformat(),
        "issued_line": f"Hưng Yên, ngày {day:%d} tháng {month} năm {day.year}",
        "signer_title": ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        "signer_name": "Trần Văn Minh Họa",
        "code": shown,
        "verify_url": f"http://127.0.0.1:8000/verify/{code}",
        "illustrative": True,
    }


def test_a_failing_printer_leaves_the_line_for_the_next_press(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)

    def fail(_words: str) -> bytes:
        raise PrintingFailed("time")

    with monkeypatch.context() as patched:
        patched.setattr(printing, "printed", fail)
        job = issue(training_class, cast.officer)
    assert [state for _label, state, _reason in items(job)] == [ItemState.FAILED]
    (certificate,) = certificates()
    kept = (certificate.register_number, certificate.code, dict(certificate.words))
    assert certificate.sha256 is None
    issue(training_class, cast.officer)
    (certificate,) = certificates()
    assert (certificate.register_number, certificate.code, dict(certificate.words)) == kept
    assert certificate.is_filed


def test_no_transaction_is_open_while_the_printer_starts_or_prints(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    work, open_transactions = Printer._ready, []

    def look(printer: Printer) -> object:
        open_transactions.append(db.session().in_transaction())
        return work(printer)

    monkeypatch.setattr(Printer, "_ready", look)
    issue(training_class, cast.officer)
    assert open_transactions[:2] == [False, False]
    assert not any(open_transactions)


def test_the_day_of_issue_is_the_day_of_the_press(app: Flask, cast: Cast) -> None:
    training_class = ended_class()
    enrolled(training_class, cast.learner, cast.officer)
    job = ask(training_class, cast.officer)
    pressed = clock.today()
    job_id = job.id
    db.session.commit()
    with clock.travelled_to(clock.now() + timedelta(days=400)):
        work_off(db.session.get_one(Job, job_id))
    (certificate,) = certificates()
    assert (certificate.issued_on, certificate.year) == (pressed, pressed.year)


def test_a_class_may_be_longer_than_its_people_are_known(app: Flask, cast: Cast) -> None:
    """Somebody without position, unit or birth date gets a certificate with those lines left out."""
    training_class = ended_class()
    enrolled(training_class, factories.person("Lê Thị An"), cast.officer)
    issue(training_class, cast.officer)
    (certificate,) = certificates()
    left_out = ("birth_line", "position", "organisation", "commune")
    assert [certificate.words[name] for name in left_out] == ["", "", "", ""]
    assert certificate.words["salutation"] == "Ông (Bà)"
