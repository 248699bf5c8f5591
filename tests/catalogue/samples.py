"""A small sound pack to break, and to change."""

from __future__ import annotations

from pathlib import Path

COURSE = """\
format: 1
uuid: 0d9e6d54-8f0f-4b3c-9a51-3a1f6b1f9c11
code: X01
title: Chuyên đề mẫu
summary: Một câu.
topic: digital_safety
audience: [cooperative]
periods: 4
pass_mark: 50
outcomes:
  - Làm được một việc.
lessons:
  - lessons/01-mot.md
  - lessons/02-hai.md
quizzes:
  - quizzes/kiem-tra.yml
sources:
  - title: Một bài báo
    publisher: Báo
    date: 2025-08-10
    note: Dùng ở bài 1.
"""
LESSON = """\
---
id: {slug}
title: Bài {slug}
minutes: 20
summary: Một câu.
---

Đoạn đầu.

## Phần một

| Khoản | Đồng |
|---|---|
| Giá | 62.000 |

![Hình một cái túi](../files/tui.svg)
"""
QUIZ = """\
id: kiem-tra
title: Bài kiểm tra
intro: Hai câu.
attempts: 3
questions:
  - id: q1
    kind: single
    prompt: Mã OTP được cung cấp cho ai?
    choices:
      - id: a
        text: Không ai cả.
        correct: true
      - id: b
        text: Người quen.
    explanation: Không ai được hỏi mã OTP.
    points: 1
    lesson: mot
  - id: q2
    kind: true_false
    prompt: Ngân hàng không hỏi mật khẩu.
    choices:
      - id: "true"
        text: Đúng
        correct: true
      - id: "false"
        text: Sai
    explanation: Đúng như vậy.
    points: 1
    lesson: hai
"""
DRAWING = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 328 100">
  <title>Túi</title>
  <rect width="10" height="10" fill="#fff"/>
</svg>
"""
FILES = {
    "course.yml": COURSE,
    "lessons/01-mot.md": LESSON.format(slug="mot"),
    "lessons/02-hai.md": LESSON.format(slug="hai"),
    "quizzes/kiem-tra.yml": QUIZ,
    "files/tui.svg": DRAWING,
}


def write_pack(folder: Path, **courses: str) -> Path:
    """Write the sound pack into ``folder``; returns it. ``courses`` replaces words of course.yml."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for old, new in courses.items():
        change(folder, "course.yml", f"{old}: ", f"{old}: {new} # ")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replace the first ``old`` of a file; returns the line (from 1) on which it stood."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
