"""The demo from beginning to end: 2024 as it was planned, then a class of today and one just ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from config import ROOT
from lms import clock, database
from lms.access import Role
from lms.catalogue import commands as catalogue_commands
from lms.classes.creation import ClassDraft, create_class, make_session
from lms.classes.models import TrainingClass
from lms.demo import cast as casting
from lms.demo.cast import Cast
from lms.demo.desk import fill_desks
from lms.demo.story import (
    AFTERNOON,
    DILIGENT,
    MORNING,
    NEVER_CAME,
    Storyteller,
    course,
    line_of,
    title_of,
)
from lms.errors import DomainError
from lms.extensions import db
from lms.office import Office, change_office, forget_office, load_office
from lms.plans import commands as plans_commands
from lms.plans.models import AnnualPlan
from lms.plans.planning import add_line, create_plan
from lms.registry import commands as registry_commands
from lms.registry.models import Person

YEAR = 2024
SIZES = (67, 67, 66)
SMALL_CLASS = 24
DAYS_2024 = (
    (date(2024, 3, 12), date(2024, 3, 13)),
    (date(2024, 5, 21), date(2024, 5, 22)),
    (date(2024, 9, 17), date(2024, 9, 18)),
)
COURSES_2024 = ("M11", "M04", "M11")
VENUE = "Hội trường Liên minh Hợp tác xã (minh họa)"
HELP = {"help_name": "bà Bùi Thị Hạnh (minh họa)", "help_phone": "0901 000 002"}
SIGNER = {"signer_title": "CHỦ TỊCH", "signer_name": "Phạm Quốc Khánh"}
DECISION = "00/QĐ-minh-họa"


def load(say: Callable[[str], None], password: str) -> None:
    """Add the illustrative data. Raises DomainError when it is there already."""
    with database.reading():
        is_loaded = load_office().is_demo
        database.rollback()
    if is_loaded:
        raise DomainError(_l("The demo is loaded already. To begin anew: bin/lms demo reset"))
    registry_commands.import_units()
    catalogue_commands.import_packs(ROOT / "courses")
    plans_commands.import_history()
    with database.transaction():
        _mark_as_demo()
        cast = casting.make_staff(password)
        casting.write_sign_ins(cast, password)
    teller = Storyteller(cast, say)
    with database.transaction():
        casting.make_people(cast, sum(SIZES) + 2 * SMALL_CLASS, password)
    say(f"{len(cast.people)} học viên và tài khoản (hư cấu)")
    _last_years(teller)
    _this_year(teller)
    fill_desks(teller)


def _mark_as_demo() -> None:
    change_office(**HELP, **SIGNER)
    db.session.get_one(Office, 1).demo_loaded_at = clock.now()
    forget_office()


def _last_years(teller: Storyteller) -> None:
    _approve_plan(teller.cast, YEAR, date(2024, 1, 15))
    first = 0
    for number, (days, size, code) in enumerate(
        zip(DAYS_2024, SIZES, COURSES_2024, strict=True), 1
    ):
        people = [person.id for person in teller.cast.people[first : first + size]]
        first += size

        def draft(number: int = number, size: int = size, code: str = code) -> ClassDraft:
            taught = course(code)
            title = f"Lớp {number:02d}/{YEAR}: {title_of(taught)}"
            return ClassDraft(
                f"L{number:02d}-{YEAR}", title, taught, size, VENUE, plan_line=line_of(YEAR)
            )

        teller.whole_class(draft, days, people)


def _this_year(teller: Storyteller) -> None:
    year = clock.today().year
    by = teller.cast.actor(Role.OFFICER)
    with clock.travelled_to(clock.at(date(year, 1, 5), 9)), database.transaction():
        plan = create_plan(year, by)
        add_line(
            plan.versions[-1],
            title="Tập huấn chuyển đổi số (minh họa)",
            topic="Chuyển đổi số",
            audience="Cán bộ hợp tác xã, quỹ tín dụng nhân dân",
            classes=2,
            turns=50,
            by=by,
        )
    _approve_plan(teller.cast, year, date(year, 1, 12))
    people = [person.id for person in teller.cast.people[sum(SIZES) :]]
    _ended_class(teller, year, people[:SMALL_CLASS])
    _running_class(teller, year, people[SMALL_CLASS:])


def _approve_plan(cast: Cast, year: int, decided_on: date) -> None:
    """The officer submits the plan, the leader approves it."""
    with clock.travelled_to(clock.at(decided_on, 15)), database.transaction():
        plan = db.session.scalars(select(AnnualPlan).where(AnnualPlan.year == year)).one()
        version = plan.versions[-1]
        version.submit(cast.actor(Role.OFFICER))
        version.approve(cast.actor(Role.LEADER), decision_number=DECISION, decided_on=decided_on)


def _ended_class(teller: Storyteller, year: int, people: list[int]) -> None:
    """Ended two days ago; its certificates wait for the officer."""
    begins = (8, 7)
    class_id = _small_class(teller, f"L01-{year}", "M04", begins, people)
    kinds = teller.kinds_of(class_id)
    teller.call_rolls(class_id, kinds)
    for number, (enrolment_id, kind) in enumerate(kinds.items()):
        teller.study(enrolment_id, kind, clock.now() - timedelta(days=5, minutes=number))
    with clock.travelled_to(clock.now() - timedelta(days=2)), database.transaction():
        db.session.get_one(TrainingClass, class_id).end(teller.cast.actor(Role.OFFICER))
    teller.say("một lớp vừa kết thúc, chờ cấp giấy chứng nhận")


def _running_class(teller: Storyteller, year: int, people: list[int]) -> None:
    """Its second session began an hour ago and is not marked; one learner has everything before her."""
    class_id = _small_class(teller, f"L02-{year}", "M11", (1, 0), [*people, teller.cast.learner.id])
    with database.transaction():
        first = db.session.get_one(TrainingClass, class_id).sessions[0]
        first_id, first_end = first.id, first.ends_at
    kinds = teller.kinds_of(class_id)
    kinds = {
        enrolment: kind if kind != NEVER_CAME else DILIGENT for enrolment, kind in kinds.items()
    }
    teller.call_roll(first_id, kinds, min(first_end, clock.now()))
    learner = max(kinds)
    for enrolment_id, kind in kinds.items():
        if enrolment_id != learner:
            teller.study(enrolment_id, kind, clock.now() - timedelta(hours=2))
    teller.say("một lớp đang học, buổi hôm nay chưa điểm danh")


def _begun_today(now: datetime) -> datetime:
    """The start of the half-day that is on or just over; at night, an hour ago."""
    local = clock.local(now)
    if local.hour < MORNING[0].hour:
        return now - timedelta(hours=1)
    start = AFTERNOON[0] if local.time() >= AFTERNOON[0] else MORNING[0]
    return clock.at(local.date(), start.hour, start.minute)


def _small_class(
    teller: Storyteller, code: str, course_code: str, days_ago: tuple[int, ...], people: list[int]
) -> int:
    """A class whose sessions of three hours began so many days ago, at an hour that is past today."""
    by = teller.cast.actor(Role.OFFICER)
    now = clock.now().replace(second=0, microsecond=0)
    with clock.travelled_to(now - timedelta(days=20)), database.transaction():
        taught = course(course_code)
        title = title_of(taught)
        line = line_of(clock.local(now).year)
        draft = ClassDraft(code, f"Lớp {code[1:3]}/{code[4:]}: {title}", taught, 40, VENUE, line)
        created = create_class(draft, by)
        for place, days in enumerate(days_ago, 1):
            starts = _begun_today(now) - timedelta(days=days)
            span = (starts, starts + timedelta(hours=3))
            created.add_session(
                make_session(span, f"Buổi {place}: {title}"[:200], 4, [teller.cast.trainer]),
                by,
            )
        created.open_enrolment(by)
        class_id = created.id
    with clock.travelled_to(now - timedelta(days=15)), database.transaction():
        wanted = [db.session.get_one(Person, person) for person in people]
        teller.enrol_all(db.session.get_one(TrainingClass, class_id), wanted)
    return class_id
