"""The forms of certificates."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from lms.forms import BaseForm, clean


class IssueForm(BaseForm):
    """Only a button: what will happen is written above it."""


class RevocationForm(BaseForm):
    """Why a certificate no longer holds."""

    reason = TextAreaField(
        _l("Reason"),
        filters=[clean],
        validators=[
            DataRequired(_l("Enter the reason.")),
            Length(max=400, message=_l("Write at most 400 characters.")),
        ],
    )


class CodeForm(BaseForm):
    """The code on a certificate. Sent by GET: it changes nothing, and its address can be kept."""

    class Meta(BaseForm.Meta):
        csrf = False

    code = StringField(
        _l("Code of the certificate"),
        description=_l("16 letters and digits below the register number, such as K7QM-2XTD-9RWF-4HBN"),
        validators=[DataRequired()],
    )  # fmt: skip
