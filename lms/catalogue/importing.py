"""Taking over packs: one transaction for all of them; a changed pack becomes a new version of its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select, update

from lms import audit, clock, database, files
from lms.catalogue import markdown
from lms.catalogue.models import (
    Choice,
    Course,
    CourseVersion,
    Lesson,
    PackFile,
    Question,
    QuestionVersion,
    Quiz,
    QuizQuestion,
)
from lms.catalogue.pack_questions import PackQuestion, PackQuiz
from lms.catalogue.packs import Pack, hash_of
from lms.errors import DomainError
from lms.extensions import db
from lms.vietnamese import sort_key


@dataclass(frozen=True)
class Change:
    """What the import did with one course; ``version`` is None when nothing changed."""

    code: str
    title: str
    version: int | None
    new_questions: int = 0
    changed_questions: int = 0
    retired_questions: int = 0


def import_all(packs: Sequence[Pack]) -> list[Change]:
    """Take over all packs in the present transaction, or raise DomainError."""
    database.take_lock("courses")
    changes = [_import(pack) for pack in packs]
    for pack in packs:
        _check_prerequisites(pack)
    return changes


def _import(pack: Pack) -> Change:
    course = db.session.scalar(select(Course).where(Course.uuid == pack.uuid))
    _check_code(pack, course)
    if course is None:
        course = Course(uuid=pack.uuid, code=pack.code, pack=pack.folder)
        db.session.add(course)
        db.session.flush()
    course.code, course.pack = pack.code, pack.folder
    current = db.session.scalar(
        select(CourseVersion).where(CourseVersion.course_id == course.id, CourseVersion.is_current)
    )
    content_hash = pack.content_hash
    if current is not None and current.content_hash == content_hash:
        return Change(pack.code, pack.title, None)
    version = _new_version(pack, course, current, content_hash)
    change = _Bank(course).take_over(pack, version)
    audit.record("course imported", course, number=version.number, content_hash=content_hash)
    return change


def _check_code(pack: Pack, course: Course | None) -> None:
    holder = db.session.scalar(select(Course.uuid).where(Course.code == pack.code))
    if holder is not None and (course is None or holder != course.uuid):
        raise DomainError(
            _(
                "%(file)s: the code %(code)s belongs to another course here, with the uuid %(uuid)s. "
                "Give the pack that uuid, or another code.",
                file=pack.file,
                code=pack.code,
                uuid=holder,
            )
        )


def _check_prerequisites(pack: Pack) -> None:
    """The courses that must come before are there once all packs are taken over."""
    wanted = [one.course for one in pack.prerequisites]
    known = set(db.session.scalars(select(Course.code).where(Course.code.in_(wanted))))
    for code in wanted:
        if code not in known:
            raise DomainError(
                _(
                    "%(file)s: there is no course with the code %(code)s, which is to be completed before.",
                    file=pack.file,
                    code=code,
                )
            )


def _new_version(
    pack: Pack, course: Course, current: CourseVersion | None, content_hash: str
) -> CourseVersion:
    if current is not None:
        current.is_current = False
        db.session.flush()
    version = CourseVersion(
        course_id=course.id,
        number=current.number + 1 if current else 1,
        content_hash=content_hash,
        title=pack.title,
        sort_key=sort_key(pack.title),
        summary=pack.summary,
        topic=pack.topic,
        audience=list(pack.audience),
        audience_rule=pack.audience_rule,
        prerequisites=[asdict(one) for one in pack.prerequisites],
        periods=pack.periods,
        pass_mark=pack.pass_mark,
        outcomes=list(pack.outcomes),
        frameworks=pack.frameworks,
        sources=list(pack.sources),
    )
    db.session.add(version)
    db.session.flush()
    _add_lessons(pack, version)
    return version


def _add_lessons(pack: Pack, version: CourseVersion) -> None:
    for picture in pack.pictures:
        db.session.add(
            PackFile(
                version_id=version.id,
                name=picture.name,
                media_type=picture.media_type,
                size=len(picture.content),
                sha256=files.store(picture.content),
            )
        )
    pictures = {picture.name: picture for picture in pack.pictures}
    for position, lesson in enumerate(pack.lessons):
        html = markdown.render(lesson.source, pictures, lambda name: picture_address(version, name))
        db.session.add(
            Lesson(version_id=version.id, position=position, html=html, **asdict(lesson))
        )


def picture_address(version: CourseVersion, name: str) -> str:
    """The path at which a picture is served; needs no request."""
    addresses = current_app.url_map.bind("localhost")
    return addresses.build("catalogue.file", {"version_id": version.id, "name": name})


class _Bank:
    """The questions of one course: identities stay, changed words make a new version of a question."""

    def __init__(self, course: Course) -> None:
        self.course_id = course.id
        self.questions = {
            question.name: question
            for question in db.session.scalars(
                select(Question).where(Question.course_id == course.id)
            )
        }
        self.versions: dict[str, QuestionVersion] = {}
        latest = (
            select(QuestionVersion, Question.name)
            .join(Question)
            .where(Question.course_id == course.id)
            .order_by(QuestionVersion.number)
        )
        for version, name in db.session.execute(latest):
            self.versions[name] = version
        self.new = self.changed = 0

    def take_over(self, pack: Pack, version: CourseVersion) -> Change:
        for position, quiz in enumerate(pack.quizzes):
            self._add_quiz(quiz, position, version)
        retired = self._retire({q.name for quiz in pack.quizzes for q in quiz.questions})
        return Change(pack.code, pack.title, version.number, self.new, self.changed, retired)

    def _add_quiz(self, pack_quiz: PackQuiz, position: int, version: CourseVersion) -> None:
        quiz = Quiz(
            version_id=version.id,
            position=position,
            slug=pack_quiz.slug,
            title=pack_quiz.title,
            intro=pack_quiz.intro,
            pass_mark=version.pass_mark,
            attempts_allowed=pack_quiz.attempts,
        )
        for place, question in enumerate(pack_quiz.questions):
            asked = self._version_of(question)
            quiz.questions.append(QuizQuestion(question_version=asked, position=place))
        db.session.add(quiz)

    def _version_of(self, asked: PackQuestion) -> QuestionVersion:
        content_hash = hash_of(asdict(asked))
        known = self.versions.get(asked.name)
        if known is not None and known.content_hash == content_hash:
            return known
        question = self.questions.get(asked.name)
        if question is None:
            question = Question(course_id=self.course_id, name=asked.name)
            self.new += 1
        else:
            self.changed += 1
        return QuestionVersion(
            question=question,
            number=known.number + 1 if known else 1,
            content_hash=content_hash,
            kind=asked.kind,
            prompt=asked.prompt,
            explanation=asked.explanation,
            points=asked.points,
            lesson_slug=asked.lesson,
            choices=[
                Choice(position=place, **asdict(choice))
                for place, choice in enumerate(asked.choices)
            ],
        )

    def _retire(self, asked: set[str]) -> int:
        """Questions no longer asked are kept for the attempts that hold them; those back are in use."""
        back = [q.id for name, q in self.questions.items() if name in asked and q.retired_at]
        gone = [
            q.id for name, q in self.questions.items() if name not in asked and not q.retired_at
        ]
        for ids, moment in ((back, None), (gone, clock.now())):
            if ids:
                db.session.execute(
                    update(Question).where(Question.id.in_(ids)).values(retired_at=moment)
                )
        return len(gone)
