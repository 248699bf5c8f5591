from __future__ import annotations

from flask import Blueprint

from lms.registry import labels

blueprint = Blueprint("registry", __name__)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"labels": labels}
