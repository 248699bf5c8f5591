"""What happens to a request whose session has ended: ask to sign in, and keep what was typed."""

from __future__ import annotations

from flask import (
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from lms.access import declaration_of
from lms.accounts.forms import SignInForm
from lms.accounts.kept_forms import KeptForm, comes_from_our_pages, keep_request, unseal
from lms.errors import error_page
from lms.extensions import login_manager
from lms.security import local_path
from lms.submissions import writes

UNAUTHORIZED = 401
BAD_REQUEST = 400
SIGN_IN = "accounts.sign_in"
SIGN_OUT = "accounts.sign_out"


def sign_in_page(form: SignInForm, status: int = 200, *, lost: bool = False) -> Response:
    """The page that asks for name and password; ``form.kept`` may hold a sealed form.

    ``lost``: a form came that is too long to be kept, and the page must say so.
    """
    kept = unseal(form.kept.data)
    page = render_template("accounts/sign_in.html", form=form, kept=kept, lost=lost)
    return make_response(page, status)


def continue_page(kept: KeptForm, status: int = 200) -> Response:
    """The page that offers to send a kept form again."""
    return make_response(render_template("accounts/continue.html", kept=kept), status)


def ask_to_sign_in() -> ResponseReturnValue:
    """Somebody who is not signed in wants a page of their own, or sent a form to one."""
    if not writes():
        target = local_path(request.full_path.removesuffix("?"))
        return redirect(url_for(SIGN_IN, next=target))
    kept = keep_request()
    sealed = kept.seal() if kept else ""
    form = SignInForm(formdata=None, data={"kept": sealed})
    return sign_in_page(form, UNAUTHORIZED, lost=not sealed)


def mend_token(_error: CSRFError) -> ResponseReturnValue:
    """A form without a good token. When a page of ours sent it, its session ended meanwhile."""
    if not comes_from_our_pages() or request.endpoint is None:
        return error_page(BAD_REQUEST)
    if request.endpoint == SIGN_IN:
        return _sign_in_again()
    if request.endpoint == SIGN_OUT and not current_user.is_authenticated:
        return redirect(url_for(SIGN_IN), 303)
    declaration = declaration_of(current_app, request.endpoint)
    if declaration and not declaration.is_public and not current_user.is_authenticated:
        return ask_to_sign_in()
    kept = keep_request()
    return continue_page(kept, BAD_REQUEST) if kept else error_page(BAD_REQUEST)


def _sign_in_again() -> ResponseReturnValue:
    """The sign-in page was open while somebody signed in or out in another tab."""
    kept = unseal(request.form.get("kept"))
    if current_user.is_authenticated:
        if kept is not None:
            return continue_page(kept, BAD_REQUEST)
        return redirect(local_path(request.form.get("next")) or url_for("home.show"), 303)
    form = SignInForm()
    form.form_errors.append(_("This page had been open for too long. Please sign in once more."))
    return sign_in_page(form, BAD_REQUEST)


def init_app(app: Flask) -> None:
    login_manager.unauthorized_handler(ask_to_sign_in)
    app.register_error_handler(CSRFError, mend_token)
