"""The words of lists in the reader's language."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from lms.duplicates.likeness import Doubt, Reason
from lms.rosters.matching.differences import Aspect
from lms.rosters.models import Step
from lms.rosters.rows import Field, RowState

FIELDS = {
    Field.FULL_NAME: _l("Full name"),
    Field.BIRTH: _l("Birth date or year"),
    Field.BIRTH_MALE: _l("Birth date or year: men"),
    Field.BIRTH_FEMALE: _l("Birth date or year: women"),
    Field.SEX: _l("Sex"),
    Field.PHONE: _l("Telephone number"),
    Field.ORGANISATION: _l("Organisation"),
    Field.TAX_CODE: _l("Tax code"),
    Field.POSITION: _l("Position"),
    Field.COMMUNE: _l("Commune or ward"),
    Field.DISTRICT: _l("Former district"),
    Field.CITIZEN_NUMBER: _l("Citizen number"),
    Field.ETHNICITY: _l("Ethnic group"),
    Field.NUMBER: _l("Running number"),
    Field.NOTE: _l("Note"),
}
STATES = {
    RowState.NEW: _l("New"),
    RowState.SAME: _l("Known, unchanged"),
    RowState.UPDATE: _l("Known, gains something"),
    RowState.MAYBE: _l("Possibly known"),
    RowState.ERROR: _l("Error"),
}
#: Kinds of tags, see components/status.html.
STATE_KINDS = {
    RowState.NEW: "todo",
    RowState.SAME: "neutral",
    RowState.UPDATE: "doing",
    RowState.MAYBE: "late",
    RowState.ERROR: "wrong",
}
STEPS = {
    Step.SHEET: _l("Choose the sheet"),
    Step.COLUMNS: _l("Check the columns"),
    Step.READING: _l("Being read"),
    Step.PREVIEW: _l("Waiting to be taken over"),
    Step.APPLIED: _l("Taken over"),
    Step.UNDONE: _l("Taken back"),
}
STEP_KINDS = {
    Step.SHEET: "todo",
    Step.COLUMNS: "todo",
    Step.READING: "doing",
    Step.PREVIEW: "todo",
    Step.APPLIED: "done",
    Step.UNDONE: "neutral",
}
ASPECTS = {
    Aspect.FULL_NAME: _l("Full name"),
    Aspect.BIRTH: _l("Birth date"),
    Aspect.SEX: _l("Sex"),
    Aspect.PHONE: _l("Telephone number"),
    Aspect.CITIZEN_NUMBER: _l("Citizen number"),
    Aspect.ETHNICITY: _l("Ethnic group"),
    Aspect.POSITION: _l("Position"),
}
REASONS = {
    Reason.SAME_CITIZEN_NUMBER: _l("same citizen number"),
    Reason.SAME_NAME_YEAR_ORGANISATION: _l("same name, birth year and organisation"),
    Reason.SAME_NAME_PHONE: _l("same name and telephone number"),
    Reason.SAME_NAME_YEAR: _l("same name and birth year"),
    Reason.SAME_NAME_ORGANISATION: _l("same name and organisation"),
}
DOUBTS = {
    Doubt.OTHER_CITIZEN_NUMBER: _l("but another citizen number"),
    Doubt.OTHER_BIRTH: _l("but another birth date"),
    Doubt.OTHER_SEX: _l("but another sex"),
}
