from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    PasswordField,
    SelectChoice,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length

from lms.access import Role
from lms.accounts.create import NewAccount
from lms.accounts.labels import ROLES
from lms.accounts.models import NAME_LENGTH
from lms.forms import BaseForm, clean, phone_number


class SignInForm(BaseForm):
    name = StringField(
        _l("Phone number or user name"),
        validators=[InputRequired(_l("Enter your phone number or user name."))],
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Enter your password."))])
    next = HiddenField()
    kept = HiddenField()


class CodeForm(BaseForm):
    """The code of a slip, in the address: nothing is written yet."""

    class Meta(BaseForm.Meta):
        csrf = False

    code = StringField(
        _l("Code on the slip"),
        validators=[InputRequired(_l("Enter the code that is printed on the slip."))],
        description=_l("Ten letters and digits. Small letters and the dash do not matter."),
    )


class ActivationForm(BaseForm):
    """The first password of an account that a slip opens."""

    code = HiddenField()
    password = PasswordField(
        _l("Choose a password"),
        validators=[InputRequired(_l("Enter the password that you choose."))],
        description=_l(
            "At least 8 characters. A few words that you remember well are better than signs."
        ),
    )


class DisablingForm(BaseForm):
    """Why somebody must no longer sign in."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[InputRequired(), Length(max=400)],
        filters=[clean],
        description=_l("It is kept in the record of acts."),
    )


class PasswordForm(BaseForm):
    present = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Enter your present password."))]
    )
    password = PasswordField(
        _l("New password"),
        description=_l("At least 8 characters. Several words in a row are easy to remember."),
        validators=[InputRequired(_l("Enter the new password."))],
    )
    end_others = BooleanField(_l("Sign out on all my other devices"), default=True)


class AccountForm(BaseForm):
    """A new account. The rules are those of lms.accounts.create; here is only what is typed."""

    name = StringField(
        _l("Full name"), validators=[InputRequired(_l("Enter the name.")), Length(max=NAME_LENGTH)]
    )
    role = SelectField(
        _l("Role"), choices=[SelectChoice(role.value, label) for role, label in ROLES.items()]
    )
    phone = TelField(_l("Phone number"), validators=[phone_number])
    username = StringField(_l("User name"), validators=[Length(max=60)])
    organisation_id = SelectField(
        _l("Organisation"), coerce=lambda value: int(value) if value else None
    )

    def __init__(self, organisations: list[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.organisation_id.choices = [
            SelectChoice("", _l("None")),
            *(SelectChoice(number, name) for number, name in organisations),
        ]

    def new_account(self) -> NewAccount:
        return NewAccount(
            name=self.name.data,
            roles=frozenset({Role(self.role.data)}),
            phone=self.phone.data or "",
            username=self.username.data or "",
            organisation_id=self.organisation_id.data,
        )
