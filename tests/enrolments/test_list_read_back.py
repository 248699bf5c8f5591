"""Our own official list, read as any office's list is: nobody is lost, nothing is asked."""

from __future__ import annotations

from datetime import date

from lms.enrolments.official_list.rows import ListRow
from lms.enrolments.official_list.workbook import ListHead, workbook_of
from lms.registry.models import BirthPrecision, Sex
from lms.registry.people.register import Birth
from lms.rosters.files.reading import open_workbook
from lms.rosters.layout.headers import find_header
from lms.rosters.layout.interpretation import read_rows
from lms.rosters.rows import Reading

HEAD = ListHead(
    parent_agency="Liên minh Hợp tác xã Việt Nam",
    office="Liên minh Hợp tác xã tỉnh Hưng Yên",
    title_lines=("Lớp: Chuyển đổi số", "Thời gian: ngày 05/12/2026; địa điểm: Hội trường"),
    place="Hưng Yên",
    day=date(2026, 11, 24),
    signer_title="Chủ tịch",
    signer_name="Phạm Quốc Khánh",
)
MARK = "Bùi Thị Hạnh xuất lúc 09:41, 24/11/2026, số 1."


def row(full_name: str, born: date | None, precision: str, sex: str, *phones: str) -> ListRow:
    return ListRow(
        full_name,
        born,
        precision,
        sex,
        "Giám đốc",
        "HTX DVNN Minh Tân",
        "Xã Minh Tân",
        None,
        phones,
    )


PEOPLE = [
    row("Lê Văn An", date(1968, 5, 12), "day", "male", "0912345678"),
    row("Nguyễn Thị Hoà", date(1970, 1, 1), "year", "female", "0987654321", "02273831234"),
    row("Đỗ Thị Ánh", None, "unknown", "female"),
    row("Trần Y", None, "unknown", "male", "0911222333"),
    row("H'Hen Niê", date(1992, 12, 31), "day", "female"),
]


def read_back(rows: list[ListRow]) -> Reading:
    book = open_workbook(workbook_of(HEAD, rows, MARK), "danh-sach.xlsx")
    sheet = book.sheet(0)
    return read_rows(sheet, find_header(sheet))


def test_everybody_is_read_back_as_written() -> None:
    reading = read_back(PEOPLE)
    assert not any(one.is_wrong for one in reading.rows)
    told = [one.particulars for one in reading.rows]
    assert [
        (one.full_name, one.birth, one.sex, one.phones, one.organisation, one.position, one.commune)
        for one in told
        if one is not None
    ] == [
        (
            one.full_name,
            Birth(one.birth_date, BirthPrecision(one.birth_precision)),
            Sex(one.sex),
            one.phones,
            one.organisation,
            one.position,
            one.unit,
        )
        for one in PEOPLE
    ]


def test_what_is_no_person_is_left_out_with_a_word() -> None:
    """The sum, the signatures and the mark of the export."""
    texts = " ".join(one.text for one in read_back(PEOPLE).left_out)
    assert "Danh sách gồm 5 người." in texts and "CHỦ TỊCH" in texts


def test_five_hundred_people_are_five_hundred() -> None:
    assert len(read_back(PEOPLE * 100).rows) == 500
