"""Broken packs: every trap is told with its file, its line and its mend. No database is needed."""
# ruff: noqa: E501 - a table reads best with one trap a line

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from config import ROOT
from lms.catalogue.packs import read_packs
from lms.catalogue.problems import Problem
from tests.catalogue.samples import change, write_pack

QUIZ, COURSE, LESSON, SVG = (
    "quizzes/kiem-tra.yml",
    "course.yml",
    "lessons/01-mot.md",
    "files/tui.svg",
)
#: file, words that stand there, words instead, lines below at which it is told, problem, mend
TRAPS = {
    "unknown key": (COURSE, "code: X01", "kode: 1\ncode: X01", 0, "Unknown key “kode”.", "use one of"),
    "key twice": (COURSE, "title:", "title: A\ntitle:", 1, "“title” is there twice", "Keep one"),
    "not a v4 uuid": (COURSE, "0d9e6d54-8f0f-4b3c", "0d9e6d54-8f0f-1b3c", 0, "version 4", "Keep the uuid"),
    "unknown topic": (COURSE, "topic: digital_safety", "topic: cooking", 0, "“cooking”", "digital_safety"),
    "unknown audience": (COURSE, "[cooperative]", "[everybody]", 0, "“everybody”", "credit_fund"),
    "an unknown rule": (COURSE, "topic:", "audience_rule: maybe\ntopic:", 0, "“maybe”", "warn, block"),
    "no list of courses before": (COURSE, "topic:", "prerequisites: M02\ntopic:", 0, "needs a list", "- "),
    "a course before that is no code": (COURSE, "topic:", "prerequisites:\n  - course: m02\ntopic:", 1, "cannot be a code", "capital"),
    "a course before twice": (COURSE, "topic:", "prerequisites:\n  - course: M02\n  - course: M02\ntopic:", 2, "is there twice", "Keep one"),
    "months that are none": (COURSE, "topic:", "prerequisites:\n  - course: M02\n    within_months: 0\ntopic:", 2, "“within_months”", "from 1 to 240"),
    "an unknown rule of a course before": (COURSE, "topic:", "prerequisites:\n  - course: M02\n    rule: no\ntopic:", 2, "“no”", "quotes"),
    "an unknown key of a course before": (COURSE, "topic:", "prerequisites:\n  - kurs: M02\ntopic:", 1, "“kurs”", "course, within_months"),
    "a word as number": (COURSE, "periods: 4", "periods: four", 0, "“periods”", "from 1 to 200"),
    "a mark over 100": (COURSE, "pass_mark: 50", "pass_mark: 101", 0, "“pass_mark”", "from 0 to 100"),
    "a later format": (COURSE, "format: 1", "format: 2", 0, "“format”", "from 1 to 1"),
    "outside by dots": (COURSE, "lessons/01-mot.md", "../x/01-mot.md", 0, "not a path", "lessons/"),
    "an absolute path": (COURSE, "lessons/01-mot.md", "/etc/passwd", 0, "not a path", "lessons/"),
    "a missing file": (COURSE, "lessons/01-mot.md", "lessons/09-x.md", 0, "lessons/09-x.md", "name is written"),
    "a path twice": (COURSE, "lessons/02-hai.md", "lessons/01-mot.md", 0, "is there twice", "Keep one"),
    "a colon without quotes": (COURSE, "title: Chuyên đề mẫu", "title: Bán: hàng", 0, "YAML", "colon needs quotes"),
    "a tab": (COURSE, "  - Làm được", "\t- Làm được", 0, "YAML", "not a tab"),
    "an alias": (COURSE, "summary: Một câu.", "summary: *x", 0, "“*”", "quotes"),
    "an anchor": (COURSE, "summary: Một câu.", "summary: &x y", 0, "“&”", "quotes"),
    "an object": (COURSE, "summary: Một câu.", "summary: !!python/name:os.system", 0, "“!”", "quotes"),
    "a year as text": (COURSE, "publisher: Báo", "publisher: 2025", 0, "not read as a text", 'quotes: "2025"'),
    "a wrong day": (COURSE, "date: 2025-08-10", "date: 2025-02-30", 0, "not a day", "2025-08-10"),
    "an empty text": (COURSE, "summary: Một câu.", 'summary: ""', 0, "is empty", "Write the text"),
    "a list for a text": (COURSE, "summary: Một câu.", "summary: [a]", 0, "needs one text", "quotes"),
    "a text for a list": (COURSE, "audience: [cooperative]", "audience: cooperative", 0, "needs a list", "- "),
    "a control character": (COURSE, "Một câu.", "Một\x07 câu.", 0, "control character", "Delete"),
    "decomposed letters": (COURSE, "Chuyên đề", unicodedata.normalize("NFD", "Chuyên đề"), 0, "decomposed", "NFC"),
    "no key": (QUIZ, "        correct: true\n      - id: b", "      - id: b", -3, "0 choices are right", "at one choice"),
    "two right of one": (QUIZ, "Người quen.", "Người quen.\n        correct: true", -5, "2 choices are right", "multiple"),
    "an unquoted true": (QUIZ, 'id: "true"', "id: true", 0, "“true” is not read as a text", '"true"'),
    "other truths": (QUIZ, 'id: "true"', "id: dung", -1, "other choices", '"true" and "false"'),
    "an unknown kind": (QUIZ, "kind: single", "kind: essay", 0, "“essay”", "true_false"),
    "an unknown lesson": (QUIZ, "lesson: mot", "lesson: ba", 0, "no lesson “ba”", "mot, hai"),
    "an id twice": (QUIZ, "id: q2", "id: q1", 0, "“q1” is there twice", "of its own"),
    "a choice id twice": (QUIZ, "id: b", "id: a", 0, "“a” is there twice", "of its own"),
    "a choice text twice": (QUIZ, "Người quen.", "Không ai cả.", -5, "is there twice", "Change or remove"),
    "a bad id": (QUIZ, "id: q1", "id: Q 1", 0, "cannot be an id", "a–z"),
    "no explanation": (QUIZ, "    explanation: Không ai được hỏi mã OTP.\n", "", -9, "“explanation” is missing", "Add it"),
    "a flag in words": (QUIZ, "correct: true", "correct: maybe", 0, "neither true nor false", "Write true"),
    "nested too deeply": (QUIZ, "intro: Hai câu.", "intro: " + "[" * 40 + "]" * 40, 0, "nested", "example"),
    "no head": (LESSON, "---\n", "", 0, "no head", "Begin the file"),
    "raw html": (LESSON, "Đoạn đầu.", "Đoạn <b>đầu</b>.", 0, "HTML is not allowed", "Markdown"),
    "a script": (LESSON, "Đoạn đầu.", "<script>x</script>", 0, "HTML is not allowed", "Markdown"),
    "a first heading": (LESSON, "## Phần một", "# Phần một", 0, "heading of this level", "##"),
    "aligned columns": (LESSON, "|---|---|", "|---|--:|", 0, "cannot be aligned", "|---|---|"),
    "a picture from elsewhere": (LESSON, "../files/tui.svg", "https://x.vn/a.png", 0, "no picture", "files/"),
    "a picture by a way out": (LESSON, "../files/tui.svg", "../files/../../a.svg", 0, "no picture", "files/"),
    "a picture without words": (LESSON, "![Hình một cái túi]", "![]", 0, "no words", "square brackets"),
    "a link without a scheme": (LESSON, "Đoạn đầu.", "[x](/accounts)", 0, "safe address", "https://"),
    "an empty lesson": (LESSON, "minutes: 20", "minutes: 0", 0, "“minutes”", "from 1"),
    "a script in a drawing": (SVG, "<title>Túi</title>", "<script>x</script>", 0, "<script>", "shapes"),
    "a handler in a drawing": (SVG, '<rect width="10"', '<rect onclick="x()"', 0, "runs a program", "Remove"),
    "an outside picture": (SVG, "<title>", '<use href="https://x.vn/a"/><title>', 0, "outside", "Keep everything"),
    "an outside colour": (SVG, 'fill="#fff"', 'fill="url(//x.vn/a)"', 0, "outside", "Keep everything"),
    "a foreign object": (SVG, "<title>", "<foreignObject/><title>", 0, "<foreignObject>", "shapes"),
    "a style sheet": (SVG, "<title>", "<style>a{}</style><title>", 0, "<style>", "shapes"),
    "an entity": (SVG, "<svg", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg", 0, "document type", "DOCTYPE"),
    "an instruction": (SVG, "<title>", "<?xml-stylesheet href='a'?><title>", 0, "instruction", "Remove"),
    "no viewBox": (SVG, ' viewBox="0 0 328 100"', "", 0, "no viewBox", "0 0 328 372"),
    "broken xml": (SVG, "</title>", "", 2, "not valid XML", "plain SVG"),
}  # fmt: skip


def problems_of(folder: Path) -> list[Problem]:
    packs, problems = read_packs(folder)
    assert not (packs and problems), "packs are handed out only when all are sound"
    return problems


@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_is_told_with_file_line_and_mend(tmp_path: Path, name: str) -> None:
    file, old, new, below, problem, mend = TRAPS[name]
    pack = write_pack(tmp_path / "goi")
    line = change(pack, file, old, new) + below

    found = problems_of(tmp_path)

    told = [p for p in found if problem in p.problem]
    assert [(p.file, p.line) for p in told] == [(f"goi/{file}", line)], found
    assert mend in told[0].mend


def test_the_shipped_packs_are_sound() -> None:
    packs, problems = read_packs(ROOT / "courses")

    assert problems == []
    assert [(p.code, len(p.lessons), [len(q.questions) for q in p.quizzes]) for p in packs] == [
        ("M04", 5, [10]),
        ("M11", 4, [10]),
    ]


def test_a_sound_pack_can_be_read_alone(tmp_path: Path) -> None:
    packs, problems = read_packs(write_pack(tmp_path / "goi"))

    assert ([p.code for p in packs], problems) == (["X01"], [])


def test_all_faults_are_told_together_by_file_and_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    for file, old, new in (
        (QUIZ, "kind: single", "kind: essay"),
        (COURSE, "periods: 4", "periods: x"),
        (LESSON, "# Phần một", "Phần <i>một</i>"),
        (COURSE, "code: X01", "code: x01"),
        (SVG, "<rect", "<blink"),
    ):
        change(pack, file, old, new)

    assert [(p.file, p.line) for p in problems_of(tmp_path)] == [
        ("goi/course.yml", 3),
        ("goi/course.yml", 8),
        ("goi/files/tui.svg", 3),
        ("goi/lessons/01-mot.md", 10),
        ("goi/quizzes/kiem-tra.yml", 7),
    ]


def test_several_right_choices_need_at_least_one(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    change(pack, QUIZ, "kind: single", "kind: multiple")
    assert problems_of(tmp_path) == []

    change(pack, QUIZ, "        correct: true\n      - id: b", "      - id: b")

    assert [(p.line, p.problem) for p in problems_of(tmp_path)] == [(9, "No choice is right.")]


def test_a_lesson_id_is_used_once(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    change(pack, "lessons/02-hai.md", "id: hai", "id: mot")

    found = [p for p in problems_of(tmp_path) if "there twice" in p.problem]

    assert [(p.file, p.line) for p in found] == [("goi/lessons/02-hai.md", 2)]


@pytest.mark.parametrize("key", ["uuid", "code"])
def test_two_packs_of_one_identity_are_told(tmp_path: Path, key: str) -> None:
    write_pack(tmp_path / "a")
    other = {"uuid": "5f7f2a3e-94a0-4a57-9f0e-6d1f3c6c2b10", "code": "X02"}
    del other[key]
    write_pack(tmp_path / "b", **other)

    assert [(p.file, p.problem) for p in problems_of(tmp_path)] == [
        ("b/course.yml", f"{key} is the same as in a/course.yml.")
    ]


def test_a_course_that_comes_before_itself_is_told(tmp_path: Path) -> None:
    first = write_pack(tmp_path / "a")
    other = {"uuid": "5f7f2a3e-94a0-4a57-9f0e-6d1f3c6c2b10", "code": "X02"}
    second = write_pack(tmp_path / "b", **other)
    change(first, COURSE, "topic:", "prerequisites: [{course: X02}]\ntopic:")
    assert problems_of(tmp_path) == []
    change(second, COURSE, "topic:", "prerequisites: [{course: X01, rule: warn}]\ntopic:")

    assert [(p.file, p.problem) for p in problems_of(tmp_path)] == [
        ("a/course.yml", "The course X01 has to be completed before itself."),
        ("b/course.yml", "The course X02 has to be completed before itself."),
    ]


#: Of the sample as it was before packs could name prerequisites.
SAMPLE_HASH = "58d2af39dd5b5c2826b9f7b519c0fa5a12030d9da6b86378c51ad0f85b23fb25"


def test_a_pack_without_rules_keeps_the_hash_it_had(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    [plain], _problems = read_packs(tmp_path)
    assert plain.content_hash == SAMPLE_HASH
    change(pack, COURSE, "topic:", "audience_rule: warn\ntopic:")
    [same], _problems = read_packs(tmp_path)
    assert same.content_hash == plain.content_hash
    change(pack, COURSE, "topic:", "prerequisites: [{course: X02}]\ntopic:")
    [ruled], _problems = read_packs(tmp_path)
    assert ruled.content_hash != plain.content_hash


def test_broken_bytes_are_told_at_their_line(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    with (pack / LESSON).open("ab") as file:
        file.write("Chữ".encode("cp1258", "replace") + b"\xff\n")

    found = problems_of(tmp_path)

    assert [(p.line, p.problem) for p in found if p.file == f"goi/{LESSON}"] == [
        (17, "The file is not UTF-8.")
    ]


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    plain, _ = read_packs(tmp_path)
    for path in [*pack.glob("*.yml"), *pack.glob("*/*.md"), *pack.glob("*/*.yml")]:
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    packs, problems = read_packs(tmp_path)

    assert problems == []
    assert packs[0].content_hash == plain[0].content_hash


def test_large_files_are_not_read(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    for name, size in ((QUIZ, 200_001), (SVG, 300_001)):
        (pack / name).write_bytes(b"#" * size)

    found = {(p.file, p.problem) for p in problems_of(tmp_path)}

    assert ("goi/quizzes/kiem-tra.yml", "The file is larger than 200 kB.") in found
    assert ("goi/files/tui.svg", "The picture is larger than 300 kB.") in found


def test_a_link_out_of_the_pack_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("---\nid: mot\ntitle: A\nminutes: 1\nsummary: S\n---\nmật khẩu\n")
    pack = write_pack(tmp_path / "packs" / "goi")
    (pack / LESSON).unlink()
    (pack / LESSON).symlink_to(secret)

    told = {p.problem for p in problems_of(tmp_path / "packs")}

    assert told == {
        "The file lessons/01-mot.md is not in this pack.",
        "This does not belong to a course pack.",
        "There is no lesson “mot” in this pack.",
    }


def test_what_does_not_belong_to_a_pack_is_told(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "goi")
    (pack / "run.py").write_text("")
    (pack / "lessons" / "03-ba.md").write_text("")
    (pack / "files" / "a.exe").write_text("")
    (pack / "files" / "b.png").write_text("GIF")
    (pack / ".DS_Store").write_text("")

    assert [(p.file, p.problem) for p in problems_of(tmp_path)] == [
        ("goi/files/a.exe", "A file of this name or kind cannot be a picture of a lesson."),
        ("goi/files/b.png", "The content is not what the ending .png says."),
        ("goi/lessons/03-ba.md", "The file is not named in course.yml."),
        ("goi/run.py", "This does not belong to a course pack."),
    ]


def test_an_empty_folder_and_a_folder_without_course_are_told(tmp_path: Path) -> None:
    assert [p.problem for p in problems_of(tmp_path)] == ["There is no course pack in this folder."]
    (tmp_path / "goi").mkdir()
    assert [(p.file, p.problem) for p in problems_of(tmp_path)] == [
        ("goi/course.yml", "The file cannot be read.")
    ]
