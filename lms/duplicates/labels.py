"""Why two people may be one, or two, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l

from lms.duplicates.likeness import Doubt, Reason, Strength

REASONS = {
    Reason.SAME_CITIZEN_NUMBER: _l("same citizen number"),
    Reason.SAME_NAME_YEAR_ORGANISATION: _l("same name, birth year and organisation"),
    Reason.SAME_NAME_PHONE: _l("same name and telephone number"),
    Reason.SAME_NAME_YEAR: _l("same name and birth year"),
    Reason.SAME_NAME_ORGANISATION: _l("same name and organisation"),
}
DOUBTS = {
    Doubt.OTHER_CITIZEN_NUMBER: _l("different citizen numbers"),
    Doubt.OTHER_BIRTH: _l("different birth dates"),
    Doubt.OTHER_SEX: _l("different sex"),
}
#: The name of a strength, and the kind in which it is drawn (components/status.html).
STRENGTHS = {
    Strength.CERTAIN: (_l("Certainly the same"), "late"),
    Strength.STRONG: (_l("Very likely"), "todo"),
    Strength.POSSIBLE: (_l("Possible"), "neutral"),
}


def reasons_in_words(reasons: Iterable[Reason]) -> str:
    """ "Cùng họ tên và số điện thoại; cùng họ tên và năm sinh"."""
    return _sentence(REASONS[reason] for reason in reasons)


def doubts_in_words(doubts: Iterable[Doubt]) -> str:
    """ "Khác giới tính"; nothing when there is none."""
    return _sentence(DOUBTS[doubt] for doubt in doubts)


def _sentence(parts: Iterable[Any]) -> str:
    text = "; ".join(str(part) for part in parts)
    return text[:1].upper() + text[1:]
