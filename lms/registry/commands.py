"""Placeholder replaced by the registry's commands."""


def import_units() -> None: ...
