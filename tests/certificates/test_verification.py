"""Anybody with the code reads the frozen words and the state, and nothing more."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import update

from lms import clock, files
from lms.accounts.actors import actor_of
from lms.certificates.models import Certificate
from lms.codes import shown_code
from lms.extensions import db
from lms.office import Office
from lms.registry.models import PersonPhone
from tests.certificates.story import certificates, ended_class, enrolled, issue
from tests.people import Cast
from tests.reader import Page, Reader

pytestmark = pytest.mark.usefixtures("office")
PHONE, BIRTH = "0987654321", date(1961, 7, 23)
UNKNOWN = "0" * 16


@pytest.fixture
def certificate(app: Flask, cast: Cast) -> Certificate:
    """A certificate of somebody whose telephone, birth date and unit are known."""
    training_class = ended_class("Lớp số 1 năm 2026", sessions=2)
    enrolment = enrolled(training_class, cast.learner, cast.officer)
    enrolment.person.phones.append(PersonPhone(digits=PHONE))
    enrolment.birth_date = enrolment.person.birth_date = BIRTH
    enrolment.birth_precision = enrolment.person.birth_precision = "day"
    enrolment.sex, enrolment.unit_name = "female", "xã Tiên Hưng"
    db.session.commit()
    issue(training_class, cast.officer)
    return certificates()[0]


def revoke(certificate: Certificate, cast: Cast) -> None:
    certificate.revoke("Cấp nhầm người", actor_of(cast.officer))
    db.session.commit()


def shown(page: Page) -> list[tuple[str, str]]:
    """The names and values of the page's list."""
    names = [" ".join("".join(e.itertext()).split()) for e in page.root.iter("dt")]
    values = [" ".join("".join(e.itertext()).split()) for e in page.root.iter("dd")]
    return list(zip(names, values, strict=True))


def test_the_page_shows_the_frozen_words_and_nothing_more(
    app: Flask, reader: Reader, certificate: Certificate
) -> None:
    words = certificate.words
    page = reader.get(f"/verify/{certificate.code}")
    assert page.h1 == "Giấy chứng nhận này hợp lệ"
    assert shown(page) == [
        ("Họ và tên", "Nguyễn Thị Đặng"),
        ("Chuyên đề", words["course_title"]),
        ("Lớp", "Lớp số 1 năm 2026"),
        ("Thời gian học", words["dates_line"]),
        ("Số vào sổ", certificate.register_number),
        ("Ngày cấp", f"{clock.today():%d/%m/%Y}"),
        ("Mã kiểm tra", shown_code(certificate.code)),
    ]
    assert words["birth_line"] == "Sinh ngày 23/07/1961"
    secrets = [PHONE, PHONE[-6:], "1961", words["organisation"], "Giám đốc", "Tiên Hưng"]
    assert [secret for secret in secrets if secret in page.html] == []


def test_the_page_is_complete_in_english_with_the_words_as_printed(
    app: Flask, reader: Reader, certificate: Certificate
) -> None:
    address = f"/verify/{certificate.code}"
    reader.post("/language", {"language": "en"})
    page = reader.get(address)
    assert page.h1 == "This certificate is valid"
    assert [name for name, _value in shown(page)] == [
        "Name",
        "Course",
        "Class",
        "Dates of the class",
        "Register number",
        "Issued on",
        "Checking code",
    ]
    assert dict(shown(page))["Dates of the class"] == certificate.words["dates_line"]
    assert reader.get(f"/verify/{UNKNOWN}", 404).h1 == "No certificate with this code was found"


@pytest.mark.parametrize("write", [str.lower, shown_code, lambda code: shown_code(code).lower()])
def test_the_code_may_be_written_in_any_way(
    app: Flask, reader: Reader, certificate: Certificate, write: Any
) -> None:
    assert reader.get(f"/verify/{write(certificate.code)}").h1 == "Giấy chứng nhận này hợp lệ"


def test_a_revoked_certificate_says_so_with_its_date_and_without_the_reason(
    app: Flask, cast: Cast, reader: Reader, certificate: Certificate
) -> None:
    revoke(certificate, cast)
    page = reader.get(f"/verify/{certificate.code}")
    assert page.h1 == "Giấy chứng nhận này đã bị thu hồi"
    assert f"Đã thu hồi ngày {clock.today():%d/%m/%Y}, không còn giá trị." in page.text
    assert "hợp lệ" not in page.text
    assert "Cấp nhầm người" not in page.html
    assert dict(shown(page))["Số vào sổ"] == certificate.register_number


def test_an_illustrative_certificate_says_so(
    app: Flask, reader: Reader, cast: Cast, certificate: Certificate, office: Office
) -> None:
    assert "Bản minh họa" not in reader.get(f"/verify/{certificate.code}").text
    db.session.execute(update(Office).values(demo_loaded_at=clock.now()))
    training_class = ended_class()
    enrolled(training_class, cast.other_learner, cast.officer)
    issue(training_class, cast.officer)
    made_for_show = certificates()[-1]
    assert "Bản minh họa" in reader.get(f"/verify/{made_for_show.code}").text
    assert "Bản minh họa" not in reader.get(f"/verify/{certificate.code}").text


def test_unknown_malformed_unfiled_and_numbered_addresses_look_alike(
    app: Flask, reader: Reader, certificate: Certificate
) -> None:
    certificate.sha256 = None
    db.session.commit()
    number = certificate.register_number.replace("/", "-")
    pages = [
        reader.get(f"/verify/{typed}", 404)
        for typed in (UNKNOWN, "khong-phai-ma", certificate.code, number, str(certificate.id))
    ]
    assert {(page.title, page.text) for page in pages} == {(pages[0].title, pages[0].text)}
    assert reader.get(f"/verify/{certificate.register_number}", 404)


def test_nobody_indexes_it(app: Flask, reader: Reader, certificate: Certificate) -> None:
    for path in ("/verify", f"/verify/{certificate.code}", f"/verify/{UNKNOWN}"):
        answer = reader.fetch(path)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.get_data(as_text=True)
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "http://127.0.0.1:8000/verify/{code}"])
def test_the_form_leads_to_the_page(
    app: Flask, reader: Reader, certificate: Certificate, typed: str
) -> None:
    assert reader.get("/verify").h1 == "Kiểm tra giấy chứng nhận"
    typed = typed.format(code=shown_code(certificate.code).lower())
    answer = reader.fetch("/verify", query_string={"code": typed})
    assert answer.location == f"/verify/{certificate.code}"


@pytest.mark.parametrize(
    "typed", ["abc", "/", "//evil.example/x", "..", "0001/2026/GCN-LMHTX", "%"]
)
def test_the_form_keeps_a_wrong_code_to_be_mended(app: Flask, reader: Reader, typed: str) -> None:
    answer = reader.client.get("/verify", query_string={"code": typed}, follow_redirects=True)
    page = Page(answer)
    assert page.status == 404
    assert page.h1 == "Không tìm thấy giấy chứng nhận có mã này"
    assert page.path.startswith("/verify/")


def test_an_empty_code_draws_the_form_again(app: Flask, reader: Reader) -> None:
    assert reader.get("/verify?code=").h1 == "Kiểm tra giấy chứng nhận"


def test_machines_read_the_same_content(
    app: Flask, cast: Cast, reader: Reader, certificate: Certificate
) -> None:
    path = f"/verify/{certificate.code}"
    record = {
        "state": "valid",
        "code": shown_code(certificate.code),
        "number": certificate.register_number,
        "full_name": "Nguyễn Thị Đặng",
        "course": certificate.words["course_title"],
        "class": "Lớp số 1 năm 2026",
        "dates": certificate.words["dates_line"],
        "issued_on": clock.today().isoformat(),
        "revoked_on": None,
        "illustrative": False,
    }
    asked = [
        reader.fetch(f"{path}?format=json"),
        reader.fetch(path, headers={"Accept": "application/json"}),
    ]
    assert [answer.get_json() for answer in asked] == [record, record]
    assert "Accept" in asked[0].vary
    revoke(certificate, cast)
    today = clock.today().isoformat()
    assert reader.fetch(f"{path}?format=json").get_json() == record | {
        "state": "revoked",
        "revoked_on": today,
    }
    unknown = reader.fetch(f"/verify/{UNKNOWN}?format=json")
    assert (unknown.status_code, unknown.get_json()) == (404, {"state": "unknown"})


def test_thirty_looks_a_minute_for_one_address(app: Flask, certificate: Certificate) -> None:
    reader, neighbour = Reader(app), Reader(app)
    neighbour.client.environ_base["REMOTE_ADDR"] = "10.0.0.2"
    statuses = [reader.fetch(f"/verify/{UNKNOWN}").status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    page = reader.get(f"/verify/{certificate.code}", 429)
    assert int(page.response.headers["Retry-After"]) > 0
    assert certificate.words["full_name"] not in page.html
    assert neighbour.fetch(f"/verify/{certificate.code}").status_code == 200


def run(app: Flask, *words: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["certificates", "verify", *words])


def test_the_command_checks_a_code(app: Flask, cast: Cast, certificate: Certificate) -> None:
    done = run(app, shown_code(certificate.code).lower())
    assert done.exit_code == 0
    assert done.output.startswith(f"valid: {certificate.register_number}, Nguyễn Thị Đặng, ")
    revoke(certificate, cast)
    done = run(app, certificate.code)
    assert done.exit_code == 1
    assert done.output.startswith(f"revoked on {clock.today().isoformat()}: ")
    as_json = run(app, certificate.code, "--format", "json")
    assert as_json.exit_code == 1
    assert json.loads(as_json.output)["state"] == "revoked"


@pytest.mark.parametrize("code", [UNKNOWN, "abc", "0001/2026/GCN-LMHTX"])
def test_the_command_knows_no_other_code(app: Flask, certificate: Certificate, code: str) -> None:
    done = run(app, code)
    assert (done.exit_code, done.output.strip()) == (1, "no certificate has this code")
    assert json.loads(run(app, code, "--format", "json").output) == {"state": "unknown"}


def test_the_command_checks_a_file_to_the_last_byte(
    app: Flask, cast: Cast, certificate: Certificate, tmp_path: Path
) -> None:
    content = files.read(certificate.sha256 or "")
    path = tmp_path / "giấy.pdf"
    path.write_bytes(content)
    done = run(app, str(path))
    assert done.exit_code == 0
    assert certificate.register_number in done.output

    path.write_bytes(content[:-20] + bytes([content[-20] ^ 1]) + content[-19:])
    assert hashlib.sha256(path.read_bytes()).hexdigest() != certificate.sha256
    done = run(app, str(path))
    assert done.exit_code == 1
    assert "altered" in done.output

    path.write_bytes(content)
    revoke(certificate, cast)
    assert run(app, str(path)).exit_code == 1


def test_the_command_says_when_there_is_no_such_file(app: Flask, tmp_path: Path) -> None:
    done = run(app, str(tmp_path / "none.pdf"))
    assert done.exit_code == 1
    assert "there is no file" in done.output
