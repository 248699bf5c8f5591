"""What is wrong in a course pack: collected, never raised one by one, so that all can be mended at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: where it is, what it is, and what to write instead. ``line`` counts from 1."""

    file: str
    line: int
    problem: str
    mend: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.problem} {self.mend}"


class Problems:
    """The faults found so far in one or more packs."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, file: str, line: int, problem: str, mend: str) -> None:
        self._found.append(Problem(file, line, problem, mend))

    def sorted(self) -> list[Problem]:
        """Every fault once, by file and line."""
        return sorted(set(self._found))

    def __bool__(self) -> bool:
        return bool(self._found)
