"""A password that somebody else has read is changed before anything else."""

from __future__ import annotations

from flask import Flask, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from lms.access import declaration_of
from lms.submissions import writes

CHANGE = "accounts.password"


def ask_to_change() -> ResponseReturnValue | None:
    """Before every page of a signed-in person. A form that was kept over the sign-in goes through."""
    if request.endpoint in (None, CHANGE) or writes() or not current_user.is_authenticated:
        return None
    if not current_user.must_change_password:
        return None
    declaration = declaration_of(current_app, request.endpoint or "")
    if declaration is None or (declaration.is_public and request.endpoint != "home.show"):
        return None
    flash(_("This password was given to you. Choose one that only you know, then go on."))
    return redirect(url_for(CHANGE))


def init_app(app: Flask) -> None:
    app.before_request(ask_to_change)
