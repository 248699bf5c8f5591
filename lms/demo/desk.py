"""What waits on the desks of the demo: a full class, records that are alike, requests, a list."""

from __future__ import annotations

from datetime import date, timedelta

from lms import clock, database
from lms.access import Role
from lms.classes.creation import ClassDraft
from lms.classes.models import TrainingClass
from lms.demo.story import Storyteller, course, line_of, title_of
from lms.duplicates.merging import merge_people
from lms.enrolments.enrol import enrol, withdraw
from lms.enrolments.models import WayIn
from lms.enrolments.nominations.nominating import nominate
from lms.enrolments.official_list.making import official_list
from lms.enrolments.official_list.rows import ListOrder
from lms.enrolments.places import Quota
from lms.enrolments.quotas import set_quota
from lms.enrolments.registrations.links import make_link
from lms.enrolments.registrations.receiving import Registrant, receive
from lms.extensions import db
from lms.privacy.models import RequestKind, Way
from lms.privacy.requests import file_own_request, file_request_for
from lms.registry.models import BirthPrecision, Organisation, Person, Sex
from lms.registry.people.changing import birth_of
from lms.registry.people.register import Birth, register_person
from lms.rosters.uploading import upload

CAPACITY, WAITING = 12, 2
TUESDAY = 1
VENUE = "Phòng họp tầng 2, Liên minh Hợp tác xã (minh họa)"
LIST_NAME = "Danh sách cử đi học (minh họa).csv"
LIST = """DANH SÁCH CÁN BỘ CỬ ĐI HỌC (MINH HỌA)
STT;Họ và tên;Năm sinh;Số điện thoại;Đơn vị;Chức vụ
1;ĐỖ VĂN KHOÁT;1979;901000101;HTX Gạo Quê Lúa (minh họa);Giám đốc
2;Trịnh Thị Hợi;1983;0901 000 102;HTX Sen hồ Thanh Bình (minh họa);Kế toán
3;Lại Văn Mão;1975;0901.000.103;HTX Tre trúc Bến Đò (minh họa);Kiểm soát viên
"""


def fill_desks(teller: Storyteller) -> None:
    """Everything that is waiting today, as it came in over the last days."""
    class_id = _full_class(teller)
    _registrations(teller, class_id)
    _alike(teller)
    _requests(teller)
    teller.say("một lớp đang nhận người; đăng ký, hồ sơ trùng, yêu cầu và danh sách chờ xử lý")


def _full_class(teller: Storyteller) -> int:
    """Open, with quotas, full but for a held seat; somebody who waited got a place, others still wait."""
    officer, contact = teller.cast.actor(Role.OFFICER), teller.cast.actor(Role.CONTACT)
    today = clock.today()
    with clock.travelled_to(clock.now() - timedelta(days=6)), database.transaction():
        taught = course("M04")
        title = f"Lớp 03/{today.year}: {title_of(taught)}"
        draft = ClassDraft(f"L03-{today.year}", title, taught, CAPACITY, VENUE, line_of(today.year))
        opened = teller.prepare_class(draft, [_tuesday_after(today + timedelta(days=8))])
        organisations = [db.session.get_one(Organisation, o.id) for o in teller.cast.organisations]
        set_quota(opened, organisations[0], Quota(3, 2), officer)
        set_quota(opened, organisations[1], Quota(2, 0), officer)
        own, *others = _people(teller, CAPACITY + WAITING)
        nominate(opened, [own], contact)
        places = [
            enrol(opened, person, officer, way=WayIn.OFFICE, may_wait=True) for person in others
        ]
        class_id, first = opened.id, places[0].id
    with clock.travelled_to(clock.now() - timedelta(days=1)), database.transaction():
        withdraw(db.session.get_one(type(places[0]), first), officer, "Bận việc gia đình")
        opened = db.session.get_one(TrainingClass, class_id)
        official_list(opened, ListOrder.GIVEN_NAME, "Trình lãnh đạo xem trước", officer)
    return class_id


def _tuesday_after(day: date) -> date:
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def _people(teller: Storyteller, count: int) -> list[Person]:
    """Somebody of the contact's organisation first; the others are of none that has a quota."""
    size = len(teller.cast.organisations)
    people = [person.id for person in teller.cast.people]
    others = [id_ for place, id_ in enumerate(people) if place % size > 1]
    return [db.session.get_one(Person, id_) for id_ in [people[0], *others[:count]]]


def _registrations(teller: Storyteller, class_id: int) -> None:
    """Somebody of the contact's organisation, and somebody whose organisation nobody knows."""
    own = teller.cast.organisations[0]
    with clock.travelled_to(clock.now() - timedelta(days=2)), database.transaction():
        officer = teller.cast.actor(Role.OFFICER)
        opened = db.session.get_one(TrainingClass, class_id)
        link = make_link(opened, officer, clock.today() + timedelta(days=10))
        for name, sex, phone, position, organisation in (
            ("Ngô Thị Thoan", Sex.FEMALE, "0901 000 111", "Kế toán", own),
            ("Tạ Quang Chử", Sex.MALE, "0901 000 112", "Giám đốc", None),
        ):
            receive(
                link,
                Registrant(
                    name,
                    Birth(clock.today().replace(year=1980, month=1, day=1), BirthPrecision.YEAR),
                    sex,
                    phone,
                    position,
                    organisation.name if organisation else "HTX Cá lồng Bến Bãi",
                    organisation.id if organisation else None,
                ),
            )


def _alike(teller: Storyteller) -> None:
    """Two records of one person that nobody has compared yet, and two that are merged."""
    with database.transaction():
        officer = teller.cast.actor(Role.OFFICER)
        again = [_entered_again(db.session.get_one(Person, p.id)) for p in teller.cast.people[2:4]]
        known = db.session.get_one(Person, teller.cast.people[3].id)
        merge_people(known, again[1], officer, "Cùng một người, đã hỏi đơn vị")


def _entered_again(person: Person) -> Person:
    held = person.positions[0]
    return register_person(
        person.full_name,
        None,
        birth=birth_of(person),
        sex=Sex(person.sex),
        organisation=held.organisation,
        position="Thành viên",
    )


def _requests(teller: Storyteller) -> None:
    """About personal data, and a list that an organisation sent."""
    officer, learner = teller.cast.actor(Role.OFFICER), teller.cast.actor(Role.LEARNER)
    with database.transaction():
        person = db.session.get_one(Person, teller.cast.people[5].id)
        yesterday = clock.today() - timedelta(days=1)
        file_request_for(
            person,
            RequestKind.DELETE,
            "Đã nghỉ việc ở đơn vị, đề nghị xóa thông tin.",
            officer,
            Way.TELEPHONE,
            yesterday,
        )
        file_own_request(RequestKind.CORRECT, "Sửa chức vụ: nay là kế toán trưởng.", learner)
        upload(LIST.encode("utf-8-sig"), LIST_NAME, officer, None)
