from __future__ import annotations

from flask import Blueprint

from lms.privacy import labels

blueprint = Blueprint("privacy", __name__)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"labels": labels}
