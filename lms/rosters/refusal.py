"""Why a whole file cannot be read, in sentences that say what to do."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.errors import DomainError

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_MEMBERS = 64
MOST_ROWS = 20_000
#: Cells between A1 and the last one: what must be held in memory, empty or not.
MOST_CELLS = 2_000_000

_SENTENCES = {
    "empty": _l("This file is empty."),
    "empty_sheet": _l("Nothing is written in this sheet. Choose another sheet or another file."),
    "too_big": _l(
        "This file is larger than 10 MB. Take out pictures and sheets that are not needed, "
        "or cut the list into several files."
    ),
    "too_big_unpacked": _l(
        "Unpacked, this file is larger than 100 MB. Copy the list into a new workbook and save that."
    ),
    "too_many_members": _l(
        "This workbook has more than 64 parts inside. Copy the list into a new workbook and save that."
    ),
    "too_many_rows": _l(
        "This file has a sheet of more than 20,000 rows. Cut the list into several files."
    ),
    "too_far": _l(
        "The sheet has something written far away from the list. Copy only the list into a new "
        "workbook and save that."
    ),
    "password": _l(
        "This file is locked with a password. Open it, take the password off, save it and try again."
    ),
    "not_a_spreadsheet": _l(
        "This is not a spreadsheet. Lists can be Excel workbooks (.xlsx, .xls) or text files (.csv)."
    ),
    "web_page": _l(
        "Despite its name this file is a web page or an XML file, not a workbook. Open it in Excel, "
        'choose "Save As" and the type "Excel Workbook (.xlsx)", then try again.'
    ),
    "other_spreadsheet": _l(
        "This kind of spreadsheet cannot be read. Open it in Excel or LibreOffice, "
        'choose "Save As" and the type "Excel Workbook (.xlsx)", then try again.'
    ),
    "damaged": _l(
        "This file is damaged or incomplete. Open it in Excel, save it again as .xlsx and try again."
    ),
    "forbidden_xml": _l(
        "This workbook holds declarations that no spreadsheet program writes. It was not opened."
    ),
    "unknown_encoding": _l(
        "The letters of this text file cannot be made out. Open it in Excel, "
        'choose "Save As" and the type "CSV UTF-8" or "Excel Workbook (.xlsx)", then try again.'
    ),
    "no_header": _l(
        "No heading was found. The list needs a row of headings, one of which says that its column "
        "holds full names."
    ),
}


class RosterRefused(DomainError):
    """This file cannot be read. ``code`` is a key of the sentences and never changes."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], field="file")
        self.code = code
