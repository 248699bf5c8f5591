"""People who may be in the register twice: who they are, and making one of two."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    pass
