"""Vietnamese first, English second: which language a page is written in."""

from __future__ import annotations

from flask import Blueprint, Flask, has_request_context, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from lms.access import public
from lms.extensions import babel
from lms.security import local_path

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"

blueprint = Blueprint("languages", __name__)


def chosen_language() -> str:
    """The language of this page: as chosen on this device; Vietnamese until somebody chooses."""
    if not has_request_context():
        return DEFAULT
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else DEFAULT


@blueprint.post("/language")
@public("everybody may read in their own language; it changes a cookie of theirs only")
def choose() -> ResponseReturnValue:
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
    return redirect(local_path(request.form.get("next")) or url_for("home.show"), 303)


def init_app(app: Flask) -> None:
    app.config.update(BABEL_DEFAULT_LOCALE=DEFAULT, BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh")
    babel.init_app(app, locale_selector=chosen_language)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["get_locale"] = get_locale
    app.context_processor(lambda: {"languages": LANGUAGES})
