"""The forms of merging, distinguishing and undoing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from lms.duplicates.comparison import Comparison
from lms.duplicates.labels import reasons_in_words
from lms.duplicates.models import REASON_LENGTH
from lms.duplicates.rules import Choice
from lms.errors import DomainError
from lms.forms import BaseForm, clean

SURVIVOR, MERGED = "survivor", "merged"


class MergeForm(BaseForm):
    """Which values are kept, and why the two are one; made for one comparison by ``merge_form``."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Why these two are one person"),
        [DataRequired(), Length(max=REASON_LENGTH)],
        filters=[clean],
    )

    def choice(self, comparison: Comparison) -> Choice:
        """What was chosen. Raises DomainError when the page showed something else than is true now."""
        if self.seen.data != comparison.digest:
            raise DomainError(
                _l(
                    "Something of these two was changed since you opened this page. "
                    "Look at it again; if they are still one person, merge."
                )
            )
        chosen = frozenset(
            field.name for field in comparison.differing if self[field.name].data == MERGED
        )
        account = int(self["account"].data) if "account" in self else None
        return Choice(chosen, account)


class DistinctionForm(BaseForm):
    """Why two people are two."""

    reason = StringField(
        _l("How you know that these are two people"),
        [DataRequired(), Length(max=REASON_LENGTH)],
        description=_l("For example: father and son; both were at the meeting."),
    )


class ReversalForm(BaseForm):
    """Why a merge is undone."""

    reason = StringField(_l("Why the merge is undone"), [DataRequired(), Length(max=REASON_LENGTH)])


class PairsForm(BaseForm):
    """Narrowing the list of pairs; sent by address."""

    class Meta(BaseForm.Meta):
        csrf = False

    organisation = SelectField(_l("Organisation"), coerce=str, validate_choice=False)


def merge_form(comparison: Comparison) -> MergeForm:
    """The form with a choice for each differing field, and for the account where both have one."""
    made: Any = type("ComparedForm", (MergeForm,), {})
    for field in comparison.differing:
        options = [
            _option(side, field.show(person), person.id)
            for side, person in ((SURVIVOR, comparison.survivor), (MERGED, comparison.merged))
        ]
        prefers_merged = field.prefers_merged(comparison.survivor, comparison.merged)
        setattr(made, field.name, _radios(field.label, options, int(prefers_merged)))
    if offered := comparison.accounts_to_choose:
        options = [_option(str(held.id), held.words, held.person_id) for held in offered]
        made.account = _radios(_l("The account used from now on"), options, 0)
    alike = comparison.likeness
    return made(reason=reasons_in_words(alike.reasons) if alike else "")


def _radios(label: Any, options: Sequence[SelectChoice], chosen: int) -> RadioField:
    return RadioField(label, choices=options, default=options[chosen].value)


def _option(value: str, text: str, person_id: int) -> SelectChoice:
    hint = _("Record %(number)s", number=person_id)
    return SelectChoice(value, text or _("Not known"), render_kw={"hint": hint})
