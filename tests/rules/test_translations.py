"""Every word a person reads exists in Vietnamese: nothing missing, fuzzy or half translated."""

from __future__ import annotations

import re
from pathlib import Path

import wtforms
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from config import ROOT

CATALOGUE = ROOT / "lms/translations/vi/LC_MESSAGES/messages.po"
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_ln": (1, 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]")
#: WTForms has no Vietnamese, so the base form looks its messages up in our catalogue.
WTFORMS = Path(wtforms.__file__).parent / "locale/de/LC_MESSAGES/wtforms.mo"


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
    known = {text: message for message in translated for text in texts(message)}
    missing = {text: where for text, where in used.items() if text not in known}
    assert missing == {}
    empty = [text for text in used if not all(_strings(known[text]))]
    assert empty == []


def test_nothing_is_fuzzy() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_placeholders_survive_the_translation() -> None:
    wrong = []
    for message in catalogue():
        wanted = set().union(*(PLACEHOLDER.findall(text) for text in texts(message)))
        for string in _strings(message):
            if message.id and set(PLACEHOLDER.findall(string)) - wanted:
                wrong.append((message.id, string))
    assert wrong == []


def test_no_translation_is_left_over() -> None:
    with WTFORMS.open("rb") as file:
        of_library = {text for message in read_mo(file) for text in texts(message)}
    used = set(used_messages()) | of_library
    assert [m.id for m in catalogue() if m.id and not used.intersection(texts(m))] == []


def texts(message: Message) -> tuple[str, ...]:
    """The message's id, or its singular and plural."""
    return tuple(message.id) if isinstance(message.id, tuple | list) else (message.id,)


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string,)
