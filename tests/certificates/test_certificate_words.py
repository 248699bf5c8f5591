import json
import unicodedata
from dataclasses import FrozenInstanceError, replace

import pytest

from lms.certificates.words import CertificateWords


def test_words_survive_storage(words: CertificateWords) -> None:
    assert CertificateWords.from_json(words.to_json()) == words


def test_equal_words_give_equal_text(words: CertificateWords) -> None:
    shuffled = dict(reversed(json.loads(words.to_json()).items()))
    assert CertificateWords(**shuffled).to_json() == words.to_json()


def test_decomposed_letters_and_stray_blanks_are_tidied(words: CertificateWords) -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn\u00a0 Thị  Phượng ")
    assert replace(words, full_name=typed).full_name == "Nguyễn Thị Phượng"


def test_words_do_not_change(words: CertificateWords) -> None:
    with pytest.raises(FrozenInstanceError):
        words.full_name = "Khác"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "  "),
        ("number", ""),
        ("signer_title", ()),
        ("signer_title", "CHỦ TỊCH"),
        ("hours", "16"),
        ("hours", True),
        ("illustrative", 1),
        ("position", None),
        ("issued_on", "05/03/2024"),
    ],
)
def test_a_wrong_word_is_refused(words: CertificateWords, field: str, value: object) -> None:
    with pytest.raises(ValueError, match=r".+"):
        replace(words, **{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["[]", "{}", "no json", '{"title": "x"}'])
def test_a_foreign_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        CertificateWords.from_json(text)


def test_every_printed_string_is_checked_for_letters(words: CertificateWords) -> None:
    texts = words.texts()
    assert words.full_name in texts
    assert words.signer_title[0] in texts
    assert words.issued_on not in texts
