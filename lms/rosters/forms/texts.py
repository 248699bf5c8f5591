"""The form of the texts that name organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from lms.errors import DomainError
from lms.forms import BaseForm
from lms.registry.forms.choices import NAME_LENGTH
from lms.registry.labels import kind_label
from lms.registry.organisations.names import certain_match, organisations_named
from lms.rosters.matching.organisations import Choice
from lms.rosters.models import RosterOrganisation
from lms.rosters.preview.deciding import TextDecision
from lms.rosters.preview.entering import kind_for

USE = "use-"
MEANS, OTHER = "means-", "other-"


def texts_form(texts: Sequence[Any]) -> TextsForm:
    """The form for these texts, each given with its number of rows and the name of what was chosen."""
    fields: dict[str, Any] = {}
    for text, rows, chosen in texts:
        label = _("%(text)s (%(rows)s rows)", text=_written(text), rows=rows)
        fields[f"{MEANS}{text.id}"] = SelectField(
            label, [Optional()], choices=_choices(text, chosen), default=_value(text)
        )
        fields[f"{OTHER}{text.id}"] = StringField(
            _l("Another organisation: tax code or full name"), [Length(max=NAME_LENGTH)]
        )
    form: TextsForm = type("TextsForm", (TextsForm,), fields)()
    form.texts = [text for text, _rows, _chosen in texts]
    return form


class TextsForm(BaseForm):
    """For each text of a page a list of what it may mean, and a box for another name or tax code."""

    texts: list[RosterOrganisation]

    def means(self, text: RosterOrganisation) -> Field:
        return self._fields[f"{MEANS}{text.id}"]

    def other(self, text: RosterOrganisation) -> Field:
        return self._fields[f"{OTHER}{text.id}"]

    def decisions(self) -> list[TextDecision]:
        """What was decided now. Raises DomainError for a typed name that is not one organisation's."""
        decided = (self._decision(text) for text in self.texts)
        return [one for one in decided if one is not None]

    def _decision(self, text: RosterOrganisation) -> TextDecision | None:
        if typed := self.other(text).data:
            match = certain_match(organisations_named(typed))
            if match is None:
                words = _(
                    "“%(name)s” is not the name of one organisation of the register.", name=typed
                )
                raise DomainError(words, field=f"{OTHER}{text.id}")
            return TextDecision(text, Choice.USE, match.id)
        chosen = self.means(text).data
        if not chosen or chosen == _value(text):
            return None
        if chosen.startswith(USE):
            return TextDecision(text, Choice.USE, int(chosen.removeprefix(USE)))
        return TextDecision(text, Choice(chosen))


def _choices(text: RosterOrganisation, chosen: str | None) -> Iterable[SelectChoice]:
    found = [SelectChoice("", _("Choose"))] if text.is_open else []
    offered = {id_: ", ".join(filter(None, (name, unit))) for id_, name, unit in text.offered}
    if text.organisation_id and chosen:
        offered.setdefault(text.organisation_id, chosen)
    kind = kind_label(kind_for(text.text))
    return [
        *found,
        *(SelectChoice(f"{USE}{id_}", name) for id_, name in offered.items()),
        SelectChoice(Choice.ENTER, _("Enter a new organisation (%(kind)s)", kind=kind)),
        SelectChoice(Choice.NONE, _("Leave the organisation empty")),
    ]


def _value(text: RosterOrganisation) -> str:
    if text.choice == Choice.USE:
        return f"{USE}{text.organisation_id}"
    if text.choice:
        return text.choice
    return f"{USE}{text.found_id}" if text.found_id else ""


def _written(text: RosterOrganisation) -> str:
    return ", ".join(filter(None, (text.text, text.tax_code, text.commune)))
