"""What the tests of the certificate's paper share: the template, its sample words, readers."""

import unicodedata
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from lms.certificates.design import load_design
from lms.certificates.words import CertificateWords
from lms.extensions import db
from lms.office import Office, OfficeWords, forget_office

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
def office(app: Flask) -> Iterator[Office]:
    """The office with a signer; it is removed again, because tests leave its row alone."""
    known = OfficeWords(signer_title="KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", signer_name="Trần Văn Minh Họa")
    words = {name: getattr(known, name) for name in OfficeWords.__dataclass_fields__}
    db.session.add(Office(id=1, **words))
    db.session.commit()
    forget_office()
    yield db.session.get_one(Office, 1)
    db.session.rollback()
    db.session.delete(db.session.get_one(Office, 1))
    db.session.commit()
    forget_office()
