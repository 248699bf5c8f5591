"""Quotas of organisations: what is held, what is free, and the pages that set it."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.classes.models import ClassState, TrainingClass
from lms.enrolments import quotas
from lms.enrolments.enrol import enrol
from lms.enrolments.models import ClassQuota, DefaultQuota, WayIn
from lms.enrolments.places import Places, Quota, places_of
from lms.errors import DomainError
from lms.extensions import db
from lms.registry.kinds import OrganisationStatus
from lms.registry.models import AdministrativeUnit, Organisation, OrganisationKind
from tests import factories
from tests.people import Cast
from tests.queries import counted
from tests.reader import Page, Reader

OWN, OTHER = 1, 2


def places(**words: object) -> Places:
    known: dict[str, object] = {"capacity": 10, "confirmed": {}, "waiting": {}, "quotas": {}}
    return Places(**(known | words))  # type: ignore[arg-type]


def lines(page: Page) -> dict[str, list[str]]:
    """The figures of each organisation: at most, named, held, waiting, can still name."""
    return {row[0]: row[1:6] for row in page.rows()}


def test_held_seats_count_as_taken_for_all_others_and_are_used_up_by_names() -> None:
    begun = places(quotas={OWN: Quota(4, 3)}, confirmed={OTHER: 2})
    assert (begun.named, begun.held, begun.left) == (2, 3, 5)
    assert (begun.left_for(OWN), begun.offer_for(OWN), begun.offer_for(OTHER)) == (8, 4, 5)
    named = begun.with_confirmed(OWN)
    assert (named.named, named.held, named.left, named.offer_for(OWN)) == (3, 2, 5, 3)
    full = places(capacity=5, quotas={OWN: Quota(4, 3)}, confirmed={OTHER: 2})
    assert (full.left, full.offer_for(OTHER), full.offer_for(OWN)) == (0, 0, 3)


def test_a_closed_list_holds_nothing() -> None:
    assert places(quotas={OWN: Quota(4, 3)}, holds_seats=False).left == 10


def test_those_who_wait_count_against_the_quota() -> None:
    queue = places(quotas={OWN: Quota(2)}, confirmed={OWN: 1}, waiting={OWN: 1})
    assert queue.quota_left(OWN) == 0
    assert queue.quota_left(OWN, with_waiting=False) == 1


@pytest.mark.parametrize(("default", "own", "nobody"), [(None, 10, 10), (0, 0, 0), (2, 2, 10)])
def test_what_holds_without_a_quota(default: int | None, own: int, nobody: int) -> None:
    found = places(default_seats=default)
    assert (found.offer_for(OWN), found.offer_for(None)) == (own, nobody)


def test_no_more_is_held_than_is_free(app: Flask, cast: Cast) -> None:
    training_class, by = factories.training_class(capacity=3), actor_of(cast.officer)
    factories.enrolment(training_class, cast.learner, cast.officer)
    with pytest.raises(DomainError, match="Chỉ còn 2 chỗ trống"):
        quotas.set_quota(training_class, cast.other_cooperative, Quota(5, 3), by)
    with pytest.raises(DomainError, match="không được lớn hơn"):
        quotas.set_quota(training_class, cast.other_cooperative, Quota(1, 2), by)
    with pytest.raises(DomainError, match="đã có 1 người"):
        quotas.set_quota(training_class, cast.cooperative, Quota(0), by)
    quotas.set_quota(training_class, cast.cooperative, Quota(3, 3), by)
    assert places_of(training_class).held == 2


def test_quotas_rest_once_the_list_is_closed(app: Flask, cast: Cast) -> None:
    listed, by = factories.training_class(state=ClassState.LISTED), actor_of(cast.officer)
    with pytest.raises(DomainError, match="không đổi suất được nữa"):
        quotas.set_quota(listed, cast.cooperative, Quota(1), by)
    with pytest.raises(DomainError, match="không đổi suất được nữa"):
        quotas.set_default(listed, 0, by)


def test_the_default_closes_limits_and_opens(app: Flask, cast: Cast) -> None:
    training_class, by = factories.training_class(), actor_of(cast.officer)
    contact = actor_of(cast.contact)
    own = [factories.person(organisation=cast.cooperative) for _number in range(3)]

    def nominate(number: int) -> str:
        return enrol(training_class, own[number], contact, way=WayIn.NOMINATION).state

    quotas.set_default(training_class, 0, by)
    with pytest.raises(DomainError, match="không có suất"):
        nominate(0)
    quotas.set_default(training_class, 1, by)
    assert nominate(0) == "confirmed"
    with pytest.raises(DomainError, match="đã dùng hết 1 suất"):
        nominate(1)
    quotas.set_default(training_class, None, by)
    assert nominate(1) == "confirmed"
    quotas.set_default(training_class, None, by)
    assert db.session.query(DefaultQuota).count() == 0
    acts = db.session.query(AuditEntry).filter_by(action="default quota set")
    assert [entry.changes["seats"] for entry in acts] == [[None, 0], [0, 1], [1, None]]


def test_the_office_passes_a_quota_with_a_reason_but_never_a_held_seat(
    app: Flask, cast: Cast
) -> None:
    training_class, by = factories.training_class(capacity=2), actor_of(cast.officer)
    quotas.set_quota(training_class, cast.other_cooperative, Quota(1, 1), by)
    quotas.set_default(training_class, 0, by)
    people = [factories.person(organisation=cast.cooperative) for _number in range(2)]
    enrol(training_class, people[0], by, way=WayIn.OFFICE, despite="Lãnh đạo đồng ý")
    with pytest.raises(DomainError, match="đang giữ cho những đơn vị khác"):
        enrol(training_class, people[1], by, way=WayIn.OFFICE, despite="Lãnh đạo đồng ý")


def test_an_officer_sets_changes_releases_and_removes_a_quota(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=10)
    factories.enrolment(training_class, cast.learner, cast.officer)
    name, address = cast.cooperative.name, f"/classes/{training_class.id}/quotas"
    officer = Reader(app, cast.officer)
    page = officer.get(f"{address}/new")
    values = {"organisation": name, "seats": "4", "reserved": "3"}
    after = officer.submit(page, values)
    assert (after.path, lines(after)) == (address, {name: ["4", "1", "2", "0", "3"]})
    change = officer.get(after.links[f"Sửa {name}"])
    refused = officer.submit(change, {"reserved": "5"}, action=change.path, status=422)
    assert refused.errors == ["Số chỗ giữ không được lớn hơn số người tối đa."]
    after = officer.submit(change, {"seats": "5"}, action=change.path)
    assert lines(after)[name] == ["5", "1", "2", "0", "4"]
    after = officer.submit(officer.get(change.path), action="/release")
    assert lines(after)[name] == ["5", "1", "0", "0", "4"]
    after = officer.submit(officer.get(change.path), action="/removal")
    assert lines(after)[name] == ["–", "1", "0", "0", "9"]
    assert db.session.query(ClassQuota).count() == 0


def test_one_quota_for_many_organisations(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=10)
    unit = AdministrativeUnit(
        code="1", name="Xã A", former_district="Hưng Hà; Đông Hưng", former_province="Thái Bình"
    )
    far = AdministrativeUnit(
        code="2", name="Xã B", former_district="Đông Hưng Hà", former_province="Thái Bình"
    )
    for number, seat in enumerate((unit, unit, far, None)):
        kind = OrganisationKind.CREDIT_FUND if number == 1 else OrganisationKind.COOPERATIVE
        factories.organisation(f"Đơn vị {number}", kind).unit = seat
    db.session.commit()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{training_class.id}/quotas/batch")
    after = officer.submit(
        page, {"kind": "cooperative", "area": "Đông Hưng", "seats": "2", "reserved": "1"}
    )
    assert "Đã đặt suất cho 1 đơn vị." in after.text
    assert lines(after) == {"Đơn vị 0": ["2", "0", "1", "0", "2"]}
    factories.organisation("Đơn vị đã giải thể").status = OrganisationStatus.DISSOLVED
    after = officer.submit(officer.get(page.path), {"seats": "1", "reserved": "1"})
    assert "Đã đặt suất cho 3 đơn vị." in after.text
    assert lines(after)["Đơn vị 0"] == ["2", "0", "1", "0", "2"]
    training_class.capacity = 4
    factories.organisation("Đơn vị nữa")
    refused = officer.submit(officer.get(page.path), {"seats": "1", "reserved": "1"}, status=422)
    assert refused.errors == ["Chỉ còn 0 chỗ trống để giữ cho Đơn vị nữa."]


def test_a_refused_batch_shows_the_places_as_they_are(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=2)
    for number in range(3):
        factories.organisation(f"Đơn vị {number}")
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{training_class.id}/quotas/batch")
    refused = officer.submit(page, {"seats": "1", "reserved": "1"}, status=422)
    assert "Đang giữ cho đơn vị 0" in page.text and "Đang giữ cho đơn vị 0" in refused.text
    assert db.session.query(ClassQuota).count() == 0


def test_the_default_is_set_on_its_page(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class()
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{training_class.id}/quotas/default")
    refused = officer.submit(page, {"rule": "limited", "seats": ""}, status=422)
    assert refused.errors == ["Hãy nhập số từ 1 đến 500."]
    assert (
        "Mỗi đơn vị cử tối đa 2 người"
        in officer.submit(page, {"rule": "limited", "seats": "2"}).text
    )
    page = officer.get(page.path)
    assert page.html.count("checked") == 1
    assert "Không được cử người" in officer.submit(page, {"rule": "closed"}).text


def test_an_organisation_is_found_by_a_part_of_its_name(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class()
    wanted = factories.organisation("HTX Minh Tân (hư cấu)")
    factories.organisation("HTX Minh Tân Hai (hư cấu)")
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{training_class.id}/quotas/new")
    values = {"organisation": "minh tan", "seats": "2", "reserved": "0"}
    asked = officer.submit(page, values, status=422)
    assert asked.errors == ["Hãy chọn đúng đơn vị trong các đơn vị bên dưới."]
    after = officer.submit(asked, {"organisation-choice": str(wanted.id)})
    assert lines(after) == {"HTX Minh Tân (hư cấu)": ["2", "0", "0", "0", "2"]}


def test_only_an_organisation_of_the_register_gets_a_quota(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class()
    officer = Reader(app, cast.officer)
    for forged in ("", "không có đơn vị này", "9" * 30):
        data = {"organisation": forged, "seats": "1", "reserved": "0"}
        answer = officer.post(f"/classes/{training_class.id}/quotas/new", data)
        assert answer.status_code == 422
    assert db.session.query(ClassQuota).count() == 0


def test_a_long_list_of_quotas_costs_what_a_short_one_does(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=400)
    officer, costs = Reader(app, cast.officer), []
    for count in (1, 3):
        _give(training_class, [factories.organisation() for _number in range(count)], cast)
        with counted() as statements:
            officer.get(f"/classes/{training_class.id}/quotas")
        costs.append(len(statements))
    assert costs[0] == costs[1]


def test_many_quotas_are_shown_a_page_at_a_time(app: Flask, cast: Cast) -> None:
    training_class = factories.training_class(capacity=400)
    _give(training_class, [factories.organisation() for _number in range(52)], cast)
    officer = Reader(app, cast.officer)
    address = f"/classes/{training_class.id}/quotas"
    assert len(officer.get(address).rows()) == 50
    assert len(officer.get(f"{address}?page=2").rows()) == 2


def _give(training_class: TrainingClass, organisations: list[Organisation], cast: Cast) -> None:
    quotas.set_quotas(training_class, organisations, Quota(1), actor_of(cast.officer))
    db.session.commit()
