"""The official list as a workbook, laid out as offices of the state lay out theirs.

Nothing in it is a formula: every text is stored as a text, so a name that begins with "=" or "@" stays a
name. Under "Năm sinh" stands a date where the day is known, and the year as a number where it is not.
The words of the paper are Vietnamese in both languages of the pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from lms.enrolments.official_list.rows import ListRow
from lms.enrolments.registrations.models import RegistrationState

TITLE = "Danh sách học viên"
#: (heading, width in characters). The two birth columns stand under one heading.
COLUMNS = (
    ("STT", 6),
    ("Họ và tên", 26),
    ("Nam", 12),
    ("Nữ", 12),
    ("Chức vụ", 20),
    ("Đơn vị công tác", 34),
    ("Địa chỉ (xã/phường)", 22),
    ("Số điện thoại", 15),
    ("Ghi chú", 16),
)
BORN, MALE, FEMALE, LAST = "Năm sinh", 3, 4, len(COLUMNS)
#: The words on the left end, and those on the right begin, at these columns.
LEFT_END, RIGHT_START = 4, 6
TEXT, YEAR, DAY, A4 = "@", "0", "dd/mm/yyyy", 9
#: Characters that fit on one line of the title, and the height of a line in points.
TITLE_LINE, LINE_HEIGHT = 100, 18
#: Rows between the last printed one and the mark of the export.
MARK_BELOW = 4
#: What stands beside whose organisation has not sent them.
ANSWERS = {
    RegistrationState.WAITING.value: "Chờ đơn vị xác nhận",
    RegistrationState.DECLINED.value: "Đơn vị không cử",
}
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
THIN = Side(style="thin")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True, slots=True)
class ListHead:
    """The words around the list; ``title_lines`` follow "DANH SÁCH HỌC VIÊN"."""

    parent_agency: str
    office: str
    title_lines: tuple[str, ...]
    place: str
    day: date
    signer_title: str
    signer_name: str


def workbook_of(head: ListHead, rows: Sequence[ListRow], mark: str = "") -> bytes:
    """The bytes of the .xlsx file. ``mark`` says whence it comes: in the file, below the printed sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = TITLE
    header = _write_head(sheet, head)
    for number, row in enumerate(rows, start=1):
        _write_person(sheet, header + 1 + number, number, row)
    end = _write_foot(sheet, header + 2 + len(rows), head, len(rows))
    _set_page(sheet, header, end)
    _put(sheet.cell(end + MARK_BELOW, 1), mark)
    book.properties.description = mark
    book.properties.creator, book.properties.title = head.office, TITLE
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_head(sheet: Worksheet, head: ListHead) -> int:
    """The office, the state's motto and the titles; answers the first of the two header rows."""
    _line(sheet, 1, (1, LEFT_END), head.parent_agency.upper(), Font(size=12))
    _line(sheet, 1, (RIGHT_START, LAST), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Font(bold=True))
    _line(sheet, 2, (1, LEFT_END), head.office.upper(), Font(bold=True, underline="single"))
    motto = Font(bold=True, underline="single")
    _line(sheet, 2, (RIGHT_START, LAST), "Độc lập - Tự do - Hạnh phúc", motto)
    _line(sheet, 4, (1, LAST), TITLE.upper(), Font(bold=True, size=14))
    for at, words in enumerate(head.title_lines, start=5):
        _line(sheet, at, (1, LAST), words)
        sheet.row_dimensions[at].height = LINE_HEIGHT * (1 + len(words) // TITLE_LINE)
    header = 6 + len(head.title_lines)
    _write_header(sheet, header)
    return header


def _write_header(sheet: Worksheet, at: int) -> None:
    for column, (heading, _width) in enumerate(COLUMNS, start=1):
        upper, lower = sheet.cell(at, column), sheet.cell(at + 1, column)
        if column in (MALE, FEMALE):
            _put(lower, heading)
            if column == MALE:
                _put(upper, BORN)
        else:
            _put(upper, heading)
        for cell in (upper, lower):
            _dress(cell, CENTRED, bold=True)
        if column not in (MALE, FEMALE):
            _merge(sheet, (at, at + 1), (column, column))
    _merge(sheet, (at, at), (MALE, FEMALE))


def _write_person(sheet: Worksheet, at: int, number: int, row: ListRow) -> None:
    sheet.cell(at, 1).value = number
    if row.is_woman is not None:
        _put_birth(sheet.cell(at, FEMALE if row.is_woman else MALE), row)
    phones = " / ".join(row.phones)
    words = (row.full_name, row.position, row.organisation, row.unit, phones, _note(row))
    for column, text in zip((2, *range(FEMALE + 1, LAST + 1)), words, strict=True):
        _put(sheet.cell(at, column), text)
    for column in range(1, LAST + 1):
        is_narrow = column in (1, MALE, FEMALE, LAST - 1)
        _dress(sheet.cell(at, column), CENTRED if is_narrow else LEFT)


def _put_birth(cell: Any, row: ListRow) -> None:
    """The date, the year, or an x where only the sex is known."""
    if row.birth_year is None:
        _put(cell, "x")
    elif row.is_born_on_a_day:
        cell.value, cell.number_format = row.birth_date, DAY
    else:
        cell.value, cell.number_format = row.birth_year, YEAR


def _note(row: ListRow) -> str:
    """A birth year stands here when the sex, and so its column, is unknown."""
    year = f"Sinh năm {row.birth_year}" if row.is_woman is None and row.birth_year else ""
    return "; ".join(note for note in (year, ANSWERS.get(row.answer or "")) if note)


def _write_foot(sheet: Worksheet, at: int, head: ListHead, count: int) -> int:
    """How many they are, and the signatures; answers the last row."""
    _line(sheet, at, (1, LAST), f"Danh sách gồm {count} người.", Font(italic=True)).alignment = LEFT
    day = f"{head.place}, ngày {head.day:%d} tháng {head.day:%m} năm {head.day:%Y}"
    _line(sheet, at + 1, (RIGHT_START, LAST), day, Font(italic=True))
    _line(sheet, at + 2, (1, LEFT_END), "NGƯỜI LẬP", Font(bold=True))
    _line(sheet, at + 2, (RIGHT_START, LAST), head.signer_title.upper(), Font(bold=True))
    _line(sheet, at + 7, (RIGHT_START, LAST), head.signer_name, Font(bold=True))
    return at + 7


def _set_page(sheet: Any, header: int, end: int) -> None:
    """A4 across with all columns on its width, the header on every page, page numbers below."""
    for column, (_heading, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.print_area = f"A1:{get_column_letter(LAST)}{end}"
    sheet.print_title_rows = f"{header}:{header + 1}"
    sheet.freeze_panes = sheet.cell(header + 2, 3)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.6, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "Trang &P/&N"


def _line(
    sheet: Worksheet, at: int, span: tuple[int, int], words: str, font: Font | None = None
) -> Cell:
    """Words centred over several columns."""
    cell: Any = sheet.cell(at, span[0])
    _put(cell, words)
    wanted = font or Font()
    cell.font = Font(
        name="Times New Roman",
        size=wanted.size or 12,
        bold=wanted.bold,
        italic=wanted.italic,
        underline=wanted.underline,
    )
    cell.alignment = CENTRED
    _merge(sheet, (at, at), span)
    return cell


def _put(cell: Any, words: str) -> None:
    """A text that stays one: openpyxl would take "=…" for a formula and "#N/A" for an error."""
    if words:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
        cell.data_type, cell.number_format = "s", TEXT


def _dress(cell: Any, alignment: Alignment, *, bold: bool = False) -> None:
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
    cell.alignment, cell.border = alignment, FRAME


def _merge(sheet: Worksheet, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    sheet.merge_cells(
        start_row=rows[0], end_row=rows[1], start_column=columns[0], end_column=columns[1]
    )
