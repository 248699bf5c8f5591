"""The official list as a workbook: layout, texts that stay texts, who gets whom, and the record of it."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook

from lms import clock
from lms.accounts.actors import actor_of
from lms.audit import AuditEntry
from lms.classes.models import ClassState
from lms.enrolments.models import EnrolmentState
from lms.enrolments.official_list.rows import ListOrder, list_rows
from lms.extensions import db
from lms.privacy.models import Export
from lms.registry.models import AdministrativeUnit, BirthPrecision, PersonPhone, Sex
from tests import factories
from tests.enrolments.registering import member
from tests.queries import counted
from tests.reader import Reader

REASON = "In danh sách kèm quyết định"
HEADINGS = [
    "STT",
    "Họ và tên",
    "Năm sinh",
    None,
    "Chức vụ",
    "Đơn vị công tác",
    "Địa chỉ (xã/phường)",
    "Số điện thoại",
    "Ghi chú",
]


def download(app, account, training_class, order=ListOrder.GIVEN_NAME):
    """The sheet that somebody downloads."""
    reader = Reader(app, account)
    address = f"/classes/{training_class.id}/official-list"
    answer = reader.post(address, {"order": order.value, "export_reason": REASON})
    assert answer.status_code == 200, answer.text[:300]
    assert "attachment; filename=danh-sach-" in answer.headers["Content-Disposition"]
    return load_workbook(BytesIO(answer.data)).active


def table(sheet) -> list[list[object]]:
    """The rows between the header and the sum."""
    rows = [[cell.value for cell in row[:9]] for row in sheet.iter_rows()]
    start = next(n for n, row in enumerate(rows) if row[0] == "STT") + 2
    return [row for row in rows[start:] if isinstance(row[0], int)]


def enrolled(training_class, cast, name, *, sex=Sex.UNKNOWN, born=None, day=False, **options):
    person = member(options.pop("organisation", cast.cooperative), name, **options)
    person.sex = sex
    if born:
        person.birth_date = born
        person.birth_precision = BirthPrecision.DAY if day else BirthPrecision.YEAR
    db.session.commit()
    return factories.enrolment(training_class, person, cast.officer)


def test_the_list_looks_as_offices_write_it(app, cast):
    factories.office(signer_title="Chủ tịch", signer_name="Phạm Quốc Khánh")
    running = factories.training_class("Chuyển đổi số", state=ClassState.LISTED)
    sheet = download_with_one(app, cast, running)
    values = {
        cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value
    }
    assert values["A1"] == "LIÊN MINH HỢP TÁC XÃ VIỆT NAM"
    assert values["F1"] == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert values["F2"] == "Độc lập - Tự do - Hạnh phúc"
    assert values["A4"] == "DANH SÁCH HỌC VIÊN" and values["A5"] == "Lớp: Chuyển đổi số"
    assert [cell.value for cell in sheet[8]][:9] == HEADINGS
    assert (values["C9"], values["D9"]) == ("Nam", "Nữ")
    merged = {str(one) for one in sheet.merged_cells.ranges}
    assert {"C8:D8", "A8:A9", "B8:B9", "F8:F9", "A4:I4"} <= merged
    assert "Danh sách gồm 1 người." in values.values()
    assert "CHỦ TỊCH" in values.values() and "Phạm Quốc Khánh" in values.values()


def download_with_one(app, cast, running):
    enrolled(running, cast, "Lê An", sex=Sex.MALE, born=date(1970, 1, 1))
    return download(app, cast.officer, running)


def test_it_prints_on_a4_across_with_the_header_on_every_page(app, cast):
    running = factories.training_class()
    sheet = download_with_one(app, cast, running)
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$8:$9"
    assert sheet.print_area.startswith("'Danh sách học viên'!$A$1:$I$")
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    fonts = {cell.font.name for row in sheet.iter_rows(max_row=10) for cell in row if cell.value}
    assert fonts == {"Times New Roman"}


def test_days_are_dates_years_are_numbers_and_sexes_have_their_columns(app, cast):
    running = factories.training_class()
    enrolled(running, cast, "Lê An", sex=Sex.MALE, born=date(1968, 5, 12), day=True)
    enrolled(running, cast, "Lê Bình", sex=Sex.FEMALE, born=date(1970, 1, 1))
    enrolled(running, cast, "Lê Cúc", born=date(1980, 1, 1))
    enrolled(running, cast, "Lê Dung", sex=Sex.FEMALE)
    sheet = download(app, cast.officer, running)
    born = [(row[2], row[3], row[8]) for row in table(sheet)]
    assert born == [
        (datetime(1968, 5, 12), None, None),
        (None, 1970, None),
        (None, None, "Sinh năm 1980"),
        (None, "x", None),
    ]
    first = sheet.cell(10, 3)
    assert (first.is_date, first.number_format) == (True, "dd/mm/yyyy")


def test_nothing_is_ever_a_formula(app, cast):
    running = factories.training_class('=HYPERLINK("http://x")')
    unit = AdministrativeUnit(code="1", name="@SUM(A1)", former_district="", former_province="")
    for number, sign in enumerate("=+-@"):
        body = factories.organisation(f"{sign}cmd|' /C calc'!A{number}")
        body.unit = unit
        enrolled(running, cast, f"{sign}1+1 Lê", organisation=body, phone="0912345678")
    enrolled(running, cast, "#N/A")
    sheet = download(app, cast.officer, running)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert {cell.number_format for cell in cells if cell.data_type == "s"} == {"@"}
    names = {row[1] for row in table(sheet)}
    assert {"=1+1 Lê", "+1+1 Lê", "-1+1 Lê", "@1+1 Lê", "#N/A"} == names


def test_numbers_to_call_are_texts_with_their_zero(app, cast):
    running = factories.training_class()
    place = enrolled(running, cast, "Lê An", phone="0912345678")
    place.person.phones.append(PersonPhone(digits="02273831234", position=1))
    db.session.commit()
    cell = download(app, cast.officer, running).cell(10, 8)
    assert (cell.value, cell.data_type) == ("0912345678 / 02273831234", "s")


def test_by_given_name_or_by_organisation(app, cast):
    running = factories.training_class()
    for name, body in (
        ("Đỗ Văn An", cast.other_cooperative),
        ("Lê Thị Ánh", cast.cooperative),
        ("Trần Văn Bình", cast.other_cooperative),
    ):
        enrolled(running, cast, name, organisation=body)
    by_name = table(download(app, cast.officer, running))
    assert [row[1] for row in by_name] == ["Đỗ Văn An", "Lê Thị Ánh", "Trần Văn Bình"]
    by_body = table(download(app, cast.officer, running, ListOrder.ORGANISATION))
    assert [row[1] for row in by_body] == ["Lê Thị Ánh", "Đỗ Văn An", "Trần Văn Bình"]
    assert [row[0] for row in by_body] == [1, 2, 3]


def test_only_confirmed_places_are_on_it(app, cast):
    running = factories.training_class()
    for name, state in zip(("An", "Bình", "Cúc", "Dung"), EnrolmentState, strict=True):
        enrolled(running, cast, name).state = state
    db.session.commit()
    assert [row[1] for row in table(download(app, cast.officer, running))] == ["An"]


def test_a_contact_gets_the_own_people_on_the_organisations_paper(app, cast):
    running = factories.training_class()
    enrolled(running, cast, "Lê An", phone="0912345678")
    enrolled(running, cast, "Người Lạ", organisation=cast.other_cooperative, phone="0987654321")
    sheet = download(app, cast.contact, running)
    assert [(row[1], row[7]) for row in table(sheet)] == [("Lê An", "0912345678")]
    assert sheet["A2"].value == cast.cooperative.name.upper()
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert not any("Người Lạ" in text or "0987654321" in text for text in texts)


def test_of_who_moved_away_a_contact_gets_no_number(app, cast):
    running = factories.training_class()
    place = enrolled(running, cast, "Lê An", phone="0912345678")
    place.person.positions[0].ended_on = clock.today()
    db.session.commit()
    assert [row[7] for row in table(download(app, cast.contact, running))] == [None]


def test_a_leader_reads_masked_numbers(app, cast):
    running = factories.training_class()
    enrolled(running, cast, "Lê An", phone="0912345678")
    assert [row[7] for row in table(download(app, cast.leader, running))] == ["•••• ••• 678"]


def test_it_needs_a_reason_and_is_on_record(app, cast):
    running = factories.training_class("Chuyển đổi số")
    enrolled(running, cast, "Lê An")
    officer = Reader(app, cast.officer)
    page = officer.get(f"/classes/{running.id}/official-list")
    refused = officer.submit(page, {"export_reason": " "}, status=422)
    assert len(refused.errors) == 1 and db.session.query(Export).count() == 0
    sheet = download(app, cast.officer, running)
    export = db.session.query(Export).one()
    assert (export.kind, export.rows, export.reason, export.by_id) == (
        "class list",
        1,
        REASON,
        cast.officer.id,
    )
    assert export.filters == {"class_id": running.id, "order": "given-name"}
    marks = [str(c.value) for row in sheet.iter_rows() for c in row if "số 1" in str(c.value)]
    assert len(marks) == 1
    assert sheet.print_area.rpartition("$")[2] < str(sheet.max_row)
    assert "personal data exported" in {e.action for e in db.session.query(AuditEntry)}


def test_an_empty_list_is_no_file_and_no_export(app, cast):
    running = factories.training_class()
    factories.enrolment(running, cast.other_learner, cast.officer)
    answer = Reader(app, cast.contact).post(
        f"/classes/{running.id}/official-list", {"order": "given-name", "export_reason": REASON}
    )
    assert answer.status_code == 422 and "chưa có ai" in answer.text
    assert db.session.query(Export).count() == 0


def test_one_or_three_people_cost_the_same(app, cast):
    running, by, costs = factories.training_class(), actor_of(cast.officer), []
    class_id = running.id
    for count in (1, 2):
        for number in range(count):
            enrolled(running, cast, f"Lê {count}{number}", phone=f"09123456{count}{number}")
        with counted() as statements:
            list_rows(class_id, by, ListOrder.GIVEN_NAME, phones_in_full=True)
        costs.append(len(statements))
    assert costs == [2, 2]
