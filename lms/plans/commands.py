"""Placeholder."""


def import_history() -> None: ...
