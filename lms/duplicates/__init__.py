"""People who may be in the register twice: who they are, and making one of two."""

from __future__ import annotations

from flask import Flask

from lms.duplicates import account_choice, movers, parts
from lms.duplicates import models as models


def init_app(app: Flask) -> None:
    movers.init_app(app)
    parts.remark_by(app, account_choice.forbidden)
