"""The page itself: what is printed, where, in which fonts."""

import logging
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from pypdf import PdfReader

from lms.certificates.design import load_design
from lms.certificates.glyphs import unprintable_characters
from lms.certificates.pdf import UnprintableText, WordsTooLong, render_certificate
from lms.certificates.words import CertificateWords

ROOT = Path(__file__).parents[2]

Read = Callable[[bytes], PdfReader]
Text = Callable[[str], str]
Printed = Callable[[bytes], str]

LONG = {
    "full_name": "Công Tằng Tôn Nữ Nguyễn Phúc Hoàng Thị Thùy Dương Quỳnh Anh Khánh Ngọc Đoan Thục",
    "position": "Chủ tịch Hội đồng quản trị kiêm Giám đốc",
    "organisation": "Hợp tác xã sản xuất kinh doanh dịch vụ nông nghiệp, thủy sản và du lịch "
    "cộng đồng sinh thái Bắc Đông Tiên Hưng",
    "course_title": "Ứng dụng công nghệ số trong quản trị, truy xuất nguồn gốc, xây dựng thương "
    "hiệu và bán hàng nông sản trên sàn thương mại điện tử, mạng xã hội dành cho cán bộ quản lý",
    "class_title": "Lớp số 3 năm 2024 cho chủ tịch Hội đồng quản trị, giám đốc, kế toán trưởng "
    "các hợp tác xã, liên hiệp hợp tác xã, tổ hợp tác và quỹ tín dụng nhân dân",
    "verify_url": "https://daotao.lienminhhtx.hungyen.gov.vn/verify/K7QM2XTD9RWF4HBN",
}
BARE = {
    "full_name": "Y",
    "birth_line": "",
    "position": "",
    "organisation": "",
    "commune": "",
    "class_title": "",
    "result_line": "",
    "signer_title": ("CHỦ TỊCH",),
}
CASES = {
    "sample": {},
    "long": LONG,
    "bare": BARE,
    "one word of 80 letters": {"full_name": "Ngh" * 26 + "Ng"},
    "capitals": {"full_name": "NGUYỄN THỊ KHUYÊN ƯỜNG ẤU ẰM Ỹ", "salutation": "Bà"},
    "Ê Đê name": {"full_name": "K'Sor H'Hen Niê Ƀuôn Ya Č̣ư", "organisation": "Hợp tác xã Ƀuôn"},
    "stacked marks": {"full_name": "Ặ Ễ Ộ Ợ Ự ặ ễ ộ ợ ự ẫ ẩ ỹ Ỷ"},
    "three lines over the signature": LONG | {"signer_title": ("TM. BAN", "KT. CHỦ TỊCH", "PHÓ")},
    "four lines over the signature": {"signer_title": ("TM. BAN", "KT.", "PHÓ", "THƯỜNG TRỰC")},
    "decomposed": {"full_name": unicodedata.normalize("NFD", "Đỗ Thị Hường")},
    "markup": {"full_name": "A <b>&amp; 'B' {{ words }}", "position": 'ff fi ffl 10 % < 5 & "x"'},
}


@pytest.mark.parametrize("case", CASES)
def test_one_landscape_page_with_all_the_words(
    words: CertificateWords,
    template: Path,
    read: Read,
    letters: Text,
    printed: Printed,
    case: str,
) -> None:
    chosen = replace(words, **CASES[case])  # type: ignore[arg-type]
    pdf = render_certificate(chosen, template=template)

    (page,) = read(pdf).pages
    assert [round(float(size)) for size in page.mediabox[2:]] == [842, 595]
    text = printed(pdf)
    for field in fields(chosen):
        if field.name in {"illustrative", "issued_on"}:
            continue
        value = getattr(chosen, field.name)
        for line in value if isinstance(value, tuple) else [str(value)]:
            assert letters(line) in text, field.name


@pytest.mark.parametrize("case", ["sample", "long", "bare"])
def test_words_end_above_the_signature(
    words: CertificateWords, template: Path, read: Read, case: str
) -> None:
    chosen = replace(words, illustrative=False, **CASES[case])  # type: ignore[arg-type]
    heights: list[tuple[float, str]] = []
    (page,) = read(render_certificate(chosen, template=template)).pages
    page.extract_text(visitor_text=lambda text, cm, tm, *_: heights.append((_y(cm, tm), text)))

    last = min(y for y, text in heights if "Thời lượng" in text)
    signature = [y for y, text in heights if chosen.issued_line in text]
    name = [y for y, text in heights if chosen.signer_name in text]
    assert last > max(signature) + 14
    assert min(signature) - max(name) > 65, "room for a signature and a seal"
    assert min(y for y, text in heights if text.strip()) > 55, "nothing runs into the frame"


def _y(cm: list[float], tm: list[float]) -> float:
    return tm[4] * cm[1] + tm[5] * cm[3] + cm[5]


def test_only_our_fonts_are_inside(words: CertificateWords, template: Path, read: Read) -> None:
    pdf = render_certificate(replace(words, full_name="H'Hen Ƀuôn"), template=template)
    page: Any = read(pdf).pages[0]
    fonts = page["/Resources"]["/Font"]
    for font in (entry.get_object() for entry in fonts.values()):
        family = font["/BaseFont"].partition("+")[2]
        assert family.startswith(("Print-Sans", "Print-Serif")), family
        described = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert "/FontFile2" in described
        assert "/ToUnicode" in font


def test_the_file_says_what_it_is(words: CertificateWords, template: Path, read: Read) -> None:
    pdf = read(render_certificate(words, template=template))
    assert pdf.metadata is not None
    assert words.number in (pdf.metadata.title or "")
    assert pdf.metadata.author == load_design(template).constants["agency"]
    assert pdf.metadata.creation_date_raw == "D:20240305"
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfaid" in root["/Metadata"].get_object().get_data()


def test_the_illustrative_mark_is_on_no_real_certificate(
    words: CertificateWords, template: Path, letters: Text, printed: Printed
) -> None:
    mark = letters(load_design(template).constants["illustrative"])
    real = replace(words, illustrative=False)
    assert mark in printed(render_certificate(words, template=template))
    assert mark not in printed(render_certificate(real, template=template))


def test_the_code_leads_to_the_verification_page(
    words: CertificateWords, template: Path, read: Read
) -> None:
    for address in (words.verify_url, str(LONG["verify_url"])):
        pdf = render_certificate(replace(words, verify_url=address), template=template)
        (code,) = read(pdf).pages[0].images
        (found,) = zxingcpp.read_barcodes(code.image)
        assert found.text == address


def test_same_words_same_bytes(words: CertificateWords, template: Path) -> None:
    first = render_certificate(words, template=template)
    other = render_certificate(replace(words, number="0002/2024/GCN-LMHTX"), template=template)
    assert render_certificate(words, template=template) == first
    assert other != first
    fresh = subprocess.run(
        [sys.executable, "-c", AGAIN, str(template)],
        input=words.to_json().encode(),
        env={"PYTHONHASHSEED": "7", "TZ": "UTC"},
        cwd=ROOT,
        capture_output=True,
        check=True,  # also: the process ends without a crash
    )
    assert fresh.stdout == first


AGAIN = """
import sys
from pathlib import Path
from lms.certificates.pdf import render_certificate
from lms.certificates.words import CertificateWords
words = CertificateWords.from_json(sys.stdin.buffer.read().decode())
sys.stdout.buffer.write(render_certificate(words, template=Path(sys.argv[1])))
"""


def test_a_forked_worker_leaves_the_fonts_to_its_parent(
    words: CertificateWords, template: Path
) -> None:
    parent = subprocess.run(
        [sys.executable, "-c", FORK, str(template)], cwd=ROOT, capture_output=True, check=True
    )
    assert parent.stdout == render_certificate(words, template=template)


FORK = """
import os, sys
from pathlib import Path
from lms.certificates.design import load_design
from lms.certificates.pdf import render_certificate
template = Path(sys.argv[1])
words = load_design(template).sample
child = os.fork()
if child:
    assert os.waitpid(child, 0)[1] == 0
    sys.stdout.buffer.write(render_certificate(words, template=template))
"""


def test_a_process_that_kept_a_design_ends_well(template: Path) -> None:
    keep = "import sys, pathlib, lms.certificates.design as d; d.load_design(pathlib.Path({!r}))"
    subprocess.run([sys.executable, "-c", keep.format(str(template))], cwd=ROOT, check=True)


def test_too_many_words_are_refused(words: CertificateWords, template: Path) -> None:
    with pytest.raises(WordsTooLong):
        render_certificate(replace(words, course_title="Ứng dụng " * 400), template=template)


@pytest.mark.parametrize("letter", ["漢", "😀", "\u202e", "\u200b", "\u0301", "\x07", "\ue000"])
def test_a_letter_without_a_glyph_is_refused(
    words: CertificateWords, template: Path, letter: str
) -> None:
    assert unprintable_characters(f"A {letter}") == [_as_reported(letter)]
    with pytest.raises(UnprintableText) as refused:
        render_certificate(replace(words, full_name=f"A {letter}B"), template=template)
    assert refused.value.characters


def _as_reported(letter: str) -> str:
    """A mark standing alone is read together with the blank before it."""
    return f" {letter}" if unicodedata.combining(letter) else letter


def test_every_vietnamese_letter_has_a_glyph() -> None:
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    vowels = [vowel + tone for vowel in "aăâeêioôơuưy" for tone in tones]
    text = "".join(vowels) + "bcdđghklmnpqrstvxfjwz0123456789“”–•₫%/'’"
    assert unprintable_characters(text + text.upper()) == []


def test_the_template_draws_without_complaint(
    words: CertificateWords, template: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        render_certificate(words, template=template)
    assert caplog.messages == []
