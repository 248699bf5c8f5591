"""The first page: what each person has to do today."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from lms.access import Right, public

#: Draws one part of the first page: a template and its variables, or None when there is nothing.
Part = Callable[[], tuple[str, dict[str, Any]] | None]

blueprint = Blueprint("home", __name__)


def add_part(app: Flask, right: Right | None, part: Part) -> None:
    """Let a feature put a part on the first page of people who hold ``right``; None means everybody."""
    app.extensions.setdefault("home_parts", []).append((right, part))


@blueprint.get("/")
@public("leads to the sign-in page, or to the signed-in person's own tasks")
def show() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in"))
    drawn = (
        part()
        for right, part in current_app.extensions.get("home_parts", [])
        if right is None or current_user.can(right)
    )
    return render_template("home/show.html", parts=[part for part in drawn if part is not None])


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
