"""What the tests of the certificate's paper share: the template, its sample words, readers."""

import unicodedata
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates.design import load_design
from lms.certificates.words import CertificateWords
from lms.office import Office
from tests import factories

TEMPLATE = Path(__file__).parents[2] / "templates" / "documents" / "certificate"


@pytest.fixture(scope="session")
def template() -> Path:
    return TEMPLATE


@pytest.fixture(scope="session")
def words() -> CertificateWords:
    return load_design(TEMPLATE).sample


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], PdfReader]:
    return lambda pdf: PdfReader(BytesIO(pdf), strict=True)


@pytest.fixture(scope="session")
def letters() -> Callable[[str], str]:
    """Give texts without their blanks: where a line breaks is the layout's business."""
    return lambda text: "".join(unicodedata.normalize("NFC", text).split())


@pytest.fixture(scope="session")
def printed(
    read: Callable[[bytes], PdfReader], letters: Callable[[str], str]
) -> Callable[[bytes], str]:
    """Give all letters that stand on the pages of a file."""
    return lambda pdf: letters("".join(page.extract_text() for page in read(pdf).pages))


@pytest.fixture
def office(app: Flask) -> Office:
    """The office with a signer."""
    return factories.office(
        signer_title="KT. CHỦ TỊCH / PHÓ CHỦ TỊCH", signer_name="Trần Văn Minh Họa"
    )
