from __future__ import annotations

import pytest

from lms.enrolments.models import Enrolment
from tests import factories
from tests.people import Cast


@pytest.fixture
def place(cast: Cast) -> Enrolment:
    """The learner's place in a class whose course has a quiz of two questions; "a" is right."""
    return factories.enrolment(factories.training_class(), cast.learner, cast.officer)
