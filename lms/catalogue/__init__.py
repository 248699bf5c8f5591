from __future__ import annotations

from flask import Flask

from lms.catalogue import models as models


def init_app(app: Flask) -> None:
    pass
