"""Texts that a row takes from above: merged cells, ditto marks, blanks below an organisation, sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from lms.rosters.cells.addresses import read_address
from lms.rosters.cells.findings import Finding
from lms.rosters.layout.table import Columns, TableRow
from lms.rosters.rows import Field
from lms.vietnamese import search_key

_CARRIED = (
    Field.ORGANISATION,
    Field.TAX_CODE,
    Field.POSITION,
    Field.COMMUNE,
    Field.DISTRICT,
    Field.ETHNICITY,
)
_DITTO_WORDS = {"nt", "n t", "nhu tren", "nhu tr", "nhtr", "ntr"}
_DITTO_SIGNS = re.compile(r"[\s.\-–_…]*[\"“”„''‘’`´〃″/]+[\s.\-–_…\"“”„''‘’`´〃″/]*")


_LONGEST_DITTO = 12


class Section(NamedTuple):
    """What the headings over a row say; ``number`` tells sections apart."""

    number: int = 0
    name: str = ""
    organisation: str = ""
    commune: str = ""
    district: str = ""


@lru_cache(maxsize=5_000)
def is_ditto(text: str) -> bool:
    """True for "nt", "-nt-", "như trên", and quotation marks alone."""
    if len(text) > _LONGEST_DITTO:
        return False
    return search_key(text) in _DITTO_WORDS or bool(_DITTO_SIGNS.fullmatch(text))


@dataclass
class Carrier:
    """Goes down the rows. ``blanks_are_usual``: organisations stand only on the first row of a block."""

    blanks_are_usual: bool
    _above: dict[Field, str] = field(default_factory=dict)
    _section: int = 0

    def texts(
        self, row: TableRow, columns: Columns, section: Section
    ) -> tuple[dict[Field, str], list[Finding]]:
        """The texts of a row, its own and carried ones, with a finding for each that was carried."""
        findings: list[Finding] = []
        texts = {kind: self._text(kind, row, columns, findings) for kind in _CARRIED}
        if self._section != section.number:
            self._above = {}
            self._section = section.number
        if not texts[Field.ORGANISATION]:
            self._find_organisation(texts, columns, section, findings)
        self._above |= {kind: text for kind, text in texts.items() if text}
        _divide_address(texts, findings)
        for place, told in ((Field.COMMUNE, section.commune), (Field.DISTRICT, section.district)):
            if told and not texts[place]:
                texts[place] = told
                findings.append(Finding(f"{place}_from_section", place, "", told))
        return texts, findings

    def _text(self, kind: Field, row: TableRow, columns: Columns, findings: list[Finding]) -> str:
        for column in columns.places.get(kind, ()):
            text = row.text(column)
            if not text:
                continue
            if is_ditto(text):
                return self._ditto(kind, text, findings)
            if column in row.merged:
                findings.append(Finding("merged_above", kind, "", text))
            return text
        return ""

    def _ditto(self, kind: Field, text: str, findings: list[Finding]) -> str:
        above = self._above.get(kind, "")
        findings.append(Finding("same_as_above" if above else "nothing_above", kind, text, above))
        return above

    def _find_organisation(
        self, texts: dict[Field, str], columns: Columns, section: Section, findings: list[Finding]
    ) -> None:
        above = self._above.get(Field.ORGANISATION, "")
        if section.organisation:
            texts[Field.ORGANISATION] = section.organisation
            code = "organisation_from_section"
        elif above and Field.ORGANISATION in columns.places:
            texts[Field.ORGANISATION] = above
            texts[Field.TAX_CODE] = texts[Field.TAX_CODE] or self._above.get(Field.TAX_CODE, "")
            code = "organisation_from_above"
            code = code if self.blanks_are_usual else "organisation_perhaps_from_above"
        else:
            return
        findings.append(Finding(code, Field.ORGANISATION, "", texts[Field.ORGANISATION]))


def _divide_address(texts: dict[Field, str], findings: list[Finding]) -> None:
    whole = texts[Field.COMMUNE]
    commune, district = read_address(whole)
    if commune != whole:
        findings.append(Finding("address_divided", Field.COMMUNE, whole))
    texts[Field.COMMUNE] = commune
    texts[Field.DISTRICT] = texts[Field.DISTRICT] or district
