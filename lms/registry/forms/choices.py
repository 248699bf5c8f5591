"""What the forms of the registry share."""

from __future__ import annotations

from wtforms.fields.choices import SelectChoice

#: What the text columns of the registry hold; see lms.registry.models.
NAME_LENGTH, TITLE_LENGTH = 200, 120
NOTHING_CHOSEN = SelectChoice("", "–")
