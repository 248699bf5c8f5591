"""Which years a report shows."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from lms.forms import BaseForm
from lms.plans.planning import FIRST_YEAR, LAST_YEAR

_IN_RANGE = NumberRange(FIRST_YEAR, LAST_YEAR, _l("Enter a year between 1990 and 2100."))


class YearsForm(BaseForm):
    """Two years in the address; it only reads, so it carries no token."""

    class Meta(BaseForm.Meta):
        csrf = False

    first = IntegerField(_l("From year"), [Optional(), _IN_RANGE], name="from")
    last = IntegerField(_l("To year"), [Optional(), _IN_RANGE], name="to")
