"""Taking the official list of a class as a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from lms.enrolments.official_list.rows import ListOrder
from lms.privacy.exports import ExportForm


class OfficialListForm(ExportForm):
    """In which order, and what for."""

    order = RadioField(
        _l("Order"),
        choices=[
            SelectChoice(ListOrder.GIVEN_NAME.value, _l("By given name")),
            SelectChoice(ListOrder.ORGANISATION.value, _l("By organisation, then by given name")),
        ],
        default=ListOrder.GIVEN_NAME.value,
    )
