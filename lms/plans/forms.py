"""Forms for plans."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from lms.forms import BaseForm
from lms.plans.planning import FIRST_YEAR, LAST_YEAR

#: What a text column holds; see lms.plans.models.
TEXT_LENGTH, DECISION_LENGTH = 200, 60
MOST_CLASSES, MOST_TURNS = 1000, 100_000


class YearForm(BaseForm):
    """A new plan."""

    year = IntegerField(_l("Year"), [InputRequired(), NumberRange(FIRST_YEAR, LAST_YEAR)])


def _classes() -> IntegerField:
    return IntegerField(_l("Number of classes"), [InputRequired(), NumberRange(0, MOST_CLASSES)])


def _turns() -> IntegerField:
    return IntegerField(
        _l("Turns in all classes"),
        [InputRequired(), NumberRange(0, MOST_TURNS)],
        description=_l("A person who attends two classes counts twice."),
    )


class FiguresForm(BaseForm):
    """What is planned for a line."""

    classes = _classes()
    turns = _turns()


class LineForm(BaseForm):
    """A new line; its errors are listed in the order in which its fields stand on the page."""

    title = StringField(_l("Title of the line"), [DataRequired(), Length(max=TEXT_LENGTH)])
    topic = StringField(_l("Topic"), [DataRequired(), Length(max=TEXT_LENGTH)])
    audience = StringField(_l("Audience"), [DataRequired(), Length(max=TEXT_LENGTH)])
    classes = _classes()
    turns = _turns()


class DecisionForm(BaseForm):
    """The decision that approves a plan."""

    decision_number = StringField(
        _l("Number of the decision"),
        [DataRequired(), Length(max=DECISION_LENGTH)],
        description=_l("For example 12/QĐ-LMHTX"),
    )
    decided_on = DateField(_l("Signed on"), [InputRequired()], format="%d %m %Y")
