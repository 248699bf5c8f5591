"""Who is meant by a course: each unmet rule is a sentence, and only the office sets one aside."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.certificates.models import CertificateRevocation
from lms.classes.models import TrainingClass
from lms.enrolments.eligibility import NotEligible, Rule, months_before, objections_to
from lms.enrolments.enrol import enrol
from lms.enrolments.models import WayIn
from lms.enrolments.places import places_of
from lms.extensions import db
from lms.registry.models import Organisation, OrganisationKind, Person, Position
from tests import factories
from tests.access_objects import World
from tests.people import Cast
from tests.queries import counted


def asking(**rules: Any) -> TrainingClass:
    """A class of a course with these rules."""
    training_class = factories.training_class()
    for name, value in rules.items():
        setattr(training_class.course_version, name, value)
    db.session.commit()
    return training_class


def before(code: str, months: int | None = None, rule: str = "block") -> list[dict[str, Any]]:
    return [{"course": code, "within_months": months, "rule": rule}]


def sentences(training_class: TrainingClass, person: Person) -> list[tuple[str, str, bool]]:
    people = {person.id: person.current_position}
    found = objections_to(training_class, people, places_of(training_class))[person.id]
    return [(one.rule, one.sentence, one.blocks) for one in found]


def certificate(person: Person, day: date) -> tuple[str, Any]:
    """A valid certificate of a course whose class ended on ``day``: the course's code, the row."""
    world = World()
    line = world._certificate("own")
    line.enrolment.person = person
    line.enrolment.training_class.ends_on = day
    for session in line.enrolment.training_class.sessions:
        session.starts_at, session.ends_at = clock.at(day, 8), clock.at(day, 11)
    db.session.commit()
    return line.enrolment.training_class.course_version.course.code, line


@pytest.mark.parametrize(
    ("kind", "is_meant"),
    [
        (OrganisationKind.COOPERATIVE, True),
        (OrganisationKind.COOPERATIVE_UNION, True),
        (OrganisationKind.COOPERATIVE_GROUP, True),
        (OrganisationKind.CREDIT_FUND, False),
        (OrganisationKind.AGENCY, False),
    ],
)
def test_a_course_is_meant_for_kinds_of_organisations(
    app: Flask, cast: Cast, kind: str, is_meant: bool
) -> None:
    person = factories.person(organisation=factories.organisation("QTD Hưng Hà", kind))
    expected = [] if is_meant else ["Chuyên đề không dành cho loại hình của đơn vị này."]
    assert [sentence for _rule, sentence, _blocks in sentences(asking(), person)] == expected


def test_an_audience_only_warns_unless_the_course_says_otherwise(app: Flask, cast: Cast) -> None:
    fund = factories.organisation(kind=OrganisationKind.CREDIT_FUND)
    by = actor_of(cast.officer)
    mild, strict = asking(), asking(audience_rule="block")
    assert enrol(mild, factories.person(organisation=fund), by, way=WayIn.NOMINATION).is_confirmed
    with pytest.raises(NotEligible):
        enrol(strict, factories.person(organisation=fund), by, way=WayIn.NOMINATION)


def test_somebody_without_an_organisation_is_told_of_as_such(app: Flask, cast: Cast) -> None:
    [(rule, sentence, blocks)] = sentences(asking(), factories.person())
    assert (rule, blocks) == (Rule.AUDIENCE, False) and "Chưa rõ đơn vị" in sentence


def test_a_course_before_is_asked_for_within_months(app: Flask, cast: Cast) -> None:
    person = factories.person(organisation=cast.cooperative)
    ends = clock.today() - timedelta(days=200)
    code, line = certificate(person, ends)
    ever, recent, lately = (asking(prerequisites=before(code, months)) for months in (None, 12, 6))
    assert sentences(ever, person) == sentences(recent, person) == []
    assert sentences(lately, person) == [
        (
            Rule.PREREQUISITE,
            f"Chưa hoàn thành chuyên đề {code} trong 6 tháng trước ngày khai giảng.",
            True,
        )
    ]
    assert sentences(ever, factories.person(organisation=cast.cooperative)) == [
        (Rule.PREREQUISITE, f"Chưa hoàn thành chuyên đề {code}.", True)
    ]
    line.revocation = CertificateRevocation(reason="Sai tên", at=clock.now(), by_id=cast.officer.id)
    db.session.commit()
    assert len(sentences(ever, person)) == 1


def test_a_course_before_may_only_warn(app: Flask, cast: Cast) -> None:
    person = factories.person(organisation=cast.cooperative)
    [(_rule, _sentence, blocks)] = sentences(
        asking(prerequisites=before("X99", rule="warn")), person
    )
    assert not blocks


def test_months_are_counted_back_to_the_same_day_or_the_last() -> None:
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 1, 15), 24) == date(2024, 1, 15)
    assert months_before(date(2026, 12, 31), 12) == date(2025, 12, 31)


def test_an_overlapping_class_is_named_with_its_time(app: Flask, cast: Cast) -> None:
    begins = clock.at(date(2026, 3, 2), 8)
    running = factories.training_class(starts_at=begins)
    other = factories.training_class("Lớp khác", starts_at=begins + timedelta(hours=2))
    touching = factories.training_class(starts_at=begins + timedelta(hours=3))
    person = factories.person(organisation=cast.cooperative)
    factories.enrolment(touching, person, cast.officer)
    assert sentences(running, person) == []
    factories.enrolment(other, person, cast.officer)
    assert sentences(running, person) == [
        (
            Rule.OVERLAP,
            "Đã có chỗ trong lớp “Lớp khác” trùng giờ (thứ Hai 02/03/2026, 10:00 – 13:00).",
            True,
        )
    ]


@pytest.mark.parametrize("way", [WayIn.OFFICE, WayIn.IMPORT, WayIn.WALK_IN])
def test_the_office_sets_rules_aside_with_a_reason_that_stays(
    app: Flask, cast: Cast, way: WayIn
) -> None:
    strict, by = asking(prerequisites=before("X99")), actor_of(cast.officer)
    person = factories.person("Lê Văn Ân", cast.cooperative)
    with pytest.raises(NotEligible, match="Lê Văn Ân: Chưa hoàn thành chuyên đề X99") as refused:
        enrol(strict, person, by, way=way)
    assert [one.rule for one in refused.value.objections] == [Rule.PREREQUISITE]
    place = enrol(strict, person, by, way=way, despite="Đã học ở nơi khác")
    assert place.despite == place.steps[-1].reason == "Đã học ở nơi khác"
    assert place.set_aside == [
        {"rule": "prerequisite", "sentence": "Chưa hoàn thành chuyên đề X99."}
    ]
    assert db.session.query(AuditEntry).one().changes["despite"] == "Đã học ở nơi khác"


@pytest.mark.parametrize("way", [WayIn.NOMINATION, WayIn.LINK])
def test_organisations_set_no_rule_aside(app: Flask, cast: Cast, way: WayIn) -> None:
    strict = asking(prerequisites=before("X99"))
    person = factories.person(organisation=cast.cooperative)
    with pytest.raises(NotEligible):
        enrol(strict, person, actor_of(cast.contact), way=way, despite="Chúng tôi muốn thế")


def test_a_reason_that_was_not_needed_is_not_kept(app: Flask, cast: Cast) -> None:
    person = factories.person(organisation=cast.cooperative)
    place = enrol(asking(), person, actor_of(cast.officer), way=WayIn.OFFICE, despite="Lý do")
    assert (place.despite, place.set_aside) == ("", [])


def test_the_position_is_that_in_the_sending_organisation(app: Flask, cast: Cast) -> None:
    home = cast.cooperative
    person = factories.person(organisation=cast.other_cooperative)
    person.positions.append(Position(organisation=home, title="Kế toán", is_primary=False))
    db.session.commit()
    contact, officer = actor_of(cast.contact), actor_of(cast.officer)
    sent = enrol(factories.training_class(), person, contact, way=WayIn.NOMINATION)
    assert (sent.organisation_id, sent.position_title) == (cast.cooperative.id, "Kế toán")
    late = clock.now() + timedelta(days=3)
    added = enrol(factories.training_class(starts_at=late), person, officer, way=WayIn.OFFICE)
    assert added.organisation_id == cast.other_cooperative.id
    late += timedelta(days=3)
    answered = enrol(
        factories.training_class(starts_at=late),
        person,
        officer,
        way=WayIn.LINK,
        sender=cast.cooperative,
    )
    assert answered.organisation_id == cast.cooperative.id


def test_nobody_is_sent_by_an_organisation_of_which_they_are_not(app: Flask, cast: Cast) -> None:
    running, contact = factories.training_class(), actor_of(cast.contact)
    stranger = factories.person("Lê Văn Ân", cast.other_cooperative)
    with pytest.raises(Exception, match="Lê Văn Ân không giữ chức vụ nào"):
        enrol(running, stranger, contact, way=WayIn.NOMINATION)


def test_the_rules_of_one_or_of_many_people_cost_the_same(app: Flask, cast: Cast) -> None:
    strict = asking(prerequisites=before("X99"))
    costs = []
    for count in (1, 5):
        people = [factories.person(organisation=cast.cooperative) for _number in range(count)]
        positions = {person.id: person.current_position for person in people}
        places = places_of(strict)
        with counted() as statements:
            objections_to(strict, positions, places)
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_a_position_needs_its_organisation(app: Flask, cast: Cast) -> None:
    """Of several positions in the organisation the primary one is taken, of those held today."""
    person = factories.person()
    home: Organisation = cast.cooperative
    for title, is_primary, ended in (
        ("Cũ", True, clock.today()),
        ("Phụ", False, None),
        ("Chính", True, None),
    ):
        person.positions.append(
            Position(organisation=home, title=title, is_primary=is_primary, ended_on=ended)
        )
    db.session.commit()
    place = enrol(factories.training_class(), person, actor_of(cast.contact), way=WayIn.NOMINATION)
    assert place.position_title == "Chính"
