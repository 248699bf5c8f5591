"""Every word a person reads exists in Vietnamese: nothing missing, fuzzy or half translated."""

from __future__ import annotations

import re

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUE = ROOT / "lms/translations/vi/LC_MESSAGES/messages.po"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
#: Messages of WTForms, which the base form looks up in our catalogue.
FROM_LIBRARIES = "wtforms"


def used_messages() -> dict[str, str]:
    """Each message id in code and templates with the file that uses it."""
    found: dict[str, str] = {}
    for folder, method in (("lms", [("**.py", "python")]), ("templates", [("**.html", "jinja2")])):
        for name, _line, message, _comments, _context in extract_from_dir(
            ROOT / folder,
            method_map=method,
            keywords=KEYWORDS,
            options_map={"**.html": {"silent": "false"}},
        ):
            for text in message if isinstance(message, tuple) else (message,):
                found[text] = f"{folder}/{name}"
    return found


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="vi", abort_invalid=True)


def test_every_message_is_translated() -> None:
    translated = catalogue()
    used = used_messages()
    assert len(used) > 100
    known = {
        text: message
        for message in translated
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    missing = {text: where for text, where in used.items() if text not in known}
    assert missing == {}
    empty = [text for text in used if not all(_strings(known[text]))]
    assert empty == []


def test_nothing_is_fuzzy() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_placeholders_survive_the_translation() -> None:
    wrong = []
    for message in catalogue():
        source = message.id if isinstance(message.id, tuple) else (message.id,)
        wanted = set().union(*(PLACEHOLDER.findall(text) for text in source))
        for string in _strings(message):
            if message.id and set(PLACEHOLDER.findall(string)) - wanted:
                wrong.append((message.id, string))
    assert wrong == []


def test_no_translation_is_left_over() -> None:
    used = used_messages()
    left = [
        message.id
        for message in catalogue()
        if message.id
        and FROM_LIBRARIES not in " ".join(message.auto_comments + message.user_comments)
        and not any(
            t in used for t in (message.id if isinstance(message.id, tuple) else (message.id,))
        )
    ]
    assert left == []


def _strings(message: object) -> tuple[str, ...]:
    string = message.string  # type: ignore[attr-defined]
    return tuple(string) if isinstance(string, tuple | list) else (string,)
