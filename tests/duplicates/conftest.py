"""Two records of one human being, and who may merge them."""

from __future__ import annotations

import pytest
from flask import Flask

from lms.accounts.models import Account
from lms.extensions import db
from lms.registry.models import Person
from tests.duplicates import twins
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture
def officer(app: Flask, cast: Cast) -> Account:
    return cast.officer


@pytest.fixture
def one(app: Flask, cast: Cast) -> Person:
    return twins.person(
        "Nguyễn Thị Hoà", cast.cooperative, "0912345678", **twins.born(1970), sex="female"
    )


@pytest.fixture
def other(one: Person, cast: Cast) -> Person:
    """Entered after ``one``, and less is known of her sex."""
    return twins.person("Nguyễn Thị Hòa", cast.cooperative, "0987654321", **twins.born(1970))


@pytest.fixture
def desk(app: Flask, officer: Account, other: Person) -> Reader:
    """The officer's browser, with both records in the register."""
    db.session.commit()
    return Reader(app, officer)
