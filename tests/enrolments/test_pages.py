"""The list of a class, the page that adds people and the page that withdraws one."""

from __future__ import annotations

from datetime import date

from lms.access import Role
from lms.accounts.models import AccountRole
from lms.audit import AuditEntry
from lms.classes.models import ClassState
from lms.enrolments.models import Enrolment
from lms.extensions import db
from tests import factories
from tests.queries import counted
from tests.reader import Reader


def names(page) -> list[str]:
    """The people listed on a class page."""
    return [row[1] for row in page.rows() if row[0].isdigit()]


def test_the_list_is_in_vietnamese_order_of_given_names(app, cast):
    running = factories.training_class()
    for name in ("Nguyễn Văn Bình", "Trần Thị Ánh", "Lê Văn Ân", "Đỗ Văn An", "Phạm Thị Đào"):
        factories.enrolment(running, factories.person(name), cast.officer)
    page = Reader(app, cast.officer).get(f"/classes/{running.id}")
    assert names(page) == [
        "Đỗ Văn An",
        "Trần Thị Ánh",
        "Lê Văn Ân",
        "Nguyễn Văn Bình",
        "Phạm Thị Đào",
    ]
    assert "Đã ghi danh 5/40 chỗ." in page.text


def test_a_trainer_reads_names_and_organisations_only(app, cast):
    running = factories.training_class(trainer=cast.trainer)
    person = factories.person("Lê Văn Ân", cast.cooperative)
    person.birth_date, person.birth_precision = date(1969, 1, 1), "year"
    factories.enrolment(running, person, cast.officer)
    trainer = Reader(app, cast.trainer).get(f"/classes/{running.id}")
    assert [row for row in trainer.rows() if "Lê Văn Ân" in row] == [
        ["1", "Lê Văn Ân", "HTX DVNN Minh Tân (hư cấu)"]
    ]
    assert "1969" not in trainer.text
    officer = Reader(app, cast.officer).get(f"/classes/{running.id}")
    assert "1969" in officer.text


def test_a_contact_reads_their_own_people_only(app, cast):
    running = factories.training_class()
    factories.enrolment(running, cast.learner, cast.officer)
    factories.enrolment(running, cast.other_learner, cast.officer)
    page = Reader(app, cast.contact).get(f"/classes/{running.id}")
    assert names(page) == ["Nguyễn Thị Đặng"]
    assert "Rút tên" not in page.text


def test_a_contact_who_also_trains_reads_strangers_only_where_they_teach(app, cast):
    both = cast.contact
    both.role_rows.append(AccountRole(role=Role.TRAINER))
    db.session.commit()
    classes = [factories.training_class(trainer=who) for who in (both, cast.other_trainer)]
    for training_class in classes:
        factories.enrolment(training_class, cast.learner, cast.officer)
        factories.enrolment(training_class, cast.other_learner, cast.officer)
    taught, other = (Reader(app, both).get(f"/classes/{row.id}") for row in classes)
    assert sorted(names(taught)) == ["Lê Văn Ân", "Nguyễn Thị Đặng"]
    assert names(other) == ["Nguyễn Thị Đặng"]
    assert cast.other_cooperative.name not in other.text


def test_people_are_found_without_marks_and_by_organisation(app, cast):
    running = factories.training_class()
    factories.person("Nguyễn Thị Hoà", cast.cooperative)
    factories.person("Trần Văn Bình", cast.other_cooperative)
    officer = Reader(app, cast.officer)
    address = f"/classes/{running.id}/enrolments/new"

    def offered(q: str) -> list[str]:
        form = officer.get(f"{address}?q={q}").form()
        return [
            "".join(label.itertext()).strip()
            for label in form.iter("label")
            if label.get("for", "").startswith("people")
        ]

    assert offered("thi hoa") == ["Nguyễn Thị Hoà"]
    assert offered("dong hung") == ["Trần Văn Bình"]
    assert "Không tìm thấy ai" in officer.get(f"{address}?q=zzz%25").text


def test_an_officer_enrols_several_people_and_sees_who_is_in(app, cast):
    running = factories.training_class(capacity=5)
    people = [factories.person(f"Lê Thị {name}") for name in ("Hoa", "Mai")]
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/enrolments/new?q=le+thi")
    after = officer.submit(page, {"people": [str(person.id) for person in people]})
    assert "Đã ghi danh 2 người." in after.text
    assert "Còn 3/5 chỗ." in after.text
    assert "Đã có trong lớp Lê Thị Hoa Lê Thị Mai" in after.text
    assert db.session.query(Enrolment).count() == 2


def test_all_or_nobody_and_the_choice_is_kept(app, cast):
    running = factories.training_class(capacity=1)
    people = [factories.person(f"Lê Thị {name}") for name in ("Hoa", "Mai")]
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/enrolments/new")
    chosen = [str(person.id) for person in people]
    refused = officer.submit(page, {"people": chosen}, status=422)
    assert refused.errors == ["Lớp đã đủ 1 chỗ."]
    assert refused.html.count(" checked") == 2
    assert "Còn 1/1 chỗ." in refused.text
    assert db.session.query(Enrolment).count() == 0


def test_forged_people_are_refused(app, cast):
    running = factories.training_class()
    factories.person("Lê Thị Hoa")
    hidden = factories.person("Trần Văn Khác")
    officer = Reader(app, cast.officer)
    address = f"/classes/{running.id}/enrolments/new?q=hoa"
    for forged in (str(hidden.id), "9" * 30, "-1", "x"):
        assert officer.post(address, {"people": forged}).status_code == 422
    assert officer.post(address).status_code == 422
    assert db.session.query(Enrolment).count() == 0


def test_pressing_twice_enrols_once(app, cast):
    running = factories.training_class()
    person = factories.person("Lê Thị Hoa")
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/enrolments/new")
    for _press in range(2):
        officer.submit(page, {"people": [str(person.id)]})
    assert db.session.query(Enrolment).count() == 1
    assert db.session.query(AuditEntry).count() == 1


def test_an_officer_withdraws_somebody_with_a_reason(app, cast):
    place = factories.enrolment(factories.training_class(), cast.learner, cast.officer)
    officer = Reader(app, cast.officer)
    page = officer.get(f"/enrolments/{place.id}/withdrawal")
    assert officer.submit(page, {"reason": "  "}, status=422).errors == ["Hãy điền mục “Lý do”."]
    after = officer.submit(page, {"reason": "Bận  mùa vụ"})
    assert (after.path, names(after)) == (f"/classes/{place.class_id}", [])
    assert db.session.query(AuditEntry).one().changes["reason"] == "Bận mùa vụ"


def test_only_the_office_enrols_and_withdraws(app, cast):
    running = factories.training_class(trainer=cast.trainer, state=ClassState.OPEN)
    place = factories.enrolment(running, cast.learner, cast.officer)
    for account in (cast.trainer, cast.contact, cast.learner, cast.leader):
        stranger = Reader(app, account)
        for address in (
            f"/classes/{running.id}/enrolments/new",
            f"/enrolments/{place.id}/withdrawal",
        ):
            assert stranger.fetch(address).status_code == 403
            assert stranger.post(address, {"reason": "x"}).status_code == 403


def test_a_list_that_is_closed_offers_no_enrolment(app, cast):
    listed = factories.training_class(state=ClassState.LISTED)
    person = factories.person("Lê Thị Hoa")
    officer = Reader(app, cast.officer)
    address = f"/classes/{listed.id}/enrolments/new"
    assert "không nhận ghi danh" in officer.get(address).text
    assert officer.post(address, {"people": str(person.id)}).status_code == 422
    assert db.session.query(Enrolment).count() == 0


def test_finding_one_or_three_people_costs_the_same(app, cast):
    running = factories.training_class()
    officer = Reader(app, cast.officer)
    address = f"/classes/{running.id}/enrolments/new?q=hoa"
    costs = []
    for count in (1, 2):
        for _number in range(count):
            factories.person("Lê Thị Hoa", factories.organisation())
        officer.get(address)
        with counted() as statements:
            officer.get(address)
        costs.append(len(statements))
    assert costs[0] == costs[1]
