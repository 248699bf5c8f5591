from __future__ import annotations

from lms.accounts import models as models
from lms.accounts import sessions

from flask import Flask


def init_app(app: Flask) -> None:
    sessions.init_app(app)
