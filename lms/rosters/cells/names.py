"""Names of people as lists hold them. A name is taken whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from lms.registry.models import Sex
from lms.rosters.cells.findings import Finding
from lms.rosters.cells.name_parts import (
    NOT_A_PERSON,
    aside_and_name,
    could_be_family_name,
    numbering_and_name,
    tail_and_name,
    title_and_name,
    without_signs,
)
from lms.rosters.letters.encodings import suspected_encoding
from lms.rosters.letters.syllables import is_syllable, words
from lms.rosters.letters.telex import is_without_marks, meant_by
from lms.rosters.rows import Field
from lms.vietnamese import normal_text

_MOST_CHARACTERS = 200  # the column of the register
_MANY_WORDS = 6
_LETTERS_OF_NAMES = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ\u0300-\u036f .'’ʼ`\-‑]*")
_DIGIT = re.compile(r"\d")
_INSIDE_WORDS = re.compile(r"([\s.'’ʼ`\-‑]+)")
#: UTF-8 that was taken for the character set of Western Europe: "Nguyá»…n".
_MISREAD = re.compile("Ã[\x80-\xbf]|Ã.|á[º»]|Ä[‘ƒ\x91\x83]|Æ[°¡]")
_ABBREVIATED = re.compile(r"\b[^\W\d_]{1,2}\.")
_MOSTLY = 0.9


class Capitals(Enum):
    """How the names of a list are written."""

    AS_NAMES = "as names"
    ALL = "all"
    NONE = "none"


class NameReading(NamedTuple):
    """``name`` is empty when it cannot be taken whole; ``kept`` are texts for the note."""

    name: str = ""
    sex: Sex = Sex.UNKNOWN
    kept: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def capitals_of(names: Iterable[str]) -> Capitals:
    """Capitals are only undone when the whole column is in capitals: one name alone may be meant so."""
    lettered = [name for name in names if any(character.isalpha() for character in name)]
    if sum(name.isupper() for name in lettered) > len(lettered) * _MOSTLY:
        return Capitals.ALL
    if sum(name.islower() for name in lettered) > len(lettered) * _MOSTLY:
        return Capitals.NONE
    return Capitals.AS_NAMES


def read_name(text: str, capitals: Capitals, *, titles_are_usual: bool = False) -> NameReading:
    """The name in a cell, without what stands around it.

    ``titles_are_usual``: other rows have forms of address as well, so "Ông" is none of the rare family
    names.
    """
    shown = normal_text(text)
    if not shown:
        return NameReading(findings=(_said("name_missing"),))
    if _is_damaged(text):
        return NameReading(findings=(_said("name_damaged", shown),))
    if _is_in_old_font(text):
        return NameReading(findings=(_said("name_old_font", shown),))
    return _undressed(text, capitals, titles_are_usual)


def _undressed(text: str, capitals: Capitals, titles_are_usual: bool) -> NameReading:
    findings: list[Finding] = []
    whole_letters = _without_invisible(text)
    numbering, name = numbering_and_name(whole_letters)
    title, sex, name = title_and_name(name)
    aside, name = aside_and_name(name)
    tail, name, is_several = tail_and_name(name)
    if is_several:
        return NameReading(findings=(_said("name_several", normal_text(text)),))
    _note(findings, "name_numbering_dropped", numbering)
    _note(findings, "name_aside_moved", aside)
    _note(findings, "name_tail_moved", tail)
    bare = normal_text(without_signs(name))
    if bare != name.strip() or whole_letters != text:
        findings.append(_said("name_tidied"))
    if title:
        findings += _about_title(title, sex, bare, titles_are_usual)
    whole = _whole_name(bare or normal_text(text), capitals)
    kept = tuple(part for part in (aside, tail) if part)
    return NameReading(whole.name, sex, kept, (*findings, *whole.findings))


def _without_invisible(text: str) -> str:
    """In NFC and without the characters that nobody sees; line breaks stay, for they part people."""
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        return composed
    return "".join(c for c in composed if unicodedata.category(c) != "Cf")


def _whole_name(name: str, capitals: Capitals) -> NameReading:
    wrong = _wrong_with(name)
    if wrong:
        return NameReading(findings=(_said(wrong, name),))
    written = recased(name, capitals)
    changed = [Finding("name_recased", Field.FULL_NAME, name, written)] if written != name else []
    return NameReading(written, findings=(*changed, *_doubts(written)))


def recased(name: str, capitals: Capitals) -> str:
    """Names with small letters again: "H'HEN NIÊ" is "H'Hen Niê", "K'SOR" is "K'Sor"."""
    if capitals == Capitals.AS_NAMES:
        return name
    parts = _INSIDE_WORDS.split(name)
    return "".join(part[:1].upper() + part[1:].lower() for part in parts)


def _said(code: str, text: str = "") -> Finding:
    return Finding(code, Field.FULL_NAME, text)


def _note(findings: list[Finding], code: str, text: str) -> None:
    if text:
        findings.append(_said(code, text))


def _about_title(title: str, sex: Sex, name: str, titles_are_usual: bool) -> list[Finding]:
    is_doubtful = not titles_are_usual and could_be_family_name(title, name)
    found = [_said("name_title_or_family" if is_doubtful else "name_title_dropped", title)]
    if sex != Sex.UNKNOWN:
        found.append(Finding("sex_from_title", Field.SEX, title))
    return found


def _is_damaged(text: str) -> bool:
    """Letters were lost or changed before the file came here; what is left is not the name."""
    if "\ufffd" in text or "?" in text or _MISREAD.search(text):
        return True
    if text.isprintable():
        return False
    return any(
        unicodedata.category(c) in ("Cc", "Cs", "Co", "Cn") and c not in "\t\r\n" for c in text
    )


def _is_in_old_font(text: str) -> bool:
    if text.isascii() or ("\xad" not in text and all(map(is_syllable, words(text)))):
        return False
    return suspected_encoding([text]) is not None


def _wrong_with(name: str) -> str:
    """Why this is no whole name; empty when it is one."""
    if _DIGIT.search(name):
        return "name_with_digits"
    if not _LETTERS_OF_NAMES.fullmatch(name):
        return "name_with_signs"
    if NOT_A_PERSON.match(name):
        return "name_not_a_person"
    if len(name) > _MOST_CHARACTERS:
        return "name_too_long"
    if sum(any(map(str.isalpha, word)) for word in name.split()) < 2:
        return "name_one_word" if name.strip(" .-'") else "name_missing"
    return ""


def _doubts(name: str) -> list[Finding]:
    """What is taken as it is, and shown to a person."""
    parts = name.split()
    meant = " ".join(meant_by(part) or part for part in parts)
    if meant != name:
        return [Finding("name_telex", Field.FULL_NAME, name, meant)]
    if is_without_marks(name):
        return [_said("name_without_marks", name)]
    if _ABBREVIATED.search(name):
        return [_said("name_abbreviated", name)]
    return [_said("name_many_words", name)] if len(parts) >= _MANY_WORDS else []
