from __future__ import annotations

from flask import Flask

from lms.accounts import models as models
from lms.accounts import sessions


def init_app(app: Flask) -> None:
    sessions.init_app(app)
