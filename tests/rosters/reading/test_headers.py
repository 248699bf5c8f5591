"""Headings: found by their words, and overruled by a person."""

from __future__ import annotations

import pytest

from lms.rosters.layout.aliases import meaning
from lms.rosters.layout.headers import Header, find_header, no_header
from lms.rosters.layout.interpretation import ReadOptions, read_rows
from lms.rosters.refusal import RosterRefused
from lms.rosters.rows import Field
from lms.rosters.sheets import Merge, Sheet, Value, column_letter

LABELS = {
    Field.NUMBER: ["STT", "TT", "Số TT", "S\nT\nT"],
    Field.FULL_NAME: [
        "Họ và tên",
        "HỌ TÊN",
        "Họ, tên học viên",
        "Học viên",
        "Full name",
        "Tên",
        "Họ đệm",
    ],
    Field.BIRTH: [
        "Năm sinh",
        "Ngày, tháng, năm sinh",
        "Ngày sinh (dd/mm/yyyy)",
        "NTNS",
        "Sinh năm",
    ],
    Field.BIRTH_MALE: ["Nam", "NAM"],
    Field.BIRTH_FEMALE: ["Nữ", "NỮ"],
    Field.SEX: ["Giới tính", "Nam/Nữ", "Giới tính (Nam/Nữ)"],
    Field.PHONE: [
        "SĐT",
        "Điện thoại",
        "Số ĐT liên hệ",
        "ĐTDĐ",
        "Zalo",
        "Số điện thoại (Zalo)",
        "Đ.thoại",
    ],
    Field.ORGANISATION: [
        "Đơn vị",
        "Đơn vị công tác",
        "Tên HTX",
        "Cơ quan",
        "HTX/QTDND",
        "Nơi công tác",
    ],
    Field.TAX_CODE: ["MST", "Mã số thuế", "Mã số HTX", "MST (nếu có)"],
    Field.POSITION: ["Chức vụ", "Chức danh", "Chức vụ hiện nay", "Chức vụ/ chức danh"],
    Field.COMMUNE: ["Xã", "Xã, phường", "Địa chỉ", "Xã/phường/thị trấn", "Nơi ở"],
    Field.DISTRICT: ["Huyện", "Huyện/TP", "Quận, huyện"],
    Field.CITIZEN_NUMBER: ["CCCD", "Số CCCD/CMND", "Số định danh cá nhân", "Căn cước công dân"],
    Field.ETHNICITY: ["Dân tộc", "Dân tộc (nếu là DTTS)"],
    Field.NOTE: ["Ghi chú"],
}
NOTHING = ["Năm", "Ngày cấp CCCD", "Nơi cấp", "Ký nhận", "Email", "Trình độ", "Số tiền", "Nguyễn Văn An", "",
           "DANH SÁCH HỌC VIÊN THAM DỰ LỚP TẬP HUẤN CHUYỂN ĐỔI SỐ CHO CÁC HỢP TÁC XÃ NĂM 2026"]  # fmt: skip


def sheet(*rows: list[Value], merges: tuple[Merge, ...] = ()) -> Sheet:
    return Sheet("Danh sách", [list(row) for row in rows], merges)


@pytest.mark.parametrize(
    ("field", "label"), [(f, label) for f, labels in LABELS.items() for label in labels]
)
def test_labels_are_understood(field: Field, label: str) -> None:
    found = meaning(label)
    assert found is not None and found.field == field


@pytest.mark.parametrize("label", NOTHING)
def test_other_words_head_nothing(label: str) -> None:
    assert meaning(label) is None


def test_a_commune_alone_is_better_than_an_address() -> None:
    header = find_header(sheet(["Họ tên", "Địa chỉ", "Xã"]))
    assert header.columns[Field.COMMUNE] == (2,)


def test_rows_and_labels_are_told_as_excel_counts() -> None:
    header = find_header(
        sheet(
            ["Danh sách"],
            ["TT", "Họ và tên", "Năm sinh", None, "Điện thoại"],
            [None, None, "Nam", "Nữ", None],
            [1.0, "Nguyễn Văn An", 1968.0, None, "0912345678"],
        )
    )
    assert (header.first_row, header.last_row) == (2, 3)
    assert header.labels == ("TT", "Họ và tên", "Năm sinh / Nam", "Năm sinh / Nữ", "Điện thoại")
    assert header.score > 0


def test_a_title_merged_over_the_heading_does_not_blur_it() -> None:
    header = find_header(
        sheet(["Danh sách năm sinh", None], ["Họ tên", "Đơn vị"], merges=(Merge(1, 0, 1, 1),))
    )
    assert header.columns == {Field.FULL_NAME: (0,), Field.ORGANISATION: (1,)}


def test_a_person_overrules_the_heading() -> None:
    rows: list[list[Value]] = [["Họ tên", "Cột lạ"], ["Nguyễn Văn An", "HTX Minh Tân"]]
    header = find_header(sheet(*rows)).with_columns(
        {Field.FULL_NAME: (0,), Field.ORGANISATION: (1,)}
    )
    (row,) = read_rows(sheet(*rows), header, ReadOptions()).rows
    assert row.particulars is not None and row.particulars.organisation == "HTX Minh Tân"


def test_a_sheet_without_a_heading_is_read_as_a_person_says() -> None:
    bare = sheet(["Nguyễn Văn An", 1968.0], ["Trần Thị Bình", 1970.0])
    with pytest.raises(RosterRefused) as refusal:
        find_header(bare)
    assert refusal.value.code == "no_header"
    header = no_header(bare).with_columns({Field.FULL_NAME: (0,), Field.BIRTH: (1,)})
    assert [row.number for row in read_rows(bare, header).rows] == [1, 2]


def test_a_mapping_made_by_hand_outlives_a_repeated_heading() -> None:
    heading: list[Value] = ["Họ tên", "Đơn vị", "Xã"]
    book = sheet(
        heading, ["Nguyễn Văn An", "Minh Tân", "HTX"], heading, ["Trần Thị Bình", "Độc Lập", "HTX"]
    )
    turned: dict[Field, tuple[int, ...]] = {
        Field.FULL_NAME: (0,),
        Field.ORGANISATION: (2,),
        Field.COMMUNE: (1,),
    }
    reading = read_rows(book, find_header(book).with_columns(turned))
    assert [row.particulars.commune for row in reading.rows if row.particulars] == [
        "Minh Tân",
        "Độc Lập",
    ]
    assert [one.code for one in reading.left_out] == ["repeated_heading"]


def test_an_empty_sheet_has_no_heading() -> None:
    with pytest.raises(RosterRefused):
        find_header(sheet())
    assert no_header(sheet()) == Header(0, 0, {}, 0, ())


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letter(column) == letters
