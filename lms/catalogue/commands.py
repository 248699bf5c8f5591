"""Placeholder."""

from pathlib import Path


def import_packs(folder: Path) -> None: ...
