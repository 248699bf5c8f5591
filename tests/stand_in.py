"""Putting a function of the test in the place of a view, under the view's own declaration."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask


def stand_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch, endpoint: str, view: Callable[..., Any]
) -> None:
    """Let ``view`` answer for ``endpoint`` until the test ends."""
    view.access = app.view_functions[endpoint].access  # type: ignore[attr-defined]
    monkeypatch.setitem(app.view_functions, endpoint, view)
