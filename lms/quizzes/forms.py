"""The form of one question."""

from __future__ import annotations

from wtforms import RadioField, SelectMultipleField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from lms.catalogue.models import QuestionKind
from lms.forms import BaseForm
from lms.quizzes.models import AttemptQuestion


class SingleForm(BaseForm):
    """One choice at most."""

    choice = RadioField(validators=[Optional()])

    def chosen(self) -> list[str]:
        return [self.choice.data] if self.choice.data else []


class MultipleForm(BaseForm):
    """Any number of choices."""

    choice = SelectMultipleField(
        validators=[Optional()], widget=ListWidget(), option_widget=CheckboxInput()
    )

    def chosen(self) -> list[str]:
        return list(self.choice.data or [])


def question_form(question: AttemptQuestion) -> SingleForm | MultipleForm:
    """The question's choices in the order stored for this attempt, with what was chosen before."""
    asked = question.question_version
    texts = {choice.name: choice.text for choice in asked.choices}
    several = asked.kind == QuestionKind.MULTIPLE
    before = sorted(question.value)
    kind = MultipleForm if several else SingleForm
    form = kind(data={"choice": before if several else next(iter(before), None)})
    form.choice.label.text = asked.prompt
    form.choice.choices = [(name, texts[name]) for name in question.choice_order]
    return form
