"""Who asks to be erased."""

from __future__ import annotations

import pytest

from lms.accounts.models import Account
from tests.people import Cast
from tests.privacy.story import make_someone


@pytest.fixture
def someone(cast: Cast) -> Account:
    """Somebody with everything that the system keeps about people."""
    return make_someone(cast)
