"""Choosing about a consent, asking for something, and answering it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from lms.forms import BaseForm, clean_lines
from lms.privacy.ethnic_groups import ETHNIC_GROUPS
from lms.privacy.labels import KINDS, WAYS
from lms.privacy.models import ConsentPurpose, Way
from lms.privacy.models.consents import EVIDENCE_LENGTH
from lms.privacy.models.requests import DETAILS_LENGTH, WORDS_LENGTH

YES, NO = "yes", "no"
NOT_STATED = SelectChoice("", _l("I would rather not say"))
GROUPS = [NOT_STATED, *(SelectChoice(*item) for item in ETHNIC_GROUPS.items())]


class ConsentForm(BaseForm):
    """Yes or no to the words above the form; nothing is chosen beforehand."""

    wording = HiddenField()
    choice = RadioField(
        _l("Do you consent?"),
        [InputRequired(_l("Choose “I consent” or “I do not consent”."))],
        choices=[SelectChoice(YES, _l("I consent")), SelectChoice(NO, _l("I do not consent"))],
    )

    @property
    def wants(self) -> bool:
        return bool(self.choice.data == YES)


class EthnicityConsentForm(ConsentForm):
    """The consent to keep the ethnic group, and the group."""

    ethnicity = SelectField(
        _l("Your ethnic group"),
        choices=GROUPS,
        description=_l("Kept only if you consent. You need not say."),
    )


class RecordedConsentForm(BaseForm):
    """What somebody decided on paper or by telephone, entered by an officer."""

    purpose = RadioField(_l("Which consent"), [InputRequired(_l("Choose which consent it is."))])
    choice = RadioField(
        _l("What the person decided"),
        [InputRequired(_l("Choose what the person decided."))],
        choices=[SelectChoice(YES, _l("Consents")), SelectChoice(NO, _l("Does not consent"))],
    )
    way = RadioField(
        _l("How the person decided"),
        [InputRequired(_l("Choose how the person decided."))],
        choices=[
            SelectChoice(Way.PAPER, _l("On a signed paper that the office keeps")),
            SelectChoice(Way.TELEPHONE, _l("By telephone, in a recorded call")),
        ],
    )
    dated_on = DateField(
        _l("Day on the paper or of the call"), [InputRequired()], format="%d %m %Y"
    )
    evidence = StringField(
        _l("Where the paper or the recording is kept"),
        [DataRequired(), Length(max=EVIDENCE_LENGTH)],
        description=_l("For example: folder 3 of the class CĐS-01."),
    )
    ethnicity = SelectField(
        _l("Ethnic group on the paper"),
        choices=GROUPS,
        description=_l("Only with a consent to keep the ethnic group."),
    )

    def __init__(self, purposes: list[ConsentPurpose], **options: Any) -> None:
        super().__init__(**options)
        self.purposes = {purpose.code: purpose for purpose in purposes}
        self.purpose.choices = [
            SelectChoice(purpose.code, purpose.name, {"hint": purpose.wording.words})
            for purpose in purposes
        ]

    @property
    def wants(self) -> bool:
        return bool(self.choice.data == YES)


class RequestForm(BaseForm):
    """What somebody asks for about their own data."""

    kind = RadioField(
        _l("What do you ask for?"),
        [InputRequired(_l("Choose what is asked for."))],
        choices=[
            SelectChoice(kind, words, {"hint": hint}) for kind, (words, hint) in KINDS.items()
        ],
    )
    details = TextAreaField(
        _l("In your own words"),
        [Length(max=DETAILS_LENGTH)],
        filters=[clean_lines],
        description=_l("For example: what is wrong, and what is right."),
    )


class RecordedRequestForm(RequestForm):
    """What somebody asked for by telephone, by letter or at the office."""

    way = RadioField(
        _l("How it came"),
        [InputRequired(_l("Choose how the request came."))],
        choices=[SelectChoice(way, WAYS[way]) for way in (Way.TELEPHONE, Way.PAPER, Way.IN_PERSON)],
    )
    received_on = DateField(_l("Day it came"), [InputRequired()], format="%d %m %Y")


class StepForm(BaseForm):
    """What the person is told, or why."""

    words = TextAreaField(
        _l("Answer to the person"),
        [DataRequired(), Length(max=WORDS_LENGTH)],
        filters=[clean_lines],
    )


class ErasureForm(BaseForm):
    """The name, typed, because nothing brings the data back."""

    full_name = StringField(_l("Type the full name of the person"), [DataRequired()])
