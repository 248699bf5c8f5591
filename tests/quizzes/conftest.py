from __future__ import annotations

import pytest
from flask import Flask

from lms.enrolments.models import Enrolment
from tests import factories
from tests.people import Cast
from tests.reader import Reader


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """The learner's place in a class whose course has a quiz of two questions; "a" is right."""
    return factories.enrolment(factories.training_class(), cast.learner, cast.officer)


@pytest.fixture
def learner(app: Flask, cast: Cast) -> Reader:
    return Reader(app, cast.learner)
