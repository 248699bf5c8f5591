"""Reading a file of past results and plans: all its mistakes at once, each with its line and the mend."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from lms.errors import DomainError
from lms.plans.planning import FIRST_YEAR, LAST_YEAR
from lms.vietnamese import normal_text

TEXT_LENGTH = 200
_WHOLE_NUMBER = re.compile(r"[1-9]\d{0,6}")

SOURCE_KEYS = ("title", "author", "address")
RESULT_KEYS = ("year", "classes", "turns", "topic", "audience", "quote")
PLAN_KEYS = (*RESULT_KEYS, "title", "note")
NUMBERS = frozenset({"year", "classes", "turns"})
#: Texts kept in columns without a limit.
LONG_TEXTS = frozenset({"quote", "note", *SOURCE_KEYS})
OPTIONAL = frozenset({"note"})


class HistoryFileError(DomainError):
    """The file has mistakes; ``problems`` names each as "file:line: what, and what to write"."""

    def __init__(self, path: Path, problems: list[str]) -> None:
        super().__init__(f"{path}: nothing was applied")
        self.problems = problems


@dataclass(frozen=True)
class Entry:
    """One year of the file; ``title`` and ``note`` are of plans only."""

    year: int
    classes: int
    turns: int
    topic: str
    audience: str
    source: str
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class HistoryFile:
    """What the file says."""

    results: list[Entry]
    plans: list[Entry]


def read_history_file(path: Path) -> HistoryFile:
    """Read a whole file; raises HistoryFileError with every mistake in it."""
    return _Reading(path).carry_out()


@dataclass
class _Reading:
    path: Path
    problems: list[str] = field(default_factory=list)

    def carry_out(self) -> HistoryFile:
        root = self._parse()
        parts = self._mapping(root, ("source", "results", "plans"), frozenset({"results", "plans"}))
        source = self._mapping(parts.get("source"), SOURCE_KEYS)
        words = {key: self._text(key, node) for key, node in source.items()}
        cited = ". ".join(words[key] for key in SOURCE_KEYS if words.get(key))
        results = self._entries(parts.get("results"), RESULT_KEYS, cited)
        plans = self._entries(parts.get("plans"), PLAN_KEYS, cited)
        if self.problems:
            raise HistoryFileError(self.path, self.problems)
        return HistoryFile(results, plans)

    def _parse(self) -> Node | None:
        try:
            text = self.path.read_text(encoding="utf-8")
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "save it as UTF-8 text"
            raise HistoryFileError(self.path, [f"{self.path}: cannot be read: {reason}"]) from error
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            raise HistoryFileError(
                self.path, [f"{self.path}:{line}: not YAML: {error.problem}"]
            ) from error
        except yaml.YAMLError as error:
            raise HistoryFileError(self.path, [f"{self.path}: not YAML: {error}"]) from error
        if root is None:
            self.problems.append(f"{self.path}:1: the file is empty; write source, results, plans")
        return root

    def _entries(self, node: Node | None, keys: tuple[str, ...], cited: str) -> list[Entry]:
        if node is None:
            return []
        if not isinstance(node, SequenceNode):
            self._note(node, 'write a list: one "- year: …" for each year')
            return []
        entries: list[Entry] = []
        lines: dict[int, int] = {}
        for item in node.value:
            entry = self._entry(item, keys, cited)
            if entry is None:
                continue
            if entry.year in lines:
                self._note(
                    item,
                    f"the year {entry.year} stands on line {lines[entry.year]} already; "
                    "keep one of them",
                )
            lines.setdefault(entry.year, item.start_mark.line + 1)
            entries.append(entry)
        return entries

    def _entry(self, node: Node, keys: tuple[str, ...], cited: str) -> Entry | None:
        values = self._mapping(node, keys, OPTIONAL)
        numbers = {key: self._number(key, n) for key, n in values.items() if key in NUMBERS}
        texts = {key: self._text(key, n) for key, n in values.items() if key not in NUMBERS}
        if not {*keys} - OPTIONAL <= values.keys() or None in numbers.values():
            return None
        quote = texts.pop("quote")
        return Entry(**numbers, **texts, source=f"“{quote}”. {cited}")  # type: ignore[arg-type]

    def _mapping(
        self, node: Node | None, keys: tuple[str, ...], optional: frozenset[str] = frozenset()
    ) -> dict[str, Node]:
        """The values by key; notes keys that are unknown, doubled or missing."""
        if node is None:
            return {}
        if not isinstance(node, MappingNode):
            self._note(node, f'write "key: value" lines with the keys {", ".join(keys)}')
            return {}
        values: dict[str, Node] = {}
        for key_node, value in node.value:
            key = str(key_node.value)
            if key not in keys:
                self._note(key_node, f'unknown key "{key}"; known are {", ".join(keys)}')
            elif key in values:
                self._note(key_node, f'the key "{key}" stands twice; keep one of them')
            values[key] = value
        for key in keys:
            if key not in values and key not in optional:
                self._note(node, f'"{key}" is missing; add {self._example(key)}')
        return {key: value for key, value in values.items() if key in keys}

    def _number(self, key: str, node: Node) -> int | None:
        if (
            not isinstance(node, ScalarNode)
            or node.style
            or not _WHOLE_NUMBER.fullmatch(node.value)
        ):
            self._note(node, f"{key} must be a whole number above 0; write {self._example(key)}")
            return None
        number = int(node.value)
        if key == "year" and not FIRST_YEAR <= number <= LAST_YEAR:
            self._note(node, f"the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
            return None
        return number

    def _text(self, key: str, node: Node) -> str:
        is_text = isinstance(node, ScalarNode) and node.tag == "tag:yaml.org,2002:str"
        text = normal_text(node.value) if is_text else ""
        if not text:
            self._note(node, f"{key} must be words; write {self._example(key)}")
        elif len(text) > TEXT_LENGTH and key not in LONG_TEXTS:
            self._note(node, f"{key} is longer than {TEXT_LENGTH} characters; shorten it")
        return text

    def _note(self, node: Node, words: str) -> None:
        self.problems.append(f"{self.path}:{node.start_mark.line + 1}: {words}")

    def _example(self, key: str) -> str:
        example = {
            "year": "2021",
            "classes": "2",
            "turns": "280",
            "source": "(title, author, address)",
        }
        return f'"{key}: {example.get(key, "words in quotes")}"'
