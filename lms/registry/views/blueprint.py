from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("registry", __name__)
