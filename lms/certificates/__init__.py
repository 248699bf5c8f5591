from __future__ import annotations

from lms.certificates import models as models

from flask import Flask


def init_app(app: Flask) -> None:
    pass
