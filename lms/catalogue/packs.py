"""Course packs: reading a folder and checking all of it, without a database.

courses/README.md is the format.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from lms.catalogue import labels, markdown, prerequisites
from lms.catalogue.documents import read_text, read_yaml
from lms.catalogue.fields import CODE, Fields
from lms.catalogue.models import Enforcement
from lms.catalogue.pack_questions import Names, PackQuiz, read_quiz
from lms.catalogue.pictures import Picture, read_picture
from lms.catalogue.prerequisites import Prerequisite
from lms.catalogue.problems import Problem, Problems

COURSE_KEYS = (
    "format", "uuid", "code", "title", "summary", "topic", "audience", "audience_rule",
    "prerequisites", "periods", "pass_mark", "outcomes", "frameworks", "lessons", "quizzes", "sources",
)  # fmt: skip
FOLDERS = ("lessons", "quizzes", "files")
_PATHS = {
    "lessons": re.compile(r"lessons/[a-z0-9]+(-[a-z0-9]+)*\.md"),
    "quizzes": re.compile(r"quizzes/[a-z0-9]+(-[a-z0-9]+)*\.yml"),
}


@dataclass(frozen=True)
class PackLesson:
    slug: str
    title: str
    minutes: int
    summary: str
    source: str


@dataclass(frozen=True)
class Pack:
    """A sound course as its folder describes it. ``file`` is the path of its course.yml."""

    folder: str
    file: str
    uuid: str
    code: str
    title: str
    summary: str
    topic: str
    audience: tuple[str, ...]
    periods: int
    pass_mark: int
    outcomes: tuple[str, ...]
    frameworks: dict[str, list[str]]
    sources: tuple[dict[str, Any], ...]
    lessons: tuple[PackLesson, ...]
    quizzes: tuple[PackQuiz, ...]
    pictures: tuple[Picture, ...]
    audience_rule: str = Enforcement.WARN
    prerequisites: tuple[Prerequisite, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) of everything that is taught; not of the folder's name.

        A rule that is left out counts as nothing: packs of before these keys keep their hash.
        """
        words = asdict(self)
        for name in ("folder", "file"):
            del words[name]
        for name, nothing in (("audience_rule", Enforcement.WARN), ("prerequisites", ())):
            if words[name] == nothing:
                del words[name]
        words["pictures"] = {p.name: hashlib.sha256(p.content).hexdigest() for p in self.pictures}
        return hash_of(words)


def hash_of(words: Any) -> str:
    """SHA-256 (hex) of a value that JSON can write."""
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def read_packs(folder: Path) -> tuple[list[Pack], list[Problem]]:
    """All packs of a folder (or the one that it is), and every fault found; packs only when none was."""
    problems = Problems()
    if (folder / "course.yml").is_file():
        folders = [folder]
    else:
        folders = sorted(p for p in folder.glob("*") if p.is_dir() and not p.name.startswith("."))
    if not folders:
        problems.add(folder.name, 1, _("There is no course pack in this folder."),
                     _("Name the folder whose folders hold a course.yml."))  # fmt: skip
    packs = [_Reader(path, problems).pack() for path in folders]
    _check_identities(packs, problems)
    prerequisites.check_circles(
        {pack.code: (pack.file, pack.prerequisites) for pack in packs}, problems
    )
    return ([] if problems else packs), problems.sorted()


def _check_identities(packs: Sequence[Pack], problems: Problems) -> None:
    for key in ("uuid", "code"):
        first: dict[str, Pack] = {}
        for pack in packs:
            value = getattr(pack, key)
            other = first.setdefault(value, pack)
            if value and other is not pack:
                problems.add(pack.file, 1,
                             _("%(key)s is the same as in %(other)s.", key=key, other=other.file),
                             _("Give each course its own; never copy them."))  # fmt: skip


class _Reader:
    """Reads one pack; nothing outside its folder is opened."""

    def __init__(self, root: Path, problems: Problems) -> None:
        self.root, self.problems = root, problems

    def name(self, path: str) -> str:
        return f"{self.root.name}/{path}"

    def pack(self) -> Pack:
        file = self.name("course.yml")
        text = read_text(self.root / "course.yml", file, self.problems)
        value = read_yaml(text, file, self.problems) if text is not None else None
        silent = Problems() if value is None else self.problems
        fields = Fields(value, COURSE_KEYS, file, silent)
        self.check_identity(fields)
        self.check_folder(fields, value is not None)
        pictures = self.pictures()
        lessons = self.lessons(fields)
        return Pack(
            folder=self.root.name,
            file=file,
            uuid=fields.text("uuid"),
            code=fields.text("code", 20),
            title=fields.text("title", 200),
            summary=fields.text("summary"),
            topic=fields.one_of("topic", tuple(labels.TOPICS)),
            audience=prerequisites.read_audience(fields, silent),
            audience_rule=prerequisites.read_audience_rule(fields),
            prerequisites=prerequisites.read_prerequisites(fields, silent),
            periods=fields.number("periods", 1, 200),
            pass_mark=fields.number("pass_mark", 0, 100),
            outcomes=tuple(text for text, _line in fields.texts("outcomes")),
            frameworks=self.frameworks(fields),
            sources=tuple(self.sources(fields)),
            lessons=lessons,
            quizzes=self.quizzes(fields, [lesson.slug for lesson in lessons]),
            pictures=pictures,
        )

    def check_identity(self, fields: Fields) -> None:
        fields.number("format", 1, 1)
        text = fields.text("uuid")
        if text and not _is_uuid4(text):
            fields.note("uuid", _("“%(text)s” is not a version 4 UUID.", text=text),
                        _("Keep the uuid the course had; for a new one write: %(new)s.",
                          new=uuid.uuid4()))  # fmt: skip
        code = fields.text("code", 20)
        if code and not CODE.fullmatch(code):
            fields.note("code", _("“%(text)s” cannot be a code.", text=code),
                        _("Use capital letters and digits, such as M11."))  # fmt: skip

    def frameworks(self, fields: Fields) -> dict[str, list[str]]:
        if not fields.has("frameworks"):
            return {}
        value = fields.get("frameworks")
        keys = value.data if value and value.kind == "mapping" else ()
        inner = Fields(value, tuple(keys), fields.file, self.problems)
        return {key: [text for text, _line in inner.texts(key)] for key in keys}

    def sources(self, fields: Fields) -> list[dict[str, Any]]:
        found = []
        for item in fields.items("sources", least=0):
            one = Fields(item, ("title", "publisher", "date", "note"), fields.file, self.problems)
            found.append(
                {
                    "title": one.text("title", 300),
                    "publisher": one.text("publisher", 200),
                    "date": one.day("date"),
                    "note": one.text("note", 1000, optional=True),
                }
            )
        return found

    def listed(self, fields: Fields, key: str, least: int) -> list[str]:
        """The paths of a list that are possible and there, each once."""
        found: dict[str, None] = {}
        for path, line in fields.texts(key, least):
            note = partial(self.problems.add, fields.file, line)
            if not _PATHS[key].fullmatch(path):
                note(_("“%(path)s” is not a path in this pack.", path=path),
                     _("Write %(folder)s/, a name in a–z, 0–9 and hyphens, and the ending.",
                       folder=key))  # fmt: skip
            elif path in found:
                note(_("“%(path)s” is there twice.", path=path), _("Keep one of the two."))
            elif not self.is_inside(path):
                note(_("The file %(path)s is not in this pack.", path=path),
                     _("Check that it is there and that its name is written the same way."))  # fmt: skip
            else:
                found[path] = None
        return list(found)

    def is_inside(self, path: str) -> bool:
        real = (self.root / path).resolve()
        return real.is_file() and real.is_relative_to(self.root.resolve())

    def lessons(self, fields: Fields) -> tuple[PackLesson, ...]:
        pictures = [path.name for path in self.root.glob("files/*")]
        names, found = Names(), []
        for path in self.listed(fields, "lessons", 1):
            text = read_text(self.root / path, self.name(path), self.problems)
            if text is not None:
                found.append(self.lesson(text, self.name(path), names, pictures))
        return tuple(lesson for lesson in found if lesson is not None)

    def lesson(
        self, text: str, file: str, names: Names, pictures: Sequence[str]
    ) -> PackLesson | None:
        parts = re.split(r"^---[ ]*$\n?", text, maxsplit=2, flags=re.MULTILINE)
        if len(parts) != 3 or parts[0].strip():
            self.problems.add(file, 1, _("The lesson has no head between two lines “---”."),
                              _("Begin the file with ---, id, title, minutes, summary, ---."))  # fmt: skip
            return None
        body_line = parts[1].count("\n") + 3
        if not parts[2].strip():
            self.problems.add(
                file, body_line, _("The lesson has no text."), _("Write it below the head.")
            )
        value = read_yaml(parts[1], file, self.problems, first_line=2)
        markdown.check(parts[2], body_line, file, pictures, self.problems)
        if value is None:
            return None
        fields = Fields(value, ("id", "title", "minutes", "summary"), file, self.problems)
        return PackLesson(
            slug=names.meet(fields.slug(), fields),
            title=fields.text("title", 200),
            minutes=fields.number("minutes", 1, 600),
            summary=fields.text("summary", 400),
            source=parts[2].strip() + "\n",
        )

    def quizzes(self, fields: Fields, lessons: Sequence[str]) -> tuple[PackQuiz, ...]:
        names, found = Names(), []
        for path in self.listed(fields, "quizzes", 0):
            text = read_text(self.root / path, self.name(path), self.problems)
            value = read_yaml(text, self.name(path), self.problems) if text is not None else None
            if value is not None:
                found.append(read_quiz(value, self.name(path), lessons, names, self.problems))
        return tuple(found)

    def pictures(self) -> tuple[Picture, ...]:
        found = []
        for path in sorted(self.root.glob("files/*")):
            name = f"files/{path.name}"
            if not path.name.startswith(".") and self.is_inside(name):
                found.append(read_picture(path, self.name(name), self.problems))
        return tuple(picture for picture in found if picture is not None)

    def check_folder(self, fields: Fields, understood: bool) -> None:
        """Everything in the folder belongs to the format, and is named in course.yml."""
        named = {text for key in _PATHS for text in fields.words(key)}
        for path in sorted(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            note = partial(self.problems.add, self.name(name), 1)
            if any(part.startswith(".") for part in name.split("/")) or name == "course.yml":
                continue
            if path.is_dir() and name in FOLDERS:
                continue
            if (
                path.is_symlink()
                or path.is_dir()
                or name.count("/") != 1
                or not name.startswith(FOLDERS)
            ):
                note(_("This does not belong to a course pack."),
                     _("Remove it; a pack has course.yml, lessons/, quizzes/ and files/."))  # fmt: skip
            elif understood and name not in named and not name.startswith("files/"):
                note(_("The file is not named in course.yml."),
                     _("Add its path to the list there, or remove the file."))  # fmt: skip


def _is_uuid4(text: str) -> bool:
    try:
        return uuid.UUID(text).version == 4 and str(uuid.UUID(text)) == text
    except ValueError:
        return False
