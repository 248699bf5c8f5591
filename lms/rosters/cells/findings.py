"""What the readers of single cells report, and the sentences a person reads for it."""

from __future__ import annotations

from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from lms.rosters.rows import Field, LeftOut, Message, Severity

_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


class Finding(NamedTuple):
    """``code`` is a key of the sentences below; ``text`` is what it is about, ``result`` what was made."""

    code: str
    field: Field | None = None
    text: str = ""
    result: str = ""


_SENTENCES = {
    "name_missing": (_ERROR, _l("The name is missing.")),
    "name_damaged": (
        _ERROR,
        _l("“%(text)s”: letters of this name were lost before it came here. Type the whole name."),
    ),
    "name_old_font": (
        _ERROR,
        _l(
            "“%(text)s” is typed in an old font (TCVN3 or VNI). Have the file converted, or type it."
        ),
    ),
    "name_with_digits": (_ERROR, _l("“%(text)s”: a name has no digits.")),
    "name_with_signs": (_ERROR, _l("“%(text)s”: a name has no such signs.")),
    "name_several": (
        _ERROR,
        _l("“%(text)s”: several people in one cell. Give each of them a row."),
    ),
    "name_one_word": (
        _ERROR,
        _l("“%(text)s” is only a part of a name. Type family, middle and given name."),
    ),
    "name_too_long": (_ERROR, _l("“%(text)s” is too long for a name.")),
    "name_not_a_person": (_ERROR, _l("“%(text)s” does not look like the name of a person.")),
    "name_many_words": (_WARNING, _l("“%(text)s” is unusually long. Are these two people?")),
    "name_abbreviated": (
        _WARNING,
        _l("“%(text)s” is abbreviated. The paper will show it like this."),
    ),
    "name_telex": (_WARNING, _l("“%(text)s” looks mistyped. Was “%(result)s” meant?")),
    "name_without_marks": (_WARNING, _l("“%(text)s” is typed without Vietnamese marks.")),
    "name_tail_moved": (
        _WARNING,
        _l("“%(text)s” was not taken for part of the name; it is kept in the note."),
    ),
    "name_aside_moved": (_NOTE, _l("“%(text)s” beside the name was moved to the note.")),
    "name_title_dropped": (_NOTE, _l("The form of address “%(text)s” was left out of the name.")),
    "name_title_or_family": (
        _WARNING,
        _l("“%(text)s” was taken for a form of address. If it is the family name, add it."),
    ),
    "name_numbering_dropped": (_NOTE, _l("The number “%(text)s” was left out of the name.")),
    "name_recased": (_NOTE, _l("“%(text)s” is written “%(result)s”.")),
    "name_tidied": (
        _NOTE,
        _l(
            "Needless spaces and signs, invisible characters and split letters of the name were put in order."
        ),
    ),
    "birth_impossible": (_ERROR, _l("“%(text)s” is not a possible birth date.")),
    "birth_ahead": (_ERROR, _l("The birth date “%(text)s” lies in the future.")),
    "birth_twice": (_ERROR, _l("Both columns, men and women, hold a birth date: “%(text)s”.")),
    "birth_unreadable": (_WARNING, _l("“%(text)s” is not a birth date; it stays unknown.")),
    "birth_ancient": (_WARNING, _l("Born “%(text)s”: older than a hundred years?")),
    "birth_young": (_WARNING, _l("Born “%(text)s”: younger than fifteen?")),
    "birth_partly_read": (_WARNING, _l("Of “%(text)s” only the year %(result)s could be read.")),
    "birth_year_only": (_NOTE, _l("Of “%(text)s” the year %(result)s is kept.")),
    "birth_two_digits": (_NOTE, _l("“%(text)s” was read as %(result)s.")),
    "birth_from_number": (_NOTE, _l("The number “%(text)s” was read as the date %(result)s.")),
    "birth_year_as_date": (
        _NOTE,
        _l("The cell shows the date %(text)s; the year %(result)s was typed."),
    ),
    "sex_unreadable": (_WARNING, _l("“%(text)s” is neither male nor female; it stays unknown.")),
    "sex_disagrees": (_WARNING, _l("The columns disagree on the sex; it stays unknown.")),
    "sex_from_title": (_NOTE, _l("The sex was taken from the form of address “%(text)s”.")),
    "sex_from_blank": (_NOTE, _l("Not marked as a woman, so read as a man.")),
    "phone_unusable": (
        _WARNING,
        _l("“%(text)s” is not a usable telephone number; it is kept in the note."),
    ),
    "phone_digits_lost": (
        _WARNING,
        _l(
            "The spreadsheet shortened the telephone number to “%(text)s”; its last digits are lost."
        ),
    ),
    "phone_text_dropped": (
        _NOTE,
        _l("“%(text)s” beside the telephone number was moved to the note."),
    ),
    "phone_zero_restored": (_NOTE, _l("The lost zero was put back: %(result)s.")),
    "phone_renumbered": (
        _NOTE,
        _l("The old number “%(text)s” was changed to its present form %(result)s."),
    ),
    "tax_code_padded": (_NOTE, _l("Lost zeros were put back in the tax code: %(result)s.")),
    "tax_code_unusable": (
        _WARNING,
        _l("“%(text)s” is not a tax code; it is kept in the note."),
    ),
    "citizen_number_padded": (_NOTE, _l("Lost zeros were put back in the citizen number.")),
    "citizen_number_unusable": (
        _WARNING,
        _l("This is not a citizen number of 12 digits; it was not taken over."),
    ),
    "citizen_number_old": (
        _WARNING,
        _l("This is the number of an old identity card (9 digits)."),
    ),
    "citizen_number_disagrees": (
        _WARNING,
        _l("The citizen number tells another birth year or sex than the row."),
    ),
    "same_as_above": (_NOTE, _l("“%(text)s” means the same as above: “%(result)s”.")),
    "merged_above": (_NOTE, _l("Taken from the merged cell: “%(result)s”.")),
    "nothing_above": (_WARNING, _l("“%(text)s” points to the row above, which has nothing here.")),
    "organisation_from_above": (_NOTE, _l("Organisation as in the row above: “%(result)s”.")),
    "organisation_perhaps_from_above": (
        _WARNING,
        _l("No organisation here; that of the row above was taken: “%(result)s”. Please check."),
    ),
    "organisation_from_section": (
        _NOTE,
        _l("Organisation from the section heading: “%(result)s”."),
    ),
    "commune_from_section": (_NOTE, _l("Commune from the section heading: “%(result)s”.")),
    "district_from_section": (_NOTE, _l("District from the section heading: “%(result)s”.")),
    "address_divided": (_NOTE, _l("Commune and district were taken from the address “%(text)s”.")),
    "row_hidden": (_WARNING, _l("This row is hidden in the file. Should it be taken over?")),
    "cells_beyond_heading": (
        _WARNING,
        _l("“%(text)s” stands in a column without a heading. Have the cells of this row moved?"),
    ),
    "cell_not_calculated": (
        _WARNING,
        _l(
            "A formula in this row has never been calculated. Open the file in Excel and save it again."
        ),
    ),
    "cell_error": (
        _WARNING,
        _l("A formula in this row gives the error %(text)s instead of a value."),
    ),
    "text_too_long": (
        _WARNING,
        _l("“%(text)s” is too long for its column; the rest is kept in the note."),
    ),
}
_LEFT_OUT = {
    "subtotal": _l("A line of totals."),
    "section": _l("A section heading; it applies to the rows below."),
    "repeated_heading": _l("The heading of the table again."),
    "numbering": _l("The numbers of the columns."),
    "closing": _l("The closing lines and signatures under the list."),
    "remark": _l("A remark, not a person."),
    "only_number": _l("Only a running number; the row is empty otherwise."),
    "hidden": _l("This row is hidden in the file and was left out, as chosen."),
}


#: What stands in the note before a text that found no place of its own.
_KEPT = {
    Field.FULL_NAME: "%(text)s",
    Field.PHONE: _l("Telephone: %(text)s"),
    Field.TAX_CODE: _l("Tax code: %(text)s"),
    Field.POSITION: _l("Position: %(text)s"),
}


class Wording:
    """Sentences in the reader's language. Each is looked up once, for a list has many rows."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}

    def message(self, finding: Finding) -> Message:
        severity, sentence = _SENTENCES[finding.code]
        words = self._looked_up(finding.code, sentence)
        text = words % {"text": finding.text, "result": finding.result}
        if finding.field == Field.FULL_NAME and finding.code.startswith("cell_"):
            severity = Severity.ERROR
        return Message(finding.code, severity, text, finding.field)

    def kept(self, field: Field, text: str) -> str:
        return self._looked_up(f"kept {field}", _KEPT[field]) % {"text": text}

    def left_out(self, number: int, text: str, code: str) -> LeftOut:
        return LeftOut(number, text, code, self._looked_up(code, _LEFT_OUT[code]))

    def _looked_up(self, code: str, sentence: object) -> str:
        if code not in self._words:
            self._words[code] = str(sentence)
        return self._words[code]
