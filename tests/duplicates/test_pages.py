"""The officer's pages: what is proposed, side by side, merging, and taking it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask
from sqlalchemy import select

from lms.access import RIGHTS, Right
from lms.accounts.models import Account
from lms.attendance.models import Presence
from lms.duplicates.models import Distinction, Merge
from lms.extensions import db
from lms.registry.models import Person
from tests import factories
from tests.duplicates import twins
from tests.people import Cast
from tests.queries import counted
from tests.reader import Page, Reader, words


def radios(page: Page, name: str) -> dict[str, bool]:
    """The values of a group of radios, and which is chosen."""
    return {
        field.get("value", ""): field.get("checked") is not None
        for field in page.form().iter("input")
        if field.get("name") == name
    }


def compare(desk: Reader, survivor: Person, merged: Person) -> Page:
    return desk.get(f"/duplicates/{survivor.id}/{merged.id}")


def test_the_list_says_why_and_leads_to_the_comparison(
    desk: Reader, one: Person, other: Person
) -> None:
    page = desk.get("/duplicates")
    ((first, second, why, likeness),) = page.rows()
    assert first == "Nguyễn Thị Hoà, 1970Giám đốc, HTX DVNN Minh Tân (hư cấu) · •••• ••• 678"
    assert second.startswith("Nguyễn Thị Hòa, 1970")
    assert (why, likeness) == ("Cùng họ tên (không kể dấu), năm sinh và đơn vị", "Rất có thể trùng")
    assert page.links["Nguyễn Thị Hoà, 1970"] == f"/duplicates/{one.id}/{other.id}"
    assert "0912345678" not in page.html


def test_the_list_can_be_narrowed_to_an_organisation(desk: Reader, one: Person, cast: Cast) -> None:
    assert len(desk.get(f"/duplicates?organisation={cast.cooperative.id}").rows()) == 1
    page = desk.get(f"/duplicates?organisation={cast.other_cooperative.id}")
    assert page.rows() == []
    assert "Không có hồ sơ nào có thể trùng" in page.text


def test_the_people_page_leads_to_the_list(desk: Reader, app: Flask, cast: Cast) -> None:
    assert desk.get("/people").links["Hồ sơ có thể trùng"] == "/duplicates"
    assert "Hồ sơ có thể trùng" not in Reader(app, cast.leader).get("/people").links


def test_differences_are_marked_in_words(desk: Reader, one: Person, other: Person) -> None:
    page = compare(desk, one, other)
    rows = {
        words(row.find("h3")): words(row)
        for row in page.root.iter("div")
        if row.get("class") == "compare__row"
    }
    assert "Họ và tên Khác nhau" in rows
    assert "Ngày sinh" in rows, "the same in both"
    assert rows["Điện thoại Khác nhau"] == (
        f"Điện thoại Khác nhau Hồ sơ số {one.id} 0912 345 678 Hồ sơ số {other.id} 0987 654 321"
    )
    assert rows["Giới tính Khác nhau"].endswith("Không rõ")


def test_the_comparison_shows_classes_attendance_certificates_and_accounts(
    desk: Reader, one: Person, other: Person, officer: Account
) -> None:
    training_class = twins.ended_class(2)
    place = twins.place(training_class, other, officer)
    twins.mark(place, 0, Presence.PRESENT, officer)
    twins.certificate(place, officer)
    twins.attempt(place, 1, 2)
    twins.lesson_read(place, 0)
    text = compare(desk, one, other).text
    for shown in (
        f"{training_class.title}: có mặt 1/1 buổi đã điểm danh",
        "0001/2026/GCN, Chuyên đề, Đã cấp",
        "1 lượt làm bài",
        "Có chỗ trong lớp",
        "1 bài",
    ):
        assert shown in text


def test_the_survivors_values_are_proposed_but_where_the_others_say_more(
    desk: Reader, one: Person, other: Person
) -> None:
    other.birth_date, other.birth_precision = date(1970, 5, 2), "day"
    page = compare(desk, one, other)
    assert radios(page, "full_name") == {"survivor": True, "merged": False}
    assert radios(page, "sex") == {"survivor": True, "merged": False}
    assert radios(page, "birth") == {"survivor": False, "merged": True}
    exchanged = compare(desk, other, one)
    assert radios(exchanged, "birth") == {"survivor": True, "merged": False}
    assert radios(exchanged, "sex") == {"survivor": False, "merged": True}


def test_merging_and_undoing_on_pages(desk: Reader, one: Person, other: Person) -> None:
    page = compare(desk, one, other)
    assert "Cùng họ tên (không kể dấu), năm sinh và đơn vị" in words(page.form())
    page = desk.submit(page, {"full_name": "merged"})
    assert "Hai hồ sơ nay đã thành một." in page.text
    assert page.h1 == "Gộp hồ sơ Nguyễn Thị Hòa"
    assert one.full_name == "Nguyễn Thị Hòa"
    assert desk.get("/duplicates").rows() == []
    assert desk.get("/merges").rows()[0][-1] == "Đang có hiệu lực"
    undo = desk.get(page.links["Hoàn tác lần gộp"])
    page = desk.submit(undo, {"reason": ""}, status=422)
    assert page.errors == ["Hãy điền mục “Lý do hoàn tác”."]
    page = desk.submit(page, {"reason": "Hai chị em họ"})
    assert "mọi thứ trở lại như trước khi gộp" in page.text
    assert "Hoàn tác lần gộp" not in page.links
    assert one.full_name == "Nguyễn Thị Hoà"
    assert desk.get("/merges").rows()[0][-1] == "Đã hoàn tác"


def test_a_person_with_an_account_in_both_records_asks_for_one(
    desk: Reader, one: Person, other: Person
) -> None:
    own, others = twins.account(one, "learner"), twins.account(other, "trainer")
    page = compare(desk, one, other)
    assert list(radios(page, "account")) == [str(own.id), str(others.id)]
    desk.submit(page, {"account": str(others.id)})
    assert others.person_id == one.id


def test_a_forged_account_is_refused(desk: Reader, one: Person, other: Person, cast: Cast) -> None:
    twins.account(one, "learner")
    twins.account(other, "learner")
    page = compare(desk, one, other)
    desk.submit(page, {"account": str(cast.administrator.id)}, status=422)
    assert one.merged_into_id is other.merged_into_id is None


def test_without_a_reason_what_was_chosen_is_kept(desk: Reader, one: Person, other: Person) -> None:
    page = compare(desk, one, other)
    page = desk.submit(page, {"full_name": "merged", "reason": ""}, status=422)
    assert page.errors == ["Hãy điền mục “Vì sao đây là một người”."]
    assert radios(page, "full_name") == {"survivor": False, "merged": True}


def test_what_changed_since_the_page_was_opened_has_to_be_seen_first(
    desk: Reader, one: Person, other: Person
) -> None:
    page = compare(desk, one, other)
    other.full_name = "Nguyễn Thị Hoài"
    db.session.commit()
    page = desk.submit(page, status=422)
    assert "đã thay đổi từ lúc mở trang này" in page.errors[0]
    desk.submit(page)
    assert other.merged_into_id == one.id


def test_the_second_officer_is_told_that_a_colleague_was_faster(
    app: Flask, desk: Reader, one: Person, other: Person, officer: Account
) -> None:
    page = compare(desk, one, other)
    twins.merged(one, other, officer)
    page = desk.submit(page, status=409)
    assert "Người khác đã làm trước" in page.text


def test_pressing_twice_merges_once(desk: Reader, one: Person, other: Person) -> None:
    page = compare(desk, one, other)
    first, second = desk.submit(page), desk.submit(page)
    assert first.path == second.path
    assert len(db.session.scalars(select(Merge)).all()) == 1


def test_a_pair_is_found_to_be_two_with_a_reason(
    desk: Reader, one: Person, other: Person, officer: Account
) -> None:
    page = desk.get(compare(desk, one, other).links["Đây là hai người khác nhau"])
    assert desk.submit(page, status=422).errors == [
        "Hãy điền mục “Vì sao biết đây là hai người khác nhau”."
    ]
    page = desk.submit(page, {"reason": "Hai chị em họ"})
    assert (page.path, page.rows()) == ("/duplicates", [])
    assert db.session.scalars(select(Distinction)).one().by_id == officer.id
    assert desk.get("/distinctions").rows()[0][2] == "Hai chị em họ"
    text = compare(desk, one, other).text
    assert "Bùi Thị Hạnh đã ghi nhận ngày" in text


def test_a_persons_page_hints_at_the_other_record(
    app: Flask, desk: Reader, one: Person, other: Person, cast: Cast
) -> None:
    for person in (one, other):
        page = desk.get(f"/people/{person.id}")
        assert "Có thể trùng với hồ sơ khác" in page.text
        assert f"/duplicates/{one.id}/{other.id}" in page.links.values()
    leader = Reader(app, cast.leader).get(f"/people/{one.id}")
    assert "Có thể trùng" not in leader.text


def test_a_persons_page_names_who_was_merged_into_it(
    desk: Reader, one: Person, other: Person, officer: Account
) -> None:
    merge = twins.merged(one, other, officer)
    page = desk.get(f"/people/{one.id}")
    assert "Hồ sơ đã gộp vào đây" in page.text
    assert f"/merges/{merge.id}" in page.links.values()
    assert "Có thể trùng" not in page.text


def test_somebody_whose_name_was_misspelt_is_found_by_search(desk: Reader, one: Person) -> None:
    wrong = twins.person("Nguyễn Thị Hao")
    page = desk.get(desk.get(f"/people/{one.id}").links["Người này có hai hồ sơ"])
    page = desk.get(f"{page.path}?q=nguyen thi hao")
    assert page.links["Nguyễn Thị Hao"] == f"/duplicates/{one.id}/{wrong.id}"


def test_the_lists_ask_the_same_number_of_statements_for_one_row_and_for_three(
    desk: Reader, one: Person, other: Person, officer: Account
) -> None:
    def statements(path: str) -> int:
        desk.get(path)
        with counted() as sent:
            desk.get(path)
        return len(sent)

    def more(act: Callable[[], object]) -> None:
        for _time in range(2):
            act()

    before = statements("/duplicates")
    more(lambda: twins.person("Nguyễn Thị Hoà", phone="0912345678"))
    assert len(desk.get("/duplicates").rows()) >= 3
    assert statements("/duplicates") == before
    twins.merged(one, other, officer)
    before = statements("/merges")
    more(lambda: twins.merged(one, twins.person("Hoà"), officer))
    assert statements("/merges") == before


def test_who_merges_may_see_citizen_numbers() -> None:
    """The comparison shows their masks to everybody who may merge."""
    for rights in RIGHTS.values():
        assert Right.MERGE_PEOPLE not in rights or Right.SEE_CITIZEN_NUMBERS in rights


def test_two_people_who_are_nothing_alike_can_be_compared(desk: Reader, one: Person) -> None:
    stranger = factories.person("Lê Văn Ba")
    page = compare(desk, one, stranger)
    assert page.h1 == "Hai hồ sơ này có phải một người?"
    assert "Có thể trùng" not in page.text
