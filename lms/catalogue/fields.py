"""Taking typed values out of a mapping of a pack; what is wrong is noted with its line and its mend."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date

from flask_babel import gettext as _

from lms.catalogue.documents import Value
from lms.catalogue.problems import Problems

CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Fields:
    """One mapping with the keys it may have. A wrong value is noted and reads as empty."""

    def __init__(
        self, value: Value | None, keys: Collection[str], file: str, problems: Problems
    ) -> None:
        self.file, self._problems = file, problems
        self.line = value.line if value else 1
        self._values: dict[str, Value] = {}
        if value is None:
            return
        if value.kind != "mapping":
            self.note(None, _("Keys with values are wanted here."),
                      _("Write them as in courses/README.md: %(keys)s.", keys=", ".join(keys)))  # fmt: skip
            return
        self._values = value.data
        for key in [key for key in self._values if key not in keys]:
            self.note(key, _("Unknown key “%(key)s”.", key=key),
                      _("Remove it, or use one of: %(keys)s.", keys=", ".join(keys)))  # fmt: skip

    def note(self, key: str | None, problem: str, mend: str) -> None:
        """Add a problem at a key's line, or at the mapping's."""
        self._problems.add(self.file, self.line_of(key), problem, mend)

    def line_of(self, key: str | None) -> int:
        return self._values[key].line if key in self._values else self.line

    def has(self, key: str) -> bool:
        return key in self._values

    def get(self, key: str) -> Value | None:
        """The raw value; a missing one is noted."""
        if key not in self._values:
            self.note(None, _("The key “%(key)s” is missing.", key=key),
                      _("Add it; courses/README.md tells its meaning."))  # fmt: skip
        return self._values.get(key)

    def text(self, key: str, longest: int = 2000, *, optional: bool = False) -> str:
        """A text that is not empty and has at most ``longest`` characters."""
        if optional and not self.has(key):
            return ""
        return self._text(self.get(key), key, longest)

    def slug(self, key: str = "id", longest: int = 80) -> str:
        """A name in lower-case letters, digits and hyphens."""
        text = self.text(key, longest)
        if text and not SLUG.fullmatch(text):
            self.note(key, _("“%(text)s” cannot be an id.", text=text),
                      _("Use only a–z, 0–9 and hyphens, such as “tinh-gia-ban”."))  # fmt: skip
            return ""
        return text

    def number(self, key: str, lowest: int, highest: int) -> int:
        """A whole number from ``lowest`` to ``highest``."""
        value = self.get(key)
        if value is None:
            return lowest
        plain = value.kind == "number" and re.fullmatch(r"\d{1,6}", value.data)
        if not plain or not lowest <= int(value.data) <= highest:
            self.note(key, _("“%(key)s” is not a whole number that is possible here.", key=key),
                      _("Write a number from %(low)s to %(high)s.", low=lowest, high=highest))  # fmt: skip
            return lowest
        return int(value.data)

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """One of the words of a list."""
        text = self.text(key)
        if text and text not in allowed:
            self.note(key, _("“%(text)s” is not possible for “%(key)s”.", text=text, key=key),
                      _("Use one of: %(keys)s.", keys=", ".join(allowed)))  # fmt: skip
            return ""
        return text

    def flag(self, key: str) -> bool:
        """true or false; false when it is not there."""
        value = self._values.get(key)
        if value is None:
            return False
        if value.kind != "boolean":
            self.note(key, _("“%(key)s” is neither true nor false.", key=key),
                      _("Write true, or leave the line out."))  # fmt: skip
        return value.data.lower() in ("true", "yes", "on")

    def day(self, key: str) -> str | None:
        """An ISO day or null."""
        value = self.get(key)
        if value is None or value.kind == "null":
            return None
        try:
            return date.fromisoformat(value.data).isoformat()
        except (TypeError, ValueError):
            self.note(key, _("“%(key)s” is not a day.", key=key),
                      _("Write it as 2025-08-10, or null when it is not known."))  # fmt: skip
            return None

    def items(self, key: str, least: int = 1, most: int = 100) -> list[Value]:
        """The values of a list with at least ``least`` and at most ``most`` entries."""
        value = self.get(key)
        if value is None:
            return []
        if value.kind != "list" or not least <= len(value.data) <= most:
            self.note(key, _("“%(key)s” needs a list.", key=key),
                      _("Write %(low)s to %(high)s lines that begin with “- ”.",
                        low=least, high=most))  # fmt: skip
            return []
        return list(value.data)

    def texts(self, key: str, least: int = 1, longest: int = 400) -> list[tuple[str, int]]:
        """The texts of a list, each with its line."""
        found = [(self._text(item, key, longest), item.line) for item in self.items(key, least)]
        return [(text, line) for text, line in found if text]

    def words(self, key: str) -> set[str]:
        """The texts of a list as they stand, without noting any fault."""
        value = self._values.get(key)
        if value is None or value.kind != "list":
            return set()
        return {item.data for item in value.data if item.kind == "text"}

    def _text(self, value: Value | None, key: str, longest: int) -> str:
        if value is None:
            return ""
        add = self._problems.add
        if value.kind in ("mapping", "list"):
            add(self.file, value.line, _("“%(key)s” needs one text.", key=key),
                _("A text that contains a colon needs quotes around it."))  # fmt: skip
            return ""
        if value.kind != "text":
            add(self.file, value.line, _("“%(text)s” is not read as a text.", text=value.data),
                _("Put it in quotes: \"%(text)s\".", text=value.data))  # fmt: skip
            return ""
        text = " ".join(value.data.split())
        if not text:
            add(self.file, value.line, _("“%(key)s” is empty.", key=key), _("Write the text."))
        elif len(text) > longest:
            add(self.file, value.line, _("“%(key)s” is too long.", key=key),
                _("Use at most %(number)s characters.", number=longest))  # fmt: skip
            return ""
        return text
