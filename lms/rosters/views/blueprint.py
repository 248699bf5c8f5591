from __future__ import annotations

from flask import Blueprint

from lms.rosters import labels

blueprint = Blueprint("rosters", __name__, url_prefix="/rosters")
blueprint.context_processor(lambda: {"labels": labels})
