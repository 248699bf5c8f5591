"""Reading a pack's text files: size, encoding, and YAML whose every value knows its line.

YAML is only composed into nodes, never constructed into objects; anchors, aliases and tags are refused.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from flask_babel import gettext as _

from lms.catalogue.problems import Problems

MAX_TEXT_BYTES = 200_000
MAX_DEPTH = 8
_PLAIN_KINDS = {
    "tag:yaml.org,2002:int": "number",
    "tag:yaml.org,2002:float": "number",
    "tag:yaml.org,2002:bool": "boolean",
    "tag:yaml.org,2002:null": "null",
    "tag:yaml.org,2002:timestamp": "date",
    "tag:yaml.org,2002:str": "text",
}


@dataclass(frozen=True)
class Value:
    """A YAML value: ``kind`` is mapping, list, text, number, boolean, date or null.

    ``data`` is a dict of values, a list of values, or the scalar as it was written.
    """

    kind: str
    data: Any
    line: int


class _Refused(Exception):
    def __init__(self, line: int, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.line, self.problem, self.mend = line, problem, mend


class _Loader(yaml.SafeLoader):
    """Composes nodes; stops at aliases, at written tags and at absurd depth."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, _("“&” and “*” have a meaning of their own in YAML."),
                           _("Put the text in quotes."))  # fmt: skip
        if getattr(event, "tag", None):
            raise _Refused(line, _("“!” has a meaning of its own in YAML."),
                           _("Put the text in quotes."))  # fmt: skip
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _Refused(line, _("The lists are nested too deeply."),
                           _("Follow the example in courses/README.md."))  # fmt: skip
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


def read_text(path: Path, name: str, problems: Problems) -> str | None:
    """The text of a file, or None after its faults were noted."""
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_TEXT_BYTES else None
    except OSError:
        problems.add(name, 1, _("The file cannot be read."),
                     _("Check that it is there and that its name is written the same way."))  # fmt: skip
        return None
    if content is None:
        problems.add(name, 1, _("The file is larger than %(size)s kB.", size=MAX_TEXT_BYTES // 1000),
                     _("Divide it into several files."))  # fmt: skip
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(name, content.count(b"\n", 0, error.start) + 1,
                     _("The file is not UTF-8."), _("Save it again with the encoding UTF-8."))  # fmt: skip
        return None
    text = text.replace("\r\n", "\n")
    _check_characters(text, name, problems)
    return text


def _check_characters(text: str, name: str, problems: Problems) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if unicodedata.normalize("NFC", line) != line:
            problems.add(name, number, _("Vietnamese letters are in decomposed form."),
                         _("Type the line anew, or save the file in composed form (NFC)."))  # fmt: skip
        if any(unicodedata.category(c) == "Cc" and c != "\t" for c in line):
            problems.add(name, number, _("The line has an invisible control character."),
                         _("Delete the line and type it anew."))  # fmt: skip


def read_yaml(text: str, name: str, problems: Problems, first_line: int = 1) -> Value | None:
    """The document's value, or None after its faults were noted; lines count from ``first_line``."""
    offset = first_line - 1
    loader = None
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        if node is None:
            raise _Refused(
                1, _("There is nothing here."), _("Follow the example in courses/README.md.")
            )
        return _value(node, name, problems, offset)
    except _Refused as refused:
        problems.add(name, refused.line + offset, refused.problem, refused.mend)
    except yaml.YAMLError as error:
        _note_yaml_error(error, text, name, problems, offset)
    finally:
        if loader is not None:
            loader.dispose()
    return None


def _value(node: yaml.Node, name: str, problems: Problems, offset: int) -> Value:
    line = node.start_mark.line + 1 + offset
    if isinstance(node, yaml.SequenceNode):
        items = [_value(child, name, problems, offset) for child in node.value]
        return Value("list", items, line)
    if isinstance(node, yaml.MappingNode):
        return Value("mapping", _mapping(node, name, problems, offset), line)
    return Value(_PLAIN_KINDS.get(node.tag, "text"), unicodedata.normalize("NFC", node.value), line)


def _mapping(
    node: yaml.MappingNode, name: str, problems: Problems, offset: int
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1 + offset
        if not isinstance(key, yaml.ScalarNode):
            problems.add(name, line, _("A key must be one word."),
                         _("Follow the example in courses/README.md."))  # fmt: skip
        elif key.value in found:
            problems.add(name, line, _("The key “%(key)s” is there twice.", key=key.value),
                         _("Keep one of the two."))  # fmt: skip
        else:
            value = _value(child, name, problems, offset)
            found[key.value] = Value(value.kind, value.data, line)
    return found


def _note_yaml_error(
    error: yaml.YAMLError, text: str, name: str, problems: Problems, offset: int
) -> None:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 1 if mark else 1
    written = text.split("\n")[line - 1] if mark and line <= text.count("\n") + 1 else ""
    before = written[: len(written) - len(written.lstrip())]
    if "\t" in before or "\\t" in str(getattr(error, "problem", "")):
        mend = _("Use spaces at the beginning of the line, not a tab.")
    elif "mapping values" in str(getattr(error, "problem", "")):
        mend = _("A text that contains a colon needs quotes around it.")
    else:
        mend = _(
            "Compare the spaces at the beginning of the lines and the quotes with the example."
        )
    problems.add(name, line + offset, _("The line cannot be understood as YAML."), mend)
