"""The main job, by the people whose job it is, in a browser and in Vietnamese."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect
from pypdf import PdfReader

from config import ROOT
from tests.journeys.conftest import DESK, PHONE, Site, Visitor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("journeys"),
    pytest.mark.timeout(240),
]
Visit = Callable[..., Visitor]
QUIZ = ROOT / "courses/m11-an-toan-thong-tin/quizzes/bai-kiem-tra.yml"


@cache
def right_answers() -> dict[str, list[str]]:
    """What is right, by the words of the question: the key is in the pack, never in the page."""
    questions = yaml.safe_load(QUIZ.read_text(encoding="utf-8"))["questions"]
    return {
        " ".join(q["prompt"].split()): [c["text"] for c in q["choices"] if c.get("correct")]
        for q in questions
    }


def answer_question(visitor: Visitor) -> None:
    """Tick what is right on the question in front of the learner, and go on."""
    words = " ".join(visitor.page.inner_text("main").split())
    prompt = next(text for text in right_answers() if text in words)
    for choice in right_answers()[prompt]:
        visitor.page.get_by_label(choice, exact=True).check()
    visitor.page.locator("main form button").first.click()
    visitor.look()


def test_a_trainer_marks_a_session_on_a_phone(visit: Visit) -> None:
    trainer = visit(PHONE)
    trainer.sign_in("giangvien")
    trainer.follow("Điểm danh")
    people = trainer.page.get_by_role("group")
    people.first.get_by_label("Vắng").check()
    trainer.page.get_by_role("button", name=re.compile("^Còn lại")).click()
    trainer.look()
    assert trainer.shown("24 có mặt")
    assert trainer.shown("1 vắng")


def test_a_learner_reads_a_lesson_and_passes_the_quiz_on_a_phone(visit: Visit) -> None:
    learner = visit(PHONE)
    learner.sign_in("hocvien")
    learner.follow("Nhận ra kẻ lừa đảo")
    learner.press("Đã đọc xong, sang bài tiếp theo")
    learner.follow("Về trang của lớp")
    assert learner.shown("1/4 bài đã xong")
    learner.follow("Bài kiểm tra cuối")
    learner.press("Bắt đầu làm bài")
    for _question in right_answers():
        answer_question(learner)
    learner.press("Gửi bài kiểm tra")
    assert learner.shown("100 %")
    learner.go("/")
    assert not learner.page.get_by_role("link", name="Bài kiểm tra cuối").is_visible()


def test_an_officer_issues_certificates_and_anybody_can_check_one(
    visit: Visit, site: Site, tmp_path: Path
) -> None:
    officer = visit(DESK)
    officer.sign_in("canbo")
    officer.follow("Lớp tập huấn", exact=True)
    officer.follow("Lớp 01/20")
    officer.follow("Xem giấy chứng nhận của lớp")
    officer.page.get_by_role(
        "button", name=re.compile(r"^Cấp giấy chứng nhận cho \d+ người")
    ).click()
    expect(officer.page.get_by_text("Đã xong:")).to_be_visible(timeout=60_000)
    officer.follow("Tiếp tục")
    with officer.page.expect_download() as waiting:
        officer.page.get_by_role("link", name=re.compile("Tải về")).first.click()
    file = tmp_path / "giay.pdf"
    waiting.value.save_as(file)
    address, words = address_in(file)
    assert "BẢN MINH HỌA" in words
    employer = visit(PHONE)
    employer.go(address.removeprefix(site.url))
    assert employer.shown("Hợp lệ") or employer.shown("hợp lệ")
    name = re.search(r"Họ và tên\s+(.+)", employer.page.inner_text("main"))
    assert name and name.group(1) in words
    verified = site.command("certificates", "verify", str(file))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    file.write_bytes(changed_in_one_byte(file.read_bytes()))
    assert site.command("certificates", "verify", str(file)).returncode == 1


def test_a_leader_reads_the_years_against_the_plan(visit: Visit) -> None:
    leader = visit(DESK)
    leader.sign_in("lanhdao")
    leader.follow("Báo cáo", exact=True)
    rows = [" ".join(row.inner_text().split()) for row in leader.page.locator("tbody tr").all()]
    years = {row[:4]: row for row in rows if row[:2] == "20"}
    assert "280" in years["2021"] and "Chưa ghi kế hoạch" in years["2021"]
    assert "250" in years["2022"] and "200" in years["2023"]
    assert "3" in years["2024"] and "200" in years["2024"]
    leader.page.set_viewport_size(PHONE)
    leader.look()


def address_in(file: Path) -> tuple[str, str]:
    """The address of verification on a certificate, and its words."""
    words = " ".join(PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text().split())
    found = re.search(r"https?://\S+/verify/[0-9A-Z-]+", words)
    assert found, words
    return found.group(0), words


def changed_in_one_byte(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[len(changed) // 2] ^= 1
    assert hashlib.sha256(changed).digest() != hashlib.sha256(content).digest()
    return bytes(changed)
